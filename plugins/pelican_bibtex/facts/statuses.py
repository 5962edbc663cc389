"""How far a publication has come: from `pubstate`, or from what its fields say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pelican_bibtex import tex
from pelican_bibtex.facts.venues import Venue
from pelican_bibtex.publication import Date, Status

PUBSTATES: Final[dict[str, Status]] = {
    "published": "published",
    "accepted": "accepted",
    "forthcoming": "accepted",
    "inpress": "accepted",
    "toappear": "accepted",
    "prepublished": "preprint",
    "preprint": "preprint",
    "inpreparation": "preprint",
    "submitted": "submitted",
    "underreview": "submitted",
    "inreview": "submitted",
}
"""BibLaTeX's values of `pubstate` (its manual, section 4.9.2.11), and what authors write there."""

_TEXTS: Final = ("pubstate", "howpublished", "note", "addendum", "journal", "journaltitle", "booktitle", "status")
_ACCEPTED: Final = re.compile(
    r"\W*(?:(?:to|will) appear|accepted\b|in press\b|forthcoming\b|in print\b)", re.IGNORECASE
)
_SUBMITTED: Final = re.compile(
    r"\W*(?:(?:manuscript |currently |paper )?(?:submitted\b(?! by)|under (?:\w+ )?(?:review|submission|revision)"
    r"|in (?:review|submission|revision)))",
    re.IGNORECASE,
)
_UNFINISHED: Final = re.compile(
    r"\W*(?:(?:manuscript |work )?in (?:preparation|progress)|working paper|preprint\b)", re.IGNORECASE
)
_HOSTED: Final = frozenset({"misc", "online", "unpublished", "report", "article"})


def status(type_: str, fields: Mapping[str, str], venue: Venue, date: Date, name: str = "") -> Status:
    """The status of an entry; `name` is its type as the author wrote it, `@preprint` for one."""
    if state := PUBSTATES.get(re.sub(r"\W", "", fields.get("pubstate", "").lower())):
        return state
    for text in (*(tex.plain(value) for field in _TEXTS if (value := fields.get(field))), date.literal):
        if text and (said := _said(text)):
            return said
    if venue.server or type_ == "unpublished" or name == "preprint":
        return "preprint"
    return "preprint" if _is_preprint(fields.get("entrysubtype", "") or fields.get("type", "")) else "published"


def _said(text: str) -> Status | None:
    if _ACCEPTED.match(text):
        return "accepted"
    if _SUBMITTED.match(text):
        return "submitted"
    return "preprint" if _UNFINISHED.match(text) else None


def _is_preprint(text: str) -> bool:
    return text.strip("{} ").lower() in {"preprint", "pre-print", "e-print", "eprint"}
