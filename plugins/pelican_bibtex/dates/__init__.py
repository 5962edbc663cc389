"""Dates in every form of BibTeX and BibLaTeX; nothing is invented."""
