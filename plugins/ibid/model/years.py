"""Publications by year, as the lists and the figure of a topic show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ibid.languages.message import message
from ibid.model.addresses import topic_id
from ibid.model.records import Record


@dataclass(frozen=True, slots=True)
class Year:
    """The publications of one year, or of one of the words in its place."""

    label: str
    """`2024`, `Forthcoming`, `Undated`."""
    anchor: str
    """The id of its heading, or of its first publication: `year:2024`. Ids with a colon are the theme's own."""
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


@dataclass(frozen=True, slots=True)
class YearList:
    """One list of publications on a topic's page: those of a year, or all of them."""

    records: tuple[Record, ...]
    year: Year | None = None
    """What its heading says; None where it has none."""
    ids: Mapping[int, str] = field(default_factory=dict)
    """What else the figure leads to: the ids of publications, by their numbers."""


def year_lists(years: tuple[Year, ...]) -> tuple[YearList, ...]:
    """A list for each year; where these would hold fewer than two publications on average, one of all."""
    records = tuple(record for year in years for record in year.records)
    if len(records) < 2 * len(years):
        return (YearList(records, ids={year.records[0].number: year.anchor for year in years}),)
    return tuple(YearList(year.records, year) for year in years)


def _year(order: tuple[int, int, str], records: tuple[Record, ...]) -> Year:
    year = records[0].publication.date.year
    label = str(year) if year is not None else order[2][:1].upper() + order[2][1:] or message("Undated")
    return Year(label, f"year:{topic_id([label])}", year, records)
