"""The record of a publication, with its names, dates and links, and its line of HTML for pelican-bibtex's `text`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Literal, overload

from markupsafe import Markup, escape
from msgspec import Struct, field

from pelican_bibtex.tex import EMPTY, Text

Status = Literal["published", "accepted", "preprint", "submitted"]
"""`published` and `accepted` are listed among the publications, `preprint` and `submitted` among the preprints."""


class Location(Struct, frozen=True):
    """The start of something in an author's file; lines and columns count from 1."""

    path: str
    line: int
    column: int


_GLUE: Final = ("'", "’", "ʼ", "-", "‐", "‑")
"""The last signs of prefixes that are written together with the family name: d'Orme, al-Rahim."""


class Name(Struct, frozen=True):
    """One author or editor, as plain text in Unicode (NFC), without TeX."""

    family: str
    """The family name, or the whole name if it has one part or is that of an organisation."""
    given: str = ""
    """Given names as the author wrote them; initials are not expanded."""
    prefix: str = ""
    """BibTeX's von part: `van der`."""
    suffix: str = ""
    """BibTeX's Jr part."""
    corporate: bool = False
    """True for an organisation or a name in braces, which is never split or inverted."""
    family_first: bool = False
    """True for Chinese, Japanese and Korean names in their own script: family name first, without a space."""
    marks: tuple[str, ...] = ()
    """Names of marks, from `author+an` or signs attached to the name: `equal`, `lead`, `corresponding` ..."""

    @property
    def surname(self) -> str:
        """The family name with its prefix: `van der Berg`, `d'Orme`."""
        if not self.prefix:
            return self.family
        return f"{self.prefix}{'' if self.prefix.endswith(_GLUE) else ' '}{self.family}"

    @property
    def display(self) -> str:
        """The name in display order: `Ludwig van Beethoven`, `Martin Luther King, Jr.`, `王明泽`."""
        if self.family_first:
            return f"{self.family}{self.given}"
        text = " ".join(part for part in (self.given, self.surname) if part)
        return f"{text}, {self.suffix}" if self.suffix else text


EXPECTED: Final = frozenset({
    "forthcoming", "in press", "to appear", "accepted", "submitted", "under review", "in review", "in preparation",
    "in submission", "preprint",
})  # fmt: skip
"""Words in place of a year for a work that has not appeared yet; they are shown as written."""


class Date(Struct, frozen=True):
    """A date as precise as its author gave it; nothing is filled in."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    end: tuple[int | None, int | None, int | None] | None = None
    """Year, month and day of the end of a range."""
    season: str = ""
    """`spring`, `summer`, `autumn` or `winter`; there is no month then."""
    literal: str = ""
    """Words in place of a year: `forthcoming`, `in press`, `13th Century`."""
    words: str = ""
    """The year as the author wrote it, if that says more than a number: `1990 [1975]`, `Fall 2020`, `2010s`."""

    @property
    def shown(self) -> str:
        """The year as readers see it: `2024`, `1829–1830`, `1990 [1975]`, `300 BC`, or words in place of a year."""
        if self.words or self.year is None:
            return self.words or self.literal
        if self.year < 0:
            return f"{1 - self.year} BC"  # ISO 8601 has a year 0, which is 1 BC
        last = self.end[0] if self.end else None
        return f"{self.year}–{last}" if last is not None and last != self.year else str(self.year)

    @property
    def is_expected(self) -> bool:
        """Whether words in place of the year say that the work has not appeared yet."""
        return self.literal.lower().strip(". ") in EXPECTED

    @property
    def iso(self) -> str:
        """The date in ISO 8601 at the precision known: `2024-05-03`, `2024-05`, `2024`, or empty without a year."""
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
        """The first day that the date allows; None without a year, or if calendars do not have the year."""
        try:
            return date(self.year or 0, self.month or 1, self.day or 1)
        except ValueError:
            return None

    @property
    def order(self) -> tuple[int, int, int]:
        """Sort key, oldest first: `forthcoming` sorts newest, a date without a month last in its year.

        A date without a year, and without words that say when the work will appear, sorts before all others.
        """
        unknown = 9999 if self.is_expected else -9999
        return (
            unknown if self.year is None else self.year,
            13 if self.month is None else self.month,
            32 if self.day is None else self.day,
        )


class Link(Struct, frozen=True):
    """A link to the publication, or to something that belongs to it."""

    kind: str
    """A key of `links.LABELS`, such as `pdf`, `arxiv`, `code`; or `eprint` (another archive), `url` or `own`."""
    label: str
    """The text of the link: `PDF`, `arXiv`."""
    url: str
    """An http, https or mailto address, or a path from the site's root that starts with `/`; never anything else."""


