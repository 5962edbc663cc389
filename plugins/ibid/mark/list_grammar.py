"""The grammar of lists in pages: `{publications status=preprint limit=5}`, `{topics}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest

KINDS = ("publications", "topics", "legend", "people")
FILTERS = ("status", "type", "year", "number", "selected", "award", "topic", "keyword", "person", "venue")
"""The filters of a list of publications."""
FLAGS = frozenset({"selected", "award"})
"""Filters that need no value."""
COMPARABLE = frozenset({"year", "number"})
"""Filters that take `>=`, `<=`, `>`, `<` and ranges, `2020..2023`."""
ORDERS = ("newest", "oldest", "title")
"""The values of `order=`; the default is the newest number first."""
GROUPS = ("year", "type", "topic")
"""The values of `group=`."""
_KIND = re.compile(rf"\s*(?P<kind>{'|'.join(KINDS)})\b")
_BRACES = re.compile(r"\{(?P<words>.*)\}")
_WORDS = re.compile(r"\s*(?P<name>[A-Za-z]+)(?P<rest>.*)")
_WORD = re.compile(
    r"(?P<name>\w+)\s*(?:(?P<comparison>>=|<=|=|>|<)\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"']+))?|(?P<else>\S+)"
)
_RANGE = re.compile(r"\d*\.\.\d*")
_LAYOUT = ("limit", "order", "group")
_FILTER = rf"(?:{'|'.join(FLAGS)})\b|(?:{'|'.join((*FILTERS, *_LAYOUT))})\s*[<>=]"
_GLUED = re.compile(rf"publications?(?={_FILTER})|publications(?=[a-z]+\s*[<>=])", re.IGNORECASE)
"""A list's name without a blank before its first filter: {publicationslimit=5}."""
_EXAMPLE = "write a space before each filter: `{publications status=preprint limit=5}`."


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition of a list: `year >= 2023`."""

    name: str
    comparison: str
    """`=`, and for years and numbers `>=`, `<=`, `>`, `<`."""
    value: str


@dataclass(frozen=True, slots=True)
class PlacedList:
    """The list that is described between two braces."""

    kind: str
    """`publications`, `topics`, `legend` or `people`."""
    conditions: tuple[Filter, ...] = ()
    limit: int | None = None
    order: str = "newest"
    """One of `ORDERS`."""
    group: str = ""
    """One of `GROUPS`, or empty."""


def read_list(source: str) -> tuple[PlacedList, tuple[str, ...]]:
    """Return the list in `publications status=preprint limit=5`, and messages on words that are not understood."""
    opening = _KIND.match(source)
    kind = opening["kind"] if opening else ""
    conditions: list[Filter] = []
    faults: list[str] = []
    layout: dict[str, str] = {}
    for word in _WORD.finditer(source, opening.end() if opening else 0):
        fault = _fault(word, kind)
        if fault:
            faults.append(fault)
            continue
        value = (word["value"] or "true").strip("\"'")
        if word["name"] in _LAYOUT:
            layout[word["name"]] = value
        else:
            conditions.append(Filter(word["name"], word["comparison"] or "=", value))
    limit = int(layout["limit"]) if "limit" in layout else None
    placed = PlacedList(kind, tuple(conditions), limit, layout.get("order", "newest"), layout.get("group", ""))
    return placed, tuple(faults)


def stray_list(source: str) -> str:
    """Return a message on braces that seem to mean a list but are not one, as `{Publications}`; empty for others."""
    braces = _BRACES.fullmatch(source)
    if not braces:
        return ""
    right = f"{{{meant_list(braces['words'])}}}"
    wrong = "is shown as text here; write it" if right == source else f"is misspelt; write `{right}`"
    return f"`{source}` {wrong} on a line of its own, outside of quotes and HTML, or write `\\{{` for a brace."


def meant_list(words: str) -> str:
    """Return the right words for those between two braces, `publications limit=5` for `Publicationslimit=5`, or ""."""
    found = _WORDS.fullmatch(words)
    if not found:
        return ""
    glued = _GLUED.match(words, found.start("name"))
    if glued:
        return f"publications {words[glued.end() :].rstrip()}"
    kind = nearest(found["name"], KINDS, 0.8)
    return f"{kind}{found['rest'].rstrip()}" if kind else ""


def _fault(word: re.Match[str], kind: str) -> str:
    """Return the fault of one word between the braces, or an empty string."""
    if word["else"]:
        takes = _EXAMPLE if kind == "publications" else f"{{{kind}}} has no filters."
        return f"`{word['else']}` is not a filter; {takes}"
    if kind != "publications":
        return f"{{{kind}}} has no filters; remove `{word.group()}`."
    name, value, comparison = word["name"], (word["value"] or "").strip("\"'"), word["comparison"] or "="
    if name in _LAYOUT:
        return _bad_layout(name, comparison, value)
    if name not in FILTERS:
        return f"there is no filter `{name}`; {_offer(name)}"
    return _bad_value(name, comparison, value)


def _bad_layout(name: str, comparison: str, value: str) -> str:
    if name == "limit":
        if comparison == "=" and value.isdecimal() and int(value):
            return ""
        return f"`{name}{comparison}{value}` is not a whole number from 1; write `limit=5`."
    known = ORDERS if name == "order" else GROUPS
    if value in known and comparison == "=":
        return ""
    return f"`{name}{comparison}{value}` is not known; write one of {', '.join(f'{name}={one}' for one in known)}."


def _bad_value(name: str, comparison: str, value: str) -> str:
    if not value and name not in FLAGS:
        return f"the filter `{name}` has no value; write `{name}=...`."
    if name not in COMPARABLE and comparison != "=":
        return f"the filter `{name}` allows only `=`; write `{name}=...`."
    if comparison != "=" and not value.isdecimal():
        return f"`{name}{comparison}` needs a whole number, not `{value}`."
    if name in COMPARABLE and ".." in value and not _RANGE.fullmatch(value):
        return f"a range needs whole numbers, as in `{name}=2020..2023`, not `{value}`."
    return ""


def _offer(name: str) -> str:
    names = [*FILTERS, *_LAYOUT]
    return did_you_mean(nearest(name, names), f"the filters are {', '.join(names)}.", "`{}`")
