"""Language tags such as `zh-CN`: spelling, names and writing direction, and the language of a text by its script."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pelican_bibtex.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from babel import Locale


SOURCE = "en"
"""The source language of the theme's texts."""


@lru_cache(maxsize=1000)
def bcp47(name: str) -> str:
    """Return a language's tag as HTML writes it: `zh-CN` for `zh_cn`."""
    first, *rest = name.strip().replace("_", "-").split("-")
    return "-".join([first.lower(), *map(_subtag, rest)])


def widening(name: str) -> tuple[str, ...]:
    """Return the tag of a language and the wider tags, the narrowest first: `zh-Hans-CN`, `zh-Hans`, `zh`."""
    parts = bcp47(name).split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))


def _subtag(part: str) -> str:
    """Return a subtag in its usual case: a script `Hans`, a region `CN`, others lower (RFC 5646, section 2.1.1)."""
    script, region = 4, 2
    if len(part) == script and part.isalpha():
        return part.title()
    return part.upper() if len(part) == region else part.lower()


def language_name(tag: str) -> str:
    """Return a language's own name, `中文` for `zh`, `Français` for `fr`; the tag if CLDR does not know it."""
    locale = locale_of(tag)
    name = (locale.get_display_name() if locale else "") or bcp47(tag)
    return name[:1].upper() + name[1:] if locale else name


def is_right_to_left(tag: str) -> bool:
    """Return whether the language is written from right to left."""
    locale = None if widening(tag)[-1] == SOURCE else locale_of(tag)
    return locale is not None and locale.text_direction == "rtl"


def locale_of(tag: str) -> Locale | None:
    """Return CLDR's data for a language, or for the next wider one; None if there are no data."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  sites in English alone do not load Babel

    for wider in widening(tag):
        try:
            return Locale.parse(wider, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


_SCRIPTS: Final = (
    ("ja", lazy_pattern("[\u3041-\u30ff]")),
    ("ko", lazy_pattern("[\u1100-\u11ff\uac00-\ud7a3]")),
    ("zh", lazy_pattern("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f]")),
)
"""The letters that identify a language. Chinese characters without kana or Hangul count as Chinese."""


def language_of(text: str) -> str:
    """Return `zh`, `ja` or `ko` if a text has their letters; empty for scripts that several languages share."""
    return next((language for language, letters in _SCRIPTS if letters.search(text)), "")
