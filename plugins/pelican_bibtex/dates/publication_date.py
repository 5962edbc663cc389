"""The date of a publication, from `date` or from `year`, `month` and `day`. Nothing is filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pelican_bibtex import tex
from pelican_bibtex.dates.partial_dates import MonthSpan, Point, month_number, parse_months, parse_range
from pelican_bibtex.diagnostics.codes import BAD_DATE
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Date

WORDS: Final = (
    "forthcoming", "in press", "to appear", "accepted", "submitted", "under review", "in review", "in preparation",
    "in submission", "preprint",
)  # fmt: skip
"""Words that authors write in place of a year; they are shown as written."""

_UNKNOWN: Final = frozenset({"", "n.d.", "n. d.", "nd", "no date", "s.a.", "o.j.", "????", "?", "none", "null"})
_SORT_KEY: Final = lazy_pattern(r"\{?\s*\\(?:noop|SortNoop|noopsort|NOOPSORT)\s*\{[^{}]*\}\s*\}?|\\(?:relax|protect)\b")
_YEAR: Final = lazy_pattern(r"\d{4}")
_FOUR_DIGITS: Final = lazy_pattern(r"(?<!\d)[12]\d{3}(?!\d)")
_TWO_YEARS: Final = lazy_pattern(r"(\d{4})\s*(?:--?|[–/])\s*(\d{2}|\d{4})")
_ISO_LIKE: Final = lazy_pattern(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:/\S*)?|(\d{1,2})\.(\d{1,2})\.(\d{4})")
_LONGEST: Final = 40
"""Maximum number of characters of words shown in place of a year."""


def parse_date(fields: Mapping[str, str]) -> tuple[Date, tuple[Complaint, ...]]:
    """Return the date of an entry, read from its fields with TeX as written; complaints name their field."""
    complaints: list[Complaint] = []
    value = _bare(fields.get("date", ""))
    if value.lower() not in _UNKNOWN:
        date = _read_date(value, complaints)
        if date.year is not None:
            return date, tuple(complaints)
    date = _read_year(fields, complaints)
    return date, tuple(complaints)


def _bare(value: str) -> str:
    """Return the value without braces, ties and the commands by which BibTeX users change the sorting."""
    if "\\" in value:
        value = _SORT_KEY.sub("", value)
    return value.replace("{", "").replace("}", "").replace("~", " ").strip()


def _read_date(value: str, complaints: list[Complaint]) -> Date:
    """Return the date in `date`, in BibLaTeX's form or as people write dates."""
    if parsed := parse_range(value):
        return _date_of_points(*parsed, value, complaints)
    date = _iso_like(value) or _in_words(value)
    if date is None:
        date = Date(year=_only_year(value))
        known = f"it is read as {date.year}" if date.year is not None else "it is left out"
        complaints.append(
            _complaint(
                "date", value, f"is not a valid date; {known}; write `date = {{2024-05-03}}` or `date = {{2024-05}}`."
            )
        )
    else:
        complaints.append(_complaint("date", value, f"is read as {date.iso}; write `date = {{{date.iso}}}`."))
    return date


def _date_of_points(start: Point, end: Point | None, value: str, complaints: list[Complaint]) -> Date:
    complaints.extend(_invalid("date", value, start, end))
    if start.year is None and end and end.year is not None:
        start, end = end, None  # `../2024`: only the end is known
    if end and _before(end, start):
        complaints.append(_complaint("date", value, "ends before it starts; its end is left out."))
        end = None
    return Date(start.year, start.month, start.day, _triple(end), start.season)


def _before(end: Point, start: Point) -> bool:
    return end.year is not None and (end.year, end.month or 99, end.day or 99) < (
        start.year or 0,
        start.month or 0,
        start.day or 0,
    )


def _triple(point: Point | None) -> tuple[int | None, int | None, int | None] | None:
    return (point.year, point.month, point.day) if point else None


def _iso_like(value: str) -> Date | None:
    """Return the date in `2024/5/3`, `2017/01/01/online` or `3.5.2024`, whose order is unambiguous; else None."""
    match = _ISO_LIKE.fullmatch(value)
    if not match:
        return None
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    parsed = parse_range(f"{year}-{int(month):02d}-{int(day):02d}")
    return Date(parsed[0].year, parsed[0].month, parsed[0].day) if parsed and not parsed[0].invalid else None


