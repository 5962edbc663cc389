"""BibTeX files: the author's own text of each entry, less private fields."""

from __future__ import annotations

from collections.abc import Iterable

from ibid.model.records import Record


def bibtex_file(records: Iterable[Record]) -> bytes:
    """Some publications as one `.bib` file, in the order given, UTF-8 with line feeds."""
    return join_bibtex(bibtex(record) for record in records)


def bibtex(record: Record) -> str:
    """One publication as its author wrote it."""
    return f"{record.publication.bibtex.strip()}\n"


def join_bibtex(items: Iterable[str]) -> bytes:
    """A file of items that are BibTeX already, an empty line between two."""
    return "\n".join(items).encode()
