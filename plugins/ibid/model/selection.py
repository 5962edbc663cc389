"""The selection of publications: the filters of `{publications ...}` and of `ibid.select(...)` in templates."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ibid.mark.list_grammar import COMPARABLE, Filter, PlacedList
from ibid.model.grouping import IN_ORDER

if TYPE_CHECKING:
    from ibid.model.records import Record


Value = str | int | bool | None
"""The value of a filter; None means no filter."""
_OFFERED = 12  # the most values that a message names

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
    conditions = [Filter(name, "=", str(value).lower()) for name, value in given.items()]
    return keep(tuple(records), conditions, None if limit is None else int(limit))


def keep(records: Sequence[Record], conditions: Sequence[Filter], limit: int | None = None) -> tuple[Record, ...]:
    """Return the publications that meet all conditions, as `select` does, but with comparisons such as `>=`."""
    return tuple(record for record in records if all(_meets(record, one) for one in conditions))[:limit]


def shown_by(placed: PlacedList, records: Sequence[Record]) -> tuple[Record, ...]:
    """Return the publications that a list shows, in the list's order; `limit` cuts the ordered list."""
    return IN_ORDER[placed.order](keep(records, placed.conditions))[: placed.limit]


def empty_filters(placed: PlacedList, records: Sequence[Record]) -> Iterator[str]:
    """Yield a message for each filter that no publication meets, with the values that exist."""
    for condition in placed.conditions:
        if records and not keep(records, [condition]):
            there = sorted({value for record in records for value in values_of(record, condition.name) if value})
            more = ", ..." if len(there) > _OFFERED else ""
            yield (
                f"no publication has {condition.name}{condition.comparison}{condition.value}; "
                f"existing values: {', '.join(there[:_OFFERED]) or 'none'}{more}."
            )


def _meets(record: Record, condition: Filter) -> bool:
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
}
"""The function that returns a publication's values for a filter, by the filter's name."""
