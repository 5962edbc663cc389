"""A page for each topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ibid.features.figure.figure import one_topic_by_year
from ibid.languages.version import Version
from ibid.model.planned import PlannedPage, Quotation
from ibid.model.records import Backlink, Catalogue, Topic, TopicPage
from ibid.model.site import Site
from ibid.model.years import by_year, year_lists
from ibid.write.feed_files import feed_of_topic


def topic_pages(catalogue: Catalogue, site: Site) -> Iterator[PlannedPage]:
    """One page a topic, which quotes the author's text from the page its bullet stands on."""
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
        yield PlannedPage(f"{topic.page}index.html", topic.page, "topic", owner, variables, quotation, document.lang)


def _versions(pages: Iterable[TopicPage]) -> dict[str, list[Version]]:
    """The pages of each topic, by the address of the original."""
    found: dict[str, list[Version]] = {}
    for page in pages:
        version = Version(page.topic.name, page.topic.page, page.document.lang)
        found.setdefault(page.topic.origin or page.topic.page, []).append(version)
    return found


def _others(topic: Topic, versions: Mapping[str, Sequence[Version]]) -> Iterator[Version]:
    return (one for one in versions[topic.origin or topic.page] if one.url != topic.page)


def posts_about(topic: Topic) -> tuple[Backlink, ...]:
    """The posts that cite any of a topic's publications, newest first."""
    posts = {post.url: post for record in topic.all for post in record.mentions if post.when}
    return tuple(sorted(posts.values(), key=lambda post: (-post.when.toordinal() if post.when else 0, post.title)))
