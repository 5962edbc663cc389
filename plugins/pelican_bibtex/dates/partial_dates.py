"""Dates as precise as they are written: BibLaTeX's ISO 8601-2, and months, days and seasons in words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from pelican_bibtex.lazy_pattern import lazy_pattern

SEASONS: Final = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
"""ISO 8601-2's numbers of seasons, which are written in place of a month."""

_POINT: Final = lazy_pattern(
    r"(?P<year>-?\d{4}|\d{2}XX|\d{3}X)"
    r"(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX)(?:T[\d:.+Z-]*)?)?)?"
    r"[?~%]?",
    re.IGNORECASE,
)
_UNKNOWN_DIGITS: Final = lazy_pattern(r"\d{2}XX|\d{3}X", re.IGNORECASE)
_LAST_MONTH: Final = 12


class Point(Struct, frozen=True):
    """One day, month, season or year."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: str = ""
    invalid: str = ""
    """The part that does not exist, such as `month 13`, and is left out."""


def parse_point(text: str) -> Point | None:
    """Return the point in `2024`, `2024-05`, `2024-05-03`, `2024-21`, `2024?`, `2024-XX`; None if it is no such text.

    A year with unknown digits is none: `parse_range` returns its first and its last year.
    """
    match = _POINT.fullmatch(text)
    if not match or "X" in match["year"].upper():
        return None
    return checked(int(match["year"]), _number(match["month"]), _number(match["day"]))


def checked(year: int | None, month: int | None, day: int | None) -> Point:
    """Return a point without the parts that do not exist, such as a 13th month or 30 February."""
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
    """Return a point and None, or both ends of `a/b` or `199X`; an open end is an empty point. None for other texts."""
    if _UNKNOWN_DIGITS.fullmatch(text):
        earliest, latest = (int(re.sub("X", digit, text, flags=re.IGNORECASE)) for digit in "09")
        return Point(earliest), Point(latest)
    start, slash, end = text.partition("/")
    if not slash:
        return (point, None) if (point := parse_point(text)) else None
    first, last = _range_side(start), _range_side(end)
    if first is None or last is None or first == last == Point():
        return None
    return first, last


def _range_side(text: str) -> Point | None:
    return Point() if text in {"", "..", "unknown"} else parse_point(text)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def _leap_like(year: int | None) -> int:
    """Return a year with as many days that the calendar module knows: its years are 1 to 9999."""
    return 2000 if year is None else (year % 400) + 2000


_NAMES: Final = (
    "january januar janvier enero gennaio janeiro januari",
    "february februar février fevrier febrero febbraio fevereiro februari",
    "march märz maerz mars marzo março marco maart",
    "april avril abril aprile",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août aout agosto augustus",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre decembre diciembre dicembre dezembro",
)
_MONTHS: Final = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_SHORT: Final = 3
"""Number of letters that suffice for a month in English, as in `sep`; one more is accepted, as in `sept`."""
_ABBREVIATIONS: Final = {
    name.split()[0][:length]: number for number, name in enumerate(_NAMES, 1) for length in (_SHORT, _SHORT + 1)
} | {"okt": 10, "dez": 12}
_SEASONS: Final = {"spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter"}
_TO: Final = lazy_pattern(r"\s*(?:-+|[–—/&]|\\slash\b|\\&|\bto\b|\band\b)\s*", re.IGNORECASE)
_TOKEN: Final = lazy_pattern(
    r"(?P<number>\d{1,2})(?:st|nd|rd|th|\.)?(?![\w])|(?P<word>[^\W\d_]+)\.?|(?P<other>[^\s,~{}])"
)
_ISO: Final = lazy_pattern(r"(\d{4})-(\d\d)-(\d\d)(?:T[\d:.+Z-]*)?")


class MonthSpan(Struct, frozen=True):
    """The part of a year that a month field gives."""

    start: Point
    end: Point | None = None


class _Side(Struct):
    """One side of a range, as its tokens give it."""

    month: int | None = None
    season: str = ""
    numbers: tuple[int, ...] = ()


def month_number(word: str) -> int | None:
    """Return the number of the month with a name such as `may`, `Sept`, `März`, or None."""
    word = word.lower().rstrip(".")
    return _MONTHS.get(word) or _ABBREVIATIONS.get(word)


def is_season(word: str) -> bool:
    """Return whether a word is the name of a season in English."""
    return word.lower() in _SEASONS


def parse_months(text: str, day: int | None = None) -> MonthSpan | None:
    """Return the span that a month field gives, with `day` from a field of its own; None if it cannot be read."""
    if match := _ISO.fullmatch(text.strip()):
        return MonthSpan(checked(None, int(match[2]), int(match[3])))
    sides = [_side(part) for part in _TO.split(text.strip())]
    known = [side for side in sides if side is not None]
    if not 1 <= len(known) <= 2 or len(known) < len(sides):  # noqa: PLR2004  a range has two sides
        return None
    start, end = known[0], known[-1] if len(known) > 1 else None
    if start.season or (end and end.season):
        return MonthSpan(Point(season=start.season or (end.season if end else "")))
    return _span(start, end, day)


def _span(start: _Side, end: _Side | None, day: int | None) -> MonthSpan | None:
    worded = start.month is not None or (end is not None and end.month is not None)
    if not worded:
        return _numeric(start, end, day)
    first = _point(start.month if start.month is not None else (end.month if end else None), start.numbers, day)
    if first is None or end is None:
        return MonthSpan(first) if first else None
    last = _point(end.month if end.month is not None else start.month, end.numbers, None)
    return MonthSpan(first, last) if last else None


def _numeric(start: _Side, end: _Side | None, day: int | None) -> MonthSpan | None:
    """Return the months in `5` or `5--6`."""
    if len(start.numbers) != 1 or (end and len(end.numbers) != 1):
        return None
    return MonthSpan(checked(None, start.numbers[0], day), checked(None, end.numbers[0], None) if end else None)


def _point(month: int | None, numbers: tuple[int, ...], day: int | None) -> Point | None:
    return checked(None, month, numbers[0] if numbers else day) if len(numbers) <= 1 else None


def _side(text: str) -> _Side | None:
    """Return one side; None if something in it is neither a month, a season nor a number."""
    side = _Side()
    for kind, token in _tokens(text):
        if kind == "number":
            side.numbers = (*side.numbers, int(token))
        elif (month := month_number(token)) and side.month is None:
            side.month = month
        elif season := _SEASONS.get(token.lower()):
            side.season = season
        elif token.lower() != "of":
            return None
    return side if side.month is not None or side.season or side.numbers else None


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        yield str(match.lastgroup), match[str(match.lastgroup)]
