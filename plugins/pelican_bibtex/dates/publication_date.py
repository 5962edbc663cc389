"""The date of a publication, from `date` or from `year`, `month` and `day`. Nothing is filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from pelican_bibtex import tex
from pelican_bibtex.dates.partial_dates import (
    SEASONS,
    MonthSpan,
    Point,
    checked,
    is_season,
    month_number,
    parse_months,
    parse_range,
)
from pelican_bibtex.diagnostics.codes import BAD_DATE
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Date

STATED: Final = lazy_pattern(
    r"[\s,;(\[]+(?P<state>(?:to|will) appear|(?:accepted|in press|in print|forthcoming|submitted|in submission"
    r"|(?:under|in) (?:review|revision))(?: for publication)?)\s*[)\]]?\s*\.?\s*$",
    re.IGNORECASE,
)
"""A state at the end of a year or of a venue's name: ` (to appear)`, `, in press`."""

_UNKNOWN: Final = frozenset({"", "n.d.", "n. d.", "nd", "no date", "s.a.", "o.j.", "????", "?", "none", "null"})
_SORT_KEY: Final = lazy_pattern(r"\{?\s*\\(?:noop|SortNoop|noopsort|NOOPSORT)\s*\{[^{}]*\}\s*\}?|\\(?:relax|protect)\b")
_YEAR: Final = lazy_pattern(r"\d{4}")
_FOUR_DIGITS: Final = lazy_pattern(r"(?<!\d)[12]\d{3}(?!\d)")
_TWO_YEARS: Final = lazy_pattern(r"(\d{4})\s*(?:--?|[–/])\s*(\d{2}|\d{4})")
_ISO_LIKE: Final = lazy_pattern(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2})(?:/\S*)?)?"
    r"|(?:(?P<day_first>\d{1,2})\.)?(?P<month_first>\d{1,2})[./](?P<year_last>\d{4})"
)
_CIRCA: Final = lazy_pattern(r"(?<=[\dX])~(?=\s*(?:/|$))")
_SLASH: Final = lazy_pattern(r"\s*/\s*")
_WORDED: Final = lazy_pattern(r"[^\W\d_]{4}|^[^\d]*[^\W\d_][^\d]*$")
"""A word, or letters and no digit: `13th Century` is shown, `19x` is not."""
_LONGEST: Final = 40
"""Maximum number of characters of words shown in place of a year."""


def parse_date(fields: Mapping[str, str]) -> tuple[Date, tuple[Complaint, ...]]:
    """Return the date of an entry, read from its fields with TeX as written; complaints name their field."""
    complaints: list[Complaint] = []
    value = _SLASH.sub("/", _bare(_CIRCA.sub("", fields.get("date", ""))))
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
        return _date_of_points(*parsed, "date", value, complaints)
    if date := _as_people_write(value, "date", complaints):
        return date
    date = Date(year=_only_year(value))
    known = f"it is read as {date.year}" if date.year is not None else "it is left out"
    advice = "write `date = {2024-05-03}` or `date = {2024-05}`."
    complaints.append(_complaint("date", value, f"is not a valid date; {known}; {advice}"))
    return date


def _as_people_write(value: str, field: str, complaints: list[Complaint]) -> Date | None:
    """Return the date in a text that is not in BibLaTeX's form, and a complaint; None if it cannot be read for sure."""
    if state := STATED.search(value):
        rest = value[: state.start()].strip()
        date = Date(int(rest)) if _YEAR.fullmatch(rest) else _iso_like(rest) or _in_words(rest)
        if date:
            stated = f"`{field} = {{{rest}}}` and `pubstate = {{{re.sub(' for .*', '', state['state']).lower()}}}`"
            complaints.append(_complaint(field, value, f"says more than when; write {stated}."))
        return date
    if date := _iso_like(value) or _in_words(value):
        read, given = (f"{date.season} {date.year}", _numbered(date)) if date.season else (date.iso, date.iso)
        complaints.append(_complaint(field, value, f"is read as {read}; write `date = {{{given}}}`."))
        return date
    years = _FOUR_DIGITS.findall(value)
    if len(set(years)) > 1 and len(words := tex.plain(value)) <= _LONGEST:
        what = f"has several years; it is shown as written and sorted by the first, {years[0]}."
        complaints.append(_complaint(field, value, what))
        return Date(int(years[0]), words=words)
    return None


def _numbered(date: Date) -> str:
    """Return a season of a year as BibLaTeX writes it: `2020-23`."""
    return f"{date.year}-{next(number for number, season in SEASONS.items() if season == date.season)}"


