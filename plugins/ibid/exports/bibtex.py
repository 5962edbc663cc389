"""BibTeX files: the author's own text of each entry, less private fields."""

from __future__ import annotations

from collections.abc import Iterable

from ibid.catalogue import Record


def bibtex_file(records: Iterable[Record]) -> bytes:
    """Some publications as one `.bib` file, in the order given, UTF-8 with line feeds."""
    return "\n".join(f"{record.publication.bibtex.strip()}\n" for record in records).encode()
