"""TeX in pages, converted to MathML."""
