"""The search page of the site; its index is written by index.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ibid.feature import Planned, Steps
from ibid.model.addresses import SEARCH
from ibid.model.entry_types import HEADINGS
from ibid.model.planned import PlannedPage, Site


class SearchSteps(Steps):
    """The search page of one build."""

    def planned(self, site: Site, context: Mapping[str, Any], taken: Callable[[], set[str]]) -> Iterator[Planned]:
        """Yield the page."""
        yield PlannedPage(SEARCH.at(), "search", "IBID_SEARCH", {"types": HEADINGS})
