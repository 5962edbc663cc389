"""Atom feeds (RFC 4287) of all publications and of each topic, and corrections to Pelican's own feeds of posts.

Feeds of publications are not written by the library that Pelican uses: it knows only one author per entry and no
types of links, and it takes the current time if a feed is empty or an entry has no date. A feed here never uses the
current time: it depends only on the publications, so that `updated` changes when an item does, and a rebuild changes
no byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from gettext import NullTranslations
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from msgspec import Struct

from ibid.compat.pelican_compat import date_feed, feed_items
from ibid.languages.words import message
from ibid.link.excerpts import in_feed
from ibid.model.addresses import ALL_FEED, PUBLICATIONS, TOPIC_FEED
from ibid.model.catalogue import Catalogue
from ibid.model.planned import PlannedFile, Site
from ibid.model.records import Record, Topic
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Publication

_NO_XML = lazy_pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'


def clean(text: str) -> str:
    """Return a text without the characters that XML forbids, escaped or not (XML 1.0, production 2)."""
    return _NO_XML.sub("", text)


MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STATUSES = {"accepted": message("To appear"), "submitted": message("Under review"), "preprint": message("Preprint")}
_RANKS = ("submitted", "preprint", "accepted", "published")
_SECONDS = 30 * 60


class Feed(Struct, frozen=True):
    """A feed to be written."""

    title: str
    address: str
    """Its path in the site: `topics/a/feed.atom.xml`."""
    page: str
    """The page that shows the same publications: `topics/a/`."""
    records: Sequence[Record]
    """Newest number first."""


def updated(record: Record) -> datetime:
    """Return when a publication last changed, as far as its own data tells.

    The day is the first that its date allows, 1 January 2024 for 2024, and 1 January 1970 without a year. The time of
    day encodes the rest: the hour its status, half an hour more an award, the seconds its number. So a preprint that is
    accepted, wins an award or is numbered anew appears as an update.
    """
    publication = record.publication
    hours = _RANKS.index(publication.status) + (0.5 if publication.award else 0)
    return _first_day(publication) + timedelta(hours=hours, seconds=record.number % _SECONDS)


def entry(record: Record, site: Site) -> str:
    """Return one publication as an element for every feed that has it; its id is its page's address."""
    publication = record.publication
    url = f"{site.url}/{record.url}"
    element = Element("entry", {"xml:lang": publication.language} if publication.language else {})
    _add(element, "title", publication.title.plain or record.key)
    _add(element, "id", url)
    _add(element, "updated", _instant(updated(record)))
    SubElement(element, "link", rel="alternate", type="text/html", href=clean(url))
    for link in publication.links:
        label = site.words.gettext(link.label)
        address = f"{site.url}{link.url}" if link.url.startswith("/") else link.url
        SubElement(element, "link", rel="related", title=clean(label), href=clean(address))
    for author in record.authors:
        person = SubElement(element, "author")
        _add(person, "name", author.name)
        _add(person, "uri", author.homepage)
    for keyword in publication.keywords:
        SubElement(element, "category", term=clean(keyword))
    _add(element, "summary", _summary(record, site.words))
    _add(element, "content", str(publication.abstract.html), type="html")
    indent(element)
    return tostring(element, "unicode")


def feed(of: Feed, entries: Iterable[str], site: Site) -> bytes:
    """Return the file of a feed; `entries` are those of its publications, in their order."""
    element = Element("feed", {"xmlns": _ATOM, "xml:lang": site.lang})
    _add(element, "title", of.title)
    _add(element, "id", f"{site.url}/{of.address}")
    _add(element, "updated", _instant(max(map(updated, of.records), default=_EPOCH)))
    SubElement(element, "link", rel="self", type=MEDIA_TYPE, href=f"{site.url}/{of.address}")
    SubElement(element, "link", rel="alternate", type="text/html", href=f"{site.url}/{of.page}")
    _add(SubElement(element, "author"), "name", site.name)
    indent(element)
    head = tostring(element, "unicode").removesuffix("\n</feed>")
    return "\n".join([DECLARATION, head, *entries, "</feed>\n"]).encode()


def _first_day(publication: Publication) -> datetime:
    day = publication.date.first_day
    return datetime.combine(day, time(), UTC) if day else _EPOCH


def _summary(record: Record, words: NullTranslations) -> str:
    """Return a line that describes the publication: number, authors, venue, award and status."""
    publication = record.publication
    status = words.gettext(_STATUSES[publication.status]) if publication.status in _STATUSES else ""
    venue = publication.short_venue or publication.venue.plain
    year = "" if publication.year in venue else publication.date.shown
    names = ", ".join(author.name for author in record.authors) + (
        words.gettext(", et al.") if publication.others else ""
    )
    where = ", ".join(part for part in (venue, year) if part)
    parts = (names, where, publication.award.plain, status)
    return " ".join([f"[{record.number}]", *(_sentence(part) for part in parts if part)])


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "。")) else f"{text}."


def _instant(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    """Add an element with text, unless the text is empty."""
    if cleaned := clean(text):
        SubElement(parent, name, attributes).text = cleaned


def feed_of_all(site: Site) -> str:
    """Return the address of the feed of all publications; empty without the site's address, which a feed needs."""
    return ALL_FEED.at() if site.url else ""


def feed_of_topic(topic: Topic, site: Site) -> str:
    """Return the address of a topic's feed, in the folder of its page; empty without the site's address."""
    return TOPIC_FEED.at(page=topic.origin or topic.page) if site.url else ""


def feed_files(catalogue: Catalogue, site: Site) -> Iterator[PlannedFile]:
    """Yield all feeds, each with the newest publications first."""
    if not site.url:
        return
    entries = {record.slug: entry(record, site) for record in catalogue.publications}
    for one in _feeds(catalogue, site):
        of_records = (entries[record.slug] for record in one.records)
        yield PlannedFile(one.address, f"the feed “{one.title}”", feed(one, of_records, site))


def _feeds(catalogue: Catalogue, site: Site) -> Iterator[Feed]:
    newest = catalogue.publications[: site.feed_items]
    say = site.words.gettext
    title = say("%(site)s: publications") % {"site": site.name}
    yield Feed(title, feed_of_all(site), PUBLICATIONS, newest)
    for topic in (page.topic for page in catalogue.topic_pages):
        newest = topic.all[::-1][: site.feed_items]
        title = say("%(site)s: publications on %(topic)s") % {"site": site.name, "topic": topic.name}
        yield Feed(title, feed_of_topic(topic, site), topic.page, newest)


def mend(feed: Any, site: str) -> None:
    """Give every post an author, as RFC 4287 requires in 4.1.2: the site itself, if the post has none.

    Their HTML loses its ids and leads to their own pages. A feed without posts gets the oldest date, since the library
    would date it with the current time.
    """
    for item in feed_items(feed):
        item["author_name"] = item.get("author_name") or site
        texts = {name: in_feed(item[name], item["link"]) for name in ("description", "content") if item.get(name)}
        item.update(texts | ({"description": None} if texts.get("content") == texts.get("description") else {}))
    if not feed_items(feed):
        date_feed(feed, _EPOCH)
