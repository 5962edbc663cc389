"""Problems of topics: on one page, between two pages or languages, and publications that no topic cites."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ibid.link.parts import Part
from ibid.link.resolution import Index
from ibid.link.topic_addresses import pairs
from ibid.link.topic_citations import TopicCitations, walk
from ibid.mark.citation_grammar import ROLL_UP
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.publication import Publication

_NAMED = 5  # the keys that a grouped message names; further ones are only counted


def findings(part: Part, tallies: tuple[TopicCitations, ...], numbers: Mapping[str, int]) -> Iterator[Problem]:
    """Yield the problems of one page's topics, each at its bullet's line."""
    path = part.document.path
    for one in walk(tallies):
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
    yield from _bad_ids(part, tallies)
    yield from _stray_roll_ups(part, tallies)


def unfrozen_numbers(part: Part, index: Index, frozen: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each number typed by hand that is not in numbers.toml, once per number."""
    seen: set[int] = set()
    for place in part.places:
        for citation in place.group.citations:
            key = index.find(citation)
            if citation.number is None or not key or key in frozen or citation.number in seen:
                continue
            seen.add(citation.number)
            message = (
                f"[{citation.number}] now means {key}, but this may change; run `invoke number`, or cite `@{key}`."
            )
            yield Problem(codes.UNFROZEN_NUMBER, message, part.document.path, place.placeholder.line)


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


def _stray_roll_ups(part: Part, tallies: tuple[TopicCitations, ...]) -> Iterator[Problem]:
    fine = {start for one in walk(tallies) if one.children for start in one.bullet.citations}
    in_topics = part.topic_citations
    for place in part.places:
        start = place.placeholder.start
        if start not in fine and any(citation.key == ROLL_UP for citation in place.group.citations):
            where = "this topic has no sub-topics" if start in in_topics else "this is not a topic with sub-topics"
            message = f"`[@*]` cites all that the sub-topics cite, but {where}; cite by key."
            yield Problem(codes.STRAY_ROLL_UP, message, part.document.path, place.placeholder.line)


def _bad_ids(part: Part, tallies: tuple[TopicCitations, ...]) -> Iterator[Problem]:
    """Yield a problem for each id that differs from what the author wrote, or depends on the order of the bullets."""
    holders: dict[str, TopicCitations] = {}
    for one in walk(tallies):
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
            yield Problem(codes.TOPIC_TWINS, _twins(one, holders.get(bullet.asked), part), path, line)


def _twins(one: TopicCitations, other: TopicCitations | None, part: Part) -> str:
    """Return the message that a topic's permanent address depends on the order of the bullets."""
    bullet = one.bullet
    taken = f"“{other.bullet.name}” in line {other.bullet.line or _line_of(other, part)}" if other else "another bullet"
    why = f"“{bullet.name}” gets the id {bullet.id}, since {taken} has {bullet.asked}"
    then = "their addresses depend on their order"
    return f"{why}: {then}; give it its own id, `**{bullet.name}**{{#...}}`."


def _line_of(one: TopicCitations, part: Part) -> int:
    """Return the line of a topic's first citation, for a bullet whose line is not known; 0 without one."""
    return next((p.placeholder.line for p in part.places if p.placeholder.start in one.bullet.citations), 0)


Topics = tuple[Part, tuple[TopicCitations, ...]]
"""A page's body and its topics."""


def differences(originals: Sequence[Topics], numbers: Mapping[str, int]) -> Iterator[Problem]:
    """Yield a problem for each topic that is on two pages with the same path or id but different citations."""
    first: dict[tuple[str, ...] | str, tuple[TopicCitations, Part]] = {}
    for part, tallies in originals:
        for one in walk(tallies):
            seen = [first.setdefault(sign, (one, part)) for sign in (one.bullet.path, one.bullet.id)]
            for other, where in seen:
                if other.all != one.all and where.document.path != part.document.path:
                    message = _against(one, other, where, numbers)
                    yield Problem(codes.TOPIC_DIFFERS, message, part.document.path, one.bullet.line)
                    break  # one other topic is enough for the report


def translation_differences(original: Topics, translation: Topics, numbers: Mapping[str, int]) -> Iterator[Problem]:
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
