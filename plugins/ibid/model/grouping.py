"""Ordering and grouping of lists of publications: by year, type or topic, and by year on a topic's page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import TYPE_CHECKING

from ibid.languages.words import message
from ibid.model.addresses import topic_id
from ibid.model.records import Record

if TYPE_CHECKING:
    from ibid.model.records import Topic


RecordGroup = tuple[str, tuple["Record", ...]]
"""A heading and the publications under it."""

IN_ORDER: Mapping[str, Callable[[Sequence[Record]], tuple[Record, ...]]] = {
    "newest": lambda records: tuple(sorted(records, key=lambda record: -record.number)),
    "oldest": lambda records: tuple(sorted(records, key=lambda record: record.number)),
    "title": lambda records: tuple(sorted(records, key=lambda record: record.publication.title.plain.casefold())),
}
"""The function that sorts publications, by the name of each order that a list can have."""

KINDS: Mapping[str, str] = {
    "article": message("Journal articles"),
    "inproceedings": message("Conference papers"),
    "incollection": message("Chapters"),
    "inbook": message("Chapters"),
    "book": message("Books"),
    "collection": message("Edited books"),
    "proceedings": message("Edited proceedings"),
    "thesis": message("Theses"),
    "report": message("Reports"),
    "patent": message("Patents"),
    "dataset": message("Data"),
    "software": message("Software"),
    "preprint": message("Preprints"),
}
"""Headings by type, in the order of a list by type; all other types come last."""
OTHER_KIND, _NO_YEAR, _NO_TOPIC = message("Other"), message("Undated"), message("Under no topic")


def arrange(
    records: Sequence[Record], group: str, order: str, topics: Sequence[Topic], words: NullTranslations
) -> tuple[RecordGroup, ...]:
    """Return the publications in groups; within each they keep their given order.

    Years run from the oldest if that is the `order`, else from the newest. With `topic`, a publication is in the group
    of each of its top-level topics. `words` translates our headings; topics and years stay as they are.
    """
    if group == "topic":
        return _by_topic(records, topics, words.gettext(_NO_TOPIC))
    if group == "type":
        found = _gather(records, kind)
        return tuple(
            (words.gettext(name), found[name]) for name in dict.fromkeys([*KINDS.values(), OTHER_KIND]) if name in found
        )
    return _by_year(records, order, words)


def _gather(records: Iterable[Record], heading: Callable[[Record], str]) -> dict[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(heading(record), []).append(record)
    return {name: tuple(those) for name, those in found.items()}


def kind(record: Record) -> str:
    """Return the heading of a publication in a list by type."""
    publication = record.publication
    of = "preprint" if publication.status in {"preprint", "submitted"} else publication.type
    return KINDS.get(of, OTHER_KIND)


def _by_year(records: Sequence[Record], order: str, words: NullTranslations) -> tuple[RecordGroup, ...]:
    """Group by year or by the words in its place, such as forthcoming, which count as future; undated come last."""
    found = _gather(records, lambda record: record.publication.year)
    undated = found.pop("", ())
    years = sorted(found, key=_moment, reverse=order != "oldest")
    dated = [(year if year.isdigit() else words.gettext(year), found[year]) for year in years]
    return (*dated, (words.gettext(_NO_YEAR), undated)) if undated else tuple(dated)


def _moment(year: str) -> int:
    digits = re.search(r"\d{4}", year)
    return int(digits[0]) if digits else 9999


def _by_topic(records: Sequence[Record], topics: Sequence[Topic], no_topic: str) -> tuple[RecordGroup, ...]:
    groups: list[RecordGroup] = []
    left = dict.fromkeys(record.key for record in records)
    for topic in topics:
        keys = {record.key for record in topic.all}
        under = tuple(record for record in records if record.key in keys)
        if under:
            groups.append((topic.name, under))
        for record in under:
            left.pop(record.key, None)
    rest = tuple(record for record in records if record.key in left)
    return (*groups, (no_topic, rest)) if rest else tuple(groups)


@dataclass(frozen=True, slots=True)
class Year:
    """The publications of one year, or with the same words in place of the year."""

    label: str
    """`2024`, `Forthcoming`, `Undated`."""
    anchor: str
    """The id of its heading, or of its first publication: `year:2024`. Ids with a colon are reserved for the theme."""
    year: int | None
    records: tuple[Record, ...]
    """Sorted by number, the newest first."""


def by_year(records: Iterable[Record]) -> tuple[Year, ...]:
    """Return publications grouped: words in place of a year first, then years from the latest on, then undated."""
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
    """The year in its heading; None for a list without a heading."""
    ids: Mapping[int, str] = field(default_factory=dict)
    """Further targets of the figure's links: ids to set on publications, by number."""


def year_lists(years: tuple[Year, ...]) -> tuple[YearList, ...]:
    """Return a list per year, or one list of all publications if there are fewer than two per year on average."""
    records = tuple(record for year in years for record in year.records)
    if len(records) < 2 * len(years):
        return (YearList(records, ids={year.records[0].number: year.anchor for year in years}),)
    return tuple(YearList(year.records, year) for year in years)


def _year(order: tuple[int, int, str], records: tuple[Record, ...]) -> Year:
    year = records[0].publication.date.year
    label = str(year) if year is not None else order[2][:1].upper() + order[2][1:] or message("Undated")
    return Year(label, f"year:{topic_id([label])}", year, records)
