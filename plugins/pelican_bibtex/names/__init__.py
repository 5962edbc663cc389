"""Authors and editors: BibTeX's and BibLaTeX's names, their marks and annotations."""
