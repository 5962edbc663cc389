"""Changes of numbers: what `invoke number` writes into `numbers.toml`, and numbers that moved, are lost or missing."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import Enum, auto
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ibid.link.numbers import Numbered, Numbers, Renaming, assign, renamings
from ibid.problems import codes
from ibid.read.numbers_file import (
    commit_of,
    committed_numbers,
    line_of,
    lines_for,
    renumbered,
    with_added,
    with_keys,
)
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.diagnostics.text_lines import lines_of


class Answer(Enum):
    """The answer whether a publication with a new key is the one that has a number under an old key."""

    KEEP = auto()
    """It is the same and keeps the number."""
    NEW = auto()
    """It is another and gets a new number."""
    LATER = auto()
    """Not decided; it gets no number yet."""


class Decided(Struct, frozen=True):
    """The changes to be written."""

    kept: tuple[Renaming, ...]
    """Renamings: numbers whose lines get a new key."""
    added: Mapping[str, int]
    """Numbers of the lines to add, by key."""
    later: tuple[Renaming, ...]
    """Publications without a number for now, since they may be renamed ones."""
    keyless: tuple[str, ...]
    """The locations of entries without a key, which get no line."""


class Change(Struct, frozen=True):
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


class MovedNumber(Struct, frozen=True):
    """One number that no longer belongs to the same publication."""

    number: int
    before: str
    """The key of the publication that had it."""
    now: str = ""
    """The key of the publication that has it now; empty if there is none."""
    heir: str = ""
    """The present key of the publication that had it; empty if that is gone."""
    moved_to: int = 0
    """The number of that publication now; 0 if it is gone."""


def moved_numbers(
    before: Mapping[int, str],
    now: Mapping[int, str],
    former_keys: Mapping[str, Collection[str]] | None = None,
    unwritten: Collection[str] = (),
) -> list[MovedNumber]:
    """Return the numbers, in order, whose changes would make printed citations wrong.

    `before` has the key of each committed or published number, removed publications included; `now` has the keys of the
    present publications. `former_keys` has the `ids` of entries by key: these are keys of the same publication. If the
    old key is gone and its line has a key that had no number, the key was renamed, as `invoke number` does it, and the
    publication is the same too. `unwritten` are the keys without a line, to which this does not apply.
    """
    former = former_keys or {}
    today = {old: key for key in now.values() for old in former.get(key, ())} | {key: key for key in now.values()}
    numbers = {key: number for number, key in now.items()}
    had = {today[key] for key in before.values() if key in today}
    found = []
    for number, key in sorted(before.items()):
        holder, heir = now.get(number, ""), today.get(key, "")
        is_renamed = not heir and holder not in had and holder not in unwritten
        kept_another = today.get(before.get(numbers.get(heir, 0), "")) == heir
        if holder == heir or (holder and is_renamed) or (not holder and kept_another):
            continue
        found.append(MovedNumber(number, key, holder, heir, numbers.get(heir, 0)))
    return found


def number_problems(
    known: Collection[Numbered], frozen: Mapping[str, int], numbers: Numbers, file: Path, *, strict: bool
) -> Iterator[Problem]:
    """Yield the problems; without `numbers.toml` there are none, unless the build is strict and git has the file.

    `frozen` has the numbers in the file, `numbers` those of the build.
    """
    if not file.exists():
        if strict and (commit := commit_of(file)):
            yield _lost(shown(file), commit)
        return
    text = file.read_bytes().decode("utf-8-sig")
    moved = _moved(known, frozen, numbers, file) if strict else []
    yield from (_moved_problem(each, text, file) for each in moved)
    reported = {key for each in moved for key in (each.now, each.heir)}
    if numbers.added:
        yield from (problem for problem in _unnumbered(known, frozen, text, file) if problem.key not in reported)


def _lost(path: str, commit: str) -> Problem:
    message = f"this file is missing but was committed; restore it with `git checkout {commit} -- {path}`."
    return Problem(codes.LOST_NUMBERS, message, path)


def _moved(known: Collection[Numbered], frozen: Mapping[str, int], numbers: Numbers, file: Path) -> list[MovedNumber]:
    written = set(frozen.values())
    unwritten = {key for key, number in numbers.by_key.items() if number not in written}
    now = {number: key for key, number in numbers.by_key.items()}
    former_keys = {publication.key: publication.aliases for publication in known}
    return moved_numbers(committed_numbers(file), now, former_keys, unwritten)


def _moved_problem(moved: MovedNumber, text: str, file: Path) -> Problem:
    """Return a problem in the line of the number, or of the number that its publication has now."""
    line = line_of(text, moved.number) or (line_of(text, moved.moved_to) if moved.moved_to else 0)
    had = f"{moved.number} was the number of `{moved.before}` in the last commit"
    has = f"but is now that of `{moved.now}`" if moved.now else f"but its publication now has {moved.moved_to}"
    mend = f"restore the line `{lines_for({moved.before: moved.number}).strip()}`"
    message = f"{had}, {has}; {mend}, or commit {file.name} if the number should change."
    return Problem(codes.MOVED_NUMBER, message, shown(file), line, key=moved.heir or moved.now)


def _unnumbered(known: Collection[Numbered], frozen: Mapping[str, int], text: str, file: Path) -> Iterator[Problem]:
    """Yield each publication without a line, with the line that `invoke number` would write."""
    decided = decide(known, frozen, lambda _: Answer.LATER)
    for key, number in decided.added.items():
        message = (
            f"`{key}` has no number yet; run `invoke number`, or add the line `{lines_for({key: number}).strip()}`."
        )
        yield Problem(codes.NO_NUMBER, message, shown(file), key=key)
    others = assign(known, {**frozen, **decided.added}).added
    for doubt in decided.later:
        yield _doubtful(doubt, others[doubt.key], text, file)


def _doubtful(doubt: Renaming, number: int, text: str, file: Path) -> Problem:
    message = (
        f"`{doubt.key}` has no number yet, and {doubt.number} belongs to `{doubt.old}`, which no entry has any more;"
        f" if you renamed the key, change this line to `{doubt.line}`, or write `{doubt.ids}` into the entry;"
        f" otherwise add the line `{lines_for({doubt.key: number}).strip()}`; `invoke number` asks you and does either."
    )
    return Problem(codes.NO_NUMBER, message, shown(file), line_of(text, doubt.number), key=doubt.key)
