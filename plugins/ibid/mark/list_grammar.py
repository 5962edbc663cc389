"""The grammar of lists in pages: `{publications status=preprint limit=5}`, `{topics}`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.lazy_pattern import lazy_pattern

KINDS = ("publications", "topics", "legend", "people")
FILTERS = ("status", "type", "year", "number", "selected", "award", "topic", "keyword", "person", "venue", "key")
"""The filters of a list of publications."""
CITED = "cited"
"""The filter for what the page with the list cites; it becomes one by `key` when that is known."""
FLAGS = frozenset({"selected", "award"})
"""Filters that need no value."""
OWNERS, COAUTHORS = "owners", "coauthors"
"""What a list of people may be limited to."""
COMPARABLE = frozenset({"year", "number"})
"""Filters that take `>=`, `<=`, `>`, `<` and ranges, `2020..2023`."""
ORDERS = ("newest", "oldest", "title")
"""The values of `order=`; the default is the newest number first."""
GROUPS = ("year", "type", "topic")
"""The values of `group=`."""
_KIND = lazy_pattern(rf"\s*(?P<kind>{'|'.join(KINDS)})\b")
_WORDS = lazy_pattern(r"\s*(?P<name>[A-Za-z]+)(?P<rest>.*)")
_WORD = lazy_pattern(
    r"(?P<name>\w+)\s*(?:(?P<comparison>>=|<=|=|>|<)\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"']+))?|(?P<else>\S+)"
)
_RANGE = lazy_pattern(r"\d*\.\.\d*")
_BETWEEN_KEYS = lazy_pattern(r"[,;\s]+@?")
_LAYOUT = ("limit", "order", "group")
_FILTER = rf"(?:{'|'.join((*FLAGS, CITED))})\b|(?:{'|'.join((*FILTERS, *_LAYOUT))})\s*[<>=]"
_GLUED = lazy_pattern(rf"publications?(?={_FILTER})|publications(?=[a-z]+\s*[<>=])", re.IGNORECASE)
"""A list's name without a blank before its first filter: {publicationslimit=5}."""
_PEOPLE = f"{{people {OWNERS}}} or {{people {COAUTHORS}}}"
BRACES = lazy_pattern(
    r"(?<![\\$^_{}/&=A-Za-z0-9-])\{(?P<words>[ \t]*(?P<name>[A-Za-z]+)(?P<rest>[^{}\n]*))\}"
    r"(?![{}_/A-Za-z0-9]|[-.][A-Za-z0-9])"
)
"""Braces that may mean a list; next to these characters they are TeX, an address, a file name, attributes or part of
a template."""
_MEANS_LIST = lazy_pattern(r"[\W\d]*|.*(?:[<>=]|\b(?:selected|award|cited|owners|coauthors)\b).*")
"""The text after a list's name that makes it a list in a sentence too, unlike {people who write}."""
_MARKS = lazy_pattern(r"(?:[ \t]*(?:[-*+>:#]|\d+\.|\[\^[^\]]*\]:))*[ \t]*")
"""The start of a bullet, quote, heading or the like: braces with nothing else after it are not part of a sentence."""
_EXAMPLE = "write a space before each filter: `{publications status=preprint limit=5}`."


class Filter(Struct, frozen=True):
    """One condition of a list: `year >= 2023`."""

    name: str
    comparison: str
    """`=`, and for years and numbers `>=`, `<=`, `>`, `<`."""
    value: str


class PlacedList(Struct, frozen=True):
    """The list that is described between two braces."""

    kind: str
    """`publications`, `topics`, `legend` or `people`."""
    conditions: tuple[Filter, ...] = ()
    limit: int | None = None
    order: str = "newest"
    """One of `ORDERS`."""
    group: str = ""
    """One of `GROUPS`, or empty."""
    whose: tuple[str, ...] = ()
    """For people: `owners`, `coauthors` or both."""

    def has(self, name: str) -> bool:
        """Return whether it has a condition of this name."""
        return any(condition.name == name for condition in self.conditions)

    def on_page(self, cited: Iterable[str]) -> PlacedList:
        """Return the list on a page that cites these keys: with them in place of `cited`."""
        keys = Filter("key", "=", ",".join(cited))
        conditions = (keys if condition.name == CITED else condition for condition in self.conditions)
        return replace(self, conditions=tuple(conditions))


