"""Inheritance of fields from other entries, by `crossref` and `xdata`.

The rules are the default inheritance of the BibLaTeX manual (appendix B), with three differences:
- a parent's own `booktitle` takes precedence over its `title`, as files for BibTeX have it;
- `@book` passes its title as `booktitle` to every type that is a part of something, as BibTeX's users write;
- fields about the parent itself (its DOI, its PDF, its abstract) are not inherited by crossref.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.diagnostics.suggestions import did_you_mean
from pelican_bibtex.entries.entry import Entry, Nearest

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
"""Fields that BibLaTeX does not inherit."""
_PARENTS_OWN = frozenset(
    {"doi", "url", "urldate", "urlday", "urlmonth", "urlyear", "eprint", "eprinttype", "eprintclass", "archiveprefix"}
    | {"primaryclass", "pdf", "code", "slides", "poster", "video", "website", "html", "preview", "file", "abstract"}
    | {"award", "selected", "pubstate", "timestamp", "biburl", "bibsource", "date-added", "date-modified", "owner"}
    | {"creationdate", "modificationdate"}
)
"""Fields that lead to the parent or describe only the parent."""
_RENAMED = frozenset({*_TITLES, "shorttitle", "sorttitle", "indextitle", "indexsorttitle"})
"""Fields not inherited under their own name if the parent's title gets another name, such as `booktitle`."""
_LINKS: Final = ("crossref", "xdata")
"""Fields whose values are keys of parents."""
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
"""Field -> its other names; a field is not inherited if the entry has one of these."""


def parents(fields: Fields) -> Iterator[tuple[str, str]]:
    """Yield the field that names each parent, and its key; xdata comes first and takes precedence over crossref."""
    for key in fields.get("xdata", "").split(","):
        if key.strip():
            yield "xdata", key.strip()
    if fields.get("crossref"):
        yield "crossref", fields["crossref"]


def with_crossref(own: Fields, own_type: str, parent: Fields, parent_type: str) -> dict[str, str]:
    """Return an entry's fields with those that it lacks and its crossref parent has."""
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
    """Return an entry's fields with those that it lacks and a data container has."""
    inherited = {name: value for name, value in parent.items() if name not in own and name not in {"xdata", "ids"}}
    return {**own, **inherited}


def _fill(merged: dict[str, str], own: Fields, name: str, value: str) -> None:
    if name not in merged and not any(other in own for other in _SAME.get(name, ())):
        merged[name] = value


def _prefix(parent_type: str, own_type: str) -> str:
    """Return the prefix of a parent's title in an entry, as in `maintitle`, `booktitle`, `journaltitle`; else empty."""
    if parent_type.startswith("mv") and (own_type in _PARTS or own_type in _WHOLES):
        return "main"
    if parent_type in _WHOLES and own_type in _PARTS:
        return "book"
    if parent_type == "periodical" and own_type in {"article", "suppperiodical"}:
        return "journal"
    return ""


def eldest_first(family: Mapping[str, Collection[str]]) -> tuple[list[str], set[str]]:
    """Return all keys, each after its parents, and the keys that are their own ancestors, which come in between."""
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
    """Return the keys sorted so that each follows the keys it needs, without those for which that is impossible."""
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


DEEPEST: Final = 20
"""Maximum number of generations that an entry can inherit through."""
_NAMED: Final = 5
"""Maximum number of keys of a circle that a message names."""


def inherit(entries: Sequence[Entry], problems: list[Problem]) -> tuple[Entry, ...]:
    """Return the entries with all inherited fields, in the same order; faults are added to `problems`."""
    if not any("crossref" in entry.fields or "xdata" in entry.fields for entry in entries):
        return tuple(entries)
    by_key = {entry.key: entry for entry in entries}
    links = _links(by_key, problems)
    order, circle = eldest_first({key: [parent for _, parent in found] for key, found in links.items()})
    problems += [_circle(by_key, chain) for chain in _circles(by_key, links, circle)]
    depths: dict[str, int] = {}
    for key in order:
        found = [] if key in circle else links[key]
        depths[key] = 1 + max((depths[parent] for _, parent in found), default=-1)
        if depths[key] > DEEPEST:
            message = (
                f"`{key}` inherits through more than {DEEPEST} entries, so it inherits nothing; shorten the chain."
            )
            problems.append(by_key[key].problem(codes.INHERITANCE_CYCLE, message, found[0][0]))
            depths[key] = 0
        elif found:
            by_key[key] = _heir(by_key, key, found)
    return tuple(by_key.values())


