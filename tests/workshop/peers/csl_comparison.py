"""Items of CSL-JSON in a form in which two programs agree if they mean the same: text without style."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote

from msgspec import Struct

from ibid.model.records import Record
from ibid.write.exports import csl_item
from pelican_bibtex.bibliography import assemble
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.entries.entry import Entry
from pelican_bibtex.entries.pipeline import read_entries
from pelican_bibtex.syntax.source import Source

Item = Mapping[str, Any]

FIELDS: Final = (
    *("type", "title", "author", "editor", "issued", "container-title", "volume", "issue", "page"),
    *("DOI", "URL"),
)
"""The variables of CSL that are compared."""

_TAG: Final = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|span)\b[^<>]*>")
_SIGNS: Final = str.maketrans({
    **dict.fromkeys("‘’ʼ′`´ʹ\"“”„«»″", "'"), **dict.fromkeys("–—−‐‑―", "-"),
    **dict.fromkeys("\N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}\N{HAIR SPACE}\n\t", " "),
    **dict.fromkeys("\N{ZERO WIDTH SPACE}\N{SOFT HYPHEN}\N{WORD JOINER}\N{ZERO WIDTH NON-JOINER}", ""),
})  # fmt: skip
_ARXIV: Final = re.compile(r"(?i)^https?://(?:www\.)?arxiv\.org/")
_PARTICLES: Final = ("given", "dropping-particle", "non-dropping-particle", "family")


class Reading(Struct, frozen=True):
    """An entry as Ibid reads it."""

    entry: Entry
    item: Item
    """As CSL-JSON."""
    problems: tuple[Problem, ...]


def read(text: str, path: str = "p.bib") -> dict[str, Reading]:
    """Return the entries of a text by their keys, each read for itself: no preprint is merged into another entry."""
    entries, found = read_entries([Source(path, text)])
    return {entry.key: _reading(entry, found) for entry in entries}


def _reading(entry: Entry, found: Sequence[Problem]) -> Reading:
    publication, about = assemble(entry)
    problems = (*(each for each in found if each.key == entry.key), *about)
    record = Record(publication, 1, "k", "publications/k/", "publications/#k", "publications/k.bib", ())
    return Reading(entry, csl_item(record), problems)


def comparable(item: Item, field: str) -> str:
    """Return one variable of an item without what is style: empty if the item lacks it."""
    value = item.get(field)
    if not value:
        return ""
    if field in {"author", "editor"}:
        return "; ".join(_names(value))
    if field == "issued":
        return _date(value)
    if field in {"DOI", "URL"}:
        address = unquote(unquote(str(value))).strip()
        return address.lower() if field == "DOI" else _ARXIV.sub("https://arxiv.org/", address)
    return plain(str(value))


def plain(value: str) -> str:
    """Return a text without markup, case, and differences of quotes, dashes and blanks."""
    text = unicodedata.normalize("NFKC", html.unescape(_TAG.sub("", value)).translate(_SIGNS))
    text = text.translate(_SIGNS).casefold()
    text = re.sub("ı(?=[\u0300-\u036f])", "i", unicodedata.normalize("NFD", text))
    text = re.sub(r"-{2,}", "-", unicodedata.normalize("NFC", text))
    return " ".join(re.sub(r"\s*-\s*", "-", text).split()).replace("''", "'")


def _names(names: Sequence[Item]) -> Iterator[str]:
    for name in names:
        parts = " ".join(str(name[part]) for part in _PARTICLES if name.get(part))
        whole = str(name.get("literal") or parts) + (f", {name['suffix']}" if name.get("suffix") else "")
        spaced = re.sub(r"(?<=\b\w)\.(?=\w)", ". ", plain(whole))
        yield re.sub(r"(?<=')\s+", "", spaced)


def _date(value: Item) -> str:
    if value.get("literal") or value.get("raw"):
        return re.sub(r"\b0+(?=\d)", "", plain(str(value.get("literal") or value["raw"])))
    parts = ["-".join(str(part) for part in date if part not in {"", None}) for date in value.get("date-parts", ())]
    return "/".join(parts) + (f" season {value['season']}" if value.get("season") else "")
