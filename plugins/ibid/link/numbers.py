"""The number of each publication: assigned once, kept in `numbers.toml`, never changed and never reused.

A new key and a key that is gone may belong to one publication that was renamed. This is not certain, as numbers.toml
has only keys. So the author is asked about each guess, and a guess alone changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import product
from typing import Final

from msgspec import Struct

from ibid.read.numbers_file import lines_for
from pelican_bibtex.lazy_pattern import lazy_pattern


class Numbered(Struct, frozen=True):
    """The data of a publication that determine its number."""

    key: str
    order: tuple[int, int, int]
    """Year, month and day; unknown dates sort last."""
    aliases: tuple[str, ...] = ()
    """Its former keys, whose number it keeps."""
    keyless_at: str = ""
    """The location of an entry without a key, `content/publications.bib:12`; its key here is generated. Else empty."""


class Numbers(Struct, frozen=True):
    """The numbers of one build."""

    by_key: Mapping[str, int]
    """The number of every publication."""
    added: Mapping[str, int]
    """The numbers to be added to `numbers.toml`: those it lacks, of publications with a key."""
    retired: Mapping[int, str]
    """Numbers of removed publications, which are not reused, with their keys."""
    keyless: tuple[str, ...] = ()
    """The locations of entries without a key; their numbers come after all others and are assigned in each build."""


def assign(publications: Iterable[Numbered], frozen: Mapping[str, int]) -> Numbers:
    """Return every publication's number: the frozen one, else the next after the highest ever used, the oldest first.

    `publications` are in the order of the bibliography; of the same date, the first there gets the highest number.

    A generated key is never looked up in the file or added to it: it could later belong to another entry.
    """
    known = sorted(publications, key=lambda publication: publication.order, reverse=True)[::-1]
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
    """Return a publication's number in the file, under its key or a former key; None if it is not there."""
    keys = publication.aliases if publication.keyless_at else (publication.key, *publication.aliases)
    return next((frozen[key] for key in keys if key in frozen), None)


_ALIKE: Final = 0.8
"""The similarity from which one key may be a correction of another: about two letters in ten may differ."""
_MANY: Final = 10_000
"""The most pairs of keys that are compared letter by letter, so that it takes no noticeable time."""
_AUTHOR: Final = lazy_pattern(r"[^\W\d_][^\W\d_A-Z]+")
_YEAR: Final = lazy_pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Renaming(Struct, frozen=True):
    """A publication without a number, and a number without a publication, which may belong together."""

    key: str
    old: str
    """The key in numbers.toml that no entry has."""
    number: int

    @property
    def line(self) -> str:
        """The line in numbers.toml after the renaming: `12 = "new"`."""
        return lines_for({self.key: self.number}).strip()

    @property
    def ids(self) -> str:
        """The field for the entry that has the same effect: `ids = {old}`."""
        return f"ids = {{{self.old}}}"


def renamings(known: Iterable[Numbered], numbers: Numbers) -> dict[str, Renaming]:
    """Return the likeliest renaming of each new key that may be an old one, by the new key; no old key twice."""
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
    """Yield pairs of a new key and one that is gone, with the negative of their similarity, to sort the best first."""
    if len(added) * len(gone) > _MANY:
        yield from _of_same_signs(added, gone)
        return
    signs = {key: _signs(key) for key in (*added, *gone)}
    for key, old in product(added, gone):
        likeness = _likeness(key, old)
        if likeness >= _ALIKE or (signs[key] and signs[key] == signs[old]):
            yield -likeness, key, old


def _of_same_signs(added: Iterable[str], gone: Iterable[str]) -> Iterator[tuple[float, str, str]]:
    """Yield such pairs among many keys, only with the same author and year; the largest groups are paired in order."""
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
    """Return the sorted keys by author and year."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(keys):
        if signs := _signs(key):
            found[signs].append(key)
    return found


def _likeness(key: str, old: str) -> float:
    """Return the similarity of two keys, letter by letter, from 0 to 1 for equal keys."""
    return SequenceMatcher(None, old.casefold(), key.casefold(), autojunk=False).ratio()


def _signs(key: str) -> tuple[str, str] | None:
    """Return the author and the year in a key such as `wang2024how`, `wang_how_2024` or `WangHow2024`, or None."""
    author, year = _AUTHOR.match(key), _YEAR.search(key)
    return (author[0].casefold(), year[0]) if author and year else None
