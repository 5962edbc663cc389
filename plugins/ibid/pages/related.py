"""Publications that stand beside each other under the same topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from ibid.catalogue import Catalogue, Record, Topic

_SHOWN: Final = 5
_NEIGHBOURS: Final = 6
"""How far to either side of a publication a topic is searched: one of a thousand costs no more than one of twelve."""


def related_work(catalogue: Catalogue) -> Mapping[int, tuple[Record, ...]]:
    """The related work of each publication, by its number: most topics in common first, then the nearest in number.

    Its topics are those whose bullet cites it; all that stands on such a topic's page may be related.
    """
    common: dict[int, Counter[int]] = {}
    for page in catalogue.topic_pages:
        _count(page.topic, common)
    records = {record.number: record for record in catalogue.publications}
    return {number: tuple(records[other] for other in _best(number, others)) for number, others in common.items()}


def _count(topic: Topic, common: dict[int, Counter[int]]) -> None:
    numbers = [record.number for record in topic.all]
    place_of = {number: place for place, number in enumerate(numbers)}
    for record in topic.cited:
        place = place_of[record.number]
        near = numbers[max(place - _NEIGHBOURS, 0) : place + _NEIGHBOURS + 1]
        common.setdefault(record.number, Counter()).update(other for other in near if other != record.number)


def _best(number: int, others: Counter[int]) -> list[int]:
    order = sorted(others, key=lambda other: (-others[other], abs(other - number), -other))
    return order[:_SHOWN]
