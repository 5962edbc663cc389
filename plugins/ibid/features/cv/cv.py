"""The records of a CV, and its dates, ranges and words such as `Spring 2021`. Nothing here reads files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from gettext import NullTranslations
from itertools import chain
from typing import Final

from msgspec import Struct

from ibid.features.cv.inline import CvText
from ibid.features.cv.vocabulary import quoted
from ibid.mark.list_grammar import PlacedList
from ibid.model.catalogue import Catalogue
from ibid.model.records import Record
from ibid.model.selection import RecordGroup, arrange, shown_by
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Date

_DATE: Final = lazy_pattern(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_RANGE: Final = lazy_pattern(r"\s*(?:--+|–|—|\s-\s|\sto\s)\s*|(?<=\d)[/-](?=\d{4}(?!\d))")
_NOW: Final = frozenset({"", "present", "now", "today", "ongoing", "至今"})
_MONTHS: Final = 12
_YEAR, _MONTH, _DAY = 4, 7, 10
"""The number of characters of an ISO 8601 date that is known to the year, month or day."""
_LAYOUTS: Final = {_YEAR: "%Y", _MONTH: "%b %Y", _DAY: "%-d %b %Y"}
ADVICE: Final = "write `2019`, `2019-09`, `2019-09-01`, a range such as `2019-09 -- 2023`, or `2019 -- present`."
"""The advice in messages about dates."""


class CvDate(Struct, frozen=True):
    """A date, with the precision that its author gave."""

    first: date
    """Its first day."""
    iso: str
    """`2019`, `2019-09` or `2019-09-01`."""

    @property
    def is_exact(self) -> bool:
        """Whether the day is known."""
        return len(self.iso) == _DAY

    @property
    def layout(self) -> str:
        """The strftime format of its known parts."""
        return _LAYOUTS[len(self.iso)]


class Period(Struct, frozen=True):
    """A date or a range of dates."""

    start: CvDate | None = None
    """The start, or the date itself if it is no range."""
    end: CvDate | None = None
    is_open: bool = False
    """Whether it is still going on: `2019 -- present`."""
    words: str = ""
    """Words instead of dates: `Spring 2021`."""


class PeriodError(ValueError):
    """Raised for an invalid date or range; the message says why, and what to write."""


def read_period(text: str) -> Period:
    """Return a date, a range or words. Raises `PeriodError` for a date that does not exist and a reversed range."""
    start, *rest = _RANGE.split(text.strip(), maxsplit=1)
    if not _DATE.fullmatch(start) and any(char.isalpha() for char in start):
        return Period(words=text.strip())
    return between(start, rest[0] if rest else None)


def between(start: str, end: str | None) -> Period:
    """Return the range from `start` to `end`, which may be `present`; the date `start` if `end` is None."""
    first = _date(start)
    if end is None:
        return Period(first)
    if end.strip().casefold() in _NOW:
        return Period(first, is_open=True)
    last = _date(end)
    if last.iso < first.iso[: len(last.iso)]:
        raise PeriodError(f"{quoted(end.strip())} is before {quoted(start.strip())}; write the earlier date first.")
    return Period(first, last)


def period_of(of: Date) -> Period:
    """Return the date of a publication as a period."""
    if of.year is None or of.year < 1:
        return Period(words=of.literal)
    return Period(_cv_date(of.year, of.month, of.day))


def _date(text: str) -> CvDate:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise PeriodError(f"{quoted(text.strip())} is not a date; {ADVICE}")
    year, month, day = (int(part) if part else None for part in match.groups())
    if month is not None and not 1 <= month <= _MONTHS:
        raise PeriodError(f"{quoted(text.strip())} has no month {month}; {ADVICE}")
    try:
        return _cv_date(year or 0, month, day)
    except ValueError:
        raise PeriodError(f"{quoted(text.strip())} does not exist; {ADVICE}") from None


def _cv_date(year: int, month: int | None, day: int | None) -> CvDate:
    first = date(year, month or 1, 1 if day is None else day)
    known = _YEAR if month is None else _MONTH if day is None else _DAY
    return CvDate(first, first.isoformat()[:known])


class Selection(Struct, frozen=True):
    """Publications of the bibliography, by the filters of `{publications ...}`."""

    placed: PlacedList
    line: int
    column: int

    def records(self, catalogue: Catalogue) -> tuple[Record, ...]:
        """Return the publications that it shows, in its order."""
        return shown_by(self.placed, catalogue.publications)

    def dated(self, catalogue: Catalogue) -> tuple[tuple[Record, Period], ...]:
        """Return the same, each with its date."""
        return tuple((record, period_of(record.publication.date)) for record in self.records(catalogue))

    def groups(self, catalogue: Catalogue, words: NullTranslations) -> tuple[RecordGroup, ...]:
        """Return the same in groups with headings in the language of `words`; empty if no grouping is requested."""
        if not self.placed.group:
            return ()
        return arrange(self.records(catalogue), self.placed.group, self.placed.order, catalogue.topics, words)


class Fact(Struct, frozen=True):
    """One field of an entry."""

    text: CvText
    label: str = ""
    """A label that says what it is, if its text alone does not: `Thesis: %(what)s`."""


class CvEntry(Struct, frozen=True):
    """One entry of a section."""

    headline: CvText | None = None
    """The most important of its fields; None if the entry is only a text, which is its one fact."""
    facts: tuple[Fact, ...] = ()
    """The other fields, in the order of importance to a reader."""
    labelled: tuple[Fact, ...] = ()
    """The fields with a label: a thesis, a supervisor."""
    periods: tuple[Period, ...] = ()
    url: str = ""
    """The link of the headline; a path of the site follows `addresses.ROOT`."""
    summary: CvText | None = None
    highlights: tuple[CvText, ...] = ()
    publications: Selection | None = None
    """Instead of all else: an entry for each of these, with its award as the headline."""


class Pair(Struct, frozen=True):
    """A label, such as `Phone` or `Programming`, and its text."""

    label: CvText
    text: CvText


class Section(Struct, frozen=True):
    """A heading with its content: a text, pairs, entries or publications."""

    heading: str
    """The English heading of a known section, or the author's own."""
    is_known: bool
    """Whether the theme has it in other languages."""
    text: CvText | None = None
    pairs: tuple[Pair, ...] = ()
    entries: tuple[CvEntry, ...] = ()
    publications: Selection | None = None


