"""The topics of the site as pages see them: a tree of records, and for each topic what its own page says."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ibid.link.parts import Document
from ibid.link.texts import Stretch
from ibid.link.topic_addresses import Addresses
from ibid.link.topic_citations import Tally
from ibid.link.uses import LinkedPart
from ibid.mark.offsets import Edit, splice
from ibid.model.records import Record, Topic, TopicPage

_TAG = re.compile(r"<ibid-.*?</ibid-[a-z]+>|<[^>]*>", re.DOTALL)


def topic(one: Tally, document: Document, records: Mapping[str, Record], addresses: Addresses) -> Topic:
    """A topic of a page with its sub-topics."""
    page = addresses.get((document.path, one.bullet.id), "")
    return Topic(
        name=one.bullet.name,
        id=one.bullet.id,
        url=f"{document.url}#{one.bullet.id}",
        cited=_by_number(one.cited, records),
        all=_by_number(one.all, records),
        children=tuple(topic(child, document, records, addresses) for child in one.children),
        page=page,
        origin=page.partition("/")[2] if document.translates else "",
    )


def topic_pages(topics: Sequence[Topic], linked: LinkedPart, edits: Iterable[Edit]) -> Iterator[TopicPage]:
    """A page for each topic of a page, parents first; `edits` are what links the page's HTML."""
    part = linked.part
    in_order = sorted(edits)
    for one, tally, parents in _walk(topics, linked.tallies, ()):
        text = "".join(_stretch(part.html, stretch, in_order) for stretch in tally.bullet.text)
        yield TopicPage(one, parents, part.document, text if _says_something(part.html, tally) else "")


def _stretch(html: str, stretch: Stretch, edits: Sequence[Edit]) -> str:
    first, last = stretch
    at = bisect_left(edits, first, key=lambda edit: edit.start)
    until = bisect_left(edits, last, key=lambda edit: edit.start)
    return splice(html, edits[at:until], first, last)


def _says_something(html: str, tally: Tally) -> bool:
    """There are words besides the citations, which the page lists anyway."""
    return any(char.isalnum() for first, last in tally.bullet.text for char in _TAG.sub("", html[first:last]))


def _walk(
    topics: Sequence[Topic], tallies: Sequence[Tally], parents: tuple[Topic, ...]
) -> Iterator[tuple[Topic, Tally, tuple[Topic, ...]]]:
    for one, tally in zip(topics, tallies, strict=True):
        yield one, tally, parents
        yield from _walk(one.children, tally.children, (*parents, one))


def _by_number(keys: Iterable[str], records: Mapping[str, Record]) -> tuple[Record, ...]:
    return tuple(sorted((records[key] for key in keys), key=lambda record: record.number))
