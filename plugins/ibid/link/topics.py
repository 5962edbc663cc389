"""The publications that each topic cites, itself and with its sub-topics, and the problems of topics.

The problems are those on one page, between two pages or languages, and publications that no topic cites.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from ibid.link.citations import CitationPlace, Index, Part, Resolved, is_by_keyword, resolve
from ibid.link.topic_bullets import Bullet
from ibid.mark.citation_grammar import ROLL_UP, Citation
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.publication import Publication

_NAMED = 5  # the keys that a grouped message names; further ones are only counted


class TopicCitations(Struct, frozen=True):
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


def cited_by_topics(part: Part, index: Index) -> tuple[TopicCitations, ...]:
    """Return the publications of every topic of a page, computed from the sub-topics up."""
    places = {place.placeholder.start: place for place in part.places}
    return tuple(_cited_by(bullet, places, index) for bullet in part.bullets)


def _cited_by(bullet: Bullet, places: Mapping[int, CitationPlace], index: Index) -> TopicCitations:
    children = tuple(_cited_by(child, places, index) for child in bullet.children)
    citations = [c for start in sorted(bullet.citations) for c in _citations(places, start)]
    written = frozenset(key for c in citations if c.key != ROLL_UP and (key := index.find(c)))
    filled = frozenset(key for c in citations for key in index.filled(c))
    below = frozenset[str]().union(*(child.all for child in children))
    rolls_up = any(c.key == ROLL_UP for c in citations)
    cited = written | filled | below if rolls_up else written | filled
    return TopicCitations(bullet, cited, written, filled, below, rolls_up, children)


def _citations(places: Mapping[int, CitationPlace], start: int) -> tuple[Citation, ...]:
    return places[start].group.citations if start in places else ()


def every_topic(topics: tuple[TopicCitations, ...]) -> Iterator[TopicCitations]:
    """Yield every topic, parents before their children."""
    for one in topics:
        yield one
        yield from every_topic(one.children)


def resolve_part(part: Part, topics: tuple[TopicCitations, ...], index: Index) -> list[Resolved]:
    """Return every place of a part with what it cites, including `[@*]`; keywords are citations only in topics."""
    below = {start: one.below for one in every_topic(topics) for start in one.bullet.citations}
    return [
        resolve(place, index, below.get(place.placeholder.start, ()))
        for place in part.places
        if place.placeholder.start in below or not is_by_keyword(place.group)
    ]


class LinkedPart(Struct, frozen=True):
    """A part with the resolved citations of its places and of its topics."""

    part: Part
    resolved: tuple[Resolved, ...]
    topics: tuple[TopicCitations, ...]


TopicPair = tuple[TopicCitations | None, TopicCitations | None]
"""A topic of the translation and the one that it translates; either may be missing."""


def pairs(ours: Sequence[TopicCitations], theirs: Sequence[TopicCitations]) -> Iterator[TopicPair]:
    """Yield the topics of both in pairs, matched by id, then citations, then order; sub-topics within their parents."""
    for one, other in _siblings(list(ours), list(theirs)):
        yield one, other
        yield from pairs(one.children if one else (), other.children if other else ())


def _siblings(ours: list[TopicCitations], theirs: list[TopicCitations]) -> list[TopicPair]:
    """Return pairs of siblings and remove matches from the lists; if as many are left in both, they pair in order."""
    found: list[TopicPair] = []
    for sign in (_identity, _all_cited):
        found += _alike(ours, theirs, sign)
    if len(ours) == len(theirs):
        return [*found, *zip(ours, theirs, strict=True)]
    return [*found, *((one, None) for one in ours), *((None, other) for other in theirs)]


def _alike(
    ours: list[TopicCitations], theirs: list[TopicCitations], sign: Callable[[TopicCitations], object]
) -> Iterator[TopicPair]:
    for one in list(ours):
        other = next((other for other in theirs if sign(other) == sign(one)), None)
        if other:
            ours.remove(one)
            theirs.remove(other)
            yield one, other


def _identity(one: TopicCitations) -> object:
    return one.bullet.id


def _all_cited(one: TopicCitations) -> object:
    return one.all


def topic_problems(part: Part, topics: tuple[TopicCitations, ...], numbers: Mapping[str, int]) -> Iterator[Problem]:
    """Yield the problems of one page's topics, each at its bullet's line."""
    path = part.document.path
    for one in every_topic(topics):
        line = one.bullet.line or _line_of(one, part)
        if not one.all:
            message = f"“{one.bullet.name}” cites no publication; cite one, or remove the bold if it is not a topic."
            yield Problem(codes.EMPTY_TOPIC, message, path, line)
        elif one.written and one.below and one.written != one.below and not (one.filled or one.rolls_up):
            yield Problem(codes.WRONG_ROLL_UP, _difference(one, numbers), path, line)
        if one.bullet.flat:
            message = (
                f"“{one.bullet.name}” is indented by less than 4 spaces, so it is not a sub-topic; indent it by 4."
            )
            yield Problem(codes.FLAT_BULLET, message, path, line)
    yield from _bad_ids(part, topics)
    yield from _stray_roll_ups(part, topics)


def publications_without_topic(cited: Collection[str], publications: Iterable[Publication]) -> Iterator[Problem]:
    """Yield one problem for all publications that no topic cites, at the first of them."""
    left = [publication for publication in publications if publication.key not in cited]
    if not left:
        return
    names = ", ".join(publication.key for publication in left[:_NAMED])
    more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    first = left[0]
    verb, them = ("is", "it") if len(left) == 1 else ("are", "them")
    message = f"{names}{more} {verb} not under any topic; cite {them} in a topic's bullet."
    place = first.location
    yield Problem(codes.NO_TOPIC, message, place.path, place.line, place.column, first.key)


def _difference(one: TopicCitations, numbers: Mapping[str, int]) -> str:
    missing, extra = one.below - one.written, one.written - one.below
    said = [f"{verb} {listed(keys, numbers)}" for verb, keys in (("leaves out", missing), ("adds", extra)) if keys]
    return f"“{one.bullet.name}” {' and '.join(said)}, unlike its sub-topics; write `[@*]`, which is always right."


def listed(keys: Iterable[str], numbers: Mapping[str, int]) -> str:
    """Return publications for a message, by number: `[3] wu2022alignment`."""
    by_number = sorted(keys, key=lambda key: numbers.get(key, 0))
    return ", ".join(f"[{numbers[key]}] {key}" if key in numbers else key for key in by_number) or "nothing"


def _stray_roll_ups(part: Part, topics: tuple[TopicCitations, ...]) -> Iterator[Problem]:
    fine = {start for one in every_topic(topics) if one.children for start in one.bullet.citations}
    in_topics = part.topic_citations
    for place in part.places:
        start = place.placeholder.start
        if start not in fine and any(citation.key == ROLL_UP for citation in place.group.citations):
            where = "this topic has no sub-topics" if start in in_topics else "this is not a topic with sub-topics"
            message = f"`[@*]` cites all that the sub-topics cite, but {where}; cite by key."
            yield Problem(codes.STRAY_ROLL_UP, message, part.document.path, place.placeholder.line)


def _bad_ids(part: Part, topics: tuple[TopicCitations, ...]) -> Iterator[Problem]:
    """Yield a problem for each id that differs from what the author wrote, or depends on the order of the bullets."""
    holders: dict[str, TopicCitations] = {}
    for one in every_topic(topics):
        bullet, path, line = one.bullet, part.document.path, one.bullet.line or _line_of(one, part)
        holders.setdefault(bullet.id, one)
        if "id" in bullet.surplus:  # Markdown reads it as an attribute and drops the text before it
            right = "write it directly after the `#`, with hyphens: `{#my-id}`"
            message = f"the id of “{bullet.name}” is empty, or has a space before `id`; {right}."
            yield Problem(codes.BAD_ID, message, path, line)
        elif bullet.surplus:
            written = " ".join((bullet.asked or bullet.id, *bullet.surplus))
            message = f"`{{#{written}}}` of “{bullet.name}” contains a space; write `{{#{written.replace(' ', '-')}}}`."
            yield Problem(codes.BAD_ID, message, path, line)
        if bullet.shown_id:
            right = f"**{bullet.name}**{bullet.shown_id}"
            message = f"`{bullet.shown_id}` is shown as text; write it directly after the name, {right}, or as code."
            yield Problem(codes.BAD_ID, message, path, line)
        if bullet.asked:
            yield Problem(codes.TOPIC_TWINS, _order_decides(one, holders.get(bullet.asked), part), path, line)


def _order_decides(one: TopicCitations, other: TopicCitations | None, part: Part) -> str:
    """Return the message that a topic's permanent address depends on the order of the bullets."""
    bullet = one.bullet
    taken = f"“{other.bullet.name}” in line {other.bullet.line or _line_of(other, part)}" if other else "another bullet"
    why = f"“{bullet.name}” gets the id {bullet.id}, since {taken} has {bullet.asked}"
    then = "their addresses depend on their order"
    return f"{why}: {then}; give it its own id, `**{bullet.name}**{{#...}}`."


