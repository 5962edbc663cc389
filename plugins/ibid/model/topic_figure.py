"""The figure of how many publications each topic has in each year: the layout, which the theme's template draws.

Lengths are in CSS pixels at the text size of a desktop screen. The figure is narrow enough for a phone, so a topic's
name is above its cells, not beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from msgspec import Struct

from ibid.model.records import Topic
from ibid.model.selection import Year, by_year

_WIDTH, _WIDEST_COLUMN = 360, 60
_CELL, _LABEL, _AXIS, _GAP = 32, 28, 24, 6
_MOST_COLUMNS = 8
_MOST_ROWS = 12
_LONGEST_NAME = 42
_OTHER = ""
"""The label of the column of publications without a year."""
_TINTS = (".1", ".15", ".2", ".26")
"""The opacity of the link's colour in a cell; text on the darkest keeps a contrast of 7:1 in both schemes."""


class Column(Struct, frozen=True):
    """The column of one year, of all years before the first with its own column, or of all without a year."""

    label: str
    """`2024` or `≤2015`; empty for publications without a year."""
    x: int
    """Its left edge."""
    width: int

    @property
    def middle(self) -> int:
        """The x position of the centre of its label."""
        return self.x + self.width // 2


class Cell(Struct, frozen=True):
    """The publications of one topic in one column; a column without publications has no cell."""

    column: Column
    count: int
    tint: str
    url: str
    """Their address on the topic's page: `topics/a/#year:2024`."""


class Row(Struct, frozen=True):
    """The row of one topic."""

    topic: Topic
    name: str
    """Its name, cut if it is too long for the figure; empty on the topic's own page."""
    y: int
    """The top of its cells."""
    text_y: int
    """The baseline of its name."""
    cells: tuple[Cell, ...]
    years: tuple[Year, ...]
    """All its publications by year, for the table."""


class Figure(Struct, frozen=True):
    """The figure of topics by years."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    width: int
    height: int
    cells_width: int
    """The width of all columns together."""
    cell_height: int = _CELL


def topics_by_year(topics: Sequence[Topic]) -> Figure | None:
    """Return the figure of several topics, or of the largest if there are many; None if they have no publication."""
    by_size = sorted((topic for topic in topics if topic.all and topic.page), key=lambda topic: -len(topic.all))
    largest = {topic.url for topic in by_size[:_MOST_ROWS]}
    return _figure([(topic, by_year(topic.all)) for topic in topics if topic.url in largest], _LABEL)


def one_topic_by_year(topic: Topic, years: tuple[Year, ...]) -> Figure | None:
    """Return the figure of a topic on its own page, by its years; None if it would have less than two columns."""
    figure = _figure([(topic, years)] if years else [], 0)
    return figure if figure and len(figure.columns) > 1 else None


def _figure(topics: Sequence[tuple[Topic, tuple[Year, ...]]], label: int) -> Figure | None:
    if not topics:
        return None
    years = [of_topic for _, of_topic in topics]
    first, columns = _columns(year.year for of_topic in years for year in of_topic)
    counts = [_counts(of_topic, first) for of_topic in years]
    most = max((len(year.records) for of_topic in years for year in of_topic if (year.year or 0) >= first), default=1)
    width = _WIDTH if label else _end(columns)
    rows = tuple(
        _row(topic, index, label, _cells(topic, columns, counts[index], most), years[index])
        for index, (topic, _) in enumerate(topics)
    )
    return Figure(columns, rows, width, _AXIS + len(rows) * (label + _CELL + _GAP), _end(columns))


def _columns(years: Iterable[int | None]) -> tuple[int, tuple[Column, ...]]:
    """Return the first year with a column of its own, and all columns."""
    known = list(years)
    dated = [year for year in known if year is not None]
    other = [_OTHER] if len(dated) < len(known) else []
    room = _MOST_COLUMNS - len(other)
    first, last = min(dated, default=0), max(dated, default=-1)
    early: list[str] = []
    if last - first >= room:
        first = last - room + 2
        early = [f"≤{first - 1}"]
    labels = [*early, *(str(year) for year in range(first, last + 1)), *other]
    width = min(_WIDTH // len(labels), _WIDEST_COLUMN)
    return first, tuple(Column(label, index * width, width) for index, label in enumerate(labels))


def _end(columns: Sequence[Column]) -> int:
    return columns[-1].x + columns[-1].width


def _counts(years: Iterable[Year], first: int) -> dict[str, tuple[int, str]]:
    """Return, by label of column, how many publications it has and the anchor of the first of its years."""
    counts: dict[str, tuple[int, str]] = {}
    for year in years:
        label = _OTHER if year.year is None else str(year.year) if year.year >= first else f"≤{first - 1}"
        count, anchor = counts.get(label, (0, year.anchor))
        counts[label] = (count + len(year.records), anchor)
    return counts


def _cells(topic: Topic, columns: Iterable[Column], counts: dict[str, tuple[int, str]], most: int) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            column,
            count=counts[column.label][0],
            tint=_tint(counts[column.label][0], most if column.label.isdigit() else 0),
            url=f"{topic.page}#{counts[column.label][1]}",
        )
        for column in columns
        if column.label in counts
    )


def _tint(count: int, most: int) -> str:
    """Return the tint for a number of publications; columns of no single year are not compared and get the lightest."""
    return _TINTS[(count * len(_TINTS) - 1) // most] if most else _TINTS[0]


def _row(topic: Topic, index: int, label: int, cells: tuple[Cell, ...], years: tuple[Year, ...]) -> Row:
    top = _AXIS + index * (label + _CELL + _GAP)
    return Row(topic, _cut(topic.name) if label else "", top + label, top + label - 8, cells, years)


def _cut(name: str) -> str:
    """Return a name cut to fit, by estimated width: a Chinese character is as wide as two Latin ones."""
    width = 0
    for index, char in enumerate(name):
        width += 2 if east_asian_width(char) in "WF" else 1
        if width > _LONGEST_NAME:
            return f"{name[:index].rstrip()}…"
    return name
