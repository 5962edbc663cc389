"""What `invoke number` writes into `numbers.toml`, once it is known which new keys are old publications'."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto

from ibid.link.numbers import Numbered, Renaming, assign, renamings
from ibid.read.numbers_file import lines_for, renumbered, with_added, with_keys


class Answer(Enum):
    """Whether a publication under a new key is the one that had a number under another."""

    KEEP = auto()
    """It is, and keeps the number."""
    NEW = auto()
    """It is not, and gets a number of its own."""
    LATER = auto()
    """Nobody has said so; it gets no number yet."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What is to be written."""

    kept: tuple[Renaming, ...]
    """Numbers whose lines get another key."""
    added: Mapping[str, int]
    """Lines to add, by their keys."""
    later: tuple[Renaming, ...]
    """Publications left without a number, since they may have one."""
    keyless: tuple[str, ...]
    """Where entries without a key stand, which get no line."""


@dataclass(frozen=True, slots=True)
class Change:
    """`numbers.toml` as it is to be, and what is said about it."""

    text: str
    said: tuple[str, ...]
    later: tuple[str, ...] = ()
    """What the author has to decide, a sentence or two each."""


def decide(known: Collection[Numbered], frozen: Mapping[str, int], answer: Callable[[Renaming], Answer]) -> Decided:
    """Return what becomes of each publication without a number; `answer` says it of those that may be renamed ones.

    It is asked again about an old key whose likeliest heir turns out to be new: there may be another.
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
    """Return the file, called `name`, with the numbers that it did not have; every other line stays as it is."""
    after = with_keys(text, {renaming.number: renaming.key for renaming in decided.kept})
    return Change(
        with_added(after, decided.added) if decided.added else after,
        (*_left_out(decided.keyless), *_done(name, decided)),
        tuple(map(_undecided, decided.later)),
    )


def renumber(text: str, name: str, known: Iterable[Numbered], frozen: Mapping[str, int]) -> Change:
    """Return the file with all publications numbered anew, oldest first; those that are gone are forgotten."""
    numbers = assign(known, {})
    after = renumbered(text, numbers.added)
    return Change(after, (*_left_out(numbers.keyless), f"Numbered {name} anew:", *_moves(frozen, numbers.added, name)))


def _doubts(
    known: Iterable[Numbered], frozen: Mapping[str, int], later: Mapping[str, Renaming], new: Collection[str]
) -> Collection[Renaming]:
    """Return the new keys, of those that nothing is said about yet, that may be old ones renamed."""
    numbers = assign(known, frozen)
    taken = {renaming.old for renaming in later.values()}
    added = {key: number for key, number in numbers.added.items() if key not in later and key not in new}
    retired = {number: key for number, key in numbers.retired.items() if key not in taken}
    return renamings(known, replace(numbers, added=added, retired=retired)).values()


def _left_out(keyless: Iterable[str]) -> Iterator[str]:
    for place in keyless:
        yield f"Left out the entry at {place}, which has no key; write one after its opening brace."


def _done(name: str, decided: Decided) -> Iterator[str]:
    if decided.kept:
        yield f"Changed in {name}:"
        yield from (f"{renaming.line}, which was `{renaming.old}`" for renaming in decided.kept)
    if decided.added:
        yield f"Added to {name}:"
        yield from lines_for(decided.added).splitlines()
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
        yield f"Commit {name} if that is what you want: a strict build compares it with the last commit."
