"""A CV as it is read. Nothing here reads files or knows Pelican."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import NullTranslations
from itertools import chain

from ibid.features.cv.inline import Text
from ibid.features.cv.periods import Period, period_of
from ibid.model.grouping import Group, arrange
from ibid.model.placed_lists import PlacedList
from ibid.model.records import Catalogue, Record


@dataclass(frozen=True, slots=True)
class Selection:
    """Publications of the bibliography, by the filters of `{publications ...}`."""

    placed: PlacedList
    line: int
    column: int

    def records(self, catalogue: Catalogue) -> tuple[Record, ...]:
        """Those that it shows, in its order."""
        return self.placed.of(catalogue.publications)

    def dated(self, catalogue: Catalogue) -> tuple[tuple[Record, Period], ...]:
        """The same, each with when it appeared."""
        return tuple((record, period_of(record.publication.date)) for record in self.records(catalogue))

    def groups(self, catalogue: Catalogue, words: NullTranslations) -> tuple[Group, ...]:
        """The same under headings in some language; none where it asks for none."""
        if not self.placed.group:
            return ()
        return arrange(self.records(catalogue), self.placed.group, self.placed.order, catalogue.topics, words)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of an entry."""

    text: Text
    label: str = ""
    """What says what it is, where its text alone would not: `Thesis: %(what)s`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a section, with what belongs to it."""

    headline: Text | None = None
    """The strong one of its fields; none where the entry is a text alone, its one fact."""
    facts: tuple[Fact, ...] = ()
    """The others, in the order in which a reader wants them."""
    labelled: tuple[Fact, ...] = ()
    """Those with a label: a thesis, a supervisor."""
    periods: tuple[Period, ...] = ()
    url: str = ""
    """Where the headline leads; a path of the site stands behind `addresses.ROOT`."""
    summary: Text | None = None
    highlights: tuple[Text, ...] = ()
    publications: Selection | None = None
    """In place of all else: an entry for each of these, its award as the headline."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and what stands behind it: `Phone`, `Programming`."""

    label: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and what stands under it: a text, pairs, entries or publications."""

    heading: str
    """In English where it is known, or the author's own."""
    is_known: bool
    """The theme has it in other languages."""
    text: Text | None = None
    pairs: tuple[Pair, ...] = ()
    entries: tuple[Entry, ...] = ()
    publications: Selection | None = None


@dataclass(frozen=True, slots=True)
class Cv:
    """One CV in one language."""

    path: str
    """The author's file: `content/cv.yml`."""
    person: str = ""
    """Whose it is, by their name in people.yml; empty for the one owner of the site."""
    person_line: int = 0
    title: str = ""
    """What the page is called in place of `Curriculum vitae`."""
    role: str = ""
    """What stands under the name in place of the role and affiliations of people.yml."""
    summary: Text | None = None
    contact: tuple[Pair, ...] = ()
    """What people.yml does not have: a telephone, a postal address."""
    updated: Period | None = None
    sections: tuple[Section, ...] = ()

    @property
    def texts(self) -> Iterator[Text]:
        """Every text, in the order of the page."""
        pairs = (*self.contact, *(pair for section in self.sections for pair in section.pairs))
        given = [self.summary, *(text for pair in pairs for text in (pair.label, pair.text))]
        for section in self.sections:
            given.append(section.text)
            for entry in section.entries:
                facts = (fact.text for fact in (*entry.facts, *entry.labelled))
                given += [entry.headline, *facts, entry.summary, *entry.highlights]
        return (text for text in given if text)

    def listed(self, catalogue: Catalogue) -> Iterator[Record]:
        """The publications of all its lists."""
        lists = (section.publications for section in self.sections if section.publications)
        return chain.from_iterable(each.records(catalogue) for each in lists)

    @property
    def selections(self) -> Iterator[Selection]:
        """Every list of publications, in the order of the page."""
        for section in self.sections:
            given = [section.publications, *(entry.publications for entry in section.entries)]
            yield from (selection for selection in given if selection)
