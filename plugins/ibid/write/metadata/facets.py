"""What search knows of a page besides its words, in Pagefind's terms (https://pagefind.app/docs/).

A filter narrows a search; metadata is what a result shows; the one sort is by date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from ibid.model.grouping import kind
from ibid.model.records import Backlink, Record
from pelican_bibtex.publication import Date, Publication

_YEAR: Final = re.compile(r"[\s'’(]*(?:19|20)?\d\d\)?$")
_UNDATED: Final = "0000-00-00"
"""Comes last: Pagefind leaves out of a sorted search what has nothing to be sorted by."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that search knows of a page; a page may have several of a name."""

    use: Literal["filter", "meta", "sort"]
    name: str
    value: str


def publication_facets(record: Record, lang: str) -> tuple[Facet, ...]:
    """Of a publication's page; `lang` is the site's language."""
    publication = record.publication
    filters = [
        ("kind", "publication"),
        ("type", kind(record)),
        ("status", publication.status),
        ("year", str(publication.date.year or "")),
        ("venue", _series(publication)),
        *(("author", author.name) for author in record.authors),
        *(("topic", path) for path in _paths(record.topics)),
    ]
    shown = [
        ("number", f"[{record.number}]"),
        ("venue", _venue(publication)),
        ("lang", publication.language if publication.language != lang else ""),
    ]
    return tuple(_facets(filters, shown, f"{_sortable(publication.date)} {record.number:05d}"))


def post_facets(date: datetime, shown_date: str, language: str, lang: str) -> tuple[Facet, ...]:
    """Of a post, whose date is shown as on its page."""
    shown = [("date", shown_date), ("lang", language if language != lang else "")]
    return tuple(_facets([("kind", "news"), ("year", str(date.year))], shown, f"{date:%Y-%m-%d}"))


def page_facets(language: str, lang: str) -> tuple[Facet, ...]:
    """Of any other page of the author's."""
    return tuple(_facets([("kind", "page")], [("lang", language if language != lang else "")], _UNDATED))


def _facets(filters: Iterable[tuple[str, str]], shown: Iterable[tuple[str, str]], date: str) -> Iterator[Facet]:
    yield from (Facet("filter", name, value) for name, value in filters if value)
    yield from (Facet("meta", name, value) for name, value in shown if value)
    yield Facet("sort", "date", date)


def _series(publication: Publication) -> str:
    """`NeurIPS` of `NeurIPS 2024`: where, in any year."""
    return _YEAR.sub("", publication.short_venue) or publication.short_venue or publication.venue.plain


def _venue(publication: Publication) -> str:
    """`NeurIPS 2024`, `Journal of Trees, 2024`: where and when, the year once."""
    venue, year = publication.short_venue or publication.venue.plain, publication.year
    return ", ".join(part for part in (venue, "" if year and year in venue else year) if part)


def _paths(topics: Iterable[Backlink]) -> dict[str, None]:
    """Each topic behind its parents, `A / B / C`, and each of these: what is of a topic is of its parents too."""
    paths: dict[str, None] = {}
    for topic in topics:
        names = [*filter(None, topic.context.split(" / ")), topic.title]
        paths |= dict.fromkeys(" / ".join(names[:depth]) for depth in range(1, len(names) + 1))
    return paths


def _sortable(date: Date) -> str:
    """`2024-05-03`, with 13 for a month and 32 for a day that is not known, as in the order of numbers."""
    year, month, day = date.order
    return f"{year:04d}-{month:02d}-{day:02d}" if year > 0 else _UNDATED
