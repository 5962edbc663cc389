"""Parts of the HTML of a page or post, with their citations and topics. Independent of Pelican."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ibid.link.topic_bullets import Bullet, read_bullets, walk
from ibid.mark.citation_grammar import Group, read_group
from ibid.mark.html_reader import extents
from ibid.mark.placeholders import CITATION, Placeholder, find_placeholders
from ibid.model.records import Document


@dataclass(frozen=True, slots=True)
class CitationPlace:
    """One group of citations in a part of a document."""

    placeholder: Placeholder
    group: Group
    in_link: bool
    """Whether it is in the text of a link, which cannot contain another link."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the HTML of a document: its body, its summary or another formatted field."""

    document: Document
    name: str
    """`content`, or the name of the field."""
    html: str
    """The HTML with its placeholders."""
    placeholders: tuple[Placeholder, ...]
    places: tuple[CitationPlace, ...]
    bullets: tuple[Bullet, ...]
    """The topics of the part; only a body has topics."""

    @property
    def topic_citations(self) -> frozenset[int]:
        """The offsets of the placeholders of the citations in its topics."""
        return frozenset(start for bullet in walk(self.bullets) for start in bullet.citations)


def read_part(document: Document, name: str, html: str) -> Part | None:
    """Return a part of a document with what is to be linked; None, without parsing it, if it has no placeholders."""
    found = tuple(find_placeholders(html))
    if not found:
        return None
    in_links = _in_links(html, [placeholder.start for placeholder in found])
    places = [
        CitationPlace(placeholder, group, placeholder.start in in_links)
        for placeholder in found
        if placeholder.name == CITATION and (group := read_group(placeholder.source))
    ]
    bullets = read_bullets(html) if document.has_topics and name == "content" else ()
    return Part(document, name, html, found, tuple(places), bullets)


def _in_links(html: str, offsets: Sequence[int]) -> set[int]:
    """Return the offsets, of those in order, that are in the content of a link."""
    links = extents(html, "a").values()
    return {at for link in links for at in offsets[bisect_left(offsets, link.first) : bisect_left(offsets, link.last)]}
