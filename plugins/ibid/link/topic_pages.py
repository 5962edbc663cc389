"""The page of each topic, and its former addresses: `Moved: old/path -> new/path` in front matter.

The page of a translated topic has the original's address below the language's folder, so it moves with the original.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ibid.link.topic_addresses import Addresses, folder_of
from ibid.link.topic_bullets import Stretch
from ibid.link.topic_citations import LinkedPart, TopicCitations
from ibid.mark.html_reader import Edit, splice
from ibid.model.addresses import TOPICS, topic_address
from ibid.model.records import Document, Record, Redirect, Topic, TopicPage
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest

_TAG = re.compile(r"<ibid-.*?</ibid-[a-z]+>|<[^>]*>", re.DOTALL)


def topic(one: TopicCitations, document: Document, records: Mapping[str, Record], addresses: Addresses) -> Topic:
    """Return a topic of a page with its sub-topics."""
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
    """Yield a page for each topic of a page, parents first; `edits` are those that link the page's HTML."""
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


def _says_something(html: str, tally: TopicCitations) -> bool:
    """Return whether the topic's text has words besides the citations, which its page lists anyway."""
    return any(char.isalnum() for first, last in tally.bullet.text for char in _TAG.sub("", html[first:last]))


def _walk(
    topics: Sequence[Topic], tallies: Sequence[TopicCitations], parents: tuple[Topic, ...]
) -> Iterator[tuple[Topic, TopicCitations, tuple[Topic, ...]]]:
    for one, tally in zip(topics, tallies, strict=True):
        yield one, tally, parents
        yield from _walk(one.children, tally.children, (*parents, one))


def _by_number(keys: Iterable[str], records: Mapping[str, Record]) -> tuple[Record, ...]:
    return tuple(sorted((records[key] for key in keys), key=lambda record: record.number))


_ARROW = re.compile(r"\s*(?:->|→)\s*")
_ENDS = 2


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves of topics in the front matter of the site's pages."""

    redirects: tuple[Redirect, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _MovedLine:
    """One line of `Moved:`, for one language."""

    path: str
    """The page that has the line."""
    source: str
    line: int
    ends: tuple[str, str] | None
    """The old and the new address; None if the line is not understood."""
    lang: str
    folder: str = ""
    """The prefix of the addresses in that language: `zh/`."""
    inherited: bool = False
    """Whether the line is from the original; then it is no fault if a translation lacks the topic."""


def read_moves(
    originals: Iterable[Document], translations: Iterable[tuple[Document, Document]], pages: Iterable[TopicPage]
) -> Moves:
    """Return the redirects of all pages with topics; a topic that moved twice is redirected to its present address.

    `translations` come with their originals; `pages` are the pages of topics in all languages.
    """
    topics = {page.topic.page: page.topic.name for page in pages}
    written = [one for document in originals for one in _written(document)]
    for document, original in translations:
        written += _translated(document, original)
    targets = {one.ends[0]: one.ends[1] for one in written if one.ends}
    redirects: list[Redirect] = []
    problems: list[Problem] = []
    for one in written:
        new = _follow(one.ends[1], targets, topics) if one.ends else ""
        fault = _fault(one, new, topics)
        if fault and not one.inherited:
            problems.append(Problem(codes.BAD_MOVE, fault, one.path, one.line))
        elif one.ends and not fault:
            old = one.ends[0]
            redirects.append(Redirect(old, new, topics[new], one.path, f"Moved: {old}", one.lang))
    return Moves(tuple(redirects), tuple(problems))


def _translated(document: Document, original: Document) -> Iterator[_MovedLine]:
    """Yield the lines of a translation, and those of its original for other addresses."""
    folder = folder_of(document.lang)
    if not folder:  # then its topics have no pages
        return
    own = list(_written(document, folder))
    yield from own
    said = {one.ends[0] for one in own if one.ends}
    for one in _written(original):
        ends = (folder + one.ends[0], folder + one.ends[1]) if one.ends else None
        if ends and ends[0] not in said:
            yield replace(one, ends=ends, lang=document.lang, folder=folder, inherited=True)


def _written(document: Document, folder: str = "") -> Iterator[_MovedLine]:
    for source, line in document.moved:
        ends = [folder + _address(end, folder) for end in _ARROW.split(source) if end.strip("/ ")]
        understood = (ends[0], ends[1]) if len(ends) == _ENDS else None
        yield _MovedLine(document.path, source, line, understood, document.lang, folder)


def _address(end: str, folder: str) -> str:
    """Return the address on one side of the arrow, which is written in full or without `/topics/`."""
    return topic_address(end.strip("/ ").removeprefix(folder + TOPICS).removeprefix(TOPICS))


def _follow(address: str, targets: Mapping[str, str], topics: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while address not in topics and address in targets and address not in seen:
        seen.add(address)
        address = targets[address]
    return address


def _fault(one: _MovedLine, new: str, topics: Mapping[str, str]) -> str:
    """Return the fault of a line, or an empty string; `new` is the final address."""
    if not one.ends:
        return f"`Moved: {one.source}` is not valid; write `Moved: old/path -> new/path`."
    old = one.ends[0]
    if old in topics:
        return f"/{old} is still the page of “{topics[old]}”; remove the line, or correct the old path."
    if new not in topics:
        start = one.folder + TOPICS
        there = [topic.removeprefix(start).rstrip("/") for topic in topics if topic.startswith(start)]
        near = nearest(new.removeprefix(start).rstrip("/"), there)
        return f"there is no topic at /{new}; {did_you_mean(near, 'write its present path.')}"
    return ""
