"""The addresses of topics' pages, for all pages with topics and their translations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ibid.languages.tags import bcp47
from ibid.link.topic_citations import LinkedPart, TopicCitations, walk
from ibid.model.addresses import TRANSLATION, topic_address
from ibid.model.records import Document

Pair = tuple[TopicCitations | None, TopicCitations | None]
"""A topic of the translation and the one that it translates; either may be missing."""


def pairs(ours: Sequence[TopicCitations], theirs: Sequence[TopicCitations]) -> Iterator[Pair]:
    """Yield the topics of both in pairs, matched by id, then citations, then order; sub-topics within their parents."""
    for one, other in _siblings(list(ours), list(theirs)):
        yield one, other
        yield from pairs(one.children if one else (), other.children if other else ())


def _siblings(ours: list[TopicCitations], theirs: list[TopicCitations]) -> list[Pair]:
    """Return pairs of siblings and remove matches from the lists; if as many are left in both, they pair in order."""
    found: list[Pair] = []
    for sign in (_identity, _citations):
        found += _alike(ours, theirs, sign)
    if len(ours) == len(theirs):
        return [*found, *zip(ours, theirs, strict=True)]
    return [*found, *((one, None) for one in ours), *((None, other) for other in theirs)]


def _alike(
    ours: list[TopicCitations], theirs: list[TopicCitations], sign: Callable[[TopicCitations], object]
) -> Iterator[Pair]:
    for one in list(ours):
        other = next((other for other in theirs if sign(other) == sign(one)), None)
        if other:
            ours.remove(one)
            theirs.remove(other)
            yield one, other


def _identity(one: TopicCitations) -> object:
    return one.bullet.id


def _citations(one: TopicCitations) -> object:
    return one.all


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
    for document, tallies in pages:
        for top in tallies:
            claims = [_Owner(document.path, one.bullet.id, one.all) for one in walk((top,))]
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
        if one.tallies and (document := one.part.document).listed and document.translates in originals
    ]


def translated_addresses(translations: Iterable[tuple[LinkedPart, LinkedPart]], addresses: Addresses) -> Addresses:
    """Return the address of each translated topic: its original's address below the folder of the language.

    A topic without an original has no address.
    """
    found: dict[tuple[str, str], str] = {}
    for translation, original in translations:
        folder = folder_of(translation.part.document.lang)
        for one, other in pairs(translation.tallies, original.tallies):
            address = addresses.get((original.part.document.path, other.bullet.id)) if other else None
            if one and address and folder:
                found[translation.part.document.path, one.bullet.id] = TRANSLATION.at(folder=folder, page=address)
    return found


def folder_of(lang: str) -> str:
    """Return the prefix of the addresses of translated topics, `zh/`; empty if the language is not a valid name."""
    name = re.sub(r"[^a-z0-9-]", "", bcp47(lang).lower())
    return f"{name}/" if name else ""
