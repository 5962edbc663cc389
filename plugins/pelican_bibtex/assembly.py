"""An entry becomes a publication; what is wrong with its fields becomes located problems."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from pelican_bibtex import tex
from pelican_bibtex.dates.publication_date import parse_date
from pelican_bibtex.diagnostics.codes import LONG_TITLE, MISSING_FIELD
from pelican_bibtex.diagnostics.problem import Complaint, Problem
from pelican_bibtex.entries import verbatim
from pelican_bibtex.entries.entry import Entry
from pelican_bibtex.entries.privacy import private_fields
from pelican_bibtex.facts import identifiers
from pelican_bibtex.facts.details import details
from pelican_bibtex.facts.entry_types import resolve
from pelican_bibtex.facts.language_codes import language
from pelican_bibtex.facts.links import links
from pelican_bibtex.facts.statuses import status
from pelican_bibtex.facts.venues import venue
from pelican_bibtex.names.annotations import annotate
from pelican_bibtex.names.reading import parse_names
from pelican_bibtex.publication import Date, Name, Publication
from pelican_bibtex.tex import EMPTY, Text

LONGEST_TITLE: Final = 10_000
"""Characters from which on a title is reported."""

_TITLES: Final = ("title", "maintitle", "booktitle", "journaltitle", "journal", "issuetitle")
_ANONYMOUS: Final = frozenset(
    {"booklet", "dataset", "jurisdiction", "legislation", "manual", "misc", "online", "periodical", "proceedings"}
    | {"mvproceedings", "reference", "mvreference", "collection", "mvcollection", "software", "standard"}
)
"""Types that may well have neither author nor editor."""
_UNDATED: Final = frozenset({"online", "misc", "software", "dataset", "unpublished"})
"""Types that may well have no date."""
_COLLECTIONS: Final = frozenset({"proceedings", "mvproceedings", "periodical", "collection", "mvcollection"})
_SEPARATOR: Final = re.compile(r"\s*[,;]\s*")
_YES: Final = frozenset({"true", "yes", "1", "y", "on"})


class _Reader:
    """The complaints about one entry, gathered field by field."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.problems: list[Problem] = []

    def report(self, complaints: Iterable[Complaint], field: str = "") -> None:
        """Locate complaints: at the field they name, else at `field`, else at the entry."""
        for complaint in complaints:
            message = f"`{self.entry.key}`: {complaint.message}"
            self.problems.append(self.entry.problem(complaint.code, message, complaint.field or field))

    def text(self, field: str) -> Text:
        """A field as text."""
        source = self.entry.fields.get(field, "")
        if not source:
            return EMPTY
        text, complaints = tex.parse(source)
        self.report(complaints, field)
        return text

    def names(self, field: str) -> tuple[tuple[Name, ...], bool]:
        """A list of names with its marks, and whether there are others."""
        source = self.entry.fields.get(field, "")
        if not source:
            return (), False
        names, others, complaints = parse_names(source, field)
        self.report(complaints, field)
        names, complaints = annotate(names, self.entry.fields, field)
        self.report(complaints)
        return names, others


def assemble(entry: Entry, private: Collection[str] = (), own_language: str = "") -> tuple[Publication, list[Problem]]:
    """Make a publication of an entry, whatever it lacks, and say what is wrong with it.

    `private` are the author's own private fields, `own_language` is the BCP 47 tag of the site's language.
    """
    read = _Reader(entry)
    fields = entry.fields
    type_, complaint = resolve(entry.type)
    read.report([complaint] if complaint else [])
    authors, others = read.names("author")
    editors, _ = read.names("editor")
    date, complaints = parse_date(fields)
    read.report(complaints)
    where = venue(type_, fields, date.year)
    read.report((*where.complaints, *identifiers.complaints(fields)))
    linked, complaints = links(fields)
    read.report(complaints)
    title = _title(read, type_)
    read.report(_missing(entry, type_, authors + editors, date))
    publication = Publication(
        key=entry.key,
        type=type_,
        status=status(type_, fields, where, date, entry.type),
        title=title,
        date=date,
        location=entry.location,
        bibtex=verbatim.standalone(entry, private_fields(fields, private)),
        authors=authors,
        editors=editors,
        others=others,
        venue=where.name,
        short_venue=where.short,
        details=details(type_, entry.type, fields),
        award=read.text("award_name" if fields.get("award_name") else "award"),
        links=linked,
        abstract=read.text("abstract"),
        note=read.text("note"),
        keywords=tuple(word for word in _SEPARATOR.split(tex.plain(fields.get("keywords", ""))) if word),
        selected=fields.get("selected", "").strip("{} ").lower() in _YES,
        language=language(fields, own_language),
        fields=fields,
        aliases=entry.aliases,
        keyed=bool(entry.body.key),
    )
    return publication, read.problems


def _title(read: _Reader, type_: str) -> Text:
    """The title and subtitle; that of proceedings or a periodical may stand in another field.

    Without one, the key stands in its place: it tells such works apart, and their author knows it.
    """
    fields = read.entry.fields
    names = _TITLES if type_ in _COLLECTIONS else _TITLES[:2]
    field = next((name for name in names if fields.get(name, "").strip("{} ")), "title")
    title = read.text(field)
    if not title.plain:
        read.report([Complaint(MISSING_FIELD, "there is no title; write `title = {...}`", "title")])
        return Text((f"Untitled ({read.entry.key})",))
    if len(fields[field]) > LONGEST_TITLE:
        message = f"the title has {len(fields[field]):,} characters; is a brace or a quote missing?"
        read.report([Complaint(LONG_TITLE, message, field)])
    subtitle = read.text("subtitle") if field == "title" else EMPTY
    colon = " " if title.plain.endswith(("?", "!", ".", ":")) else ": "
    return Text((*title.nodes, colon, *subtitle.nodes)) if subtitle else title


def _missing(entry: Entry, type_: str, people: tuple[Name, ...], date: Date) -> list[Complaint]:
    """Who and when, where a reader would look for it."""
    lacks = []
    if not people and type_ not in _ANONYMOUS:
        lacks.append("author")
    if date == Date() and type_ not in _UNDATED and not entry.fields.get("date") and not entry.fields.get("year"):
        lacks.append("year")
    return [Complaint(MISSING_FIELD, f"there is no {name}; write `{name} = {{...}}`", name) for name in lacks]
