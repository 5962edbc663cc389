"""The records that pages are made from: documents, publications, authors and topics, with their citing places."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from msgspec import Struct

from ibid.model.addresses import ONE_FILES, TOPIC_FILES, Download, file_of
from ibid.model.citable import Citable, citable
from ibid.model.person import Person
from pelican_bibtex.publication import Publication


class Document(Struct, frozen=True):
    """One page or post."""

    path: str
    """Its source file, as shown in messages: `content/pages/research.md`."""
    title: str
    """Plain text."""
    url: str
    """Relative to the site's root, without a leading slash."""
    listed: bool
    """Whether it is published: not a draft, not hidden."""
    has_topics: bool
    """Whether its bullets are topics."""
    when: date | None = None
    """A post's date; None for a page."""
    lang: str = ""
    translates: str = ""
    """The source file of the page that it translates; empty for an original."""
    moved: tuple[tuple[str, int], ...] = ()
    """The values of `Moved:` in its front matter, `old/path -> new/path`, each with its line."""
    file: str = ""
    """The file that it is written to, relative to the output folder."""
    aliases: tuple[tuple[str, int], ...] = ()
    """The former addresses in its front matter, each with its line; no addresses for a draft, "" for an empty field."""
    is_cv: bool = False


MANY = 24
"""The most citations that are shown side by side; for more than that, their count is shown."""


class Mark(Struct, frozen=True):
    """A sign after an author's name, and its meaning."""

    name: str
    """Its name in BibTeX: `equal` in `author+an = {1=equal}`."""
    sign: str
    """The sign after the name: `*`."""
    meaning: str
    """The explanation in the legend: `indicates equal contribution.`"""


class Author(Struct, frozen=True):
    """One author of a publication, as shown to readers."""

    name: str
    """The name to show: from people.yml if the person is in it, else from the entry."""
    owner: bool = False
    """Whether the author owns the site."""
    homepage: str = ""
    """An http or https address, or empty."""
    marks: tuple[Mark, ...] = ()
    person: Person | None = None
    """The person, if they are in people.yml."""


class Backlink(Struct, frozen=True):
    """A place that cites a publication: a topic's bullet, a post or a page."""

    title: str
    """Plain text: `Implicit Bias`, or a post's title."""
    url: str
    """Relative to the site's root, without a leading slash: `research/#deep-learning-theory/implicit-bias`."""
    context: str = ""
    """The parents of a topic, which distinguish equal titles: `Deep Learning Theory`; empty for posts and pages."""
    when: date | None = None
    """A post's date."""
    page: str = ""
    """The address of a topic's own page: `topics/deep-learning-theory/implicit-bias/`."""
    count: int = 0
    """The number of publications on that page."""
    lang: str = ""
    """The language of the title; empty for the site's default."""
    within: tuple[str, ...] = ()
    """The addresses of a topic's parents."""
    is_cv: bool = False


class Record(Struct, frozen=True, dict=True):
    """A publication with its number, addresses, authors, topics and mentions."""

    publication: Publication
    number: int
    slug: str
    """The name that its page, its anchor and its files share."""
    url: str
    """The address of its own page: `publications/KEY/`, without a leading slash."""
    anchor: str
    """Its address in the list of all publications: `publications/#KEY`."""
    bibtex_url: str
    """The address of its BibTeX file: `publications/KEY.bib`."""
    authors: tuple[Author, ...] = ()
    topics: tuple[Backlink, ...] = ()
    """The bullets that cite it directly, in the order of the page."""
    topic_names: frozenset[str] = frozenset()
    """The ids of all its topics, parents included, and the last part of each id."""
    mentions: tuple[Backlink, ...] = ()
    """The posts and pages that cite it outside of topics, the newest first."""

    @cached_property
    def citable(self) -> Citable:
        """Its data for exports and metadata, computed once for all of them."""
        return citable(self.publication)

    @property
    def key(self) -> str:
        """The citation key."""
        return self.publication.key

    @property
    def deepest_topics(self) -> tuple[Backlink, ...]:
        """Its most specific topics: those that are not parents of another of its topics."""
        above = {url for topic in self.topics for url in topic.within}
        return tuple(topic for topic in self.topics if topic.url not in above)

    @property
    def mentions_shown(self) -> tuple[Backlink, ...]:
        """The mentions except on the home page and a CV, which cite a publication just because it is the author's."""
        return tuple(place for place in self.mentions if place.url and not place.is_cv)

    @property
    def downloads(self) -> tuple[Download, ...]:
        """Its files, one per format."""
        return ONE_FILES.downloads(slug=self.slug)


class Topic(Struct, frozen=True):
    """One bullet of a research page."""

    name: str
    """Plain text."""
    id: str
    """The bullet's anchor: its path, or the author's own id, written as `{#id}`."""
    url: str
    """The address of the bullet: `research/#ID`."""
    cited: tuple[Record, ...] = ()
    """The publications that the bullet's own text cites, by number."""
    all: tuple[Record, ...] = ()
    """The roll-up: the publications that it and its sub-topics cite, by number, each once."""
    children: tuple[Topic, ...] = ()
    page: str = ""
    """The address of its own page: `topics/deep-learning-theory/implicit-bias/`; empty without one."""
    origin: str = ""
    """The page that its own page translates, which has the files and the feed of both; empty for an original."""

    @property
    def downloads(self) -> tuple[Download, ...]:
        """The files of its publications, one per format."""
        return TOPIC_FILES.downloads(page=self.origin or self.page)

    @property
    def many(self) -> bool:
        """Whether it has too many publications to show as citations side by side."""
        return len(self.all) > MANY


class TopicPage(Struct, frozen=True):
    """The page of one topic: the topic and what else the page shows."""

    topic: Topic
    parents: tuple[Topic, ...]
    """From the top level down."""
    document: Document
    """The page with its bullet."""
    text: str
    """The bullet's own text as HTML, with links as an author writes them: `{filename}/...`."""


class Redirect(Struct, frozen=True):
    """A redirect from a former address of a page, post, topic or publication to its present one."""

    old: str
    """`topics/a/b/`, `research.html`."""
    new: str
    name: str
    """The topic's name, or the title of the page or publication."""
    path: str
    """The file that declares the redirect."""
    source: str
    """The declaration in that file: `Moved: a/b`, `ids old of new`, `Aliases: /a/b/`."""
    lang: str = ""
    """The language of the page that declares it; empty for the site's default."""
    line: int = 0
    """The line of the declaration or of its entry; 0 if the old address can be looked up in the page."""
    alias: str = ""
    """The address as written in `Aliases:`; empty for other declarations."""

    @property
    def file(self) -> str:
        """The file at the former address, relative to the output folder."""
        return file_of(self.old)

    @property
    def owner(self) -> str:
        """The file, line and declaration, for messages."""
        return f"{self.path}:{self.line}, {self.source}" if self.line else f"{self.path}, {self.source}"
