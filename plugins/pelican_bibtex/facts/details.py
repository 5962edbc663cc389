"""Volume, number, series, pages and the like, as one short text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pelican_bibtex import tex
from pelican_bibtex.facts.titles import plain_title
from pelican_bibtex.facts.venues import PROCEEDINGS, is_short_series
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
_NUMBERED: Final = lazy_pattern(
    r"(?P<label>(?:paper|art(?:icle)?)\b\.?(?:\s*(?:no|nr|id)\b\.?){0,2}\s*[\w.-]+)\s*,\s*(?P<total>\d+)(?:\s*(?:pp?|pages)\.?)?",
    re.IGNORECASE,
)
"""The number of an article and how many pages it has, as MathSciNet exports it: `Paper No. 123, 20`, `Art. 45, 12`."""
_AND_MORE: Final = lazy_pattern(r"(\w+)\s*[-–]+\s*\+")
"""A first page and more, as Web of Science exports it: `9-+`."""
_PRINTED_LABEL: Final = lazy_pattern(r"^pp?\.\s")
_SERIES: Final = {"newseries": "new ser.", "oldseries": "old ser."}
"""BibLaTeX's words for the series of a journal."""
_ARXIV: Final = lazy_pattern(r"\babs/|arxiv", re.IGNORECASE)


def details(type_: str, name: str, fields: Mapping[str, str], venue: str = "") -> str:
    """Return the details of an entry of type `type_`, called `name` by its author: `12(3), pp. 1–39`, `PhD thesis`.

    A series or a work in several volumes that is the `venue` is not named again.
    """
    parts = (
        _kind(type_, name, fields),
        *(_of_journal(fields) if type_ in JOURNALS else _of_book(type_, fields, venue)),
        _edition(fields),
        _version(fields),
        _article(fields),
        "" if type_ in JOURNALS else _chapter(fields),
        pages(fields) or _extent(fields),
    )
    return ", ".join(part for part in parts if part)


def pages(fields: Mapping[str, str]) -> str:
    """Return `pp. 1–39` or `p. 7`, with a no-break space, or an electronic number unchanged."""
    text = _value(fields, "pages")
    if not text or _ARXIV.search(text):
        return ""
    if numbered := _NUMBERED.fullmatch(text):
        return f"{numbered['label']}, {numbered['total']}{_TIE}pp."
    text = _LABEL.sub("", text).strip(" ,;.-–")
    if start := _AND_MORE.fullmatch(text):
        return f"p.{_TIE}{start[1]}+"
    text = _OPEN_END.sub("", _dashed(text))
    first, _, last = text.partition("–")
    if first == last:
        text = first
    if text.isdigit() or _ROMAN.fullmatch(text):
        return f"p.{_TIE}{text}"
    numbered_text = any(char.isdigit() for char in text) or all(map(_ROMAN.fullmatch, text.split("–")))
    return f"pp.{_TIE}{text}" if numbered_text and _RANGE.search(text) else text


