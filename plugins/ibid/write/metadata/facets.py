"""Data for searching a page besides its words, in Pagefind's terms (https://pagefind.app/docs/).

A filter narrows a search, a result shows the metadata, and the only sort is by date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, Literal

from markupsafe import Markup, escape
from msgspec import Struct

from ibid.model.entry_types import heading
from ibid.model.records import Backlink, Record
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Date, Publication

_YEAR: Final = lazy_pattern(r"[\s'’(]*(?:19|20)?\d\d\)?$")
_UNDATED: Final = "0000-00-00"
"""Sorts last: Pagefind leaves pages without a sort value out of a sorted search."""


class Facet(Struct, frozen=True):
    """One value that search has of a page; a page may have several of the same name."""

    use: Literal["filter", "meta", "sort"]
    name: str
    value: str


def publication_facets(record: Record, lang: str) -> tuple[Facet, ...]:
    """Return the facets of a publication's page; `lang` is the site's language."""
    publication = record.publication
    filters = [
        ("kind", "publication"),
        ("type", heading(publication)),
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
    """Return the facets of a post, whose date is shown as on its page."""
    shown = [("date", shown_date), ("lang", language if language != lang else "")]
    return tuple(_facets([("kind", "news"), ("year", str(date.year))], shown, f"{date:%Y-%m-%d}"))


def page_facets(language: str, lang: str) -> tuple[Facet, ...]:
    """Return the facets of any other page of the author's."""
    return tuple(_facets([("kind", "page")], [("lang", language if language != lang else "")], _UNDATED))


def facet_tags(facets: Iterable[Facet]) -> Markup:
    """Return a line of HTML for each facet, as Pagefind reads it."""
    return Markup("".join(map(_facet_tag, facets)))  # noqa: S704  escaped there


def _facet_tag(facet: Facet) -> str:
    name, value = facet.name, escape(facet.value)
    return f'<meta property="search:{name}" content="{value}" data-pagefind-{facet.use}="{name}[content]">\n'


def _facets(filters: Iterable[tuple[str, str]], shown: Iterable[tuple[str, str]], date: str) -> Iterator[Facet]:
    yield from (Facet("filter", name, value) for name, value in filters if value)
    yield from (Facet("meta", name, value) for name, value in shown if value)
    yield Facet("sort", "date", date)


def _series(publication: Publication) -> str:
    """Return the venue without the year: `NeurIPS` for `NeurIPS 2024`."""
    return _YEAR.sub("", publication.short_venue) or publication.short_venue or publication.venue.plain


def _venue(publication: Publication) -> str:
    """Return venue and year, the year once: `NeurIPS 2024`, `Journal of Trees, 2024`."""
    venue, year = publication.short_venue or publication.venue.plain, publication.date.shown
    return ", ".join(part for part in (venue, "" if year and year in venue else year) if part)


def _paths(topics: Iterable[Backlink]) -> dict[str, None]:
    """Return each topic with its parents, `A / B / C`, and each parent: a topic's publications are its parents' too."""
    paths: dict[str, None] = {}
    for topic in topics:
        names = [*filter(None, topic.context.split(" / ")), topic.title]
        paths |= dict.fromkeys(" / ".join(names[:depth]) for depth in range(1, len(names) + 1))
    return paths


def _sortable(date: Date) -> str:
    """Return `2024-05-03`, with 13 for an unknown month and 32 for an unknown day, as in the order of numbers."""
    year, month, day = date.order
    return f"{year:04d}-{month:02d}-{day:02d}" if year > 0 else _UNDATED
