"""The one table that every page is drawn from: publications, topics, people and marks. Templates get it as `ibid`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ibid.languages.tags import bcp47, widening
from ibid.languages.words import message
from ibid.model.addresses import Download, downloads_of_all, downloads_of_year
from ibid.model.person import Person
from ibid.model.records import Mark, Record, Redirect, Topic, TopicPage
from ibid.model.selection import Value, select

KNOWN = (
    Mark("equal", "*", message("indicates equal contribution.")),
    Mark("lead", "‡", message("indicates the lead author.")),
    Mark("corresponding", "†", message("indicates the corresponding author.")),
    Mark("alphabetical", "α", message("indicates authors in alphabetical order.")),
)
"""In the order of the legend."""


def site_marks(own: Mapping[str, tuple[str, str]]) -> tuple[Mark, ...]:
    """The known marks, with the sign and meaning that the site's settings give them, and then its own."""
    known = {mark.name: mark for mark in KNOWN}
    known.update({name: Mark(name, sign, meaning) for name, (sign, meaning) in own.items()})
    return tuple(known.values())


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole site's publications, topics and people. In templates: `ibid`."""

    publications: tuple[Record, ...] = ()
    """Newest number first."""
    topics: tuple[Topic, ...] = ()
    """The top topics of the research page, in its order."""
    owners: tuple[Person, ...] = ()
    """Whose site it is: one person, or a lab's people."""
    people: tuple[Person, ...] = ()
    """Everyone else of people.yml who is to be listed, in its order."""
    marks: tuple[Mark, ...] = ()
    """The marks the site knows, in the order of its legend."""
    topic_pages: tuple[TopicPage, ...] = ()
    """Every topic with a page, the research page's first, parents before their sub-topics."""
    translated_pages: tuple[TopicPage, ...] = ()
    """The same of the pages that translate those with topics."""
    redirects: tuple[Redirect, ...] = ()
    """Where pages, posts, topics and publications were before."""

    @property
    def downloads(self) -> tuple[Download, ...]:
        """The files of all publications, one a format."""
        return downloads_of_all()

    def downloads_of_year(self, year: int) -> tuple[Download, ...]:
        """The files of one year's publications."""
        return downloads_of_year(year)

    def select(self, **filters: Value) -> tuple[Record, ...]:
        """Some publications, in the order of the whole list; the filters are those of `ibid.model.selection.select`."""
        return select(self.publications, **filters)

    def topics_in(self, language: str) -> tuple[Topic, ...]:
        """The top topics of the research page in a language, or where it is not translated into that, as they are."""
        first = {topic.page for topic in self.topics}
        pages = [page for page in self.translated_pages if page.topic.origin in first and not page.parents]
        said = {bcp47(page.document.lang) for page in pages}
        found = next((one for one in widening(language) if one in said), "")
        return tuple(page.topic for page in pages if bcp47(page.document.lang) == found) or self.topics

    def marks_in(self, records: Iterable[Record]) -> tuple[Mark, ...]:
        """The marks that some records show, in the order of the legend."""
        used = {mark.name for record in records for author in record.authors for mark in author.marks}
        return tuple(mark for mark in self.marks if mark.name in used)