class WrittenAt(Struct, frozen=True):
    """The field of an entry in which a value is written."""

    key: str
    type: str
    """The type of that entry, as its author wrote it."""
    field: str
    path: str
    line: int


def origins(entries: Sequence[Entry]) -> dict[str, dict[str, WrittenAt]]:
    """Return for each key the origin of each field, its own or inherited; `entries` have not inherited yet."""
    written: list[WrittenAt] = []
    marked = []
    for entry in entries:
        numbered = {}
        for name, (line, _) in entry.positions.items():
            numbered[name] = str(len(written))
            written.append(WrittenAt(entry.key, entry.type, name, entry.location.path, line))
        links = {name: entry.fields[name] for name in _LINKS if name in entry.fields}
        marked.append(replace(entry, fields={**numbered, **links}))
    return {
        entry.key: {
            name: written[int(value)] for name, value in entry.fields.items() if name not in {"crossref", "xdata"}
        }
        for entry in inherit(marked, [])
    }


Parents = Mapping[str, Sequence[tuple[str, str]]]
"""Key -> its parents, each as the field that names it and its key."""


def _links(by_key: Mapping[str, Entry], problems: list[Problem]) -> dict[str, list[tuple[str, str]]]:
    """Return each key's parents. Keys are looked up as written, then ignoring case, as BibTeX does.

    A parent may be named by an alias, as in Biber.
    """
    names = {alias: key for key, entry in by_key.items() for alias in (*entry.aliases, key)}
    lowered = {name.lower(): key for name, key in reversed(list(names.items()))}
    near = Nearest(by_key)
    links: dict[str, list[tuple[str, str]]] = {}
    for key, entry in by_key.items():
        links[key] = []
        for field, wanted in parents(entry.fields):
            parent = names.get(wanted) or lowered.get(wanted.lower())
            if parent is None:
                problems.append(_missing(entry, field, wanted, near.to(wanted)))
            else:
                links[key].append((field, parent))
    return links


def _missing(entry: Entry, field: str, wanted: str, near: str) -> Problem:
    mend = did_you_mean(near, "add that entry, or remove the field.", "`{}`")
    message = f"the entry `{wanted}` in the {field} of `{entry.key}` does not exist; {mend}"
    return entry.problem(codes.MISSING_PARENT, message, field)


def _circles(by_key: Mapping[str, Entry], links: Parents, circle: set[str]) -> Iterable[list[str]]:
    """Yield the keys of each circle once, starting with the one that comes first in the files."""
    seen: set[str] = set()
    for key in by_key:
        if key in circle and key not in seen:
            chain = [key]
            seen.add(key)
            for link in chain:
                found = [parent for _, parent in links[link] if parent in circle and parent not in seen]
                chain += found[:1]
                seen.update(found[:1])
            yield chain


def _circle(by_key: Mapping[str, Entry], chain: list[str]) -> Problem:
    entry = by_key[chain[0]]
    between = ["`...`"] if len(chain) > _NAMED else []
    names = " -> ".join((*(f"`{key}`" for key in chain[:_NAMED]), *between, f"`{chain[0]}`"))
    field = "crossref" if "crossref" in entry.positions else "xdata"
    message = f"entries inherit from each other in a circle, {names}; remove one {field}."
    return entry.problem(codes.INHERITANCE_CYCLE, message, field)


def _heir(by_key: Mapping[str, Entry], key: str, found: Sequence[tuple[str, str]]) -> Entry:
    entry = by_key[key]
    fields = entry.fields
    for field, parent in found:
        elder = by_key[parent]
        if field == "xdata":
            fields = with_xdata(fields, elder.fields)
        else:
            fields = with_crossref(fields, entry.type, elder.fields, elder.type)
    return replace(entry, fields=fields)
