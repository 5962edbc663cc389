"""One entry of a bibliography, and the checks of its keys: unique, no look-alikes, with the aliases of `ids`."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.diagnostics.codes import DUPLICATE_ALIAS
from pelican_bibtex.diagnostics.problem import Code, Complaint, Problem
from pelican_bibtex.diagnostics.suggestions import nearest
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Location
from pelican_bibtex.syntax.command import Body
from pelican_bibtex.syntax.source import Source


class Entry(Struct, frozen=True):
    """An entry as its author wrote it, with `@string`s inserted and inheritance resolved; its values are TeX."""

    type: str
    """The word after the `@`, in lower case; aliases are not resolved."""
    key: str
    """As the author wrote it; `unnamed-1` if there is none, `key-2` if another entry has the same."""
    fields: Mapping[str, str]
    """By name in lower case; runs of blanks are one blank, but an abstract keeps empty lines between paragraphs."""
    location: Location
    """The position of its `@`."""
    positions: Mapping[str, tuple[int, int]]
    """Line and column of the name of each field of its own; inherited fields are not included."""
    source: Source
    """The file that holds it."""
    start: int
    """The offset of its `@` in that file."""
    body: Body
    """The key, fields and faults that the tokenizer found in it."""
    aliases: tuple[str, ...] = ()
    """Its other keys, from `ids`."""
    is_keyed: bool = True
    """Whether its author wrote the key, and no entry before it has the same."""

    def problem(self, code: Code, message: str, field: str = "") -> Problem:
        """Return a problem at the field if it is one of the entry's own, else at the start of the entry."""
        line, column = self.positions.get(field, (self.location.line, self.location.column))
        return Problem(code, message, self.location.path, line, column, self.key)


_MANY: Final = 2000
_GUESSES: Final = 50
_NUMBER: Final = lazy_pattern(r"[0-9]{1,4}(?:[-–][0-9]{1,4})?")
"""Matches keys that look like a citation by number: no site has ten thousand publications."""
_LETTERS: Final = lazy_pattern(r"[\W_]+")
_LOOKS_LIKE: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТХҮаеіјорсухѕԁԛԝһӏ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι",
    "ABESIJKMHOPCTXYaeijopcyxsdqwhl" + "ABEZHIKMNOPTYXovi",
)
"""Cyrillic and Greek letters that look like Latin ones (from Unicode's confusables, those in everyday fonts)."""


