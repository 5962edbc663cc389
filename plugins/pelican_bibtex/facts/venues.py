"""The venue of a publication, in full and in short, and its status: published, accepted, preprint, submitted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from pelican_bibtex import tex
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.facts.identifiers import arxiv_id
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Date, Status
from pelican_bibtex.tex import EMPTY, Text

SERVERS: Final = {
    "arxiv": "arXiv",
    "biorxiv": "bioRxiv",
    "medrxiv": "medRxiv",
    "chemrxiv": "ChemRxiv",
    "psyarxiv": "PsyArXiv",
    "socarxiv": "SocArXiv",
    "techrxiv": "TechRxiv",
    "eartharxiv": "EarthArXiv",
    "engrxiv": "engrXiv",
    "ssrn": "SSRN",
    "research square": "Research Square",
    "preprints.org": "Preprints.org",
    "osf preprints": "OSF",
}
"""Preprint servers: the name in lower case -> the server's own spelling."""

PROCEEDINGS: Final = frozenset({"inproceedings", "proceedings", "mvproceedings"})

_JOURNAL: Final = ("journaltitle", "journal")
_BOOK: Final = ("booktitle", "maintitle")
_HOUSE: Final = ("publisher", "organization", "institution", "school")
_FIELDS: Final = {
    "article": (*_JOURNAL, "booktitle", "shortjournal", "fjournal"),
    "inproceedings": (*_BOOK, "eventtitle", *_JOURNAL, "series"),
    "incollection": (*_BOOK, *_JOURNAL, "series"),
    "thesis": ("school", "institution"),
    "report": ("institution", "organization", "school"),
}
"""The fields that may name the venue of a type: the first present counts. All others follow, see `_ANY`."""
_LIKE: Final = {
    "review": "article", "suppperiodical": "article", "inbook": "incollection", "inreference": "incollection",
    "bookinbook": "incollection", "suppbook": "incollection", "suppcollection": "incollection", "mvbook": "book",
    "collection": "book", "mvcollection": "book", "proceedings": "book", "mvproceedings": "book",
    "mvreference": "book", "reference": "book",
}  # fmt: skip
_ANY: Final = (*_JOURNAL, *_BOOK, "howpublished", *_HOUSE, "eventtitle")

_UNSHORTENED: Final = frozenset({"book", "mvbook", "thesis", "report", "manual", "patent"})
"""Types whose venue is a publisher or an institution: its acronym says nothing about the work."""

_MEETING: Final = lazy_pattern(r"\b(?:conference|workshop|symposium|meeting)\b", re.IGNORECASE)
_IN_PARENTHESES: Final = lazy_pattern(r"(?P<venue>.*\S)\s*\((?P<short>[^()]{2,40})\)\s*\.?", re.DOTALL)
_BETWEEN_COMMAS: Final = lazy_pattern(
    r",\s*(?P<short>[\w/&+-]*[A-Z][\w/&+-]*[A-Z][\w/&+-]*(?:[ -]\d{4}|\s?['’]\d\d))\s*(?:,|$)"
)
_ACRONYM: Final = lazy_pattern(r"(?=\S*[A-Z]\S*[A-Z])[\w+&/-]{2,14}")
_NO_ACRONYM: Final = frozenset({
    "USA", "UK", "UAE", "EU", "PRC", "IEEE", "ACM", "II", "III",
    "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "LNCS", "LNAI", "LIPIcs", "CEUR", "CD-ROM",
})  # fmt: skip
"""Words in capitals that name a country, a publisher, a series or a part, not a venue."""
_WITH_YEAR: Final = lazy_pattern(r"\d{4}|['’]\d\d|\b\d\d\b")
_OTHER_WORDS: Final = lazy_pattern(
    r"[,;:]|\b(?:Cat|Vol|No|Part|Papers?|Issue|Edition|Abstracts?|Track)\b", re.IGNORECASE
)
_URL: Final = lazy_pattern(r"\\(?:url|path)\s*\{[^{}]*\}|\\href\s*\{[^{}]*\}|https?://\S+")
_CORR: Final = lazy_pattern(r"corr(?:[\s,]+abs/.*)?|computing research repository.*", re.IGNORECASE)
_PREPRINT: Final = lazy_pattern(r"(?:a\s+)?(?:e-?print|pre-?print)\b(?:[\s,;:.]|\b(?:at|on|in)\b)*", re.IGNORECASE)


class Venue(Struct, frozen=True):
    """The venue of a publication."""

    name: Text = EMPTY
    """In full, without the short name that followed it."""
    short: str = ""
    """`NeurIPS 2024`, or empty."""
    server: str = ""
    """The preprint server, such as `arXiv`, if the work has not appeared anywhere else yet."""
    complaints: tuple[Complaint, ...] = ()


