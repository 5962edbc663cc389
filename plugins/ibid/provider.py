"""Whatever plugin provides `publications`, ours, pelican-bibtex or pelican-bib, they become our records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pelican_bibtex.bibliography import Options, read_text

from pelican_bibtex.problem import Problem
from pelican_bibtex.publication import Publication

_KEY, _BIBTEX = 0, 3  # places in pelican-bibtex's tuple


def adopt(items: Iterable[Any]) -> tuple[tuple[Publication, ...], tuple[Problem, ...]]:
    """Take publications over; those of other plugins are read again from the BibTeX that they carry."""
    ours: list[Publication] = []
    sources: list[str] = []
    for item in items:
        if isinstance(item, Publication):
            ours.append(item)
        else:
            sources.append(str(item["bibtex"] if isinstance(item, dict) else item[_BIBTEX]))
    if not sources:
        return tuple(ours), ()
    read = read_text("\n".join(sources), "", Options())
    return (*ours, *read.publications), ()
