"""When something of a CV was: a date, a range, or words such as `Spring 2021`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from ibid.features.cv.vocabulary import quoted
from pelican_bibtex.publication import Date

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_RANGE: Final = re.compile(r"\s*(?:--+|–|—|\s-\s|\sto\s)\s*|(?<=\d)[/-](?=\d{4}(?!\d))")
_NOW: Final = frozenset({"", "present", "now", "today", "ongoing", "至今"})
_MONTHS: Final = 12
_YEAR, _MONTH, _DAY = 4, 7, 10
"""Characters of ISO 8601 as far as a date is known."""
_LAYOUTS: Final = {_YEAR: "%Y", _MONTH: "%b %Y", _DAY: "%-d %b %Y"}
ADVICE: Final = "write 2019, 2019-09, 2019-09-01, a range such as 2019-09 -- 2023, or 2019 -- present"
"""What a message says to write."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, as exactly as its author gave it."""

    first: date
    """Its first day."""
    iso: str
    """`2019`, `2019-09` or `2019-09-01`."""

    @property
    def is_exact(self) -> bool:
        """The day is known."""
        return len(self.iso) == _DAY

    @property
    def layout(self) -> str:
        """As strftime has it: what of it is known."""
        return _LAYOUTS[len(self.iso)]


@dataclass(frozen=True, slots=True)
class Period:
    """One date or range."""

    start: Moment | None = None
    """The date itself where it is no range."""
    end: Moment | None = None
    is_open: bool = False
    """It goes on: `2019 -- present`."""
    words: str = ""
    """What stands in place of dates: `Spring 2021`."""


class PeriodError(ValueError):
    """It is no date; the message says why, and what to write."""


def read_period(text: str) -> Period:
    """Read a date, a range or words. Raises `PeriodError` on a date that does not exist and a range that runs back."""
    start, *rest = _RANGE.split(text.strip(), maxsplit=1)
    if not _DATE.fullmatch(start) and any(char.isalpha() for char in start):
        return Period(words=text.strip())
    return between(start, rest[0] if rest else None)


def between(start: str, end: str | None) -> Period:
    """The range from `start` to `end`, which may be `present`; the date `start` where `end` is None."""
    first = _date(start)
    if end is None:
        return Period(first)
    if end.strip().casefold() in _NOW:
        return Period(first, is_open=True)
    last = _date(end)
    if last.iso < first.iso[: len(last.iso)]:
        raise PeriodError(f"{quoted(end.strip())} is before {quoted(start.strip())}; the earlier date stands first")
    return Period(first, last)


def period_of(of: Date) -> Period:
    """When a publication appeared."""
    if of.year is None or of.year < 1:
        return Period(words=of.literal)
    return Period(_moment(of.year, of.month, of.day))


def _date(text: str) -> Moment:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise PeriodError(f"{quoted(text.strip())} is no date; {ADVICE}")
    year, month, day = (int(part) if part else None for part in match.groups())
    if month is not None and not 1 <= month <= _MONTHS:
        raise PeriodError(f"{quoted(text.strip())} has no month {month}; {ADVICE}")
    try:
        return _moment(year or 0, month, day)
    except ValueError:
        raise PeriodError(f"{quoted(text.strip())} does not exist; {ADVICE}") from None


def _moment(year: int, month: int | None, day: int | None) -> Moment:
    first = date(year, month or 1, 1 if day is None else day)
    known = _YEAR if month is None else _MONTH if day is None else _DAY
    return Moment(first, first.isoformat()[:known])
