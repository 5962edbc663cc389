"""Whatever plugin provides `publications`, ours, pelican-bibtex or pelican-bib, they become our records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pelican_bibtex.bibliography import Options, read_sources
from pelican_bibtex.publication import Publication
from pelican_bibtex.source import Source

_BIBTEX = 3  # its place in pelican-bibtex's tuple


def adopt(items: Iterable[Any]) -> tuple[Publication, ...]:
    """Take publications over; those of other plugins are read again from the BibTeX that they carry.

    What is wrong in that BibTeX is not said: its author wrote another.
    """
    ours: list[Publication] = []
    sources: list[str] = []
    for item in items:
        if isinstance(item, Publication):
            ours.append(item)
        else:
            sources.append(str(item["bibtex"] if isinstance(item, dict) else item[_BIBTEX]))
    if sources:
        ours += read_sources([Source("", "\n".join(sources))], Options()).publications
    return tuple(ours)
