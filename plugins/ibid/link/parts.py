"""The stretches of HTML of a page or post, with the citations and topics in them. Nothing here knows Pelican."""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from ibid.link.topic_bullets import Bullet, read_bullets, walk
from ibid.mark.citation_grammar import Group, read_group
from ibid.mark.html_reader import Offsets
from ibid.mark.placeholders import CITATION, Placeholder, find_placeholders
from ibid.model.records import Document


@dataclass(frozen=True, slots=True)
class CitationPlace:
    """One group of citations in a part of a document."""

    placeholder: Placeholder
    group: Group
    in_link: bool
    """It stands in the text of a link, which cannot hold another."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of HTML of a document: its body, its summary, another formatted field."""

    document: Document
    name: str
    """`content`, or the name of the field."""
    html: str
    """With the placeholders in it."""
    placeholders: tuple[Placeholder, ...]
    places: tuple[CitationPlace, ...]
    bullets: tuple[Bullet, ...]
    """The topics of the part: those of the body alone."""

    @property
    def topic_citations(self) -> frozenset[int]:
        """Where the placeholders of the citations in its topics start."""
        return frozenset(start for bullet in walk(self.bullets) for start in bullet.citations)


def read_part(document: Document, name: str, html: str) -> Part | None:
    """Find what is to be linked in a stretch of HTML; None when there is nothing, without parsing it."""
    found = tuple(find_placeholders(html))
    if not found:
        return None
    soup = BeautifulSoup(html, "html.parser")
    offsets = Offsets(html)
    in_links = {
        offsets.of(tag) for link in soup.find_all("a") for tag in link.find_all(CITATION) if isinstance(tag, Tag)
    }
    places = [
        CitationPlace(placeholder, group, placeholder.start in in_links)
        for placeholder in found
        if placeholder.name == CITATION and (group := read_group(placeholder.source))
    ]
    bullets = read_bullets(html, soup, offsets) if document.has_topics and name == "content" else ()
    return Part(document, name, html, found, tuple(places), bullets)
