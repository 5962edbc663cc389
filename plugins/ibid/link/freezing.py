"""The new text of `numbers.toml` for `invoke number`, once it is decided which new keys are renamed old ones."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto

from ibid.link.numbers import Numbered, Renaming, assign, renamings
from ibid.read.numbers_file import lines_for, renumbered, with_added, with_keys
from pelican_bibtex.diagnostics.text_lines import lines_of


class Answer(Enum):
    """The answer whether a publication with a new key is the one that has a number under an old key."""

    KEEP = auto()
    """It is the same and keeps the number."""
    NEW = auto()
    """It is another and gets a new number."""
    LATER = auto()
    """Not decided; it gets no number yet."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The changes to be written."""

    kept: tuple[Renaming, ...]
    """Renamings: numbers whose lines get a new key."""
    added: Mapping[str, int]
    """Numbers of the lines to add, by key."""
    later: tuple[Renaming, ...]
    """Publications without a number for now, since they may be renamed ones."""
    keyless: tuple[str, ...]
    """The locations of entries without a key, which get no line."""


@dataclass(frozen=True, slots=True)
class Change:
    """The new text of `numbers.toml`, with messages about it."""

    text: str
    said: tuple[str, ...]
    later: tuple[str, ...] = ()
    """Decisions left to the author, a sentence or two each."""


def decide(known: Collection[Numbered], frozen: Mapping[str, int], answer: Callable[[Renaming], Answer]) -> Decided:
    """Return the decision on each publication without a number; `answer` gives it for those that may be renamed ones.

    If the likeliest publication for an old key is new, `answer` is called again for the next likely one.
    """
    kept: list[Renaming] = []
    later: dict[str, Renaming] = {}
    new: set[str] = set()
    while doubts := _doubts(known, frozen, later, new):
        for doubt in doubts:
            said = answer(doubt)
            if said is Answer.KEEP:
                kept.append(doubt)
                frozen = {doubt.key if key == doubt.old else key: number for key, number in frozen.items()}
            elif said is Answer.NEW:
                new.add(doubt.key)
            else:
                later[doubt.key] = doubt
    numbers = assign((publication for publication in known if publication.key not in later), frozen)
    return Decided(tuple(kept), numbers.added, tuple(later.values()), numbers.keyless)


def freeze(text: str, name: str, decided: Decided) -> Change:
    """Return the change that adds missing numbers and renames keys in the file `name`; other lines stay as they are."""
    after = with_keys(text, {renaming.number: renaming.key for renaming in decided.kept})
    return Change(
        with_added(after, decided.added) if decided.added else after,
        (*_left_out(decided.keyless), *_done(name, decided)),
        tuple(map(_undecided, decided.later)),
    )


def renumber(text: str, name: str, known: Iterable[Numbered], frozen: Mapping[str, int]) -> Change:
    """Return the change that numbers all publications anew, the oldest first; removed publications lose their lines."""
    numbers = assign(known, {})
    after = renumbered(text, numbers.added)
    return Change(
        after,
        (*_left_out(numbers.keyless), f"Assigned all numbers in {name} anew:", *_moves(frozen, numbers.added, name)),
    )


def _doubts(
    known: Iterable[Numbered], frozen: Mapping[str, int], later: Mapping[str, Renaming], new: Collection[str]
) -> Collection[Renaming]:
    """Return the possible renamings among the new keys that are not decided yet."""
    numbers = assign(known, frozen)
    taken = {renaming.old for renaming in later.values()}
    added = {key: number for key, number in numbers.added.items() if key not in later and key not in new}
    retired = {number: key for number, key in numbers.retired.items() if key not in taken}
    return renamings(known, replace(numbers, added=added, retired=retired)).values()


def _left_out(keyless: Iterable[str]) -> Iterator[str]:
    for place in keyless:
        yield f"The entry at {place} has no key and gets no number; write a key after its opening brace."


def _done(name: str, decided: Decided) -> Iterator[str]:
    if decided.kept:
        yield f"Changed in {name}:"
        yield from (f"{renaming.line}, which was `{renaming.old}`" for renaming in decided.kept)
    if decided.added:
        yield f"Added to {name}:"
        yield from lines_of(lines_for(decided.added))
    if not (decided.kept or decided.added or decided.later):
        every = "Every other publication" if decided.keyless else "Every publication"
        yield f"{every} has its number in {name}; nothing to add."


def _undecided(renaming: Renaming) -> str:
    may_be = f"`{renaming.old}` [{renaming.number}], which no entry has any more, under another key"
    new = f"invoke number --new={shlex.quote(renaming.key)}"
    return (
        f"`{renaming.key}` has no number yet: it may be {may_be}. If it is, run `invoke number --yes`, or write"
        f" `{renaming.ids}` into the entry; if it is a new publication, run `{new}`."
    )


def _moves(frozen: Mapping[str, int], numbers: Mapping[str, int], name: str) -> Iterator[str]:
    moved = [(key, frozen.get(key), numbers.get(key)) for key in {**frozen, **numbers}]
    for key, old, new in sorted(moved, key=lambda change: (change[1] or 0, change[2] or 0)):
        if old != new:
            yield f"[{old or 'new'}] -> [{new or 'gone'}] {key}"
    if all(old == new for _, old, new in moved):
        yield "no number has changed."
    else:
        yield f"Commit {name} to confirm this: a strict build compares it with the last commit."
