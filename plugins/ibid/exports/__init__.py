"""What others' programs read: BibTeX files."""
