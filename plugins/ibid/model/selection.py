"""The publications of a list: selected by filters, in an order, in groups by year, type or topic.

The filters are those of `{publications ...}` and of `ibid.select(...)` in templates.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from gettext import NullTranslations
from typing import TYPE_CHECKING, get_args

from msgspec import Struct, field

from ibid.languages.collation import sort_key
from ibid.languages.words import message
from ibid.mark.list_grammar import COMPARABLE, Filter, PlacedList, keys_in
from ibid.model.addresses import topic_id
from ibid.model.entry_types import ENTRY_TYPES, HEADINGS, heading
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.facts.venues import PUBSTATES
from pelican_bibtex.publication import Status

if TYPE_CHECKING:
    from ibid.model.records import Record, Topic


Value = str | int | bool | None
"""The value of a filter; None means no filter."""
KnownValues = Mapping[str, Iterable[str]]
"""Values that a site has, by the filter: the ids of its topics, and the names of its people."""
_OFFERED = 12  # the most values that a message names
_KNOWN: Mapping[str, frozenset[str]] = {
    "status": frozenset(get_args(Status)),
    "type": frozenset(row.name for row in ENTRY_TYPES),
    "year": frozenset("-".join(word.split()) for word in PUBSTATES),
    "selected": frozenset({"true", "false"}),
    "award": frozenset({"true", "false"}),
}
"""Values that are right in every list, also while no publication has them."""

_COMPARISONS: Mapping[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def values_of(record: Record, name: str) -> frozenset[str]:
    """Return the values of a publication that match one filter, folded for comparison."""
    return frozenset(fold(value) for value in VALUES[name](record))


def select(records: Iterable[Record], **filters: Value) -> tuple[Record, ...]:
    """Return the publications that meet every filter, in their order, at most `limit` of them."""
    given = {name: value for name, value in filters.items() if value is not None}
    limit = given.pop("limit", None)
    conditions = [
        Filter(name, "=", str(value).lower() if value is True or value is False else str(value))
        for name, value in given.items()
    ]
    return keep(tuple(records), conditions, None if limit is None else int(limit))


def keep(records: Sequence[Record], conditions: Sequence[Filter], limit: int | None = None) -> tuple[Record, ...]:
    """Return the publications that meet all conditions, as `select` does, but with comparisons such as `>=`."""
    return tuple(record for record in records if all(_meets(record, one) for one in conditions))[:limit]


def shown_by(placed: PlacedList, records: Sequence[Record], language: str = "") -> tuple[Record, ...]:
    """Return the publications that a list shows, in the list's order; `limit` cuts the ordered list.

    Titles are sorted as readers of `language`, that of the list's page, sort them.
    """
    kept = keep(records, placed.conditions)
    if placed.order == "title":
        ordered = tuple(sorted(kept, key=lambda record: sort_key(record.publication.title.plain, language)))
    else:
        ordered = tuple(sorted(kept, key=lambda record: record.number, reverse=placed.order == "newest"))
    return ordered[: placed.limit]


def unknown_values(placed: PlacedList, records: Sequence[Record], known: KnownValues) -> Iterator[str]:
    """Yield a message for each filter whose value no publication has and no list knows, with the values that exist."""
    for condition in placed.conditions:
        if condition.name == "key":
            yield from _unknown_keys(condition, records)
        elif records and not keep(records, [condition]) and not _is_known(condition, known):
            there = sorted({value for record in records for value in values_of(record, condition.name) if value})
            more = ", ..." if len(there) > _OFFERED else ""
            yield (
                f"no publication has {condition.name}{condition.comparison}{condition.value}; "
                f"existing values: {', '.join(there[:_OFFERED]) or 'none'}{more}."
            )


def why_empty(placed: PlacedList, records: Sequence[Record]) -> str:
    """Return why a list shows no publication, as a clause for a message; empty if it shows one or there is none."""
    if not records or shown_by(placed, records):
        return ""
    return f"no publication meets {'its filter' if len(placed.conditions) == 1 else 'all its filters'}"


def _unknown_keys(condition: Filter, records: Sequence[Record]) -> Iterator[str]:
    there = [key for record in records for key in VALUES["key"](record)]
    for key in keys_in(condition.value):
        if key not in there:
            otherwise = "add it to the bibliography, or remove it here."
            yield f"`{key}` is not in the bibliography; {did_you_mean(nearest(key, there), otherwise, '`{}`')}"


def _is_known(condition: Filter, known: KnownValues) -> bool:
    """Return whether a value is a right one that no publication happens to have today."""
    is_number = condition.name in COMPARABLE and (condition.value + condition.comparison).strip("0123456789.<>") == "="
    words = {*map(fold, known.get(condition.name, ()))} | _KNOWN.get(condition.name, frozenset())
    return condition.comparison != "=" or is_number or fold(condition.value) in words


def _meets(record: Record, condition: Filter) -> bool:
    if condition.name == "key":
        return not {*keys_in(condition.value)}.isdisjoint(VALUES["key"](record))
    values = values_of(record, condition.name)
    is_range = condition.name in COMPARABLE and ".." in condition.value
    if condition.comparison == "=" and not is_range:
        return fold(condition.value) in values
    return any(_compares(int(value), condition) for value in values if value.isdecimal())


def _compares(value: int, condition: Filter) -> bool:
    first, dots, last = condition.value.partition("..")
    if dots:
        return int(first or 0) <= value <= int(last or value)
    return _COMPARISONS[condition.comparison](value, int(first))


def fold(value: str) -> str:
    """Return the form in which values are compared: `implicit-bias` for `Implicit Bias`."""
    return "-".join(value.casefold().split())


def _status(record: Record) -> list[str]:
    wider = {"accepted": "published", "submitted": "preprint"}
    status = record.publication.status
    return [status, wider.get(status, status)]


def _person(record: Record) -> list[str]:
    return [author.name for author in record.authors] + [name.display for name in record.publication.authors]


def _venue(record: Record) -> list[str]:
    short = record.publication.short_venue
    return [short, *short.split()[:1], record.publication.venue.plain]


VALUES: Mapping[str, Callable[[Record], Iterable[str]]] = {
    "status": _status,
    "type": lambda record: [record.publication.type],
    "year": lambda record: [record.publication.year],
    "number": lambda record: [str(record.number)],
    "selected": lambda record: ["true" if record.publication.selected else "false"],
    "award": lambda record: ["true", award] if (award := record.publication.award.plain) else ["false"],
    "topic": lambda record: record.topic_names,
    "keyword": lambda record: record.publication.keywords,
    "person": _person,
    "venue": _venue,
    "key": lambda record: [record.key, *record.publication.aliases],
}
"""The function that returns a publication's values for a filter, by the filter's name."""


RecordGroup = tuple[str, tuple["Record", ...]]
"""A heading and the publications under it."""

_NO_YEAR, _NO_TOPIC = message("Undated"), message("Under no topic")


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
        found = _gather(records, lambda record: heading(record.publication))
        return tuple((words.gettext(name), found[name]) for name in HEADINGS if name in found)
    return _by_year(records, order, words)


def _gather(records: Iterable[Record], group: Callable[[Record], str]) -> dict[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(group(record), []).append(record)
    return {name: tuple(those) for name, those in found.items()}


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


class Year(Struct, frozen=True):
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


class YearList(Struct, frozen=True):
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
