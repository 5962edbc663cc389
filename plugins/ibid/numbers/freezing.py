"""`invoke number`: the one place that writes `numbers.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ibid.numbers.numbering import HEADER, Numbers, line_of, lines_for, with_added
from ibid.numbers.renaming import Renaming


def freeze_added(path: Path, numbers: Numbers, doubts: Iterable[Renaming] = ()) -> Iterator[str]:
    """Add the numbers that the file does not have; every line there stays as it is. Yields what was done.

    `doubts` are those among them that may have a number there under another key; nobody is asked, since Pelican draws
    over a question.
    """
    yield from _left_out(numbers)
    if not numbers.added:
        every = "Every other publication" if numbers.keyless else "Every publication"
        yield f"{every} has its number in {path.name}; nothing to add."
        return
    text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    path.write_bytes(with_added(text, numbers.added).encode())
    yield f"Added to {path.name}:"
    yield from lines_for(numbers.added).splitlines()
    for doubt in doubts:
        added = lines_for({doubt.key: numbers.added[doubt.key]}).strip()
        yield f"Was `{doubt.old}` [{doubt.number}], which no entry has any more, renamed to `{doubt.key}`?"
        yield f"Then take the line {added} out again before you publish,"
        yield f"and change line {line_of(text, doubt.number)} to {doubt.line}, or write `{doubt.ids}` into the entry."


def renumber(path: Path, frozen: Mapping[str, int], numbers: Numbers) -> Iterator[str]:
    """Number everything anew, oldest first, and forget what is gone. Yields each number that changes, old to new.

    `numbers` were given without regard to any before.
    """
    yield from _left_out(numbers)
    path.write_bytes((HEADER + lines_for(numbers.added)).encode())
    yield f"Numbered {path.name} anew:"
    moved = [(key, frozen.get(key), numbers.added.get(key)) for key in {**frozen, **numbers.added}]
    for key, old, new in sorted(moved, key=lambda change: (change[1] or 0, change[2] or 0)):
        if old != new:
            yield f"[{old or 'new'}] -> [{new or 'gone'}] {key}"
    if all(old == new for _, old, new in moved):
        yield "no number has changed."


def _left_out(numbers: Numbers) -> Iterator[str]:
    for place in numbers.keyless:
        yield f"Left out the entry at {place}, which has no key; write one after its opening brace."
