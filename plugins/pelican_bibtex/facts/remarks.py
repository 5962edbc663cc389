"""What an entry says besides its main facts: sentences for the publication's own page, and the note without exports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pelican_bibtex import tex
from pelican_bibtex.diagnostics.codes import EXPORTED_NOTE
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.facts.titles import full_title, title_field
from pelican_bibtex.facts.venues import Venue
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.tex import EMPTY, Text

_TITLES: Final = ("booktitle", "issuetitle", "eventtitle")
_COLLABORATION: Final = lazy_pattern(r"\b(?:collaborations?|consortium|group|team|network)\b", re.IGNORECASE)
_SEPARATOR: Final = lazy_pattern(r"\s*;\s*")
_EXPORTED: Final = lazy_pattern(
    r"cited by:?\s*(?:\(since \d+\)\s*)?\d+|(?:all )?(?:(?:gold|green|bronze|hybrid(?: gold)?) )?open access"
    r"(?:, (?:all |gold |green |bronze |hybrid |hybrid gold )*open access)*|conference code:? ?\d+|export date:? .+",
    re.IGNORECASE,
)
"""What Scopus writes into `note`: counts and states of the day of the export."""


def remarks(type_: str, fields: Mapping[str, str], venue: Venue) -> tuple[tuple[Text, ...], tuple[Complaint, ...]]:
    """Return what is shown on the publication's own page alone, and complaints about it.

    What its title and its `venue` say is not repeated.
    """
    said = {title_field(type_, fields), venue.field}
    titles = {name: "" if name in said else full_title(fields, name) for name in _TITLES}
    meeting = ", ".join(part for part in (titles["eventtitle"], fields.get("venue", "")) if part)
    sources = {
        "titleaddon": fields.get("titleaddon", ""),
        **titles,
        "collaboration": _collaboration(fields.get("collaboration", "")),
        "eventtitle": meeting,
        "addendum": fields.get("addendum", ""),
    }
    title = fields.get("title", "")
    read = {field: tex.parse(source) for field, source in sources.items() if source and source != title}
    complaints = (Complaint(each.code, each.message, field) for field, (_, found) in read.items() for each in found)
    return tuple(dict.fromkeys(text for text, _ in read.values() if text)), tuple(complaints)


def note(fields: Mapping[str, str]) -> tuple[Text, tuple[Complaint, ...]]:
    """Return the note without what a database wrote there on the day of the export, and complaints about it."""
    source = fields.get("note", "")
    if not source:
        return EMPTY, ()
    text, complaints = tex.parse(source)
    clauses = [clause for clause in _SEPARATOR.split(source) if clause]
    own = [clause for clause in clauses if not _EXPORTED.fullmatch(tex.plain(clause).strip(" ."))]
    if len(own) == len(clauses):
        return text, complaints
    message = "the note has what Scopus wrote there on the day of the export; it is not shown; remove it."
    return tex.parse("; ".join(own))[0], (*complaints, Complaint(EXPORTED_NOTE, message, "note"))


def _collaboration(name: str) -> str:
    """Return `ATLAS Collaboration` for `ATLAS`."""
    return f"{name} Collaboration" if name and not _COLLABORATION.search(name) else name
