"""Values that refer to a field of a data container, as BibLaTeX has them: `title = {xdata=key-title}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.entries.entry import Entry
from pelican_bibtex.entries.fields import LONGEST
from pelican_bibtex.lazy_pattern import lazy_pattern

_CONTAINER: Final = "xdata"
_VALUE: Final = lazy_pattern(r"xdata\s*=\s*(?P<place>[^\s{},]+)")
"""BibLaTeX's reference to a field of a data container, in place of a value or of an item of a list."""
_ITEM: Final = lazy_pattern(r"(.+)-(\d+)")
_AND: Final = lazy_pattern(r"\s+and\s+")
_MOST_HYPHENS: Final = 6
"""Maximum number of hyphens in the name of a field, with the number of an item."""


def refers(value: str) -> bool:
    """Return whether a value refers to a data container, or an item of it does."""
    return "xdata" in value and any(_VALUE.fullmatch(item) for item in _AND.split(value))


def _with_values(entry: Entry, containers: Mapping[str, Entry], problems: list[Problem]) -> Entry:
    """Return the entry with the values to which its fields refer, from containers that come in the same order."""
    found = {name: value for name, value in entry.fields.items() if refers(value)}
    if not found:
        return entry
    fields = dict(entry.fields)
    for name, value in found.items():
        items: list[str] = []
        length = 0
        for written in _AND.split(value):
            item = _item(entry, name, written, containers, problems)
            length += len(item)
            if length > LONGEST:  # values of values can double at every step
                message = (
                    f"`{name}` has more than {LONGEST:,} characters with its values of `@xdata`; the rest is cut off."
                )
                problems.append(entry.problem(codes.STRING_TOO_LONG, message, name))
                break
            items += [item] if item else []
        fields[name] = " and ".join(items)
    return replace(entry, fields=fields)


def with_data_values(entries: Sequence[Entry], problems: list[Problem]) -> Sequence[Entry]:
    """Return the entries with all such values put in, in the same order; faults are added to `problems`."""
    containers = {entry.key: entry for entry in entries if entry.type == _CONTAINER}
    for key, container in containers.items():  # a container may refer to one before it
        containers[key] = _with_values(container, containers, problems)
    if not containers and not any(refers(value) for entry in entries for value in entry.fields.values()):
        return entries
    return [containers.get(entry.key) or _with_values(entry, containers, problems) for entry in entries]


def _item(entry: Entry, name: str, item: str, containers: Mapping[str, Entry], problems: list[Problem]) -> str:
    match = _VALUE.fullmatch(item)
    if not match:
        return item
    for key, field in _split(match["place"]):
        if key in containers:
            value = _named_value(containers[key].fields, field)
            if value and not refers(value):
                return value
    message = f"`{item}` in the {name} of `{entry.key}` is not a field of an `@xdata`; correct it, or write the value."
    problems.append(entry.problem(codes.MISSING_PARENT, message, name))
    return ""


def _split(place: str) -> Iterator[tuple[str, str]]:
    """Yield key and field of `key-field`; both may have hyphens themselves, as in `my-key-date-added`."""
    words = place.split("-")
    for end in range(len(words) - 1, max(0, len(words) - _MOST_HYPHENS), -1):
        yield "-".join(words[:end]), "-".join(words[end:]).lower()


def _named_value(fields: Mapping[str, str], field: str) -> str:
    """Return the value of `title`, or an item of a list, counted from 1: `author-2`."""
    if field in fields:
        return fields[field]
    match = _ITEM.fullmatch(field)
    items = _AND.split(fields.get(match[1], "")) if match else []
    return items[int(match[2]) - 1] if match and 0 < int(match[2]) <= len(items) else ""
