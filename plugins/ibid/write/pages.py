"""The pages that Ibid writes, in order: the list of publications, a page for each publication and topic, redirects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import PurePosixPath
from typing import Final

from ibid.languages.page_languages import Version
from ibid.model.addresses import PUBLICATIONS, SITEMAP
from ibid.model.catalogue import Catalogue
from ibid.model.planned import PlannedFile, PlannedPage, Quotation, Site
from ibid.model.records import Backlink, Record, Redirect, Topic, TopicPage
from ibid.model.selection import by_year, year_lists
from ibid.model.topic_figure import one_topic_by_year
from ibid.problems import codes
from ibid.write.exports import export_files
from ibid.write.feeds import feed_files, feed_of_all, feed_of_topic
from ibid.write.sitemap import robots_file, sitemap_files
from ibid.write.written_pages import Written
from pelican_bibtex.diagnostics.problem import Problem

_SHOWN: Final = 5
_NEIGHBOURS: Final = 6
"""How many publications on each side are searched in a topic: one of a thousand takes no longer than one of twelve."""


def related_work(catalogue: Catalogue) -> Mapping[int, tuple[Record, ...]]:
    """Return the related work of each publication, by its number: most common topics first, then the nearest numbers.

    Its topics are those whose bullet cites it; every publication on the page of such a topic may be related.
    """
    common: dict[int, dict[int, int]] = {}
    for page in catalogue.topic_pages:
        _count(page.topic, common)
    records = {record.number: record for record in catalogue.publications}
    return {number: tuple(records[other] for other in _best(number, others)) for number, others in common.items()}


def _count(topic: Topic, common: dict[int, dict[int, int]]) -> None:
    numbers = [record.number for record in topic.all]
    place_of = {number: place for place, number in enumerate(numbers)}
    for record in topic.cited:
        place = place_of[record.number]
        counts = common.setdefault(record.number, {})
        for other in numbers[max(place - _NEIGHBOURS, 0) : place + _NEIGHBOURS + 1]:
            counts[other] = counts.get(other, 0) + 1


def _best(number: int, others: Mapping[int, int]) -> list[int]:
    order = sorted(others.keys() - {number}, key=lambda other: (-others[other], abs(other - number), -other))
    return order[:_SHOWN]


def publication_pages(catalogue: Catalogue, site: Site) -> Iterator[PlannedPage]:
    """Yield the list of publications, and one page for each publication."""
    records = catalogue.publications
    variables = {"records": records, "feed": feed_of_all(site)}
    yield PlannedPage(PUBLICATIONS, "publications", "the list of publications", variables)
    related = related_work(catalogue)
    for record in records:
        place = record.publication.location
        owner = f"{place.path}:{place.line}" if place.path else f"publication {record.key}"
        given = {"record": record, "related": related.get(record.number, ())}
        yield PlannedPage(record.url, "publication", owner, given)


def topic_pages(catalogue: Catalogue, site: Site) -> Iterator[PlannedPage]:
    """Yield one page for each topic, which quotes the author's text from the page that contains its bullet."""
    pages = (*catalogue.topic_pages, *catalogue.translated_pages)
    versions = _versions(pages)
    for page in pages:
        topic, document, years = page.topic, page.document, by_year(page.topic.all)
        variables = {
            "topic": topic,
            "entry": Version(topic.name, topic.page, document.lang, tuple(_others(topic, versions))),
            "parents": page.parents,
            "document": document,
            "lists": year_lists(years),
            "posts": posts_about(topic),
            "figure": one_topic_by_year(topic, years),
            "feed": feed_of_topic(topic, site),
        }
        quotation = Quotation(document.path, document.url, page.text)
        owner = f"{document.path}, topic {topic.id}"
        yield PlannedPage(topic.page, "topic", owner, variables, quotation, document.lang)


def _versions(pages: Iterable[TopicPage]) -> dict[str, list[Version]]:
    """Return the pages of each topic in all languages, by the address of the original."""
    found: dict[str, list[Version]] = {}
    for page in pages:
        version = Version(page.topic.name, page.topic.page, page.document.lang)
        found.setdefault(page.topic.origin or page.topic.page, []).append(version)
    return found


