"""LINK: builds the catalogue from publications, people, numbers and pages, and writes the links into the pages.

The links from a topic or post to a publication and the links back come from the same list of uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from gettext import NullTranslations
from html import escape

from msgspec import Struct

from ibid.languages.page_languages import Languages
from ibid.link.backlinks import LinkInput, Use, former_addresses, records_of, uses_in
from ibid.link.chips import write_group
from ibid.link.citations import Index, Part, problems_of, unfrozen_numbers
from ibid.link.topic_bullets import Bullet, every_bullet
from ibid.link.topic_pages import (
    Addresses,
    read_moves,
    topic,
    topic_addresses,
    topic_pages,
    translated_addresses,
    translations_of,
)
from ibid.link.topics import (
    LinkedPart,
    cited_by_topics,
    differences,
    every_topic,
    publications_without_topic,
    resolve_part,
    topic_problems,
    translation_differences,
)
from ibid.mark.html_reader import Edit, splice
from ibid.mark.list_grammar import PlacedList, read_list, stray_list
from ibid.mark.placeholders import ATTRIBUTE, BULLET, FORMULA, LIST, STRAY, WORD
from ibid.model.addresses import RESEARCH, ROOT
from ibid.model.catalogue import Catalogue
from ibid.model.records import Record, Topic, TopicPage
from ibid.model.selection import KnownValues, fold
from pelican_bibtex.diagnostics.problem import Problem


class Linked(Struct, frozen=True):
    """The result of linking: the data for pages, and the problems."""

    catalogue: Catalogue
    parts: tuple[LinkedPart, ...]
    addresses: Addresses
    """The addresses of the topics' own pages."""
    problems: tuple[Problem, ...]
    known: KnownValues
    """The ids of all topics and the names of all people, for lists that are limited to one."""


def link(sources: LinkInput) -> Linked:
    """Return the catalogue of the site, with every citation resolved."""
    index = _index(sources)
    parts = tuple(_link_part(part, index) for part in sources.parts)
    uses = list(uses_in(parts))
    pages = _pages_with_topics(parts)
    addresses = topic_addresses((page.part.document, page.topics) for page in pages)
    translations = translations_of(pages, parts)
    addresses = {**addresses, **translated_addresses(translations, addresses)}
    records = records_of(sources, uses, addresses)
    topics, topic_pages = _topics(pages, records, addresses, sources.languages)
    _, translated = _topics([one for one, _ in translations], records, addresses, sources.languages)
    people = sources.people
    moves = read_moves(
        [page.part.document for page in pages],
        [(one.part.document, original.part.document) for one, original in translations],
        (*topic_pages, *translated),
    )
    marks, redirects = sources.marks, (*moves.redirects, *former_addresses(records), *sources.aliases)
    catalogue = Catalogue(
        records, topics, people.owners, people.listed, marks, topic_pages, translated, redirects=redirects
    )
    problems = (*_problems(sources, parts, uses, index), *moves.problems)
    return Linked(catalogue, parts, addresses, problems, _known(sources, parts))


def _known(sources: LinkInput, parts: Iterable[LinkedPart]) -> KnownValues:
    topics = [one.bullet.id for linked in parts for one in every_topic(linked.topics)]
    ends = (identity.rpartition("/")[2] for identity in topics)
    return {"topic": (*topics, *ends), "person": tuple(person.name for person in sources.people.persons)}


def rewrite(
    linked: LinkedPart,
    records: Mapping[str, Record],
    addresses: Addresses,
    draw: Callable[[PlacedList], str],
    words: NullTranslations,
) -> str:
    """Return the part's HTML with links, lists and ids in place of placeholders, every other byte unchanged.

    `draw` returns the HTML of a list; `words` are the translations in the part's language.
    """
    return splice(linked.part.html, _edits(linked, records, addresses, draw, words))


def _edits(
    linked: LinkedPart,
    records: Mapping[str, Record],
    addresses: Addresses,
    draw: Callable[[PlacedList], str],
    words: NullTranslations,
) -> Iterator[Edit]:
    document = linked.part.document
    groups = {resolved.place.placeholder.start: resolved for resolved in linked.resolved}
    topic_of = {start: one.bullet for one in every_topic(linked.topics) for start in one.bullet.citations}
    pages = {one.id: addresses.get((document.path, one.id), "") for one in every_bullet(linked.part.bullets)}
    for one in every_bullet(linked.part.bullets):
        yield from one.edits
        yield from _name_linked(one, pages[one.id])
    for placeholder in linked.part.placeholders:
        text = ""
        if placeholder.start in groups:
            bullet = topic_of.get(placeholder.start)
            page = pages[bullet.id] if bullet else ""
            text = write_group(groups[placeholder.start], records, ROOT, words, page)
        elif placeholder.name == LIST and not stray_list(placeholder.source):
            text = draw(read_list(placeholder.source)[0])
        elif placeholder.name == WORD:
            text = escape(words.gettext(placeholder.source))
        elif placeholder.name == FORMULA:
            text = f"<code>{escape(placeholder.source)}</code>"
        elif placeholder.name not in (ATTRIBUTE, BULLET, STRAY):
            text = escape(placeholder.source)
        yield Edit(placeholder.start, placeholder.end, text)


