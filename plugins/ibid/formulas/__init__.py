"""Formulas in pages and posts: TeX becomes MathML when the site is built, so that readers need no script."""
