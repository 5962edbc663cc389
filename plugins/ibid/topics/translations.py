"""Topics in other languages of their page: the same topics, each with a page of its own in that language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ibid.languages.tags import bcp47
from ibid.records import LinkedPart
from ibid.topics.addressing import Addresses
from ibid.topics.rollups import Tally

_Pair = tuple[Tally, Tally]


def translations_of(pages: Sequence[LinkedPart], parts: Iterable[LinkedPart]) -> list[tuple[LinkedPart, LinkedPart]]:
    """The bodies of published pages that translate a page with topics, each with that page's."""
    originals = {page.part.document.path: page for page in pages}
    return [
        (one, originals[document.translates])
        for one in parts
        if one.tallies and (document := one.part.document).listed and document.translates in originals
    ]


def translated_addresses(translations: Iterable[tuple[LinkedPart, LinkedPart]], addresses: Addresses) -> Addresses:
    """The address of each topic of a translation: that of the topic it translates, below its language's folder.

    A topic that the original has not got has none.
    """
    found: dict[tuple[str, str], str] = {}
    for translation, original in translations:
        folder = re.sub(r"[^a-z0-9-]", "", bcp47(translation.part.document.lang).lower())
        for one, other in _pairs(translation.tallies, original.tallies):
            address = addresses.get((original.part.document.path, other.bullet.id))
            if address and folder:
                found[translation.part.document.path, one.bullet.id] = f"{folder}/{address}"
    return found


def _pairs(ours: Sequence[Tally], theirs: Sequence[Tally]) -> Iterator[_Pair]:
    """Each topic with the one it translates: by their ids, or what they cite, or else their order."""
    for one, other in _siblings(ours, theirs):
        yield one, other
        yield from _pairs(one.children, other.children)


def _siblings(ours: Sequence[Tally], theirs: Sequence[Tally]) -> list[_Pair]:
    pairs: list[_Pair] = []
    left, right = list(ours), list(theirs)
    for sign in (_identity, _citations):
        for one in list(left):
            other = next((other for other in right if sign(other) == sign(one)), None)
            if other:
                pairs.append((one, other))
                left.remove(one)
                right.remove(other)
    return pairs + (list(zip(left, right, strict=True)) if len(left) == len(right) else [])


def _identity(one: Tally) -> object:
    return one.bullet.id


def _citations(one: Tally) -> object:
    return one.all
