"""Dates in the language of the page, independent of the machine's locale.

Formats are those of strftime, as in Pelican's settings. Names of months and days are in the page's language. A format
that was made for another language and is not only digits selects which fields are shown; CLDR defines their layout.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from datetime import date
from typing import TYPE_CHECKING, Final

from ibid.languages.tags import SOURCE, locale_of, widening
from pelican_bibtex.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from babel import Locale


ISO: Final = "%Y-%m-%d"
PELICAN_S_OWN: Final = "%a %d %B %Y"
"""Pelican's default of DEFAULT_DATE_FORMAT."""

_DIRECTIVE: Final = lazy_pattern(r"%(-?)([A-Za-z%])")
_SHORT_FOR: Final = {
    "c": "%a %b %e %H:%M:%S %Y",
    "x": "%m/%d/%y",
    "X": "%H:%M:%S",
    "D": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "h": "%b",
}
_NAMES: Final = {"a": "E", "A": "EEEE", "b": "MMM", "B": "MMMM"}
"""CLDR's pattern for each directive that writes a name."""
_FIELDS: Final = {
    **dict.fromkeys("Yy", "y"),
    **dict.fromkeys("bBm", "MMM"),
    **dict.fromkeys("aA", "E"),
    **dict.fromkeys("de", "d"),
}
_SHORT_MONTH, _SHORT_DAY = lazy_pattern(r"(?<![LM])([LM])\1\1(?![LM])"), lazy_pattern("[Ec]+")
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = ("January", "February", "March", "April", "May", "June",
                  "July", "August", "September", "October", "November", "December")  # fmt: skip


def written(when: date, layout: str, language: str, made_for: str = SOURCE) -> str:
    """Return a date formatted for a page in `language`; `made_for` is the language that `layout` was written for."""
    layout = _DIRECTIVE.sub(lambda one: _SHORT_FOR.get(one[2], one[0]), layout)
    as_laid_out = _base(made_for) == _base(language) or _is_neutral(layout)
    locale = None if as_laid_out and _base(language) == SOURCE else locale_of(language)
    if as_laid_out or locale is None:
        return _laid_out(when, layout, locale)
    return _as_the_language_has_it(when, layout, locale)


def has_names(layout: str) -> bool:
    """Return whether a format writes months or days in letters."""
    return any(one[2] in {*_NAMES, "p", "c", "h"} for one in _DIRECTIVE.finditer(layout))


def layout_of(settings: Mapping[str, str | tuple[str, str]], language: str) -> str:
    """Return the format in DATE_FORMATS for a language, or ""; Pelican also allows a pair of a locale and a format."""
    found = next((settings[one] for tag in widening(language) for one in settings if _same(one, tag)), "")
    return found if isinstance(found, str) else found[-1]


def _same(written: str, tag: str) -> bool:
    return widening(written)[0] == tag


def _base(language: str) -> str:
    return widening(language)[-1]


def _is_neutral(layout: str) -> bool:
    """Return whether a format has only digits and signs between them."""
    rest = _DIRECTIVE.sub("", layout)
    return not has_names(layout) and rest.isascii() and not any(char.isalpha() for char in rest)


def _laid_out(when: date, layout: str, locale: Locale | None) -> str:
    name = _in_locale(locale) if locale else _in_english
    return _DIRECTIVE.sub(lambda one: name(when, one[2]) if one[2] in _NAMES else _number(when, one), layout)


def _number(when: date, directive: re.Match[str]) -> str:
    """Return a number of a date; `%-d`, which not every system has, is `%d` without leading zeros."""
    text = when.strftime(f"%{directive[2]}")
    return text.lstrip("0") or "0" if directive[1] else text


def _in_english(when: date, directive: str) -> str:
    name = _DAYS[when.weekday()] if directive in "aA" else _MONTHS[when.month - 1]
    return name if directive.isupper() else name[:3]


def _in_locale(locale: Locale) -> Callable[[date, str], str]:
    from babel.dates import format_date  # noqa: PLC0415  likewise

    return lambda when, directive: format_date(when, _NAMES[directive], locale)


def _as_the_language_has_it(when: date, layout: str, locale: Locale) -> str:
    from babel.dates import format_date  # noqa: PLC0415  likewise

    directives = {one[2] for one in _DIRECTIVE.finditer(layout)}
    pattern = _pattern(directives, {name: str(one.pattern) for name, one in locale.datetime_skeletons.items()})
    time = f" {when:%H:%M}" if directives & {"H", "I"} else ""
    return format_date(when, pattern or "medium", locale) + time


def _pattern(directives: Set[str], patterns: Mapping[str, str]) -> str:
    """Return CLDR's pattern for these directives, with names as long as in them; empty if CLDR has no pattern."""
    fields = {_FIELDS[one] for one in directives if one in _FIELDS}
    key = "".join(field for field in ("y", "MMM", "E", "d") if field in fields)
    found = patterns.get(key, "")
    if "B" in directives:
        found = patterns.get(key.replace("MMM", "MMMM")) or _SHORT_MONTH.sub(r"\1\1\1\1", found)
    return _SHORT_DAY.sub("EEEE", found) if "A" in directives else found
