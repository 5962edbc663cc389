"""Which topic of a translated page is which of the original."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ibid.link.topic_citations import Tally

Pair = tuple[Tally | None, Tally | None]
"""A topic of the translation and the one that it translates; either may be missing."""


def pairs(ours: Sequence[Tally], theirs: Sequence[Tally]) -> Iterator[Pair]:
    """Every topic of both, by their ids, or what they cite, or else their order; sub-topics within their parents."""
    for one, other in _siblings(list(ours), list(theirs)):
        yield one, other
        yield from pairs(one.children if one else (), other.children if other else ())


def _siblings(ours: list[Tally], theirs: list[Tally]) -> list[Pair]:
    """Takes those that are found out of both lists; what is left of as many is paired in its order."""
    found: list[Pair] = []
    for sign in (_identity, _citations):
        found += _alike(ours, theirs, sign)
    if len(ours) == len(theirs):
        return [*found, *zip(ours, theirs, strict=True)]
    return [*found, *((one, None) for one in ours), *((None, other) for other in theirs)]


def _alike(ours: list[Tally], theirs: list[Tally], sign: Callable[[Tally], object]) -> Iterator[Pair]:
    for one in list(ours):
        other = next((other for other in theirs if sign(other) == sign(one)), None)
        if other:
            ours.remove(one)
            theirs.remove(other)
            yield one, other


def _identity(one: Tally) -> object:
    return one.bullet.id


def _citations(one: Tally) -> object:
    return one.all
