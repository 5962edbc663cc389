"""Whether every file of the output has one source: Pelican lets a second one take its place, or dies of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem


@dataclass(frozen=True, slots=True)
class Claim:
    """A source that is to be one file of the output."""

    file: str
    """Below the output folder."""
    source: str
    """As the author knows it; or what it is, of a page that no author writes."""
    rank: int = 0
    """Of several, the one with the lowest has the file."""


def rivals(claims: Iterable[Claim]) -> Iterator[tuple[Claim, list[Claim]]]:
    """For each file that several sources claim: the one that has it, and the others."""
    by_file: dict[str, dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        by_file[claim.file].setdefault(claim.source, claim)
    for group in by_file.values():
        if len(group) > 1:
            first, *others = sorted(group.values(), key=lambda one: (one.rank, one.source))
            yield first, others


def same_address(first: Claim, other: Claim) -> Problem:
    """What is said where the other one stands."""
    message = f"this and {first.source} would both be {other.file}; give one of them another Slug, save_as or name"
    return Problem(codes.SAME_ADDRESS, message, other.source)


def twins(claims: Iterable[Claim]) -> Iterator[Problem]:
    """Files that are one on the disks of macOS and Windows."""
    by_name: dict[str, dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        by_name[claim.file.casefold()].setdefault(claim.file, claim)
    for group in by_name.values():
        if len(group) > 1:
            first, *others = sorted(group.values(), key=lambda one: (one.rank, one.file))
            for other in others:
                message = f"{other.file} and {first.file}, which {first.source} is, differ in capitals only"
                yield Problem(codes.ADDRESS_TWINS, message, other.source if "/" in other.source else "")
