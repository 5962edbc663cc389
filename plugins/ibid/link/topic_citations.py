"""The publications that a topic cites itself, and those that it and its sub-topics cite together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ibid.link.parts import CitationPlace, Part
from ibid.link.resolution import Index, Resolved, is_by_keyword, resolve
from ibid.link.topic_bullets import Bullet
from ibid.mark.citation_grammar import ROLL_UP, Citation


@dataclass(frozen=True, slots=True)
class TopicCitations:
    """One topic with its publications, as keys."""

    bullet: Bullet
    cited: frozenset[str]
    """The keys that its own text cites; the roll-up if it has `[@*]`."""
    written: frozenset[str]
    """The keys that its own text cites by key or number, without `[@*]` and keywords."""
    filled: frozenset[str]
    """The keys of the publications with the keywords that it cites."""
    below: frozenset[str]
    """The keys that its sub-topics cite together."""
    rolls_up: bool
    """Whether it has `[@*]`."""
    children: tuple[TopicCitations, ...]

    @property
    def all(self) -> frozenset[str]:
        """The keys that it and its sub-topics cite."""
        return self.cited | self.below


def tally(part: Part, index: Index) -> tuple[TopicCitations, ...]:
    """Return the publications of every topic of a page, computed from the sub-topics up."""
    places = {place.placeholder.start: place for place in part.places}
    return tuple(_tally(bullet, places, index) for bullet in part.bullets)


def _tally(bullet: Bullet, places: Mapping[int, CitationPlace], index: Index) -> TopicCitations:
    children = tuple(_tally(child, places, index) for child in bullet.children)
    citations = [c for start in sorted(bullet.citations) for c in _citations(places, start)]
    written = frozenset(key for c in citations if c.key != ROLL_UP and (key := index.find(c)))
    filled = frozenset(key for c in citations for key in index.filled(c))
    below = frozenset[str]().union(*(child.all for child in children))
    rolls_up = any(c.key == ROLL_UP for c in citations)
    cited = written | filled | below if rolls_up else written | filled
    return TopicCitations(bullet, cited, written, filled, below, rolls_up, children)


def _citations(places: Mapping[int, CitationPlace], start: int) -> tuple[Citation, ...]:
    return places[start].group.citations if start in places else ()


def walk(tallies: tuple[TopicCitations, ...]) -> Iterator[TopicCitations]:
    """Yield every topic, parents before their children."""
    for one in tallies:
        yield one
        yield from walk(one.children)


def resolve_part(part: Part, tallies: tuple[TopicCitations, ...], index: Index) -> list[Resolved]:
    """Return every place of a part with what it cites, including `[@*]`; keywords are citations only in topics."""
    below = {start: one.below for one in walk(tallies) for start in one.bullet.citations}
    return [
        resolve(place, index, below.get(place.placeholder.start, ()))
        for place in part.places
        if place.placeholder.start in below or not is_by_keyword(place.group)
    ]


@dataclass(frozen=True, slots=True)
class LinkedPart:
    """A part with the resolved citations of its places and of its topics."""

    part: Part
    resolved: tuple[Resolved, ...]
    tallies: tuple[TopicCitations, ...]
