"""Everything that Ibid writes, in order: the table of contents of the output."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain

from ibid.features.search.search_page import search_page
from ibid.model.planned import PlannedFile, PlannedPage
from ibid.model.records import Catalogue
from ibid.model.site import Site
from ibid.write.exports import export_files
from ibid.write.feed_files import feed_files
from ibid.write.pages import publication_pages
from ibid.write.sitemap import SITEMAP, robots_file, sitemap_files
from ibid.write.topics import topic_pages
from ibid.write.written import Written


def plan(catalogue: Catalogue, site: Site) -> Iterator[PlannedPage | PlannedFile]:
    """Every page and file of a site but those at former addresses."""
    return chain(
        publication_pages(catalogue, site),
        topic_pages(catalogue, site),
        search_page(site),
        export_files(catalogue),
        feed_files(catalogue, site),
    )


def plan_about(written: Written, site: Site, taken: Collection[str]) -> Iterator[PlannedFile]:
    """The files that tell of all pages, once these are written; not those in `taken`, which the author provides.

    Without the site's address there are none: a sitemap cannot do without it.
    """
    if not site.home:
        return
    ours = SITEMAP not in taken
    sitemap = sitemap_files(written.pages.values(), site.home) if ours else ()
    files = chain(sitemap, [robots_file(f"{site.home}/{SITEMAP}" if ours else "")])
    yield from (file for file in files if file.path not in taken)
