"""Open Graph beyond what every page has: when something appeared, and what it is about (https://ogp.me, article)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ibid.model.records import Record

Property = tuple[str, str]


def publication_tags(record: Record) -> tuple[Property, ...]:
    """Properties and contents of the `<meta>` elements for a publication."""
    publication = record.publication
    return _given([("article:published_time", publication.date.iso), *_about(publication.keywords)])


def article_tags(published: datetime, modified: datetime | None, tags: Iterable[object]) -> tuple[Property, ...]:
    """The same for a post."""
    changed = modified.isoformat() if modified else ""
    times = [("article:published_time", published.isoformat()), ("article:modified_time", changed)]
    return _given([*times, *_about(str(tag) for tag in tags)])


def _about(words: Iterable[str]) -> list[Property]:
    return [("article:tag", word) for word in words]


def _given(properties: Iterable[Property]) -> tuple[Property, ...]:
    return tuple((name, content) for name, content in properties if content)