def keys_in(value: str) -> tuple[str, ...]:
    """Return the keys in the value of `key=`: `alpha2020,beta2021`."""
    return tuple(filter(None, _BETWEEN_KEYS.split(value.lstrip("@"))))


def read_list(source: str) -> tuple[PlacedList, tuple[str, ...]]:
    """Return the list in `publications status=preprint limit=5`, and messages on words that are not understood."""
    opening = _KIND.match(source)
    kind = opening["kind"] if opening else ""
    conditions: list[Filter] = []
    faults: list[str] = []
    layout: dict[str, str] = {}
    whose: list[str] = []
    for word in _WORD.finditer(source, opening.end() if opening else 0):
        fault = _fault(word, kind)
        if fault:
            faults.append(fault)
            continue
        value = (word["value"] or "true").strip("\"'")
        if kind == "people":
            whose.append(word["name"])
        elif word["name"] in _LAYOUT:
            layout[word["name"]] = value
        elif word["name"] == "key" and any(one.name == "key" for one in conditions):
            conditions = [
                replace(one, value=f"{one.value},{value}") if one.name == "key" else one for one in conditions
            ]
        else:
            conditions.append(Filter(word["name"], word["comparison"] or "=", value))
    limit = int(layout["limit"]) if "limit" in layout else None
    order, group = layout.get("order", "newest"), layout.get("group", "")
    placed = PlacedList(kind, tuple(conditions), limit, order, group, tuple(whose))
    return placed, tuple(faults)


def is_meant(braces: re.Match[str], start: int = 0, end: int | None = None) -> bool:
    """Return whether braces mean a list: alone on their line in any spelling, in a sentence only with an exact name.

    `start` and `end` are the bounds of the text that they are in.
    """
    before, after = _around(braces, start, end)
    if (before + after).strip() and not _MEANS_LIST.fullmatch(braces["rest"]):
        return False
    stands_alone = _MARKS.fullmatch(before) and not after.strip()
    return bool(meant_list(braces["words"])) if stands_alone else braces["name"] in KINDS


def is_alone(braces: re.Match[str], start: int, end: int) -> bool:
    """Return whether nothing else is on the line of braces, between the bounds of the text that they are in."""
    return not "".join(_around(braces, start, end)).strip()


def _around(braces: re.Match[str], start: int, end: int | None) -> tuple[str, str]:
    """Return what is before and after braces on their line."""
    before, after = braces.string[start : braces.start()], braces.string[braces.end() : end]
    return before.rpartition("\n")[2], after.partition("\n")[0]


def stray_list(source: str, *, markdown: bool = True) -> str:
    """Return a message on braces that seem to mean a list but are not one, as `{Publications}`; empty for others.

    `markdown` says whether the page is Markdown, in which a backslash before a brace makes it text.
    """
    if not (source.startswith("{") and source.endswith("}")):
        return ""
    right = f"{{{meant_list(source[1:-1])}}}"
    wrong = "is shown as text here; write it" if right == source else f"is misspelt; write `{right}`"
    if not markdown:
        return f"`{source}` {wrong} in a paragraph of its own, or put it in code if it is not a list."
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
        takes = {"publications": _EXAMPLE, "people": f"write {{people}}, {_PEOPLE}."}.get(
            kind, f"{{{kind}}} has no filters."
        )
        return f"`{word['else']}` is not a filter; {takes}"
    if kind == "people":
        return _bad_people(word)
    if kind != "publications":
        return f"{{{kind}}} has no filters; remove `{word.group()}`."
    name, value, comparison = word["name"], (word["value"] or "").strip("\"'"), word["comparison"] or "="
    if name in _LAYOUT:
        return _bad_layout(name, comparison, value)
    if name not in (*FILTERS, CITED):
        return f"there is no filter `{name}`; {_offer(name)}"
    return _bad_value(name, comparison, value)


def _bad_people(word: re.Match[str]) -> str:
    known = (OWNERS, COAUTHORS)
    if word["name"] in known and not word["comparison"]:
        return ""
    advice = did_you_mean(nearest(word["name"], known, 0.6), f"write {{people}}, {_PEOPLE}.", "`{}`")
    return f"{{people}} knows no `{word.group()}`; {advice}"


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
    if name == CITED:
        return "`cited` has no value; write `cited` alone." if value else ""
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
    names = [*FILTERS, CITED, *_LAYOUT]
    return did_you_mean(nearest(name, names), f"the filters are {', '.join(names)}.", "`{}`")
