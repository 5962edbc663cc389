"""LINK: from publications, people, numbers and the author's pages to one catalogue, and back into the pages.

Both directions, from a topic or post to a publication and back, are read off one list of uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ibid import codes
from ibid.catalogue import Catalogue, Record, Topic
from ibid.citations.links import write_group
from ibid.citations.placeholders import BULLET, LIST
from ibid.citations.resolution import Index, problems_of
from ibid.documents import Document, Part
from ibid.lists import PlacedList, empty_filters, read_list
from ibid.offsets import Edit, splice
from ibid.records import LinkedPart, Sources, Use, draw_up, uses_in
from ibid.topics.differences import differences, translation_differences
from ibid.topics.doctor import findings, publications_without_topic, unfrozen_numbers
from ibid.topics.rollups import Tally, resolve_part, tally, walk
from pelican_bibtex.problem import Problem


@dataclass(frozen=True, slots=True)
class Linked:
    """The outcome: what pages are drawn from, and what is wrong."""

    catalogue: Catalogue
    parts: tuple[LinkedPart, ...]
    problems: tuple[Problem, ...]


def link(sources: Sources) -> Linked:
    """Resolve every citation of the site and draw up its catalogue."""
    index = _index(sources)
    parts = tuple(_link_part(part, index) for part in sources.parts)
    uses = list(uses_in(parts))
    records = draw_up(sources, uses)
    by_key = {record.key: record for record in records}
    main = _main_page(parts)
    topics = tuple(_topic(one, main.part.document, by_key) for one in main.tallies) if main else ()
    people = sources.people
    catalogue = Catalogue(records, topics, people.owners, people.listed, sources.marks)
    return Linked(catalogue, parts, tuple(_problems(sources, parts, uses, index)))


def rewrite(linked: LinkedPart, records: Mapping[str, Record], root: str, draw: Callable[[PlacedList], str]) -> str:
    """The part's HTML with links, lists and ids in place of the placeholders, and every other byte as it was.

    `root` stands before every address of the site; `draw` makes the HTML of a list.
    """
    groups = {resolved.place.placeholder.start: resolved for resolved in linked.resolved}
    edits = [edit for one in walk(linked.tallies) for edit in one.bullet.edits]
    for placeholder in linked.part.placeholders:
        if placeholder.start in groups:
            text = write_group(groups[placeholder.start], records, root)
        elif placeholder.name == LIST:
            text = draw(read_list(placeholder.source)[0])
        else:
            text = "" if placeholder.name == BULLET else placeholder.source
        edits.append(Edit(placeholder.start, placeholder.end, text))
    return splice(linked.part.html, edits)


def _index(sources: Sources) -> Index:
    numbers = sources.numbers
    keys = {alias: publication.key for publication in sources.publications for alias in publication.aliases}
    keys |= {publication.key: publication.key for publication in sources.publications}
    return Index(keys, {number: key for key, number in numbers.by_key.items()}, numbers.retired)


def _link_part(part: Part, index: Index) -> LinkedPart:
    tallies = tally(part, index)
    return LinkedPart(part, tuple(resolve_part(part, tallies, index)), tallies)


def _main_page(parts: Sequence[LinkedPart]) -> LinkedPart | None:
    """The page whose topics the home page shows: the published one that is called research, or the first."""
    pages = [one for one in parts if one.tallies and one.part.document.listed and not one.part.document.translates]
    return min(pages, key=lambda one: (one.part.document.url != "research/", one.part.document.path), default=None)


def _topic(one: Tally, document: Document, records: Mapping[str, Record]) -> Topic:
    return Topic(
        name=one.bullet.name,
        id=one.bullet.id,
        url=f"{document.url}#{one.bullet.id}",
        cited=_by_number(one.cited, records),
        all=_by_number(one.all, records),
        children=tuple(_topic(child, document, records) for child in one.children),
    )


def _by_number(keys: Iterable[str], records: Mapping[str, Record]) -> tuple[Record, ...]:
    return tuple(sorted((records[key] for key in keys), key=lambda record: record.number))


def _problems(sources: Sources, parts: Sequence[LinkedPart], uses: Sequence[Use], index: Index) -> Iterator[Problem]:
    numbers = sources.numbers
    frozen = numbers.by_key.keys() - numbers.added.keys()
    for linked in parts:
        yield from problems_of(linked.part, index)
        yield from findings(linked.part, linked.tallies, numbers.by_key)
        yield from unfrozen_numbers(linked.part, index, frozen)
    yield from _disagreements([linked for linked in parts if linked.tallies], numbers.by_key)
    if any(linked.tallies for linked in parts):
        cited = {use.key for use in uses if use.topic}
        yield from publications_without_topic(cited, sources.publications)


def _disagreements(pages: Sequence[LinkedPart], numbers: Mapping[str, int]) -> Iterator[Problem]:
    originals = {page.part.document.path: page for page in pages if not page.part.document.translates}
    yield from differences([(page.part, page.tallies) for page in originals.values()], numbers)
    for page in pages:
        original = originals.get(page.part.document.translates)
        if original:
            yield from translation_differences((original.part, original.tallies), (page.part, page.tallies), numbers)


def list_problems(parts: Iterable[LinkedPart], records: Sequence[Record]) -> Iterator[Problem]:
    """What is wrong with the lists that authors placed in their pages."""
    for linked in parts:
        for placeholder in linked.part.placeholders:
            if placeholder.name == LIST:
                placed, faults = read_list(placeholder.source)
                for fault in (*faults, *empty_filters(placed, records)):
                    yield Problem(codes.BAD_LIST, fault, linked.part.document.path, placeholder.line)