def page_range(fields: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Return the pages without a label, the first one, the last one, and how many there are if the entry says so.

    A page may have a hyphen of its own: `A-12–A-15`, `S-12`. The label of `Paper No. 123, 20` is in place of pages.
    """
    if numbered := _NUMBERED.fullmatch(_value(fields, "pages")):
        return numbered["label"], numbered["label"], "", numbered["total"]
    text = _PRINTED_LABEL.sub("", pages(fields))
    ends = [end.strip() for end in re.split("[–,]", text)]
    is_plain = "–" in text and "-" not in text
    last = ends[-1] if len(ends) > 1 else ""
    return (text.replace("–", "-") if is_plain else text), ends[0], last, _value(fields, "pagetotal")


def volume_of(fields: Mapping[str, str]) -> str:
    """Return the volume, with its part: `7`, `7.2`; empty for the identifier of a preprint."""
    volume, part = _value(fields, "volume"), _value(fields, "part")
    if _ARXIV.search(volume):
        return ""
    return f"{volume}.{part}" if volume and part else volume


def series_of(fields: Mapping[str, str]) -> str:
    """Return the series: `Lecture Notes in Mathematics`, `2nd ser.`, `new ser.`."""
    text = _value(fields, "series")
    return f"{_ordinal(text)} ser." if text.isdigit() else _SERIES.get(text.lower(), text)


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


def _of_journal(fields: Mapping[str, str]) -> Iterator[str]:
    """Yield the series of a journal, if it is one of several, and volume and issue: `new ser.`, `7.2(3)`."""
    series, volume, number = series_of(fields), volume_of(fields), _number(fields)
    yield series if series.endswith(" ser.") else ""
    if volume:
        yield f"{volume}({number})" if number else volume
    else:
        yield f"no. {number}" if number and not _ARXIV.search(_value(fields, "volume")) else ""


def _of_book(type_: str, fields: Mapping[str, str], venue: str) -> Iterator[str]:
    """Yield the work in several volumes or the series, with the number in it: `Lecture Notes in Mathematics 1234`."""
    volume, series = volume_of(fields), series_of(fields)
    number = _number(fields) if type_ not in OF_A_KIND else ""
    whole = plain_title(fields, "maintitle") if fields.get("title", "").strip("{} ") else ""
    whole = "" if whole in venue else whole
    is_own = bool(whole or number)  # in BibTeX, the volume of a series is the number in it
    in_series = number if is_own else volume
    is_named = bool(series) and series not in venue and not is_short_series(series)
    is_named = is_named and bool(in_series or type_ not in PROCEEDINGS)
    volume = f"vol. {volume}" if volume and (is_own or not is_named) else ""
    yield from (whole, volume) if whole else ()
    yield f"{series} {in_series}".strip() if is_named else ""
    yield "" if whole else volume
    yield f"part {part}" if (part := _value(fields, "part")) and not volume_of(fields) else ""
    yield f"no. {number}" if number and not is_named else ""


def _version(fields: Mapping[str, str]) -> str:
    text = _value(fields, "version")
    return f"version {text}" if text[:1].isdigit() else text


def _chapter(fields: Mapping[str, str]) -> str:
    text = _value(fields, "chapter")
    return f"ch.{_TIE}{text}" if text[:1].isdigit() or _ROMAN.fullmatch(text.lower()) else text


def _extent(fields: Mapping[str, str]) -> str:
    """Return how much there is of a whole work: `3 vols.`, `xii, 240 pp.`."""
    volumes, total = _value(fields, "volumes"), _value(fields, "pagetotal")
    parts = ("" if volumes == "1" else f"{volumes}{_TIE}vols." if volumes.isdigit() else volumes, _pages_of(total))
    return ", ".join(part for part in parts if part)


def _pages_of(total: str) -> str:
    return f"{total}{_TIE}pp." if total and total[-1].isdigit() else total


def _number(fields: Mapping[str, str]) -> str:
    return _dashed(_value(fields, "number") or _value(fields, "issue"))


def _edition(fields: Mapping[str, str]) -> str:
    text = _value(fields, "edition")
    if text.isdigit():
        return f"{_ordinal(text)} ed."
    return text if not text.isascii() or not text or _EDITION.search(text) else f"{text} ed."


def _ordinal(number: str) -> str:
    ending = "th" if number[-2:] in {"11", "12", "13"} else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
    return f"{number}{ending}"


def _article(fields: Mapping[str, str]) -> str:
    number = _value(fields, "eid") or _value(fields, "article-number") or _value(fields, "articleno")
    return f"article {number}" if number and number != _value(fields, "pages") else ""


def _value(fields: Mapping[str, str], field: str) -> str:
    source = fields.get(field, "")
    if not source:
        return ""
    text = source if source.isalnum() else tex.plain(source)
    return "" if _UNKNOWN.fullmatch(text) else text.rstrip(" ,;-–")
