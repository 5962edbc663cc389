"""Uses of publications, and the records of all publications with the topics and posts that cite them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from ibid.languages.page_languages import Languages
from ibid.link.citations import Part
from ibid.link.numbers import Numbers
from ibid.link.topic_pages import Addresses
from ibid.link.topics import LinkedPart, TopicCitations, every_topic
from ibid.model.addresses import BIBTEX, ONE_FILES, PUBLICATION, PUBLICATIONS, slugs
from ibid.model.people import People
from ibid.model.records import Author, Backlink, Document, Mark, Record, Redirect
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.publication import Name, Publication

UsePlace = tuple[str, str]
"""The path of a page, and the id of a topic on it or an empty string."""


class LinkInput(Struct, frozen=True):
    """The input of linking: everything that is read, with numbers."""

    publications: tuple[Publication, ...]
    numbers: Numbers
    people: People
    marks: tuple[Mark, ...]
    parts: tuple[Part, ...]
    """Sorted by the paths of their documents."""
    languages: Languages = field(default_factory=Languages)
    aliases: tuple[Redirect, ...] = ()
    """The former addresses of pages and posts."""
    checks: tuple[Callable[[Part], Iterator[Problem]], ...] = ()
    """Functions of features that yield further problems of each part."""


class Use(Struct, frozen=True):
    """One publication cited in one place; links in both directions are derived from these."""

    key: str
    document: Document
    topic: TopicCitations | None

    @property
    def place(self) -> UsePlace:
        """The place, which is equal for everything that is cited there."""
        return self.document.path, self.topic.bullet.id if self.topic else ""


def uses_in(parts: Iterable[LinkedPart]) -> Iterator[Use]:
    """Yield every use of a publication on a page that readers can find: no drafts, hidden pages or translations."""
    seen: set[tuple[str, str, str]] = set()
    for linked in parts:
        document = linked.part.document
        if not document.listed or document.translates:
            continue
        topic_of = {start: one for one in every_topic(linked.topics) for start in one.bullet.citations}
        for resolved in linked.resolved:
            topic = topic_of.get(resolved.place.placeholder.start)
            for key in {reference.key: None for reference in resolved.references if reference.key}:
                use = Use(key, document, topic)
                if (key, *use.place) not in seen:
                    seen.add((key, *use.place))
                    yield use


def records_of(sources: LinkInput, uses: Sequence[Use], addresses: Addresses) -> tuple[Record, ...]:
    """Return the record of each publication, the newest number first."""
    of: dict[str, list[Use]] = {}
    for use in uses:
        of.setdefault(use.key, []).append(use)
    first = {use.place: use for use in reversed(uses)}
    links = {place: _backlink(use, addresses) for place, use in first.items()}
    slug_of = slugs(publication.key for publication in sources.publications)
    records = [
        _record(publication, sources, slug_of[publication.key], of.get(publication.key, ()), links)
        for publication in sources.publications
    ]
    return tuple(sorted(records, key=lambda record: -record.number))


def _record(
    publication: Publication, sources: LinkInput, slug: str, uses: Sequence[Use], links: Mapping[UsePlace, Backlink]
) -> Record:
    number = sources.numbers.by_key[publication.key]
    return Record(
        publication=replace(publication, number=number),
        number=number,
        slug=slug,
        url=PUBLICATION.at(slug=slug),
        anchor=f"{PUBLICATIONS}#{slug}",
        bibtex_url=ONE_FILES.at(slug=slug, ending=BIBTEX.ending),
        authors=tuple(_author(name, sources) for name in publication.authors),
        topics=tuple(links[use.place] for use in uses if use.topic),
        topic_names=frozenset(name for use in uses if use.topic for name in _names(use.topic)),
        mentions=tuple(_newest_first(links[use.place] for use in uses if not use.topic)),
    )


def former_addresses(records: Sequence[Record]) -> Iterator[Redirect]:
    """Yield redirects from the pages of publications' former keys, except at the address of another publication."""
    taken = {record.slug.casefold() for record in records}
    for record in records:
        publication = record.publication
        for alias in publication.aliases:
            slug = slugs([alias])[alias]  # its slug while it was the key, whatever other keys exist now
            if slug.casefold() not in taken:
                taken.add(slug.casefold())
                old, title, place = PUBLICATION.at(slug=slug), publication.title.plain, publication.location
                yield Redirect(old, record.url, title, place.path, _cause(publication, alias), line=place.line)


def _cause(publication: Publication, alias: str) -> str:
    """Return the reason for a further key of a publication: `ids` in its entry, or a preprint merged into it."""
    in_ids = alias in map(str.strip, publication.fields.get("ids", "").split(","))
    return f"{'ids' if in_ids else 'preprint'} {alias} of {publication.key}"


def _author(name: Name, sources: LinkInput) -> Author:
    person = sources.people.find(name)
    marks = tuple(mark for mark in sources.marks if mark.name in name.marks)
    if person is None:
        return Author(name.display, marks=marks)
    return Author(person.name, person.owner, person.homepage, marks, person)


def _backlink(use: Use, addresses: Addresses) -> Backlink:
    document, topic = use.document, use.topic
    if topic is None:
        return Backlink(document.title, document.url, when=document.when, lang=document.lang, is_cv=document.is_cv)
    *parents, name = topic.bullet.path
    page, context = addresses.get(use.place, ""), " / ".join(parents)
    *within, url = (f"{document.url}#{identity}" for identity in topic.bullet.lineage)
    return Backlink(name, url, context, page=page, count=len(topic.all), lang=document.lang, within=tuple(within))


def _names(topic: TopicCitations) -> Iterator[str]:
    """Yield the ids of a topic and its parents, and the last part of each: `a/b/c` is in a, a/b, b, and c too."""
    for identity in topic.bullet.lineage:
        yield identity
        yield identity.rpartition("/")[2]


def _newest_first(places: Iterable[Backlink]) -> list[Backlink]:
    by_title = sorted(places, key=lambda place: (place.when is None, place.title))
    return sorted(by_title, key=lambda place: place.when.toordinal() if place.when else 0, reverse=True)
