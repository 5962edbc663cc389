"""The record of a publication, with its names, dates and links, and its line of HTML for pelican-bibtex's `text`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, overload

from markupsafe import Markup, escape

from pelican_bibtex.tex import EMPTY, Text

Status = Literal["published", "accepted", "preprint", "submitted"]
"""Published and accepted stand among the publications, preprint and submitted among the preprints."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a thing starts in an author's file; lines and columns count from 1."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Name:
    """One author or editor, as plain text in Unicode (NFC), without TeX."""

    family: str
    """The family name, or the whole name when it has one part or is an organisation's."""
    given: str = ""
    """Given names as the author wrote them; initials stay initials."""
    prefix: str = ""
    """BibTeX's von part: `van der`."""
    suffix: str = ""
    """BibTeX's Jr part."""
    corporate: bool = False
    """An organisation, or a name in braces: never split, never inverted."""
    family_first: bool = False
    """Family name first, no space between: Chinese, Japanese and Korean names in their own script."""
    marks: tuple[str, ...] = ()
    """Names of marks, from `author+an` or glued to the name: `equal`, `lead`, `corresponding` ..."""

    @property
    def display(self) -> str:
        """The name as read aloud: `Ludwig van Beethoven`, `Martin Luther King, Jr.`, `王明泽`."""
        if self.family_first:
            return f"{self.family}{self.given}"
        text = " ".join(part for part in (self.given, self.prefix, self.family) if part)
        return f"{text}, {self.suffix}" if self.suffix else text


@dataclass(frozen=True, slots=True)
class Date:
    """A date as exactly as its author gave it; nothing is filled in."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    end: tuple[int | None, int | None, int | None] | None = None
    """Year, month and day of the end of a range."""
    season: str = ""
    """`spring`, `summer`, `autumn` or `winter`, which have no month."""
    literal: str = ""
    """Words in place of a year: `forthcoming`, `in press`."""

    @property
    def iso(self) -> str:
        """ISO 8601 at the precision known: `2024-05-03`, `2024-05`, `2024`, or nothing."""
        if self.year is None:
            return ""
        parts = [f"{self.year:05d}" if self.year < 0 else f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def first_day(self) -> date | None:
        """The first day that it allows; none without a year, or with one that calendars do not have."""
        try:
            return date(self.year or 0, self.month or 1, self.day or 1)
        except ValueError:
            return None

    @property
    def order(self) -> tuple[int, int, int]:
        """Sort key, oldest first: `forthcoming` is the newest, without a month it is the last of its year.

        What has no year and no words in its place comes before everything.
        """
        unknown = 9999 if self.literal else -9999
        return (
            unknown if self.year is None else self.year,
            13 if self.month is None else self.month,
            32 if self.day is None else self.day,
        )


@dataclass(frozen=True, slots=True)
class Link:
    """One place where the publication, or something of it, can be had."""

    kind: str
    """A key of `links.LABELS`, such as `pdf`, `arxiv`, `code`; or `eprint` (another archive), or `url`."""
    label: str
    """What a reader clicks on: `PDF`, `arXiv`."""
    url: str
    """http, https or mailto, or a path from the site's root that starts with `/`. Nothing else gets here."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication. Unpacks as pelican-bibtex documents: key, year, text, bibtex, pdf, slides, poster."""

    key: str
    """The citation key, as the author wrote it; made up where there is none."""
    type: str
    """BibLaTeX entry type in lower case, aliases resolved: `article`, `inproceedings`, `thesis`."""
    status: Status
    title: Text
    date: Date
    location: Location
    """Where the entry starts."""
    bibtex: str = ""
    """The author's own text of the entry less private fields, its `@string`s put in: it stands alone."""
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    others: bool = False
    """The list of authors ends in `and others`."""
    venue: Text = EMPTY
    """Journal, proceedings, publisher or institution, in full."""
    short_venue: str = ""
    """What a reader looks for: `NeurIPS 2024`; empty when nothing short is known."""
    details: str = ""
    """Volume, number and pages as text: `12(3), pp. 1-39`."""
    award: Text = EMPTY
    links: tuple[Link, ...] = ()
    abstract: Text = EMPTY
    note: Text = EMPTY
    keywords: tuple[str, ...] = ()
    selected: bool = False
    """`selected = {true}`: shown on the home page."""
    language: str = ""
    """BCP 47 tag of the title, from `langid` or `language`; empty when it is the site's own."""
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Every field by its name in lower case, `@string`s and inheritance resolved, TeX as written."""
    aliases: tuple[str, ...] = ()
    """Other keys that cite it: those in `ids`, and those of its preprint, which was folded into it."""
    number: int | None = None
    """The site-wide number, once Ibid has given one."""
    keyed: bool = True
    """Its author gave it its key; one that is made up may be another entry's in the next build."""

    @property
    def year(self) -> str:
        """The year as text, or the words in its place."""
        return str(self.date.year) if self.date.year is not None else self.date.literal

    @property
    def text(self) -> str:
        """One line of HTML: authors, title, venue, year."""
        return html_reference(self)

    @property
    def pdf(self) -> str | None:
        """Where its PDF is, or None."""
        return self.link("pdf")

    @property
    def slides(self) -> str | None:
        """Where its slides are, or None."""
        return self.link("slides")

    @property
    def poster(self) -> str | None:
        """Where its poster is, or None."""
        return self.link("poster")

    def link(self, kind: str) -> str | None:
        """The address of the first link of a kind, or None."""
        return next((link.url for link in self.links if link.kind == kind), None)

    def __iter__(self) -> Iterator[str | None]:
        return (getattr(self, name) for name in INTERFACE)

    def __len__(self) -> int:
        return len(INTERFACE)

    @overload
    def __getitem__(self, item: str) -> object: ...
    @overload
    def __getitem__(self, item: int | slice) -> object: ...
    def __getitem__(self, item: str | int | slice) -> object:
        if isinstance(item, str):
            try:
                return getattr(self, item)
            except AttributeError:
                raise KeyError(item) from None
        return tuple(self)[item]


INTERFACE = ("key", "year", "text", "bibtex", "pdf", "slides", "poster")
"""The fields of pelican-bibtex's tuple, in its order."""

_STRONG: Final = Markup("<strong>{}</strong>")
_EMPHASISED: Final = Markup("<em>{}</em>")
_COMMA: Final = Markup(", ")
_SPACE: Final = Markup(" ")


def html_reference(publication: Publication) -> Markup:
    """Authors, title, venue, details and year, escaped once; what is not known is left out."""
    venue = publication.venue.html or escape(publication.short_venue)
    where = [_EMPHASISED.format(venue)] if venue else []
    where.extend(escape(part) for part in (publication.details, publication.year) if part)
    parts = (_who(publication), _STRONG.format(publication.title.html), _COMMA.join(where), publication.note.html)
    return _SPACE.join(_sentence(part) for part in parts if part)


def _sentence(text: Markup) -> Markup:
    return text if text.striptags().endswith((".", "?", "!", "…", "。")) else text + "."


def _who(publication: Publication) -> Markup:
    names = _listed(publication.authors, others=publication.others)
    if names or not publication.editors:
        return escape(names)
    return escape(f"{_listed(publication.editors)} ({'eds.' if len(publication.editors) > 1 else 'ed.'})")


def _listed(names: Sequence[Name], *, others: bool = False) -> str:
    """`A`, `A and B`, `A, B and C`, `A, B et al.`."""
    shown = [name.display for name in names]
    if others:
        return f"{', '.join(shown)} et al." if shown else ""
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))
