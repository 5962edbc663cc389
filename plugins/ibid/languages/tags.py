"""Language tags such as `zh-CN`: their spelling, names, direction of writing, and the scripts of a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel import Locale


SOURCE = "en"
"""The language that the theme's words are written in."""


@lru_cache(maxsize=1000)
def bcp47(name: str) -> str:
    """The name as HTML has it: `zh-CN` for `zh_cn`."""
    first, *rest = name.strip().replace("_", "-").split("-")
    return "-".join([first.lower(), *map(_subtag, rest)])


def widening(name: str) -> tuple[str, ...]:
    """The language and the wider ones that it belongs to, the narrowest first: `zh-Hans-CN`, `zh-Hans`, `zh`."""
    parts = bcp47(name).split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))


def _subtag(part: str) -> str:
    """A script is written `Hans`, a region `CN`, everything else small (RFC 5646, section 2.1.1)."""
    script, region = 4, 2
    if len(part) == script and part.isalpha():
        return part.title()
    return part.upper() if len(part) == region else part.lower()


def language_name(tag: str) -> str:
    """`中文` for `zh`, `Français` for `fr`; the tag where CLDR does not know the language."""
    locale = locale_of(tag)
    name = (locale.get_display_name() if locale else "") or bcp47(tag)
    return name[:1].upper() + name[1:] if locale else name


def is_right_to_left(tag: str) -> bool:
    """Whether a page in this language runs from the right."""
    locale = None if widening(tag)[-1] == SOURCE else locale_of(tag)
    return locale is not None and locale.text_direction == "rtl"


def locale_of(tag: str) -> Locale | None:
    """What CLDR has on a language, or on the next wider one; None where it has nothing."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  sites in English alone do not load Babel

    for wider in widening(tag):
        try:
            return Locale.parse(wider, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


_SCRIPTS: Final = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\u1100-\u11ff\uac00-\ud7a3]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f]")),
)
"""Kana and Hangul have one language; Chinese characters without them are taken for Chinese."""


def language_of(text: str) -> str:
    """`zh`, `ja` or `ko` for a text with letters of theirs; empty for all others, which several languages share."""
    return next((language for language, letters in _SCRIPTS if letters.search(text)), "")
