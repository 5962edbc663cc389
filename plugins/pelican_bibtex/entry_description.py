"""What was understood of an entry, in words for its author: what is shown, where values are written, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Final

from pelican_bibtex.bibliography import Bibliography, assemble
from pelican_bibtex.diagnostics.problem import lines
from pelican_bibtex.entries.entry import Entry
from pelican_bibtex.entries.inheritance import WrittenAt, inherit, origins
from pelican_bibtex.entries.pipeline import NO_PUBLICATIONS, read_own_entries
from pelican_bibtex.facts.identifiers import arxiv_id, doi
from pelican_bibtex.publication import Date, Name, Publication
from pelican_bibtex.syntax.command import Field, Macro
from pelican_bibtex.syntax.source import Source

Labelled = tuple[str, str]
"""A label and a text; the label is empty if the row belongs to the one before."""

_WIDTH: Final = 100
_FEW_NAMES: Final = 3


class Descriptions:
    """Describes the entries of files that have been read into a bibliography."""

    def __init__(self, sources: Sequence[Source], bibliography: Bibliography) -> None:
        own = read_own_entries(sources)
        self._entries = {entry.key: entry for entry in inherit(own, [])}
        self._origins = origins(own)
        self._bibliography = bibliography
        self._homes = {name: each for each in bibliography.publications for name in (each.key, *each.aliases)}

    @property
    def names(self) -> list[str]:
        """The keys and aliases of all entries."""
        return [name for entry in self._entries.values() for name in (entry.key, *entry.aliases)]

    def overview(self) -> list[str]:
        """Return a line for each entry, in the order of the files."""
        return [self._line(entry) for entry in self._entries.values()]

    def _line(self, entry: Entry) -> str:
        place = f"{entry.location.path}:{entry.location.line}: {entry.key}"
        if entry.type in NO_PUBLICATIONS:
            return f"{place}: {entry.type}, which is not shown itself"
        read, _ = assemble(entry)
        people = read.authors or read.editors
        names = ", ".join(name.display for name in people[:_FEW_NAMES])
        more = " et al." if len(people) > _FEW_NAMES or (read.others if read.authors else read.more_editors) else ""
        parts = (f"{names}{more}", f"“{read.title.plain}”", read.venue.plain, read.year)
        return f"{place}: {read.type}, {read.status}: {', '.join(part for part in parts if part)}"

    def of(self, name: str) -> list[str]:
        """Return the lines that describe the entry with this key or alias; none if there is no such entry."""
        entry = self._entries.get(name) or next((each for each in self._entries.values() if name in each.aliases), None)
        if entry is None:
            return []
        problems = [each for each in self._bibliography.problems if each.key == entry.key]
        return [
            f"{entry.key}, {entry.location.path}:{entry.location.line}",
            *([] if entry.type in NO_PUBLICATIONS else _section("As read", self._facts(entry))),
            *_section("Fields", self._fields(entry)),
            *(["", "Problems", *(f"  {line}" for line in lines(problems))] if problems else []),
        ]

    def _facts(self, entry: Entry) -> Iterator[Labelled]:
        read, _ = assemble(entry)
        yield "type", read.type if read.type == entry.type else f"{read.type}, written @{entry.type}"
        yield "title", read.title.plain
        yield from _people("authors", read.authors, others=read.others)
        yield from _people("editors", read.editors, others=read.more_editors)
        yield "date", _date(read.date)
        yield "status", read.status
        yield "venue", read.venue.plain
        yield "short venue", read.short_venue
        yield "details", read.details
        yield "DOI", doi(entry.fields)
        yield "arXiv", arxiv_id(entry.fields)
        yield from ((link.label, link.url) for link in read.links)
        yield "award", read.award.plain
        yield "keywords", ", ".join(read.keywords)
        yield "language", read.language
        yield from self._shown_as(read)

    def _shown_as(self, read: Publication) -> Iterator[Labelled]:
        home = self._homes.get(read.key)
        if home and home.key != read.key:
            yield "shown as", f"a part of `{home.key}`, the publication that it became"
        elif aliases := home.aliases if home else read.aliases:
            yield "cited also as", ", ".join(aliases)

    def _fields(self, entry: Entry) -> Iterator[Labelled]:
        known = self._origins.get(entry.key, {})
        for name, value in entry.fields.items():
            yield name, value
            if name in entry.positions:
                yield "", f"  {entry.location.path}:{entry.positions[name][0]}{_treated(entry, name)}"
            elif name in known:
                yield "", f"  {_inherited(known[name])}"


def _section(title: str, rows: Iterable[Labelled]) -> list[str]:
    """Return the title and the rows that have a text, in two columns."""
    kept = [(label, text) for label, text in rows if text]
    width = max((len(label) for label, _ in kept), default=0)
    found = []
    for label, text in kept:
        first, *more = wrap(text, _WIDTH, break_on_hyphens=False) or [""]
        found.append(f"  {label:<{width}}  {first}")
        found += [f"  {'':<{width}}  {line}" for line in more]
    return ["", title, *found] if found else []


def _people(role: str, names: Sequence[Name], *, others: bool) -> Iterator[Labelled]:
    for number, name in enumerate(names, 1):
        yield role if number == 1 else "", f"{number}. {name.display}: {_parts(name)}"
    if others:
        yield "" if names else role, "and others"


def _parts(name: Name) -> str:
    """Return the parts of a name and its marks: `given Ludwig, prefix van, family Beethoven; equal`."""
    if name.corporate:
        parts = "an organisation, or a name in braces"
    else:
        known: Mapping[str, str] = {
            "given": name.given, "prefix": name.prefix, "family": name.family, "suffix": name.suffix,
        }  # fmt: skip
        parts = ", ".join(f"{part} {text}" for part, text in known.items() if text)
    order = ", family name first" if name.family_first else ""
    return f"{parts}{order}{'; ' if name.marks else ''}{', '.join(name.marks)}"


def _date(date: Date) -> str:
    """Return `2024-05-03`, `2024-05 to 2024-07`, `spring 2024`, or the words in place of a date."""
    start = f"{date.season} {date.iso}".strip() or date.literal
    if date.end is None:
        return start
    end = Date(*date.end).iso
    return f"{start} to {end or 'now or later'}"


def _inherited(origin: WrittenAt) -> str:
    how = "xdata" if origin.type == "xdata" else "crossref"
    return f"{origin.path}:{origin.line}, inherited from `{origin.field}` of `{origin.key}` ({how})"


def _treated(entry: Entry, name: str) -> str:
    """Return what was done to a value that the entry has itself: strings put in, a fault in the file mended."""
    field = next(each for each in entry.body.fields if each.name.lower() == name)
    strings = [f"`{part}`" for part in field.parts if isinstance(part, Macro)]
    with_strings = f", with the string {', '.join(strings)}" if strings else ""
    return with_strings + (", mended" if _is_mended(entry, field) else "")


def _is_mended(entry: Entry, field: Field) -> bool:
    return any(field.start <= fault.offset <= field.end for fault in entry.body.faults)
