"""Fields that are a site's or a program's business and never reach the exported BibTeX."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Final

PRIVATE: Final = tuple(
    """
    pdf code data slides poster video website html supp blog preview
    abbr award award_name awards selected bibtex_show additional_info annotation annote
    altmetric dimensions google_scholar_id inspirehep_id badges
    file local-url owner timestamp comment __markedentry groups readstatus ranking priority printed qualityassured
    relevance date-added date-modified creationdate modificationdate bdsk-* mendeley-* citeulike-*
    """.split()  # noqa: SIM905  50 literals are harder to read
)
"""What homepages add (links, badges, selections), and what JabRef, BibDesk and Mendeley do.

BibLaTeX's `author+an` stays: it is part of the work's record, and other programs pass it over.
"""


_EXACT: Final = frozenset(PRIVATE)
_STARTS: Final = tuple(name.removesuffix("*") for name in PRIVATE if name.endswith("*"))


def private_fields(names: Iterable[str], also: Iterable[str] = ()) -> frozenset[str]:
    """Those of an entry's fields that are private; `also` are the author's own, `*` stands for anything."""
    patterns = [pattern.strip().lower() for pattern in also]
    return frozenset(
        name
        for name in names
        if name in _EXACT or name.startswith(_STARTS) or any(fnmatchcase(name, pattern) for pattern in patterns)
    )
