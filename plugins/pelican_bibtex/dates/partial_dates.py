"""Months, days and seasons in words: `oct`, `May--June`, `10~jan`, `Jul. 22-24`, `Spring`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pelican_bibtex.dates.edtf import Point, checked

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
"""So many letters are enough for a month in English: `sep`, `sept`."""
_ABBREVIATIONS: Final = {
    name.split()[0][:length]: number for number, name in enumerate(_NAMES, 1) for length in (_SHORT, _SHORT + 1)
} | {"okt": 10, "dez": 12}
_SEASONS: Final = {"spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter"}
_TO: Final = re.compile(r"\s*(?:-+|[–—/&]|\\slash\b|\\&|\bto\b|\band\b)\s*", re.IGNORECASE)
_TOKEN: Final = re.compile(
    r"(?P<number>\d{1,2})(?:st|nd|rd|th|\.)?(?![\w])|(?P<word>[^\W\d_]+)\.?|(?P<other>[^\s,~{}])"
)
_ISO: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T[\d:.+Z-]*)?")


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a year that a month field says."""

    start: Point
    end: Point | None = None


@dataclass(slots=True)
class _Side:
    """One side of a range, as its tokens say."""

    month: int | None = None
    season: str = ""
    numbers: tuple[int, ...] = ()


def month_number(word: str) -> int | None:
    """The number of a month's name: `may`, `Sept`, `März`."""
    word = word.lower().rstrip(".")
    return _MONTHS.get(word) or _ABBREVIATIONS.get(word)


def parse_months(text: str, day: int | None = None) -> Span | None:
    """Read a month field, with the day where a field of its own gives it; None if it cannot be read."""
    if match := _ISO.fullmatch(text.strip()):
        return Span(checked(None, int(match[2]), int(match[3])))
    sides = [_side(part) for part in _TO.split(text.strip())]
    known = [side for side in sides if side is not None]
    if not 1 <= len(known) <= 2 or len(known) < len(sides):  # noqa: PLR2004  a range has two sides
        return None
    start, end = known[0], known[-1] if len(known) > 1 else None
    if start.season or (end and end.season):
        return Span(Point(season=start.season or (end.season if end else "")))
    return _span(start, end, day)


def _span(start: _Side, end: _Side | None, day: int | None) -> Span | None:
    worded = start.month is not None or (end is not None and end.month is not None)
    if not worded:
        return _numeric(start, end, day)
    first = _point(start.month if start.month is not None else (end.month if end else None), start.numbers, day)
    if first is None or end is None:
        return Span(first) if first else None
    last = _point(end.month if end.month is not None else start.month, end.numbers, None)
    return Span(first, last) if last else None


def _numeric(start: _Side, end: _Side | None, day: int | None) -> Span | None:
    """`5`, `5--6`: months."""
    if len(start.numbers) != 1 or (end and len(end.numbers) != 1):
        return None
    return Span(checked(None, start.numbers[0], day), checked(None, end.numbers[0], None) if end else None)


def _point(month: int | None, numbers: tuple[int, ...], day: int | None) -> Point | None:
    return checked(None, month, numbers[0] if numbers else day) if len(numbers) <= 1 else None


def _side(text: str) -> _Side | None:
    """Read one side; None if something in it is neither a month, a season nor a number."""
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
