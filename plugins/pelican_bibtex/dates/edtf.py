"""Dates as BibLaTeX writes them: ISO 8601-2, levels 0 and 1 (its manual, section 2.3.8)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Final

SEASONS: Final = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
"""What stands in place of a month."""

_POINT: Final = re.compile(
    r"(?P<year>-?\d{4}|\d{2}XX|\d{3}X)"
    r"(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX)(?:T[\d:.+Z-]*)?)?)?"
    r"[?~%]?",
    re.IGNORECASE,
)
_LAST_MONTH: Final = 12


@dataclass(frozen=True, slots=True)
class Point:
    """One day, month, season or year."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: str = ""
    invalid: str = ""
    """What of it does not exist, `month 13`, and is left out."""


def parse_point(text: str) -> Point | None:
    """Read `2024`, `2024-05`, `2024-05-03`, `2024-21`, `2024?`, `199X`; None if it is nothing of the kind."""
    match = _POINT.fullmatch(text)
    if not match:
        return None
    if "X" in match["year"].upper():
        return Point(invalid=f"year {match['year']}")
    return checked(int(match["year"]), _number(match["month"]), _number(match["day"]))


def checked(year: int | None, month: int | None, day: int | None) -> Point:
    """A point of which only what exists is kept: no 13th month, no 30 February."""
    if month is None:
        return Point(year, invalid="" if day is None else f"day {day} without a month")
    if month in SEASONS:
        return Point(year, season=SEASONS[month])
    if not 1 <= month <= _LAST_MONTH:
        return Point(year, invalid=f"month {month}")
    if day is not None and not 1 <= day <= monthrange(_leap_like(year), month)[1]:
        return Point(year, month, invalid=f"day {day}")
    return Point(year, month, day)


def parse_range(text: str) -> tuple[Point, Point | None] | None:
    """Read a point or `a/b`; an open end is an empty point. None if it is nothing of the kind."""
    start, slash, end = text.partition("/")
    if not slash:
        return (point, None) if (point := parse_point(text)) else None
    first, last = _side(start), _side(end)
    if first is None or last is None or first == last == Point():
        return None
    return first, last


def _side(text: str) -> Point | None:
    return Point() if text in {"", "..", "unknown"} else parse_point(text)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def _leap_like(year: int | None) -> int:
    """A year of the calendar module with as many days: it knows 1 to 9999 only."""
    return 2000 if year is None else (year % 400) + 2000