class Publication(Struct, frozen=True):
    """One publication. It unpacks as pelican-bibtex documents: key, year, text, bibtex, pdf, slides, poster."""

    key: str
    """The citation key, as the author wrote it; generated if there is none."""
    type: str
    """BibLaTeX entry type in lower case, aliases resolved: `article`, `inproceedings`, `thesis`."""
    status: Status
    title: Text
    date: Date
    location: Location
    """The start of the entry."""
    bibtex: str = ""
    """The author's own text of the entry without private fields; `@string`s are inserted, so it is self-contained."""
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    others: bool = False
    """True if the list of authors ends in `and others`."""
    more_editors: bool = False
    """True if the list of editors ends in `and others`."""
    venue: Text = EMPTY
    """Journal, proceedings, publisher or institution, in full."""
    short_venue: str = ""
    """The name that readers look for: `NeurIPS 2024`; empty if no short one is known."""
    details: str = ""
    """Volume, number and pages as text: `12(3), pp. 1-39`."""
    award: Text = EMPTY
    links: tuple[Link, ...] = ()
    abstract: Text = EMPTY
    note: Text = EMPTY
    remarks: tuple[Text, ...] = ()
    """What its own page says besides: an addition to the title, the issue's title, the meeting, an addendum."""
    keywords: tuple[str, ...] = ()
    selected: bool = False
    """True if the entry has `selected = {true}`, to be shown on the home page."""
    language: str = ""
    """BCP 47 tag of the title, from `langid` or `language`; empty if it is unknown or the site's own."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """All fields by name in lower case, with `@string`s and inheritance resolved and TeX as written."""
    aliases: tuple[str, ...] = ()
    """Other keys that cite it: those in `ids`, and those of a preprint that was merged into it."""
    number: int | None = None
    """The site-wide number; None until Ibid assigns one."""
    keyed: bool = True
    """True if its author wrote the key; a generated key may belong to another entry in the next build."""

    @property
    def year(self) -> str:
        """The year as text, or the words in its place; empty if there is neither."""
        return str(self.date.year) if self.date.year is not None else self.date.literal

    @property
    def text(self) -> str:
        """One line of HTML: authors, title, venue, year."""
        return html_reference(self)

    @property
    def pdf(self) -> str | None:
        """The address of its PDF, or None."""
        return self.link("pdf")

    @property
    def slides(self) -> str | None:
        """The address of its slides, or None."""
        return self.link("slides")

    @property
    def poster(self) -> str | None:
        """The address of its poster, or None."""
        return self.link("poster")

    def link(self, kind: str) -> str | None:
        """Return the address of the first link of that kind, or None."""
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
    """Return authors, title, venue, details, year and note as HTML, escaped once; unknown parts are left out."""
    venue = publication.venue.html or escape(publication.short_venue)
    where = [_EMPHASISED.format(venue)] if venue else []
    where.extend(escape(part) for part in (publication.details, publication.date.shown) if part)
    parts = (_who(publication), _STRONG.format(publication.title.html), _COMMA.join(where), publication.note.html)
    return _SPACE.join(_sentence(part) for part in parts if part)


def _sentence(text: Markup) -> Markup:
    return text if text.striptags().endswith((".", "?", "!", "…", "。")) else text + "."


def _who(publication: Publication) -> Markup:
    names = _listed(publication.authors, others=publication.others)
    if names or not publication.editors:
        return escape(names)
    several = publication.more_editors or len(publication.editors) > 1
    editors = _listed(publication.editors, others=publication.more_editors)
    return escape(f"{editors} ({'eds.' if several else 'ed.'})")


def _listed(names: Sequence[Name], *, others: bool = False) -> str:
    """Return the names as `A`, `A and B`, `A, B and C` or `A, B et al.`."""
    shown = [name.display for name in names]
    if others:
        return f"{', '.join(shown)} et al." if shown else ""
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))
