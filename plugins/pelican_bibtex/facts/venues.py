"""The venue of a publication, in full and in short, and its status: published, accepted, preprint, submitted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from pelican_bibtex import tex
from pelican_bibtex.dates.publication_date import STATED
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.facts.identifiers import arxiv_id
from pelican_bibtex.facts.titles import full_title, title_field
from pelican_bibtex.facts.venue_names import named
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
    field: str = ""
    """The field that names it; empty if none does."""


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
    name, complaints = tex.parse(full_title(fields, field, start=full)) if full else (EMPTY, ())
    located = tuple(Complaint(complaint.code, complaint.message, field) for complaint in complaints)
    return Venue(name, abbreviation or short or _of_series(fields), "", located, field)


def _source(type_: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """Return the field that names the venue, and its TeX; both empty if there is none."""
    own = _FIELDS.get(_LIKE.get(type_, type_), ())
    houses_first = _HOUSE if _LIKE.get(type_, type_) == "book" else ()
    title = title_field(type_, fields)
    for field in (*own, *houses_first, *_ANY):
        if field != title and field in fields and (value := unstated(named(fields[field]))):
            return field, value
    return "", ""


def unstated(name: str) -> str:
    """Return the name of a venue without a state at its end: `Nature` for `Nature, in press`."""
    return STATED.sub("", name)


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
    return series if is_short_series(series) else ""


def is_short_series(series: str) -> bool:
    """Return whether a series is a meeting, such as `CHI '24`."""
    return bool(_WITH_YEAR.search(series)) and _is_short_name(series)


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

_TEXTS: Final = ("pubstate", "howpublished", "journal", "journaltitle", "booktitle", "status", "year", "date")
"""Fields that say the status."""
_REMARKS: Final = ("note", "addendum")
"""Fields that say the status of a work that has not appeared; in others they tell its history."""
_HISTORY: Final = lazy_pattern(
    r"\b(?:submitted|received|revised|accepted)\b:?\s+(?:on |in )?(?:(?:\d{1,2}\w{0,2}\.?\s+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2}\w{0,2},?\s+)?|\d\d?[./]\d\d?[./])?"
    r"(?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""A state with its date: `Submitted: 8 June 2020; accepted 27 July 2020`."""
_TALK: Final = lazy_pattern(
    r"\W*(?:(?:an? )?(?:invited|keynote|plenary|contributed|public|seminar|conference|workshop)\W+)*"
    r"(?:talk|lecture|keynote|poster|presentation|seminar|colloquium|tutorial)\b",
    re.IGNORECASE,
)
_ACCEPTED: Final = lazy_pattern(
    r"\W*(?:(?:to|will) appear|accepted\b(?! (?:manuscript|version))|in press\b|forthcoming\b|in print\b)",
    re.IGNORECASE,
)
_SUBMITTED: Final = lazy_pattern(
    r"\W*(?:(?:manuscript |currently |paper )?(?:submitted\b(?! by| version)"
    r"|under (?:\w+ )?(?:review|submission|revision)|in (?:review|submission|revision)))",
    re.IGNORECASE,
)
_UNFINISHED: Final = lazy_pattern(
    r"\W*(?:(?:manuscript |work )?in (?:preparation|progress)|working paper"
    r"|preprint\b(?! (?:available|version|at|of)\b))",
    re.IGNORECASE,
)
_TALKS: Final = frozenset({"misc", "unpublished"})


def status(type_: str, fields: Mapping[str, str], venue: Venue, date: Date, name: str = "") -> Status:
    """Return the status of an entry; `name` is its type as the author wrote it, such as `@preprint`."""
    if state := PUBSTATES.get(re.sub(r"\W", "", fields.get("pubstate", "").lower())):
        return state
    for text in (*(tex.plain(value) for field in _saying(fields, venue) if (value := fields.get(field))), date.literal):
        if text and (said := _said(text)):
            return said
    if is_talk(type_, fields):
        return "published"
    if venue.server or type_ == "unpublished" or name == "preprint":
        return "preprint"
    return "preprint" if _is_preprint(fields.get("entrysubtype", "") or fields.get("type", "")) else "published"


def is_talk(type_: str, fields: Mapping[str, str]) -> bool:
    """Return whether an entry is a talk or a poster, for which BibLaTeX has no type."""
    return type_ in _TALKS and any(_TALK.match(tex.plain(fields.get(field, ""))) for field in ("howpublished", "note"))


def _saying(fields: Mapping[str, str], venue: Venue) -> tuple[str, ...]:
    """Return the fields that say the status: a remark does not in a work with volume or pages, nor if it has a date."""
    in_journal, in_book = (
        not venue.server and any(fields.get(field) for field in names) for names in (_JOURNAL, _BOOK)
    )
    placed = (in_journal and bool(fields.get("volume"))) or ((in_journal or in_book) and bool(fields.get("pages")))
    remarks = [
        field
        for field in _REMARKS
        if not placed and not ((in_journal or in_book) and _HISTORY.search(fields.get(field, "")))
    ]
    return (*_TEXTS, *remarks)


def only_states(venue: str) -> bool:
    """Return whether a text in place of a venue says the status alone: `Submitted to Nature`, `in preparation`."""
    return _at_start(venue) is not None


def _said(text: str) -> Status | None:
    stated = STATED.search(text)
    return _at_start(stated["state"] if stated else text)


def _at_start(text: str) -> Status | None:
    if _ACCEPTED.match(text):
        return "accepted"
    if _SUBMITTED.match(text):
        return "submitted"
    return "preprint" if _UNFINISHED.match(text) else None


def _is_preprint(text: str) -> bool:
    return text.strip("{} ").lower() in {"preprint", "pre-print", "e-print", "eprint"}
