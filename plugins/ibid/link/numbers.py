"""The number of each publication: given once, kept in `numbers.toml`, never moved and never given twice.

A key that is new and one that is gone may be one publication's, renamed. Nothing tells for certain: numbers.toml
has no more than keys. So a guess is put to the author, and decides nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product
from typing import Final

from ibid.read.numbers_file import lines_for


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a publication needs for a number."""

    key: str
    order: tuple[int, int, int]
    """Year, month, day; unknown ones last."""
    aliases: tuple[str, ...] = ()
    """Keys that it had before, whose number it keeps."""
    keyless_at: str = ""
    """Where its entry stands, `content/publications.bib:12`, if the author gave it no key: the one here is made up."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one build."""

    by_key: Mapping[str, int]
    """Every publication's number."""
    added: Mapping[str, int]
    """Those of them that `numbers.toml` does not have yet, and can have."""
    retired: Mapping[int, str]
    """Numbers of publications that are gone: they stay theirs."""
    keyless: tuple[str, ...] = ()
    """Where the entries without a key stand; their numbers follow all others and are given anew in each build."""


def assign(publications: Iterable[Numbered], frozen: Mapping[str, int]) -> Numbers:
    """Give every publication its number: the frozen one, else the next after the highest ever given, oldest first.

    A made-up key names no line of the file, nor does a line name it: there it would come to mean another entry.
    """
    known = sorted(publications, key=lambda publication: (publication.order, publication.key))
    by_key: dict[str, int] = {}
    new: list[Numbered] = []
    for publication in known:
        number = _frozen(publication, frozen)
        if number is None:
            new.append(publication)
        else:
            by_key[publication.key] = number
    in_use = set(by_key.values())
    retired = {number: key for key, number in frozen.items() if number not in in_use}
    keyless = tuple(publication.keyless_at for publication in new if publication.keyless_at)
    new.sort(key=lambda publication: bool(publication.keyless_at))
    given = {publication.key: number for number, publication in enumerate(new, max(frozen.values(), default=0) + 1)}
    added = {publication.key: given[publication.key] for publication in new if not publication.keyless_at}
    return Numbers({**by_key, **given}, added, retired, keyless)


def _frozen(publication: Numbered, frozen: Mapping[str, int]) -> int | None:
    """Its number in the file, under its key or one it had before."""
    keys = publication.aliases if publication.keyless_at else (publication.key, *publication.aliases)
    return next((frozen[key] for key in keys if key in frozen), None)


_ALIKE: Final = 0.8
"""How alike keys are of which the one may be the other, corrected: at most some two letters in ten differ."""
_MANY: Final = 10_000
"""So many pairs of keys are compared letter by letter in a moment."""
_AUTHOR: Final = re.compile(r"[^\W\d_][^\W\d_A-Z]+")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Renaming:
    """A publication without a number, and a number without a publication, which may be its own."""

    key: str
    old: str
    """The key that numbers.toml has, and no entry."""
    number: int

    @property
    def line(self) -> str:
        """What stands in numbers.toml once its key is changed: `12 = "new"`."""
        return lines_for({self.key: self.number}).strip()

    @property
    def ids(self) -> str:
        """What the entry says instead."""
        return f"ids = {{{self.old}}}"


def renamings(known: Iterable[Numbered], numbers: Numbers) -> dict[str, Renaming]:
    """By their keys, the new publications that may be old ones, each with the most likely; no old one twice."""
    kept = {alias for publication in known for alias in publication.aliases}
    gone = {key: number for number, key in numbers.retired.items() if key not in kept}
    found: dict[str, Renaming] = {}
    taken: set[str] = set()
    for _, key, old in sorted(_likely(numbers.added, gone)):
        if key not in found and old not in taken:
            found[key] = Renaming(key, old, gone[old])
            taken.add(old)
    return found


def _likely(added: Collection[str], gone: Collection[str]) -> Iterator[tuple[float, str, str]]:
    """Pairs of a new key and one that is gone, with how unlike they are."""
    if len(added) * len(gone) > _MANY:
        yield from _of_same_signs(added, gone)
        return
    signs = {key: _signs(key) for key in (*added, *gone)}
    for key, old in product(added, gone):
        likeness = _likeness(key, old)
        if likeness >= _ALIKE or (signs[key] and signs[key] == signs[old]):
            yield -likeness, key, old


def _of_same_signs(added: Iterable[str], gone: Iterable[str]) -> Iterator[tuple[float, str, str]]:
    """Such pairs among many keys, of one author and year only; of those with the most, each key in its turn."""
    new, old = _by_signs(added), _by_signs(gone)
    groups = [(new[signs], old[signs]) for signs in new.keys() & old.keys()]
    left = _MANY
    for ours, theirs in sorted(groups, key=lambda group: (len(group[0]) * len(group[1]), group)):
        left -= len(ours) * len(theirs)
        if left >= 0:
            yield from ((-_likeness(*pair), *pair) for pair in product(ours, theirs))
        else:
            yield from ((0.0, *pair) for pair in zip(ours, theirs, strict=False))


def _by_signs(keys: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """Keys, in order, by their authors and years."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(keys):
        if signs := _signs(key):
            found[signs].append(key)
    return found


def _likeness(key: str, old: str) -> float:
    """How alike two keys are, letter by letter; 1 is the same."""
    return SequenceMatcher(None, old.casefold(), key.casefold(), autojunk=False).ratio()


def _signs(key: str) -> tuple[str, str] | None:
    """The author and the year in a key such as `wang2024how`, `wang_how_2024` or `WangHow2024`."""
    author, year = _AUTHOR.match(key), _YEAR.search(key)
    return (author[0].casefold(), year[0]) if author and year else None
