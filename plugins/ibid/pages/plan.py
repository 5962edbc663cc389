"""Everything that Ibid writes, in order: the table of contents of the output."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ibid.catalogue import Catalogue
from ibid.exports.feeds import feed_files
from ibid.exports.files import export_files
from ibid.pages.planned import PlannedFile, PlannedPage
from ibid.pages.publications import publication_pages
from ibid.pages.topics import redirect_pages, topic_pages
from ibid.site import Site


def plan(catalogue: Catalogue, site: Site) -> Iterator[PlannedPage | PlannedFile]:
    """Every page and file of a site."""
    return chain(
        publication_pages(catalogue, site),
        topic_pages(catalogue, site),
        redirect_pages(catalogue),
        export_files(catalogue),
        feed_files(catalogue, site),
    )