def _line_of(one: TopicCitations, part: Part) -> int:
    """Return the line of a topic's first citation, for a bullet whose line is not known; 0 without one."""
    return next((p.placeholder.line for p in part.places if p.placeholder.start in one.bullet.citations), 0)


PageTopics = tuple[Part, tuple[TopicCitations, ...]]
"""A page's body and its topics."""


def differences(originals: Sequence[PageTopics], numbers: Mapping[str, int]) -> Iterator[Problem]:
    """Yield a problem for each topic that is on two pages with the same path or id but different citations."""
    first: dict[tuple[str, ...] | str, tuple[TopicCitations, Part]] = {}
    for part, topics in originals:
        for one in every_topic(topics):
            seen = [first.setdefault(sign, (one, part)) for sign in (one.bullet.path, one.bullet.id)]
            for other, where in seen:
                if other.all != one.all and where.document.path != part.document.path:
                    message = _against(one, other, where, numbers)
                    yield Problem(codes.TOPIC_DIFFERS, message, part.document.path, one.bullet.line)
                    break  # one other topic is enough for the report


def translation_differences(
    original: PageTopics, translation: PageTopics, numbers: Mapping[str, int]
) -> Iterator[Problem]:
    """Yield the differences between the topics of a translated page and those of the original."""
    path = translation[0].document.path
    for one, other in pairs(translation[1], original[1]):
        if one and other and one.all != other.all:
            yield Problem(codes.TRANSLATION_DIFFERS, _against(one, other, original[0], numbers), path, one.bullet.line)
        elif other and not one:
            message = f"“{other.bullet.name}” of {_place(other, original[0])} is missing here."
            yield Problem(codes.TRANSLATION_DIFFERS, message, path)
        elif one and not other:
            message = f"“{one.bullet.name}” is not in {original[0].document.path}."
            yield Problem(codes.TRANSLATION_DIFFERS, message, path, one.bullet.line)


def _against(one: TopicCitations, other: TopicCitations, where: Part, numbers: Mapping[str, int]) -> str:
    here, there = listed(one.all, numbers), listed(other.all, numbers)
    fault = f"“{one.bullet.name}” cites {here}, but “{other.bullet.name}” at {_place(other, where)} cites {there}"
    same_id = one.bullet.id == other.bullet.id and one.bullet.path != other.bullet.path
    return f"{fault}; both have the id {one.bullet.id}." if same_id else f"{fault}."


def _place(one: TopicCitations, part: Part) -> str:
    return f"{part.document.path}:{one.bullet.line}" if one.bullet.line else part.document.path
