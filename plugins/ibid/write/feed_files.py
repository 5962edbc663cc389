"""The feeds of a site: all publications, and those of each topic."""

from __future__ import annotations

from collections.abc import Iterator

from ibid.model.addresses import PUBLICATIONS
from ibid.model.planned import PlannedFile
from ibid.model.records import Catalogue, Topic
from ibid.model.site import Site
from ibid.write.feeds import Feed, entry, feed


def feed_of_all(site: Site) -> str:
    """The address of the feed of all publications; none where the site's own is not known, which a feed needs."""
    return "feeds/publications.atom.xml" if site.url else ""


def feed_of_topic(topic: Topic, site: Site) -> str:
    """The address of a topic's feed, beside its page."""
    return f"{topic.origin or topic.page}feed.atom.xml" if site.url else ""


def feed_files(catalogue: Catalogue, site: Site) -> Iterator[PlannedFile]:
    """All feeds, each with the newest publications first."""
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
