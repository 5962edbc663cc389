"""Publications that stand beside each other under the same topics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ibid.model.records import Catalogue, Record, Topic

_SHOWN: Final = 5
_NEIGHBOURS: Final = 6
"""How far to either side of a publication a topic is searched: one of a thousand costs no more than one of twelve."""


def related_work(catalogue: Catalogue) -> Mapping[int, tuple[Record, ...]]:
    """The related work of each publication, by its number: most topics in common first, then the nearest in number.

    Its topics are those whose bullet cites it; all that stands on such a topic's page may be related.
    """
    common: dict[int, dict[int, int]] = {}
    for page in catalogue.topic_pages:
        _count(page.topic, common)
    records = {record.number: record for record in catalogue.publications}
    return {number: tuple(records[other] for other in _best(number, others)) for number, others in common.items()}


def _count(topic: Topic, common: dict[int, dict[int, int]]) -> None:
    numbers = [record.number for record in topic.all]
    place_of = {number: place for place, number in enumerate(numbers)}
    for record in topic.cited:
        place = place_of[record.number]
        counts = common.setdefault(record.number, {})
        for other in numbers[max(place - _NEIGHBOURS, 0) : place + _NEIGHBOURS + 1]:
            counts[other] = counts.get(other, 0) + 1


def _best(number: int, others: Mapping[int, int]) -> list[int]:
    order = sorted(others.keys() - {number}, key=lambda other: (-others[other], abs(other - number), -other))
    return order[:_SHOWN]
