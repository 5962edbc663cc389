"""`crossref` and `xdata`: what an entry has from others.

The rules are the default inheritance of the BibLaTeX manual (appendix B), with three differences:
- a parent's own `booktitle` goes before its `title`, as files for BibTeX have it;
- `@book` gives its title as `booktitle` to every type that is a part of something, as BibTeX's users write;
- what names the parent itself (its DOI, its PDF, its abstract) is not inherited by crossref.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

Fields = Mapping[str, str]

_WHOLES = frozenset({"book", "collection", "proceedings", "reference"})
_PARTS = frozenset(
    {
        "inbook",
        "bookinbook",
        "suppbook",
        "incollection",
        "suppcollection",
        "inreference",
        "inproceedings",
        "conference",
    }
)
_TITLES = ("title", "subtitle", "titleaddon")
_NEVER = frozenset(
    {"crossref", "xref", "xdata", "ids", "entryset", "entrysubtype", "execute", "label", "options", "presort"}
    | {"related", "relatedoptions", "relatedstring", "relatedtype", "shorthand", "shorthandintro", "sortkey", "key"}
)
"""What BibLaTeX does not inherit."""
_PARENTS_OWN = frozenset(
    {"doi", "url", "urldate", "urlday", "urlmonth", "urlyear", "eprint", "eprinttype", "eprintclass", "archiveprefix"}
    | {"primaryclass", "pdf", "code", "slides", "poster", "video", "website", "html", "preview", "file", "abstract"}
    | {"award", "selected", "pubstate", "timestamp", "biburl", "bibsource", "date-added", "date-modified", "owner"}
    | {"creationdate", "modificationdate"}
)
"""What leads to the parent, or was said about it."""
_RENAMED = frozenset({*_TITLES, "shorttitle", "sorttitle", "indextitle", "indexsorttitle"})
"""What an entry whose parent's title has another name there does not inherit by its own name."""
_SAME = {
    "journaltitle": ("journal",),
    "journal": ("journaltitle",),
    "location": ("address",),
    "address": ("location",),
    "institution": ("school",),
    "school": ("institution",),
    "date": ("year",),
    "year": ("date",),
    "month": ("date",),
}
"""Fields that a field's other names already fill."""


def parents(fields: Fields) -> Iterator[tuple[str, str]]:
    """The field that names each parent, and the parent's key: those of xdata first, they go before crossref."""
    for key in fields.get("xdata", "").split(","):
        if key.strip():
            yield "xdata", key.strip()
    if fields.get("crossref"):
        yield "crossref", fields["crossref"]


def with_crossref(own: Fields, own_type: str, parent: Fields, parent_type: str) -> dict[str, str]:
    """An entry's fields with those it lacks and its parent has."""
    prefix = _prefix(parent_type, own_type)
    merged = dict(own)
    for name, value in parent.items():
        if name not in _NEVER and name not in _PARENTS_OWN and not (prefix and name in _RENAMED):
            _fill(merged, own, name, value)
    if prefix:
        for name in _TITLES:
            if name in parent:
                _fill(merged, own, prefix + name, parent[name])
    if parent_type in {"book", "mvbook"} and own_type in {"inbook", "bookinbook", "suppbook"} and "author" in parent:
        _fill(merged, own, "bookauthor", parent["author"])
    return merged


def with_xdata(own: Fields, parent: Fields) -> dict[str, str]:
    """An entry's fields with those it lacks and a data container has."""
    inherited = {name: value for name, value in parent.items() if name not in own and name not in {"xdata", "ids"}}
    return {**own, **inherited}


def _fill(merged: dict[str, str], own: Fields, name: str, value: str) -> None:
    if name not in merged and not any(other in own for other in _SAME.get(name, ())):
        merged[name] = value


def _prefix(parent_type: str, own_type: str) -> str:
    """What a parent's title is called in an entry: the start of `maintitle`, `booktitle`, `journaltitle`."""
    if parent_type.startswith("mv") and (own_type in _PARTS or own_type in _WHOLES):
        return "main"
    if parent_type in _WHOLES and own_type in _PARTS:
        return "book"
    if parent_type == "periodical" and own_type in {"article", "suppperiodical"}:
        return "journal"
    return ""


def eldest_first(family: Mapping[str, Collection[str]]) -> tuple[list[str], set[str]]:
    """Every key after the keys of its parents; and the keys that are parents of themselves, in between."""
    order = _after_all(family)
    done = set(order)
    rest = {key: None for key in family if key not in done}
    children: dict[str, list[str]] = {key: [] for key in rest}
    for key in rest:
        for parent in family[key]:
            if parent in rest:
                children[parent].append(key)
    youngest = _after_all(children)
    circle = rest.keys() - set(youngest)
    return [*order, *(key for key in rest if key in circle), *reversed(youngest)], circle


def _after_all(needed: Mapping[str, Collection[str]]) -> list[str]:
    """The keys whose needed keys can all stand before them, in such an order."""
    open_needs = {key: len(keys) for key, keys in needed.items()}
    needing: dict[str, list[str]] = {}
    for key, keys in needed.items():
        for other in keys:
            needing.setdefault(other, []).append(key)
    order = [key for key, count in open_needs.items() if not count]
    for key in order:
        for other in needing.get(key, ()):
            open_needs[other] -= 1
            if not open_needs[other]:
                order.append(other)
    return order
