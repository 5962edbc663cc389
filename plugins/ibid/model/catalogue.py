"""The catalogue that all pages are made from: publications, topics, people and marks. Templates get it as `ibid`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from ibid.languages.tags import bcp47, widening
from ibid.languages.words import message
from ibid.model.addresses import ALL_FILES, YEAR_FILES, Download
from ibid.model.person import Person
from ibid.model.records import Mark, Record, Redirect, Topic, TopicPage
from ibid.model.selection import Value, select

KNOWN = (
    Mark("equal", "*", message("indicates equal contribution.")),
    Mark("lead", "‡", message("indicates the lead author.")),
    Mark("corresponding", "†", message("indicates the corresponding author.")),
    Mark("alphabetical", "α", message("indicates authors in alphabetical order.")),
)
"""The predefined marks, in the order of the legend."""


def site_marks(own: Mapping[str, tuple[str, str]]) -> tuple[Mark, ...]:
    """Return the predefined marks, then the site's; `own` has sign and meaning by name, also of predefined marks."""
    known = {mark.name: mark for mark in KNOWN}
    known.update({name: Mark(name, sign, meaning) for name, (sign, meaning) in own.items()})
    return tuple(known.values())


class Catalogue(Struct, frozen=True):
    """All publications, topics and people of the site. In templates: `ibid`."""

    publications: tuple[Record, ...] = ()
    """Sorted by number, the newest first."""
    topics: tuple[Topic, ...] = ()
    """The top-level topics of the research page, in the order of the page."""
    owners: tuple[Person, ...] = ()
    """The owners of the site: one person, or the people of a lab."""
    people: tuple[Person, ...] = ()
    """Everyone else in people.yml who is to be listed, in the order of the file."""
    marks: tuple[Mark, ...] = ()
    """All marks of the site, in the order of its legend."""
    topic_pages: tuple[TopicPage, ...] = ()
    """The page of each topic that has one: the research page's topics first, parents before their sub-topics."""
    translated_pages: tuple[TopicPage, ...] = ()
    """The same for the translations of pages with topics."""
    redirects: tuple[Redirect, ...] = ()
    """The former addresses of pages, posts, topics and publications."""

    @property
    def downloads(self) -> tuple[Download, ...]:
        """The files of all publications, one per format."""
        return ALL_FILES.downloads()

    def downloads_of_year(self, year: int) -> tuple[Download, ...]:
        """Return the files of one year's publications, one per format."""
        return YEAR_FILES.downloads(year=f"{year:04d}")

    def select(self, **filters: Value) -> tuple[Record, ...]:
        """Return the publications that meet all filters of `ibid.model.selection.select`, the newest number first."""
        return select(self.publications, **filters)

    def topics_in(self, language: str) -> tuple[Topic, ...]:
        """Return the top-level topics of the research page in a language; the original ones if it is untranslated."""
        first = {topic.page for topic in self.topics}
        pages = [page for page in self.translated_pages if page.topic.origin in first and not page.parents]
        said = {bcp47(page.document.lang) for page in pages}
        found = next((one for one in widening(language) if one in said), "")
        return tuple(page.topic for page in pages if bcp47(page.document.lang) == found) or self.topics

    def marks_in(self, records: Iterable[Record]) -> tuple[Mark, ...]:
        """Return the marks that these records show, in the order of the legend."""
        used = {mark.name for record in records for author in record.authors for mark in author.marks}
        return tuple(mark for mark in self.marks if mark.name in used)
