"""Numbers that readers know, and that now mean another publication or none, although it is still there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MovedNumber:
    """One number that does not mean any more what it meant."""

    number: int
    before: str
    """The key of the publication that had it."""
    now: str = ""
    """The key of the publication that has it now; empty if none has."""
    heir: str = ""
    """The key today of the publication that had it; empty if that is gone."""
    moved_to: int = 0
    """The number of that publication now; 0 if it is gone."""


def moved_numbers(
    before: Mapping[int, str],
    now: Mapping[int, str],
    former_keys: Mapping[str, Collection[str]] | None = None,
    unwritten: Collection[str] = (),
) -> list[MovedNumber]:
    """Return, by number, what would make a citation in print wrong.

    `before` has the key behind each number as it was committed or published, removed publications among them; `now` has
    those of the publications that there are. `former_keys` are the `ids` of entries, by their keys: under those it is
    the same publication. So it is where the old key is gone and its line has a key that had no number: a renamed key,
    as `invoke number` writes it. `unwritten` are the keys without a line, which that cannot be said of.
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
