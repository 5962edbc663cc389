"""The search page of the site; its index is written by index.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ibid.feature import Planned, Steps
from ibid.model.grouping import KINDS, OTHER_KIND
from ibid.model.planned import PlannedPage
from ibid.model.site import Site

SEARCH: Final = "search/"
"""Its address."""


class SearchSteps(Steps):
    """The search page of one build."""

    def planned(self, site: Site, context: Mapping[str, Any], taken: Callable[[], set[str]]) -> Iterator[Planned]:
        """Yield the page."""
        types = tuple(dict.fromkeys([*KINDS.values(), OTHER_KIND]))
        yield PlannedPage(f"{SEARCH}index.html", SEARCH, "search", "IBID_SEARCH", {"types": types})