def _others(topic: Topic, versions: Mapping[str, Sequence[Version]]) -> Iterator[Version]:
    return (one for one in versions[topic.origin or topic.page] if one.url != topic.page)


def posts_about(topic: Topic) -> tuple[Backlink, ...]:
    """Return the posts that cite any of a topic's publications, newest first."""
    posts = {post.url: post for record in topic.all for post in record.mentions if post.when}
    return tuple(sorted(posts.values(), key=lambda post: (-post.when.toordinal() if post.when else 0, post.title)))


def redirect_pages(redirects: Iterable[Redirect]) -> Iterator[PlannedPage]:
    """Yield the pages that redirect from former addresses, for readers with an old link."""
    for one in redirects:
        yield PlannedPage(one.old, "redirect", one.owner, {"redirect": one}, lang=one.lang)


def vacant(redirects: Iterable[Redirect], owners: Mapping[str, str], problems: list[Problem]) -> Iterator[Redirect]:
    """Yield the redirects that may have a page: an alias never replaces another file, which is added to `problems`.

    `owners` are the site's other files, each with its source. A former address of a topic or publication that is taken
    is reported when the page would be written.
    """
    taken = _Taken(owners)
    for one in redirects:
        problem = taken.problem(one) if one.alias else None
        if problem:
            problems.append(problem)
        else:
            taken.add(one.file, one.owner)
            yield one


class _Taken:
    """The files of a site and their folders, by names without regard to capitals, as on many disks."""

    def __init__(self, owners: Mapping[str, str]) -> None:
        self._owners: dict[str, str] = {}
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        for file, owner in owners.items():
            self.add(file, owner)

    def add(self, file: str, owner: str) -> None:
        self._owners.setdefault(file, owner)
        self._files.setdefault(file.casefold(), file)
        for folder in _folders(file):
            self._folders.setdefault(folder, file)

    def problem(self, one: Redirect) -> Problem | None:
        """Return why an alias cannot have its page, or None."""
        if one.file in self._owners:
            said = f"`{one.alias}` is the address of {self._owners[one.file]}; remove it, or change that address."
            return Problem(codes.BAD_ALIAS, said, one.path, one.line)
        name = one.file.casefold()
        if twin := self._files.get(name):
            both = f"it and {twin} ({self._owners[twin]})"
            said = f"`{one.alias}` is left out: {both} differ only in upper and lower case; change or remove it."
            return Problem(codes.ADDRESS_TWINS, said, one.path, one.line)
        within = next((self._files[folder] for folder in _folders(one.file) if folder in self._files), "")
        if blocking := within or self._folders.get(name):
            said = f"`{one.alias}` cannot exist beside {blocking}: a file and a folder cannot share a name; remove it."
            return Problem(codes.BAD_ALIAS, said, one.path, one.line)
        return None


def _folders(file: str) -> list[str]:
    return [str(folder) for folder in PurePosixPath(file.casefold()).parents][:-1]


def plan(catalogue: Catalogue, site: Site) -> Iterator[PlannedPage | PlannedFile]:
    """Return every page and file of a site except those of features and at former addresses."""
    return chain(
        publication_pages(catalogue, site),
        topic_pages(catalogue, site),
        export_files(catalogue),
        feed_files(catalogue, site),
    )


def plan_about(written: Written, site: Site, taken: Collection[str]) -> Iterator[PlannedFile]:
    """Yield sitemap and robots.txt after all pages are written; not those in `taken`, which the author provides.

    Without the site's address there are no such files, since a sitemap needs it.
    """
    if not site.home:
        return
    ours = SITEMAP.at() not in taken
    sitemap = sitemap_files(written.pages.values(), site.home) if ours else ()
    files = chain(sitemap, [robots_file(f"{site.home}/{SITEMAP.at()}" if ours else "")])
    yield from (file for file in files if file.path not in taken)