def venue(type_: str, fields: Mapping[str, str], year: int | None) -> Venue:
    """Return the venue of an entry of that type; `year` is appended to a conference's bare acronym."""
    field, source = _source(type_, fields)
    server = _server(tex.plain(source)) if source else ""
    if not server and not source and arxiv_id(fields):
        server = "arXiv"
    abbreviation = tex.plain(fields.get("abbr", ""))
    if server:
        return Venue(tex.parse(f"{server} preprint")[0], abbreviation, server)
    full, short = _shortened(source) if type_ not in _UNSHORTENED else (source, "")
    if short and (type_ in PROCEEDINGS or _MEETING.search(full)):
        short = _with_year(short, year)
    name, complaints = tex.parse(full) if full else (EMPTY, ())
    located = tuple(Complaint(complaint.code, complaint.message, field) for complaint in complaints)
    return Venue(name, abbreviation or short or _of_series(fields), "", located)


def _source(type_: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """Return the field that names the venue, and its TeX; both empty if there is none."""
    own = _FIELDS.get(_LIKE.get(type_, type_), ())
    houses_first = _HOUSE if _LIKE.get(type_, type_) == "book" else ()
    for field in (*own, *houses_first, *_ANY):
        if value := _URL.sub("", fields.get(field, "")).strip(" .,;:"):
            return field, value
    return "", ""


def _server(name: str) -> str:
    """Return the preprint server that a venue's plain text starts with, or an empty text."""
    if _CORR.fullmatch(name):
        return "arXiv"
    text = _PREPRINT.sub("", name, count=1).casefold()
    return next((shown for server, shown in SERVERS.items() if text.startswith(server)), "")


def _shortened(source: str) -> tuple[str, str]:
    """Return venue and short name, from `Conference on Learning Theory (COLT)` or DBLP's `..., ICML 2024, Vienna`."""
    match = _IN_PARENTHESES.fullmatch(source)
    if match and _is_short_name(match["short"]) and match["venue"].count("{") == match["venue"].count("}"):
        return match["venue"], tex.plain(match["short"])
    between = _BETWEEN_COMMAS.search(source.replace("{", "").replace("}", ""))
    return source, tex.plain(between["short"]) if between else ""


def _is_short_name(text: str) -> bool:
    """Return whether it is like `CVPR'19`, `NeurIPS 2023 - M3L`, not `USA`, `Part 2: Papers`, `Basel, Switzerland`."""
    words = text.replace("{", "").replace("}", "").split()
    if _OTHER_WORDS.search(text) or not words or any(word in _NO_ACRONYM for word in words):
        return False
    return any(_ACRONYM.fullmatch(re.sub(r"['’]\d\d$", "", word)) for word in words)


def _with_year(short: str, year: int | None) -> str:
    bare = " " not in short and not _WITH_YEAR.search(short)
    return f"{short} {year}" if bare and year is not None else short


def _of_series(fields: Mapping[str, str]) -> str:
    """Return the venue in `series = {CHI '24}`, as the ACM exports it; else empty: a series of books has no year."""
    series = tex.plain(fields.get("series", ""))
    return series if _WITH_YEAR.search(series) and _is_short_name(series) else ""


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
"""BibLaTeX's values of `pubstate` (its manual, section 4.9.2.11), and others that authors write -> the status."""

_TEXTS: Final = ("pubstate", "howpublished", "note", "addendum", "journal", "journaltitle", "booktitle", "status")
_ACCEPTED: Final = lazy_pattern(
    r"\W*(?:(?:to|will) appear|accepted\b|in press\b|forthcoming\b|in print\b)", re.IGNORECASE
)
_SUBMITTED: Final = lazy_pattern(
    r"\W*(?:(?:manuscript |currently |paper )?(?:submitted\b(?! by)|under (?:\w+ )?(?:review|submission|revision)"
    r"|in (?:review|submission|revision)))",
    re.IGNORECASE,
)
_UNFINISHED: Final = lazy_pattern(
    r"\W*(?:(?:manuscript |work )?in (?:preparation|progress)|working paper|preprint\b)", re.IGNORECASE
)
_HOSTED: Final = frozenset({"misc", "online", "unpublished", "report", "article"})


def status(type_: str, fields: Mapping[str, str], venue: Venue, date: Date, name: str = "") -> Status:
    """Return the status of an entry; `name` is its type as the author wrote it, such as `@preprint`."""
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
