"""The records that pages are drawn from: documents, publications, authors, topics, and where they are cited."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ibid.model.addresses import Download, downloads, downloads_of_topic, file_of
from ibid.model.citable import Citable, citable
from ibid.model.person import Person
from pelican_bibtex.publication import Publication


@dataclass(frozen=True, slots=True)
class Document:
    """One page or post."""

    path: str
    """Its source, as the author knows it: `content/pages/research.md`."""
    title: str
    """Plain text."""
    url: str
    """From the site's root, without a leading slash."""
    listed: bool
    """It is published: not a draft, not hidden."""
    has_topics: bool
    """Its bullets are topics."""
    when: date | None = None
    """A post's date; None for a page."""
    lang: str = ""
    translates: str = ""
    """The path of the page that this one translates; empty for an original."""
    moved: tuple[tuple[str, int], ...] = ()
    """The values of `Moved:` in its front matter, `old/path -> new/path`, each with its line."""
    file: str = ""
    """Where it is written, below the output folder."""
    aliases: tuple[tuple[str, int], ...] = ()
    """The former addresses in its front matter, each with its line; a draft has none, an empty field an empty one."""
    is_cv: bool = False


MANY = 24
"""So many citations side by side can still be read; in place of more stands their count."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign behind an author's name and what it says."""

    name: str
    """As in `author+an = {1=equal}`."""
    sign: str
    """What stands behind the name: `*`."""
    meaning: str
    """What the legend says of it: `indicates equal contribution.`"""


@dataclass(frozen=True, slots=True)
class Author:
    """One author as a reader sees them."""

    name: str
    """The name to show: the person's own where people.yml knows them, else as in the entry."""
    owner: bool = False
    """It is the owner of the site."""
    homepage: str = ""
    """An http or https address, or nothing."""
    marks: tuple[Mark, ...] = ()
    person: Person | None = None
    """Who it is, where people.yml knows."""


@dataclass(frozen=True, slots=True)
class Backlink:
    """A place that cites a publication: a topic's bullet, a post or a page."""

    title: str
    """Plain text: `Implicit Bias`, or a post's title."""
    url: str
    """From the site's root, without a leading slash: `research/#deep-learning-theory/implicit-bias`."""
    context: str = ""
    """What tells equal titles apart: the parents of a topic, `Deep Learning Theory`; empty elsewhere."""
    when: date | None = None
    """A post's date."""
    page: str = ""
    """A topic's own page: `topics/deep-learning-theory/implicit-bias/`."""
    count: int = 0
    """How many publications stand on that page."""
    lang: str = ""
    """Of the title; empty for the site's own."""
    within: tuple[str, ...] = ()
    """The addresses of the topics above a topic."""
    is_cv: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A publication with all that the site knows of it."""

    publication: Publication
    number: int
    slug: str
    """Names its page, its anchor and its file."""
    url: str
    """Its own page: `publications/KEY/`, without a leading slash."""
    anchor: str
    """Its place on the one list that owns the anchors: `publications/#KEY`."""
    bibtex_url: str
    """Its BibTeX file: `publications/KEY.bib`."""
    authors: tuple[Author, ...] = ()
    topics: tuple[Backlink, ...] = ()
    """The bullets that cite it themselves, in the order of the page."""
    topic_names: frozenset[str] = frozenset()
    """Every topic it counts under, parents included, by id and by the last part of the id."""
    mentions: tuple[Backlink, ...] = ()
    """The posts and pages that cite it outside of topics, newest first."""
    citable: Citable = field(init=False, repr=False, compare=False)
    """What exports and metadata say of it: gathered once, read by all of them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "citable", citable(self.publication))

    @property
    def key(self) -> str:
        """The citation key."""
        return self.publication.key

    @property
    def deepest_topics(self) -> tuple[Backlink, ...]:
        """Those of its topics that say most: none above another."""
        above = {url for topic in self.topics for url in topic.within}
        return tuple(topic for topic in self.topics if topic.url not in above)

    @property
    def told_in(self) -> tuple[Backlink, ...]:
        """The mentions that say more of it: the home page and a CV name what they do because it is the author's."""
        return tuple(place for place in self.mentions if place.url and not place.is_cv)

    @property
    def stem(self) -> str:
        """The address of its files without their ending: `publications/KEY`."""
        return self.url.rstrip("/")

    @property
    def downloads(self) -> tuple[Download, ...]:
        """Its files, one a format."""
        return downloads(self.stem)


@dataclass(frozen=True, slots=True)
class Topic:
    """One bullet of a research page."""

    name: str
    """Plain text."""
    id: str
    """The bullet's anchor: its path, or what the author gave as `{#id}`."""
    url: str
    """The very bullet: `research/#ID`."""
    cited: tuple[Record, ...] = ()
    """What the bullet's own text cites, by number."""
    all: tuple[Record, ...] = ()
    """The roll-up: what it and its sub-topics cite, by number, each once."""
    children: tuple[Topic, ...] = ()
    page: str = ""
    """Its own page: `topics/deep-learning-theory/implicit-bias/`; empty where it has none."""
    origin: str = ""
    """The page that its own translates, which has the files and the feed of both; empty where it translates none."""

    @property
    def downloads(self) -> tuple[Download, ...]:
        """The files of its publications, one a format."""
        return downloads_of_topic(self.origin or self.page)

    @property
    def many(self) -> bool:
        """Its publications are too many to stand side by side as citations."""
        return len(self.all) > MANY


@dataclass(frozen=True, slots=True)
class TopicPage:
    """What the page of one topic shows beside the topic."""

    topic: Topic
    parents: tuple[Topic, ...]
    """From the top."""
    document: Document
    """The page its bullet stands on."""
    text: str
    """The bullet's own text as HTML, its links as an author writes them: `{filename}/...`."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A former address of a page, post, topic or publication, and the present one that it leads to."""

    old: str
    """`topics/a/b/`, `research.html`."""
    new: str
    name: str
    """The topic's name, or the title of the page or publication."""
    path: str
    """The file that says so."""
    source: str
    """What of it says so: `Moved: a/b`, `ids old of new`, `Aliases: /a/b/`."""
    lang: str = ""
    """Of the page that says so; empty for the site's own."""
    line: int = 0
    """Where the file says so, or the entry starts that does; 0 where the old address can be looked up in the page."""
    alias: str = ""
    """The address as it is written in `Aliases:`; empty where something else says so."""

    @property
    def file(self) -> str:
        """The file at the former address, below the output folder."""
        return file_of(self.old)

    @property
    def owner(self) -> str:
        """What says so, for a message."""
        return f"{self.path}:{self.line}, {self.source}" if self.line else f"{self.path}, {self.source}"
