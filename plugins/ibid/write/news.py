"""Pelican's own feeds, of posts, where they would break Atom's rules or ask the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def mend(feed: Any, site: str) -> None:
    """Give every post an author, as RFC 4287 asks in 4.1.2: the site itself, where nobody signed it.

    A feed without posts is as old as can be; the library would say that it has changed just now.
    """
    for item in feed.items:
        item["author_name"] = item.get("author_name") or site
    if not feed.items:
        feed.latest_post_date = lambda: _EPOCH
