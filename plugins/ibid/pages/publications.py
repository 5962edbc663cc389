"""The list of all publications, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator

from ibid.addresses import PUBLICATIONS
from ibid.catalogue import Catalogue
from ibid.exports.feeds import feed_of_all
from ibid.pages.planned import PlannedPage
from ibid.pages.related import related_work
from ibid.site import Site


def publication_pages(catalogue: Catalogue, site: Site) -> Iterator[PlannedPage]:
    """The list, and one page a publication."""
    records = catalogue.publications
    variables = {"records": records, "feed": feed_of_all(site)}
    yield PlannedPage(f"{PUBLICATIONS}index.html", PUBLICATIONS, "publications", "the list of publications", variables)
    related = related_work(catalogue)
    for record in records:
        place = record.publication.location
        owner = f"{place.path}:{place.line}" if place.path else f"publication {record.key}"
        given = {"record": record, "related": related.get(record.number, ())}
        yield PlannedPage(f"{record.url}index.html", record.url, "publication", owner, given)
