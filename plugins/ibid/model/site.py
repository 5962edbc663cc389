"""The site as a whole, as far as its files must say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Any

from ibid.model.addresses import WEB


@dataclass(frozen=True, slots=True)
class Site:
    """What the settings say of the site."""

    name: str
    url: str = ""
    """Where it is published, absolute, without a slash at the end; empty where that is not known, as in a preview."""
    home: str = ""
    """The same of its pages, where `url` is that of its feeds: the setting FEED_DOMAIN may part them."""
    lang: str = "en"
    feed_items: int | None = None
    """How many of the newest a feed has; None is all."""
    words: NullTranslations = field(default_factory=NullTranslations, compare=False)
    """What is said in the site's language."""
    search: bool = False
    """There is a page to search it with."""


def site_of(settings: Mapping[str, Any], words: NullTranslations | None = None) -> Site:
    """Read Pelican's settings; feeds may have a host of their own, FEED_DOMAIN. `words` are those of DEFAULT_LANG."""
    items = settings.get("FEED_MAX_ITEMS")
    return Site(
        name=str(settings["SITENAME"]),
        url=_absolute(settings.get("FEED_DOMAIN") or settings.get("SITEURL")),
        home=_absolute(settings.get("SITEURL")),
        lang=str(settings["DEFAULT_LANG"]),
        feed_items=items if isinstance(items, int) else None,
        words=words or NullTranslations(),
        search=bool(settings.get("IBID_SEARCH")),
    )


def _absolute(address: Any) -> str:
    url = str(address or "").rstrip("/")
    return url if url.startswith(WEB) else ""
