"""The search page of the site; its index is written by index.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ibid.model.grouping import KINDS, OTHER_KIND
from ibid.model.planned import PlannedPage
from ibid.model.site import Site

SEARCH: Final = "search/"
"""Its address."""


def search_page(site: Site) -> Iterator[PlannedPage]:
    """Yield the search page, if the settings ask for it."""
    if site.search:
        types = tuple(dict.fromkeys([*KINDS.values(), OTHER_KIND]))
        yield PlannedPage(f"{SEARCH}index.html", SEARCH, "search", "IBID_SEARCH", {"types": types})
