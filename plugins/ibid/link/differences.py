"""Topics that should agree and do not: on two pages under one name, or in two languages of one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ibid.link.pairing import pairs
from ibid.link.parts import Part
from ibid.link.topic_citations import Tally, walk
from ibid.link.topic_problems import listed
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem

Topics = tuple[Part, tuple[Tally, ...]]
"""A page's body and its topics."""


def differences(originals: Sequence[Topics], numbers: Mapping[str, int]) -> Iterator[Problem]:
    """Topics that stand on two pages under the same path or id and cite differently."""
    first: dict[tuple[str, ...] | str, tuple[Tally, Part]] = {}
    for part, tallies in originals:
        for one in walk(tallies):
            seen = [first.setdefault(sign, (one, part)) for sign in (one.bullet.path, one.bullet.id)]
            for other, where in seen:
                if other.all != one.all and where.document.path != part.document.path:
                    message = _against(one, other, where, numbers)
                    yield Problem(codes.TOPIC_DIFFERS, message, part.document.path, one.bullet.line)
                    break  # one other topic is enough to say


def translation_differences(original: Topics, translation: Topics, numbers: Mapping[str, int]) -> Iterator[Problem]:
    """Topics of a translated page that are not those of the original."""
    path = translation[0].document.path
    for one, other in pairs(translation[1], original[1]):
        if one and other and one.all != other.all:
            yield Problem(codes.TRANSLATION_DIFFERS, _against(one, other, original[0], numbers), path, one.bullet.line)
        elif other and not one:
            message = f"“{other.bullet.name}” of {_place(other, original[0])} is missing here."
            yield Problem(codes.TRANSLATION_DIFFERS, message, path)
        elif one and not other:
            message = f"“{one.bullet.name}” is not in {original[0].document.path}."
            yield Problem(codes.TRANSLATION_DIFFERS, message, path, one.bullet.line)


def _against(one: Tally, other: Tally, where: Part, numbers: Mapping[str, int]) -> str:
    here, there = listed(one.all, numbers), listed(other.all, numbers)
    fault = f"“{one.bullet.name}” cites {here}, but “{other.bullet.name}” at {_place(other, where)} cites {there}"
    same_id = one.bullet.id == other.bullet.id and one.bullet.path != other.bullet.path
    return f"{fault}; both have the id {one.bullet.id}." if same_id else f"{fault}."


def _place(one: Tally, part: Part) -> str:
    return f"{part.document.path}:{one.bullet.line}" if one.bullet.line else part.document.path