def _name_linked(bullet: Bullet, page: str) -> Iterator[Edit]:
    """Yield the edits that link a topic's name to its page."""
    if bullet.name_at and page:
        first, last = bullet.name_at
        yield Edit(first, first, f'<a class="topic" href="{escape(f"{ROOT}/{page}")}">')
        yield Edit(last, last, "</a>")


def _index(sources: LinkInput) -> Index:
    numbers = sources.numbers
    keys = {alias: publication.key for publication in sources.publications for alias in publication.aliases}
    keys |= {publication.key: publication.key for publication in sources.publications if publication.keyed}
    keywords: dict[str, list[str]] = {}
    for publication in sources.publications:
        for keyword in dict.fromkeys(map(fold, publication.keywords)):
            keywords.setdefault(keyword, []).append(publication.key)
    by_number = {number: key for key, number in numbers.by_key.items()}
    return Index(keys, by_number, numbers.retired, {keyword: tuple(found) for keyword, found in keywords.items()})


def _link_part(part: Part, index: Index) -> LinkedPart:
    topics = cited_by_topics(part, index)
    return LinkedPart(part, tuple(resolve_part(part, topics, index)), topics)


def _pages_with_topics(parts: Sequence[LinkedPart]) -> list[LinkedPart]:
    """Return the published pages with topics, without translations; the home page shows the topics of the first.

    The first is the page at `research/`, or if there is no such page, the first by path.
    """
    pages = [one for one in parts if one.topics and one.part.document.listed and not one.part.document.translates]
    return sorted(pages, key=lambda one: (one.part.document.url != RESEARCH, one.part.document.path))


def _topics(
    pages: Sequence[LinkedPart], records: Sequence[Record], addresses: Addresses, languages: Languages
) -> tuple[tuple[Topic, ...], tuple[TopicPage, ...]]:
    """Return the top-level topics of the first page, and a page for each topic of all pages."""
    by_key = {record.key: record for record in records}
    first: tuple[Topic, ...] = ()
    found: dict[str, TopicPage] = {}
    for linked in pages:
        topics = tuple(topic(one, linked.part.document, by_key, addresses) for one in linked.topics)
        unlinked_counts: Addresses = {}  # a count would link a topic's page to itself
        words = languages.words(linked.part.document.lang)
        for page in topic_pages(topics, linked, _edits(linked, by_key, unlinked_counts, lambda _: "", words)):
            if page.topic.page:
                found.setdefault(page.topic.page, page)
        first = first or topics
    return first, tuple(found.values())


def _problems(sources: LinkInput, parts: Sequence[LinkedPart], uses: Sequence[Use], index: Index) -> Iterator[Problem]:
    numbers = sources.numbers
    frozen = numbers.by_key.keys() - numbers.added.keys()
    for linked in parts:
        yield from problems_of(linked.part, index)
        for check in sources.checks:
            yield from check(linked.part)
        yield from topic_problems(linked.part, linked.topics, numbers.by_key)
        yield from unfrozen_numbers(linked.part, index, frozen)
    published = [linked for linked in parts if linked.topics and linked.part.document.listed]
    yield from _disagreements(published, numbers.by_key)
    topics = [one for linked in parts for one in every_topic(linked.topics)]
    if topics and all(one.all for one in topics):  # what an empty topic should cite is under no topic because of that
        cited = {use.key for use in uses if use.topic}
        yield from publications_without_topic(cited, sources.publications)


def _disagreements(pages: Sequence[LinkedPart], numbers: Mapping[str, int]) -> Iterator[Problem]:
    originals = {page.part.document.path: page for page in pages if not page.part.document.translates}
    yield from differences([(page.part, page.topics) for page in originals.values()], numbers)
    for page in pages:
        original = originals.get(page.part.document.translates)
        if original:
            yield from translation_differences((original.part, original.topics), (page.part, page.topics), numbers)
