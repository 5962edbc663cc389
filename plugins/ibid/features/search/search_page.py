"""The search page of the site; its index is written by index.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ibid.model.entry_types import HEADINGS
from ibid.model.planned import PlannedPage
from ibid.model.site import Site

SEARCH: Final = "search/"
"""Its address."""


def search_page(site: Site) -> Iterator[PlannedPage]:
    """Yield the search page, if the settings ask for it."""
    if site.search:
        yield PlannedPage(f"{SEARCH}index.html", SEARCH, "search", "IBID_SEARCH", {"types": HEADINGS})
