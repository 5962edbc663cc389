"""A list of publications in order and in groups: by year, type or topic, and the years of a topic's page."""

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


Group = tuple[str, tuple["Record", ...]]
"""A heading and what stands under it."""

IN_ORDER: Mapping[str, Callable[[Sequence[Record]], tuple[Record, ...]]] = {
    "newest": lambda records: tuple(sorted(records, key=lambda record: -record.number)),
    "oldest": lambda records: tuple(sorted(records, key=lambda record: record.number)),
    "title": lambda records: tuple(sorted(records, key=lambda record: record.publication.title.plain.casefold())),
}
"""Publications in each order that a list knows."""

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
"""Headings, in the order of a list by type; all that is none of these comes last."""
OTHER_KIND, _NO_YEAR, _NO_TOPIC = message("Other"), message("Undated"), message("Under no topic")


def arrange(
    records: Sequence[Record], group: str, order: str, topics: Sequence[Topic], words: NullTranslations
) -> tuple[Group, ...]:
    """Part publications into groups, each in the order given; under `topic` one stands in each top topic it is of.

    Years go as `order` does, the oldest or else the newest first, whatever stands within them. Our headings are said
    in `words`; topics and years stay as they are.
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
    """The heading that a publication stands under in a list by type."""
    publication = record.publication
    of = "preprint" if publication.status in {"preprint", "submitted"} else publication.type
    return KINDS.get(of, OTHER_KIND)


def _by_year(records: Sequence[Record], order: str, words: NullTranslations) -> tuple[Group, ...]:
    """Under the year, or words in its place, which are still to come: forthcoming. What has neither stands last."""
    found = _gather(records, lambda record: record.publication.year)
    undated = found.pop("", ())
    years = sorted(found, key=_moment, reverse=order != "oldest")
    dated = [(year if year.isdigit() else words.gettext(year), found[year]) for year in years]
    return (*dated, (words.gettext(_NO_YEAR), undated)) if undated else tuple(dated)


def _moment(year: str) -> int:
    digits = re.search(r"\d{4}", year)
    return int(digits[0]) if digits else 9999


def _by_topic(records: Sequence[Record], topics: Sequence[Topic], no_topic: str) -> tuple[Group, ...]:
    groups: list[Group] = []
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
