"""The page of each topic: its address, its text, and its former addresses, `Moved: old/path -> new/path`.

The page of a translated topic has the original's address below the language's folder, so it moves with the original.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from ibid.languages.tags import bcp47
from ibid.link.topic_bullets import Bullet, OffsetRange
from ibid.link.topics import LinkedPart, TopicCitations, every_topic, pairs
from ibid.mark.html_reader import Edit, splice, text_of
from ibid.model.addresses import TOPICS, TRANSLATION, topic_address
from ibid.model.records import Document, Record, Redirect, Topic, TopicPage
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.lazy_pattern import lazy_pattern

Addresses = Mapping[tuple[str, str], str]
"""The address of each topic's page, `topics/a/b/`, by the path of its document and the id of its bullet."""


class _Owner(NamedTuple):
    """The topic that an address belongs to."""

    path: str
    id: str
    publications: frozenset[str]

    def admits(self, other: _Owner) -> bool:
        """Return whether another is the same topic, on the same page or on another one."""
        return self == other if self.path == other.path else self.publications == other.publications


def topic_addresses(pages: Iterable[tuple[Document, tuple[TopicCitations, ...]]]) -> Addresses:
    """Return the address of each topic's page; in a clash, the topic of the first page keeps the plain address.

    A topic on a later page with the same id and the same publications is the same topic and shares the address. With
    other publications it is another topic: the addresses of it and its sub-topics then contain that of their page.
    """
    owners: dict[str, _Owner] = {}
    addresses: dict[tuple[str, str], str] = {}
    for document, topics in pages:
        for top in topics:
            claims = [_Owner(document.path, one.bullet.id, one.all) for one in every_topic((top,))]
            within = document.url.removesuffix(".html") if _clash(claims, owners) else ""
            for claim in claims:
                address = topic_address(claim.id, within)
                if not owners.setdefault(address.casefold(), claim).admits(claim):
                    address = topic_address(claim.id, within, marked=document.path)
                    owners[address.casefold()] = claim
                addresses[claim.path, claim.id] = address
    return addresses


def _clash(claims: Iterable[_Owner], owners: Mapping[str, _Owner]) -> bool:
    """Return whether a plain address of one of these topics belongs to another topic, on another page."""
    taken = ((owners.get(topic_address(claim.id).casefold()), claim) for claim in claims)
    return any(owner and owner.path != claim.path and not owner.admits(claim) for owner, claim in taken)


def translations_of(pages: Sequence[LinkedPart], parts: Iterable[LinkedPart]) -> list[tuple[LinkedPart, LinkedPart]]:
    """Return the bodies of published translations of pages with topics, each with the body of its original."""
    originals = {page.part.document.path: page for page in pages}
    return [
        (one, originals[document.translates])
        for one in parts
        if one.topics and (document := one.part.document).listed and document.translates in originals
    ]


def translated_addresses(translations: Iterable[tuple[LinkedPart, LinkedPart]], addresses: Addresses) -> Addresses:
    """Return the address of each translated topic: its original's address below the folder of the language.

    A topic without an original has no address.
    """
    found: dict[tuple[str, str], str] = {}
    for translation, original in translations:
        folder = folder_of(translation.part.document.lang)
        for one, other in pairs(translation.topics, original.topics):
            address = addresses.get((original.part.document.path, other.bullet.id)) if other else None
            if one and address and folder:
                found[translation.part.document.path, one.bullet.id] = TRANSLATION.at(folder=folder, page=address)
    return found


def folder_of(lang: str) -> str:
    """Return the prefix of the addresses of translated topics, `zh/`; empty if the language is not a valid name."""
    name = re.sub(r"[^a-z0-9-]", "", bcp47(lang).lower())
    return f"{name}/" if name else ""


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
    for one, cited, parents in _walk(topics, linked.topics, ()):
        text = "".join(_stretch(part.html, stretch, in_order) for stretch in cited.bullet.text)
        yield TopicPage(one, parents, part.document, text if _says_something(part.html, cited.bullet) else "")


def _stretch(html: str, stretch: OffsetRange, edits: Sequence[Edit]) -> str:
    first, last = stretch
    at = bisect_left(edits, first, key=lambda edit: edit.start)
    until = bisect_left(edits, last, key=lambda edit: edit.start)
    return splice(html, edits[at:until], first, last)


def _says_something(html: str, bullet: Bullet) -> bool:
    """Return whether the topic's text has words besides the citations, which its page lists anyway."""
    return any(char.isalnum() for first, last in bullet.text for char in text_of(html[first:last]))


def _walk(
    topics: Sequence[Topic], citations: Sequence[TopicCitations], parents: tuple[Topic, ...]
) -> Iterator[tuple[Topic, TopicCitations, tuple[Topic, ...]]]:
    for one, cited in zip(topics, citations, strict=True):
        yield one, cited, parents
        yield from _walk(one.children, cited.children, (*parents, one))


def _by_number(keys: Iterable[str], records: Mapping[str, Record]) -> tuple[Record, ...]:
    return tuple(sorted((records[key] for key in keys), key=lambda record: record.number))


_ARROW = lazy_pattern(r"\s*(?:->|→)\s*")
_ENDS = 2


class Moves(Struct, frozen=True):
    """The moves of topics in the front matter of the site's pages."""

    redirects: tuple[Redirect, ...]
    problems: tuple[Problem, ...]


class _MovedLine(Struct, frozen=True):
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
