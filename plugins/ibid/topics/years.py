"""Publications by year, as the list and the figure of a topic show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ibid.addresses import topic_id
from ibid.catalogue import Record
from ibid.languages.message import message


@dataclass(frozen=True, slots=True)
class Year:
    """The publications of one year, or of one of the words in its place."""

    label: str
    """`2024`, `Forthcoming`, `Undated`."""
    anchor: str
    """Its heading's id: `year:2024`. Ids with a colon are the theme's own."""
    year: int | None
    records: tuple[Record, ...]
    """Newest number first."""


def by_year(records: Iterable[Record]) -> tuple[Year, ...]:
    """Group publications: words in a year's place first, then the years from the last one on, then what has neither."""
    groups: dict[tuple[int, int, str], list[Record]] = {}
    for record in sorted(records, key=lambda record: -record.number):
        date = record.publication.date
        order = (1, -date.year, "") if date.year is not None else (0 if date.literal else 2, 0, date.literal)
        groups.setdefault(order, []).append(record)
    return tuple(_year(order, tuple(groups[order])) for order in sorted(groups))


def _year(order: tuple[int, int, str], records: tuple[Record, ...]) -> Year:
    year = records[0].publication.date.year
    label = str(year) if year is not None else order[2][:1].upper() + order[2][1:] or message("Undated")
    return Year(label, f"year:{topic_id([label])}", year, records)
