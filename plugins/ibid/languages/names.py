"""What CLDR knows of languages: the name of each in itself, and which way it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ibid.languages.tags import SOURCE, bcp47, widening

if TYPE_CHECKING:
    from babel import Locale


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
