"""One entry of a bibliography, and what its keys may be: unique, no look-alikes, with the aliases of `ids`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.diagnostics.codes import DUPLICATE_ALIAS
from pelican_bibtex.diagnostics.problem import Code, Complaint, Problem
from pelican_bibtex.diagnostics.suggestions import nearest
from pelican_bibtex.publication import Location
from pelican_bibtex.syntax.command import Body
from pelican_bibtex.syntax.source import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """What its author wrote, strings put in and inheritance resolved; its values are TeX."""

    type: str
    """What stands after the `@`, in lower case; aliases are not resolved."""
    key: str
    """As the author wrote it, or `unnamed-1` and so on where there is none."""
    fields: Mapping[str, str]
    """By name in lower case; blanks made one, but an abstract keeps an empty line between its paragraphs."""
    location: Location
    """Where its `@` stands."""
    positions: Mapping[str, tuple[int, int]]
    """Line and column of the name of each field of its own; inherited fields have none."""
    source: Source
    """The file it stands in."""
    start: int
    """The offset of its `@` there."""
    body: Body
    """What the tokenizer found in it."""
    aliases: tuple[str, ...] = ()
    """Other keys of its own, from `ids`."""

    def problem(self, code: Code, message: str, field: str = "") -> Problem:
        """A problem with a field, found where it stands; with the entry, or what it inherited, where that starts."""
        line, column = self.positions.get(field, (self.location.line, self.location.column))
        return Problem(code, message, self.location.path, line, column, self.key)


_MANY: Final = 2000
_GUESSES: Final = 50
_NUMBER: Final = re.compile(r"[0-9]{1,4}(?:[-–][0-9]{1,4})?")
"""Keys that could be a typed citation: no site has ten thousand publications."""
_LOOKS_LIKE: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТХҮаеіјорсухѕԁԛԝһӏ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι",
    "ABESIJKMHOPCTXYaeijopcyxsdqwhl" + "ABEZHIKMNOPTYXovi",
)
"""Cyrillic and Greek letters drawn like Latin ones (Unicode's confusables, those of everyday fonts)."""


class Nearest:
    """Which of some names was perhaps meant. It stops guessing when that would take long."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._found: dict[str, str] = {}

    def to(self, name: str) -> str:
        """The name most like this one, or nothing."""
        if name not in self._found and len(self._found) < _GUESSES and len(self._names) <= _MANY:
            self._found[name] = nearest(name, self._names, 0.7)
        return self._found.get(name, "")


def unique(entries: Iterable[Entry], problems: list[Problem]) -> list[Entry]:
    """The entries less those whose key stands before; what is found wrong with keys is added to `problems`."""
    kept: dict[str, Entry] = {}
    looks: dict[str, str] = {}
    for entry in entries:
        first = kept.setdefault(entry.key, entry)
        if first is not entry:
            problems.append(_repeated(first, entry))
            continue
        problems += [entry.problem(found.code, found.message) for found in complaints(entry.key, looks)]
        looks.setdefault(look(entry.key), entry.key)
    return list(kept.values())


def _repeated(first: Entry, entry: Entry) -> Problem:
    where = f"{first.location.path}:{first.location.line}"
    if (entry.type, entry.fields) == (first.type, first.fields):
        return entry.problem(
            codes.REPEATED_ENTRY, f"`{entry.key}` stands in {where} already, word for word; remove one"
        )
    message = (
        f"the key `{entry.key}` is that of {where} already, which is shown in place of this one; change one of them"
    )
    return entry.problem(codes.DUPLICATE_KEY, message)


def complaints(key: str, earlier: Mapping[str, str]) -> list[Complaint]:
    """What to say of a key; `earlier` holds those before it, by their `look`."""
    twin = earlier.get(look(key), key)
    found = []
    if twin != key and not (key + twin).isascii():
        message = f"the key `{key}` looks like `{twin}` and is another; change one of them"
        found.append(Complaint(codes.LOOKALIKE_KEY, message))
    elif twin != key:
        found.append(Complaint(codes.CASE_TWINS, f"`{key}` and `{twin}` differ in capitals only; change one of them"))
    elif not key.isascii() and key.translate(_LOOKS_LIKE).isascii():
        message = f"the key `{key}` has letters that only look Latin; type them again"
        found.append(Complaint(codes.LOOKALIKE_KEY, message))
    elif not key.isascii():
        message = f"the key `{key}` is not plain ASCII, which BibTeX and web addresses spell in their own ways"
        found.append(Complaint(codes.NON_ASCII_KEY, message))
    if _NUMBER.fullmatch(key):
        message = f"`[{key}]` means the publication numbered {key}; cite this one as `[@{key}]`, or change its key"
        found.append(Complaint(codes.NUMERIC_KEY, message))
    return found


def look(key: str) -> str:
    """What a reader sees of a key: look-alike letters made one, capitals small."""
    if key.isascii():
        return key.lower()
    return unicodedata.normalize("NFKC", key).translate(_LOOKS_LIKE).lower()


def with_aliases(entries: Sequence[Entry], problems: list[Problem]) -> list[Entry]:
    """The entries with the aliases that are theirs alone; what is found wrong is added to `problems`."""
    owners = {entry.key: entry for entry in entries}
    return [replace(entry, aliases=tuple(_own(entry, owners, problems))) for entry in entries]


def _own(entry: Entry, owners: dict[str, Entry], problems: list[Problem]) -> Iterator[str]:
    """The aliases of an entry, from here on in `owners`, as all keys are."""
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
    whose = "the key" if alias == owner.key else "in the ids"
    message = f"`{alias}` is {whose} of {where}, and `[@{alias}]` leads there; take it out of the ids of `{entry.key}`"
    return entry.problem(DUPLICATE_ALIAS, message, "ids")
