"""A page at each address that a topic or publication had before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ibid.catalogue import Redirect
from ibid.pages.planned import PlannedPage


def redirect_pages(redirects: Iterable[Redirect]) -> Iterator[PlannedPage]:
    """Pages that lead on, for those who come by an old link."""
    for one in redirects:
        owner = f"{one.path}:{one.line}, {one.source}" if one.line else f"{one.path}, {one.source}"
        yield PlannedPage(f"{one.old}index.html", one.old, "redirect", owner, {"redirect": one}, lang=one.lang)