class Nearest:
    """Finds the name that an author perhaps meant. It stops guessing when that would take long."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._found: dict[str, str] = {}

    def to(self, name: str) -> str:
        """Return the name most similar to this one, or an empty text."""
        if name not in self._found and len(self._found) < _GUESSES and len(self._names) <= _MANY:
            self._found[name] = nearest(name, self._names, 0.7)
        return self._found.get(name, "")


def unique(entries: Iterable[Entry], problems: list[Problem]) -> list[Entry]:
    """Return the entries, each work under one key once; faults of keys are added to `problems`.

    Another work under the key of an earlier one gets a key that no other has, so that readers see both.
    """
    given = list(entries)
    kept: dict[str, Entry] = {}
    looks: dict[str, str] = {}
    counts: dict[str, int] = {}
    taken = {entry.key for entry in given}
    for entry in given:
        first = kept.setdefault(entry.key, entry)
        if first is not entry:
            if is_same_work(first, entry):
                problems.append(_repeated(first, entry))
                continue
            number = counts.get(entry.key, 2)
            while (own := f"{entry.key}-{number}") in taken:
                number += 1
            counts[entry.key] = number + 1
            taken.add(own)
            kept[own] = replace(entry, key=own, is_keyed=False)
            problems.append(_taken_key(first, entry, own))
            continue
        problems += [entry.problem(found.code, found.message) for found in complaints(entry.key, looks)]
        looks.setdefault(look(entry.key), entry.key)
    return list(kept.values())


def is_same_work(one: Entry, other: Entry) -> bool:
    """Return whether two entries have the same title, authors and year, whatever else differs."""
    return one.fields == other.fields or (_work(one) == _work(other) and all(_work(one)[:2]))


def _work(entry: Entry) -> tuple[str, str, str]:
    fields = entry.fields
    title, people = (_LETTERS.sub("", fields.get(name, "")).casefold() for name in ("title", "author"))
    return title, people, (fields.get("date") or fields.get("year", "")).strip("{} ")[:4]


def _repeated(first: Entry, entry: Entry) -> Problem:
    same = "text" if (entry.type, entry.fields) == (first.type, first.fields) else "title, authors and year"
    message = f"`{entry.key}` is already in {_place(first)} with the same {same}, and shown once; remove one."
    return entry.problem(codes.REPEATED_ENTRY, message)


def _taken_key(first: Entry, entry: Entry, own: str) -> Problem:
    message = f"the key `{entry.key}` is already used in {_place(first)}; change one; until then, this one is `{own}`."
    return entry.problem(codes.DUPLICATE_KEY, message)


def _place(entry: Entry) -> str:
    return f"{entry.location.path}:{entry.location.line}"


def complaints(key: str, earlier: Mapping[str, str]) -> list[Complaint]:
    """Return the complaints about a key; `earlier` holds the keys before it, by their `look`."""
    twin = earlier.get(look(key), key)
    found = []
    if twin != key and not (key + twin).isascii():
        message = f"the key `{key}` looks like `{twin}` but is different; change one of them."
        found.append(Complaint(codes.LOOKALIKE_KEY, message))
    elif twin != key:
        found.append(
            Complaint(
                codes.CASE_TWINS, f"`{key}` and `{twin}` differ only in upper and lower case; change one of them."
            )
        )
    elif not key.isascii() and key.translate(_LOOKS_LIKE).isascii():
        message = f"the key `{key}` has letters that only look Latin; type them again."
        found.append(Complaint(codes.LOOKALIKE_KEY, message))
    elif not key.isascii():
        message = f"the key `{key}` is not ASCII, so some programs change or reject it; use letters without accents."
        found.append(Complaint(codes.NON_ASCII_KEY, message))
    if _NUMBER.fullmatch(key):
        message = f"`[{key}]` is read as a number; cite this one as `[@{key}]`, or change its key."
        found.append(Complaint(codes.NUMERIC_KEY, message))
    return found


def look(key: str) -> str:
    """Return a key as it looks to a reader: look-alike letters made equal, in lower case."""
    if key.isascii():
        return key.lower()
    return unicodedata.normalize("NFKC", key).translate(_LOOKS_LIKE).lower()


def with_aliases(entries: Sequence[Entry], problems: list[Problem]) -> list[Entry]:
    """Return the entries, each with the aliases that only it has; faults are added to `problems`."""
    owners = {entry.key: entry for entry in entries}
    return [replace(entry, aliases=tuple(_own(entry, owners, problems))) for entry in entries]


def _own(entry: Entry, owners: dict[str, Entry], problems: list[Problem]) -> Iterator[str]:
    """Yield the aliases that only this entry has, and add them to `owners`, which holds all keys."""
    for alias in _written(entry.fields):
        owner = owners.setdefault(alias, entry)
        if owner is not entry:
            problems.append(_taken(entry, alias, owner))
        elif alias != entry.key:
            yield alias


def _written(fields: Mapping[str, str]) -> Iterable[str]:
    return dict.fromkeys(alias for alias in map(str.strip, fields.get("ids", "").split(",")) if alias)


def _taken(entry: Entry, alias: str, owner: Entry) -> Problem:
    where = f"`{owner.key}`, {owner.location.path}:{owner.location.line}"
    whose = "the key" if alias == owner.key else "in the `ids`"
    message = f"`{alias}` is {whose} of {where}, which `[@{alias}]` cites; remove it from the `ids` of `{entry.key}`."
    return entry.problem(DUPLICATE_ALIAS, message, "ids")
