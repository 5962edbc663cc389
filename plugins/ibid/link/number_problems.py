"""Problems of the numbers of a build: numbers that moved, are lost, or are not written yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ibid.link.freezing import Answer, decide
from ibid.link.numbers import Numbered, Numbers, Renaming, assign
from ibid.problems import codes
from ibid.read.numbers_file import commit_of, committed_numbers, line_of, lines_for
from pelican_bibtex.diagnostics.problem import Problem, shown


@dataclass(frozen=True, slots=True)
class MovedNumber:
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
    told = {key for each in moved for key in (each.now, each.heir)}
    if numbers.added:
        yield from (problem for problem in _unnumbered(known, frozen, text, file) if problem.key not in told)


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
