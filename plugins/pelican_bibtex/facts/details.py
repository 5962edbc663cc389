"""Volume, number, pages and the like, as one short text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pelican_bibtex import tex
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.syntax.type_names import JOURNALS, KINDS, NUMBERED, OF_A_KIND

_DASHES: Final = lazy_pattern(r"(?<=\w)\s*(?:[-–—‐]{2,}|[–—‐])\s*(?=[\w?])")
_HYPHEN: Final = lazy_pattern(r"(?<![\w.-])([A-Za-z]*\d+\w*)\s*-\s*([A-Za-z]*\d+\w*)(?![\w.-])")
_OPEN_END: Final = lazy_pattern(r"–\?+$")
_LABEL: Final = lazy_pattern(r"^(?:pages?|pp?)[.:]?\s*(?=\w*\d)", re.IGNORECASE)
_ROMAN: Final = lazy_pattern(r"[ivxlcdm]+")
_RANGE: Final = lazy_pattern(r"[–,;+&]|\band\b|\bff?\b")
_UNKNOWN: Final = lazy_pattern(r"[\s?\-–—./]*|n/?a|to appear|tbd|tba", re.IGNORECASE)
_EDITION: Final = lazy_pattern(r"\bed(?:\.|ition|n\b)", re.IGNORECASE)
_TIE: Final = "\N{NO-BREAK SPACE}"
_ARXIV: Final = lazy_pattern(r"\babs/|arxiv", re.IGNORECASE)


def details(type_: str, name: str, fields: Mapping[str, str]) -> str:
    """Return the details of an entry of type `type_`, called `name` by its author: `12(3), pp. 1–39`, `PhD thesis`."""
    parts = (_kind(type_, name, fields), _issue(type_, fields), _edition(fields), _article(fields), pages(fields))
    return ", ".join(part for part in parts if part)


def pages(fields: Mapping[str, str]) -> str:
    """Return `pp. 1–39` or `p. 7`, with a no-break space, or an electronic number unchanged."""
    text = _value(fields, "pages")
    if not text or _ARXIV.search(text):
        return ""
    text = _LABEL.sub("", text).strip(" ,;.-–")
    text = _OPEN_END.sub("", _dashed(text))
    first, _, last = text.partition("–")
    if first == last:
        text = first
    if text.isdigit() or _ROMAN.fullmatch(text):
        return f"p.{_TIE}{text}"
    numbered = any(char.isdigit() for char in text) or all(map(_ROMAN.fullmatch, text.split("–")))
    return f"pp.{_TIE}{text}" if numbered and _RANGE.search(text) else text


def _dashed(text: str) -> str:
    """Return the text with dashes in ranges; a hyphen within an electronic number is kept."""
    text = _DASHES.sub("–", text)
    return text if "–" in text else _HYPHEN.sub(r"\1–\2", text)


def _kind(type_: str, name: str, fields: Mapping[str, str]) -> str:
    """Return the kind and number of a thesis, report or patent, such as `PhD thesis`; empty for other types."""
    if type_ not in OF_A_KIND:
        return ""
    value = _value(fields, "type")
    label = KINDS.get(value.lower().replace(" ", ""), value) or KINDS.get(name, "")
    number = _value(fields, "number") if type_ in NUMBERED else ""
    return f"{label} {number}".strip()


def _issue(type_: str, fields: Mapping[str, str]) -> str:
    volume = _value(fields, "volume")
    number = _number(fields) if type_ not in OF_A_KIND else ""
    if _ARXIV.search(volume):
        return ""
    if type_ in JOURNALS:
        return f"{volume}({number})" if volume and number else volume or (f"no. {number}" if number else "")
    volume = f"vol. {volume}" if volume else ""
    return ", ".join(part for part in (volume, f"no. {number}" if number else "") if part)


def _number(fields: Mapping[str, str]) -> str:
    return _dashed(_value(fields, "number") or _value(fields, "issue"))


def _edition(fields: Mapping[str, str]) -> str:
    text = _value(fields, "edition")
    if not text.isdigit():
        return text if not text.isascii() or not text or _EDITION.search(text) else f"{text} ed."
    ending = "th" if text[-2:] in {"11", "12", "13"} else {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")
    return f"{text}{ending} ed."


def _article(fields: Mapping[str, str]) -> str:
    number = _value(fields, "eid") or _value(fields, "article-number") or _value(fields, "articleno")
    return f"article {number}" if number and number != _value(fields, "pages") else ""


def _value(fields: Mapping[str, str], field: str) -> str:
    source = fields.get(field, "")
    if not source:
        return ""
    text = source if source.isalnum() else tex.plain(source)
    return "" if _UNKNOWN.fullmatch(text) else text.rstrip(" ,;-–")
