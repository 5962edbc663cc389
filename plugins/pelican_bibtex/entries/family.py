"""Entries that inherit from entries: parents found, circles cut, fields handed down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.entries.entry import Entry
from pelican_bibtex.entries.inheritance import eldest_first, parents, with_crossref, with_xdata
from pelican_bibtex.entries.keys import Nearest

DEEPEST: Final = 20
"""Generations that an entry can inherit through."""
_NAMED: Final = 5
"""Keys of a circle that a message names."""


def inherit(entries: Sequence[Entry], problems: list[Problem]) -> tuple[Entry, ...]:
    """The entries with all they inherit, in the same order; what is found wrong is added to `problems`."""
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
            message = f"`{key}` inherits through more than {DEEPEST} entries; it inherits nothing"
            problems.append(by_key[key].problem(codes.INHERITANCE_CYCLE, message, found[0][0]))
            depths[key] = 0
        elif found:
            by_key[key] = _heir(by_key, key, found)
    return tuple(by_key.values())


Links = Mapping[str, Sequence[tuple[str, str]]]
"""The field that names a parent and the parent's key, for each key."""


def _links(by_key: Mapping[str, Entry], problems: list[Problem]) -> dict[str, list[tuple[str, str]]]:
    """Who inherits from whom. Keys are looked up as written, then as BibTeX does, whatever their capitals.

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
    mend = f"did you mean `{near}`?" if near else "add that entry, or remove the field"
    message = f"`{entry.key}` names `{wanted}` in {field}, which is in no file; {mend}"
    return entry.problem(codes.MISSING_PARENT, message, field)


def _circles(by_key: Mapping[str, Entry], links: Links, circle: set[str]) -> Iterable[list[str]]:
    """The keys of each circle once, from the one that stands first in the files."""
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
    message = f"entries inherit from each other in a circle, {names}; remove one {field}"
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
