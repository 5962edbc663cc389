"""The number of each publication: given once, kept in `numbers.toml`, never moved and never given twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


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
