"""The search page of the site; its index is written by index.py."""

from __future__ import annotations

from collections.abc import Iterator

from ibid.model.addresses import SEARCH
from ibid.model.entry_types import HEADINGS
from ibid.model.planned import PlannedPage
from ibid.model.site import Site


def search_page(site: Site) -> Iterator[PlannedPage]:
    """Yield the search page, if the settings ask for it."""
    if site.search:
        yield PlannedPage(SEARCH.at(), "search", "IBID_SEARCH", {"types": HEADINGS})