def _date_of_points(start: Point, end: Point | None, field: str, value: str, complaints: list[Complaint]) -> Date:
    complaints.extend(_invalid(field, value, start, end))
    if start.year is None and end and end.year is not None:
        start, end = end, None  # `../2024`: only the end is known
    if end and _before(end, start):
        complaints.append(_complaint(field, value, "ends before it starts; its end is left out."))
        end = None
    decade = f"{start.year}s" if "X" in value.upper() and "/" not in value and end else ""
    return Date(start.year, start.month, start.day, _triple(end), start.season, words=decade)


def _before(end: Point, start: Point) -> bool:
    return end.year is not None and (end.year, end.month or 99, end.day or 99) < (
        start.year or 0,
        start.month or 0,
        start.day or 0,
    )


def _triple(point: Point | None) -> tuple[int | None, int | None, int | None] | None:
    return (point.year, point.month, point.day) if point else None


def _iso_like(value: str) -> Date | None:
    """Return the date in `2024/5/3`, `2017/01/01/online`, `3.5.2024`, `2019/11` or `11/2019`; else None."""
    match = _ISO_LIKE.fullmatch(value)
    if not match:
        return None
    year, month = match["year"] or match["year_last"], match["month"] or match["month_first"]
    day = match["day"] or match["day_first"]
    point = checked(int(year), int(month), int(day) if day else None)
    return Date(point.year, point.month, point.day, season=point.season) if not point.invalid else None


def _in_words(value: str) -> Date | None:
    """Return the date in `June 2024`, `3 June 2024` or `Fall 2020`; else None."""
    year = _only_year(value)
    if year is None:
        return None
    rest = re.sub(rf"[\s,]*{year}[\s,]*", " ", value).strip()
    if not any(month_number(word) or is_season(word) for word in re.findall(r"[^\W\d_]+", rest)):
        return None
    span = parse_months(rest)
    if not span or span.start.invalid:
        return None
    date = _with_span(year, span)
    return replace(date, words=value) if date.season else date


def _read_year(fields: Mapping[str, str], complaints: list[Complaint]) -> Date:
    """Return the date in `year`, `month` and `day`."""
    value = _bare(fields.get("year", ""))
    if value.lower() in _UNKNOWN:
        return Date()
    if not (_YEAR.fullmatch(value) and int(value)):
        date = _odd_year(value, complaints)
        if date.year is None or date.month is not None or date.end or date.season or date.words:
            return date
        value = str(date.year)
    return _with_span(int(value), _read_month(fields, complaints))


def _odd_year(value: str, complaints: list[Complaint]) -> Date:
    """Return the date in a `year` that is not four digits: a date, two years, words, or digits among other text."""
    if match := _TWO_YEARS.fullmatch(value):
        last = int(match[1][: 4 - len(match[2])] + match[2])
        month_like = len(match[2]) == 2 and int(match[2]) <= 12  # noqa: PLR2004  two digits, twelve months
        if not month_like and last > int(match[1]):
            short = f"{match[1]}–{match[2]}" if len(match[2]) < 4 else ""  # noqa: PLR2004  fewer digits than a year has
            return Date(int(match[1]), end=(last, None, None), words=short)
    if (parsed := parse_range(value)) and not parsed[0].invalid and (parsed[0].year or 0) > 0:
        return _date_of_points(*parsed, "year", value, complaints)
    if date := _as_people_write(value, "year", complaints):
        return date
    year = _only_year(value)
    if year is not None:
        complaints.append(
            _complaint("year", value, f"is not a number; it is read as {year}; write `year = {{{year}}}`.")
        )
        return Date(year)
    return _words(value, complaints)


def _words(value: str, complaints: list[Complaint]) -> Date:
    text = tex.plain(value)
    if Date(literal=text).is_expected:
        return Date(literal=text)
    worded = _WORDED.search(text) is not None and not re.search("[<>]", text) and len(text) <= _LONGEST
    shown = "it is shown as written" if worded else "it is left out"
    complaints.append(
        _complaint("year", value, f"is not a year; {shown}; write four digits, or words such as `forthcoming`.")
    )
    return Date(literal=text if worded else "")


def _read_month(fields: Mapping[str, str], complaints: list[Complaint]) -> MonthSpan | None:
    month, day = _bare(fields.get("month", "")), _bare(fields.get("day", ""))
    if month.strip("?").lower() in _UNKNOWN:
        if day:
            complaints.append(
                _complaint("day", day, "has no month; it is left out; write the month too, like `month = may`.")
            )
        return None
    span = parse_months(month, int(day) if day.isdecimal() and len(day) <= 2 else None)  # noqa: PLR2004  digits
    if day and not day.isdecimal():
        complaints.append(_complaint("day", day, "is not a day; it is left out; write the day as a number."))
    if span is None:
        complaints.append(_complaint("month", month, "is not a month; it is left out; write it like `month = may`."))
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