def _in_words(value: str) -> Date | None:
    """Return the date in `June 2024` or `3 June 2024`; else None."""
    year = _only_year(value)
    if year is None:
        return None
    rest = re.sub(rf"[\s,]*{year}[\s,]*", " ", value).strip()
    if not any(month_number(word) for word in re.findall(r"[^\W\d_]+", rest)):
        return None
    span = parse_months(rest)
    return _with_span(year, span) if span and not span.start.invalid else None


def _read_year(fields: Mapping[str, str], complaints: list[Complaint]) -> Date:
    """Return the date in `year`, `month` and `day`."""
    value = _bare(fields.get("year", ""))
    if value.lower() in _UNKNOWN:
        return Date()
    if not (_YEAR.fullmatch(value) and int(value)):
        date = _odd_year(value, complaints)
        if date.year is None or date.month is not None or date.end or date.season:
            return date
        value = str(date.year)
    return _with_span(int(value), _read_month(fields, complaints))


def _odd_year(value: str, complaints: list[Complaint]) -> Date:
    """Return the date in a `year` that is not four digits: a date, two years, words, or digits among other text."""
    if match := _TWO_YEARS.fullmatch(value):
        last = int(match[1][: 4 - len(match[2])] + match[2])
        month_like = len(match[2]) == 2 and int(match[2]) <= 12  # noqa: PLR2004  two digits, twelve months
        if not month_like and last > int(match[1]):
            return Date(int(match[1]), end=(last, None, None))
    if (parsed := parse_range(value)) and not parsed[0].invalid and (parsed[0].year or 0) > 0:
        return _date_of_points(*parsed, value, complaints)
    year = _only_year(value)
    if year is not None:
        complaints.append(
            _complaint("year", value, f"is not a number; it is read as {year}; write `year = {{{year}}}`.")
        )
        return Date(year)
    return _words(value, complaints)


def _words(value: str, complaints: list[Complaint]) -> Date:
    text = tex.plain(value)
    if text.lower().strip(".") in WORDS:
        return Date(literal=text)
    worded = any(char.isalpha() for char in text) and not re.search(r"[\d<>]", text) and len(text) <= _LONGEST
    shown = "it is shown as written" if worded else "it is left out"
    complaints.append(
        _complaint("year", value, f"is not a year; {shown}; write four digits, or words such as `forthcoming`.")
    )
    return Date(literal=text if worded else "")


def _read_month(fields: Mapping[str, str], complaints: list[Complaint]) -> MonthSpan | None:
    month, day = _bare(fields.get("month", "")), _bare(fields.get("day", ""))
    if month.strip("?").lower() in _UNKNOWN:
        if day:
            complaints.append(_complaint("day", day, "has no month; it is left out; write `month = may` too."))
        return None
    span = parse_months(month, int(day) if day.isdecimal() and len(day) <= 2 else None)  # noqa: PLR2004  digits
    if day and not day.isdecimal():
        complaints.append(_complaint("day", day, "is not a day; it is left out; write the day as a number."))
    if span is None:
        complaints.append(_complaint("month", month, "is not a month; it is left out; write `month = may`."))
    else:
        complaints.extend(_invalid("month", month, span.start, span.end))
    return span


def _with_span(year: int, span: MonthSpan | None) -> Date:
    if span is None:
        return Date(year)
    start, end = span.start, span.end
    if end and (end.month or 0, end.day or 99) < (start.month or 0, start.day or 0):
        end = None  # December to January: the field does not say of which years
    return Date(year, start.month, start.day, (year, end.month, end.day) if end else None, start.season)


def _only_year(value: str) -> int | None:
    """Return the year if there is just one number like a year: `c2016`, `[2016]`, `2024a`, `1949(民国三十八年)`."""
    years = set(_FOUR_DIGITS.findall(value))
    return int(years.pop()) if len(years) == 1 else None


def _invalid(field: str, value: str, *points: Point | None) -> list[Complaint]:
    wrong = [point.invalid for point in points if point and point.invalid]
    return [_complaint(field, value, f"contains {what}, which is left out.") for what in wrong]


def _complaint(field: str, value: str, what: str) -> Complaint:
    return Complaint(BAD_DATE, f"`{field} = {{{value}}}` {what}", field)