class Cv(Struct, frozen=True):
    """One CV in one language."""

    path: str
    """The author's file: `content/cv.yml`."""
    person: str = ""
    """The name in people.yml of its person; empty for the only owner of the site."""
    person_line: int = 0
    title: str = ""
    """The title of the page instead of `Curriculum vitae`."""
    role: str = ""
    """The text under the name instead of the role and affiliations in people.yml."""
    summary: CvText | None = None
    contact: tuple[Pair, ...] = ()
    """Contact data that people.yml does not have: a telephone, a postal address."""
    updated: Period | None = None
    sections: tuple[Section, ...] = ()

    @property
    def texts(self) -> Iterator[CvText]:
        """Every text, in the order of the page."""
        pairs = (*self.contact, *(pair for section in self.sections for pair in section.pairs))
        given = [self.summary, *(text for pair in pairs for text in (pair.label, pair.text))]
        for section in self.sections:
            given.append(section.text)
            for entry in section.entries:
                facts = (fact.text for fact in (*entry.facts, *entry.labelled))
                given += [entry.headline, *facts, entry.summary, *entry.highlights]
        return (text for text in given if text)

    def listed(self, catalogue: Catalogue) -> Iterator[Record]:
        """Yield the publications of the sections that are lists."""
        lists = (section.publications for section in self.sections if section.publications)
        return chain.from_iterable(each.records(catalogue) for each in lists)

    @property
    def selections(self) -> Iterator[Selection]:
        """Every list of publications, in the order of the page."""
        for section in self.sections:
            given = [section.publications, *(entry.publications for entry in section.entries)]
            yield from (selection for selection in given if selection)
