"""Reading files into a bibliography: each entry is read, then assembled into a publication."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from pelican_bibtex import tex
from pelican_bibtex.dates.publication_date import parse_date
from pelican_bibtex.diagnostics.codes import LONG_TITLE, MISSING_FIELD, NO_FILE, UNREADABLE_FILE
from pelican_bibtex.diagnostics.problem import Complaint, Problem, in_reading_order, shown
from pelican_bibtex.diagnostics.suggestions import did_you_mean
from pelican_bibtex.entries import verbatim
from pelican_bibtex.entries.entry import Entry
from pelican_bibtex.entries.pipeline import read_entries
from pelican_bibtex.entries.verbatim import private_fields
from pelican_bibtex.facts import identifiers
from pelican_bibtex.facts.details import details
from pelican_bibtex.facts.language_codes import language
from pelican_bibtex.facts.links import links, unused_addresses
from pelican_bibtex.facts.preprints import fold
from pelican_bibtex.facts.remarks import note, remarks
from pelican_bibtex.facts.titles import title_field
from pelican_bibtex.facts.venues import status, venue
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.names.marks import annotate
from pelican_bibtex.names.name_list import parse_names
from pelican_bibtex.publication import Date, Name, Publication
from pelican_bibtex.syntax.source import Source, decode
from pelican_bibtex.syntax.type_names import resolve
from pelican_bibtex.tex import EMPTY, Text

LONGEST_TITLE: Final = 10_000
"""Number of characters above which a title is reported."""

_ANONYMOUS: Final = frozenset(
    {"booklet", "dataset", "jurisdiction", "legislation", "manual", "misc", "online", "periodical", "proceedings"}
    | {"mvproceedings", "reference", "mvreference", "collection", "mvcollection", "software", "standard"}
)
"""Types that often have neither author nor editor: that is not reported."""
_UNDATED: Final = frozenset({"online", "misc", "software", "dataset", "unpublished"})
"""Types that often have no date: that is not reported."""
_SEPARATOR: Final = lazy_pattern(r"\s*[,;]\s*")
_YES: Final = frozenset({"true", "yes", "1", "y", "on"})


class _EntryReader:
    """Reads one entry field by field and collects its problems."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.problems: list[Problem] = []

    def report(self, complaints: Iterable[Complaint], field: str = "") -> None:
        """Add a problem for each complaint, located at the field it names, else at `field`, else at the entry."""
        for complaint in complaints:
            message = f"`{self.entry.key}`: {complaint.message}"
            self.problems.append(self.entry.problem(complaint.code, message, complaint.field or field))

    def text(self, field: str) -> Text:
        """Return a field as text and report its faults."""
        source = self.entry.fields.get(field, "")
        if not source:
            return EMPTY
        text, complaints = tex.parse(source)
        self.report(complaints, field)
        return text

    def names(self, field: str) -> tuple[tuple[Name, ...], bool]:
        """Return the names in a field with their marks, and whether there are others; report its faults."""
        source = self.entry.fields.get(field, "")
        if not source:
            return (), False
        names, others, complaints = parse_names(source, field)
        self.report(complaints, field)
        names, complaints = annotate(names, self.entry.fields, field)
        self.report(complaints)
        return names, others


class Options(Struct, frozen=True):
    """The author's settings for reading."""

    encoding: str = "utf-8"
    """The encoding of every file."""
    private: frozenset[str] = frozenset()
    """Fields that never reach the exported BibTeX, besides those of `verbatim.PROGRAMS`; `*` matches anything."""
    language: str = ""
    """BCP 47 tag of the site's own language."""
    link_fields: Mapping[str, str] = MappingProxyType({})
    """The author's own fields for links -> their labels; like the others, they are private."""


def assemble(entry: Entry, options: Options | None = None) -> tuple[Publication, list[Problem]]:
    """Return the publication that an entry describes, whatever it lacks, and the problems in the entry."""
    options = options or Options()
    read = _EntryReader(entry)
    fields = entry.fields
    type_, complaint = resolve(entry.type)
    read.report([complaint] if complaint else [])
    authors, others = read.names("author")
    editors, more_editors = read.names("editor")
    date, complaints = parse_date(fields)
    read.report(complaints)
    where = venue(type_, fields, date.year)
    read.report((*where.complaints, *identifiers.complaints(fields)))
    private = private_fields(fields, (*options.private, *options.link_fields))
    linked, complaints = links(fields, options.link_fields)
    read.report((*complaints, *unused_addresses(fields, private)))
    title = _title(read, type_)
    read.report(_missing(entry, type_, authors + editors, date))
    own_note, complaints = note(fields)
    read.report(complaints, "note")
    besides, complaints = remarks(type_, fields, where)
    read.report(complaints)
    publication = Publication(
        key=entry.key,
        type=type_,
        status=status(type_, fields, where, date, entry.type),
        title=title,
        date=date,
        location=entry.location,
        bibtex=verbatim.standalone(entry, private),
        authors=authors,
        editors=editors,
        others=others,
        more_editors=more_editors,
        venue=where.name,
        short_venue=where.short,
        details=details(type_, entry.type, fields, where.name.plain),
        award=read.text("award_name" if fields.get("award_name") else "award"),
        links=linked,
        abstract=read.text("abstract"),
        note=own_note,
        remarks=besides,
        keywords=tuple(word for word in _SEPARATOR.split(tex.plain(fields.get("keywords", ""))) if word),
        selected=fields.get("selected", "").strip("{} ").lower() in _YES,
        language=language(fields, options.language),
        fields=fields,
        aliases=entry.aliases,
        keyed=entry.is_keyed and bool(entry.body.key),
    )
    return publication, read.problems


