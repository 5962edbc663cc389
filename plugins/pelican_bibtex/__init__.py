"""READ: BibTeX and BibLaTeX files become `publications`, the interface of pelican-bibtex."""
