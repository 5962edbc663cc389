"""Names of languages, each in that language."""

from __future__ import annotations

from ibid.languages.tags import bcp47, widening


def language_name(tag: str) -> str:
    """`中文` for `zh`, `Français` for `fr`; the tag where CLDR does not know the language."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  sites in English alone do not load Babel

    for wider in widening(tag):
        try:
            name = Locale.parse(wider, sep="-").get_display_name() or ""
        except (UnknownLocaleError, ValueError):
            continue
        return name[:1].upper() + name[1:]
    return bcp47(tag)