def _title(read: _EntryReader, type_: str) -> Text:
    """Return the title and subtitle; proceedings and periodicals may have the title in another field.

    Without a title, return one with the key: it tells such works apart, and their author knows it.
    """
    fields = read.entry.fields
    field = title_field(type_, fields)
    title = read.text(field)
    if not title.plain:
        read.report([Complaint(MISSING_FIELD, "there is no title; write `title = {...}`.", "title")])
        return Text((f"Untitled ({read.entry.key})",))
    if len(fields[field]) > LONGEST_TITLE:
        message = f"the title has {len(fields[field]):,} characters; is a closing brace or quote missing?"
        read.report([Complaint(LONG_TITLE, message, field)])
    subtitle = read.text("subtitle") if field == "title" else EMPTY
    colon = " " if title.plain.endswith(("?", "!", ".", ":")) else ": "
    return Text((*title.nodes, colon, *subtitle.nodes)) if subtitle else title


def _missing(entry: Entry, type_: str, people: tuple[Name, ...], date: Date) -> list[Complaint]:
    """Return a complaint for each of author and year that readers expect of the type and the entry lacks."""
    lacks = []
    if not people and type_ not in _ANONYMOUS:
        lacks.append("author")
    if date == Date() and type_ not in _UNDATED and not entry.fields.get("date") and not entry.fields.get("year"):
        lacks.append("year")
    return [Complaint(MISSING_FIELD, f"there is no {name}; write `{name} = {{...}}`.", name) for name in lacks]


class Bibliography(Struct, frozen=True):
    """The result of reading files."""

    publications: tuple[Publication, ...] = ()
    """Newest first, by date; those of the same date in the order of the files."""
    problems: tuple[Problem, ...] = ()
    """Sorted by file, line and column."""


def read_bibliography(paths: Sequence[Path], options: Options | None = None) -> Bibliography:
    """Return the bibliography of the files, each read once; every fault becomes a problem, and nothing is raised."""
    options = options or Options()
    sources, problems = read_files(paths, options.encoding)
    return read_sources(sources, options, problems)


def read_files(paths: Sequence[Path], encoding: str) -> tuple[list[Source], list[Problem]]:
    """Return the texts of the files, and a problem for each file that cannot be read."""
    read = [_source(path, encoding) for path in paths]
    return [each for each in read if isinstance(each, Source)], [each for each in read if isinstance(each, Problem)]


def read_sources(sources: Sequence[Source], options: Options, problems: Sequence[Problem] = ()) -> Bibliography:
    """Return the bibliography of decoded files; `problems` holds those of the files that could not be decoded."""
    entries, found = read_entries(sources) if sources else ((), ())
    collected = [*problems, *found]
    publications = []
    for entry in entries:
        publication, about = assemble(entry, options)
        publications.append(publication)
        collected.extend(about)
    kept, hints = fold(publications)
    newest_first = sorted(kept, key=lambda each: each.date.order, reverse=True)
    return Bibliography(tuple(newest_first), tuple(in_reading_order((*collected, *hints))))


def _source(path: Path, encoding: str) -> Source | Problem:
    """Return a file's text, or why it cannot be read. Only regular files are opened: a pipe could block forever."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            kind = "a folder" if path.is_dir() else "not a regular file"
            return Problem(
                UNREADABLE_FILE, f"this is {kind}; write the path of a .bib file in PUBLICATIONS_SRC.", shown(path)
            )
        return decode(path.read_bytes(), shown(path), encoding)
    except FileNotFoundError:
        return Problem(NO_FILE, _no_file(path), shown(path))
    except (OSError, RuntimeError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        return Problem(UNREADABLE_FILE, f"the file cannot be read: {reason}.", shown(path))


def _no_file(path: Path) -> str:
    """Return the message for a missing file, with the names that may have been meant."""
    advice = "put a .bib file there, or correct its path."
    try:
        names = sorted(each.name for each in path.parent.iterdir())
    except OSError:
        return f"there is no folder {shown(path.parent)}; {advice}"
    near = get_close_matches(path.name, names, 3, 0.5) or [name for name in names if name.endswith(".bib")][:3]
    if not near:
        return f"there is no such file, and none with a similar name; {advice}"
    return f"there is no such file; {did_you_mean(' or '.join(near))}"
