"""The list of all publications, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator

from ibid.model.addresses import PUBLICATIONS
from ibid.model.planned import PlannedPage
from ibid.model.records import Catalogue
from ibid.model.site import Site
from ibid.write.feed_files import feed_of_all
from ibid.write.related import related_work


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
