"""The site's name, address and language, as exported files and metadata need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Any

from ibid.model.addresses import WEB


@dataclass(frozen=True, slots=True)
class Site:
    """The settings that describe the site."""

    name: str
    url: str = ""
    """Its absolute address for feeds, without a slash at the end; empty if it is not known, as in a preview."""
    home: str = ""
    """The same for its pages; it differs from `url` if FEED_DOMAIN gives feeds another host."""
    lang: str = "en"
    feed_items: int | None = None
    """The most items in a feed, the newest ones; None for all."""
    words: NullTranslations = field(default_factory=NullTranslations, compare=False)
    """The translations of the theme's texts in the site's language."""


def site_of(settings: Mapping[str, Any], words: NullTranslations | None = None) -> Site:
    """Return the site that Pelican's settings describe; `words` are the translations in DEFAULT_LANG."""
    items = settings.get("FEED_MAX_ITEMS")
    return Site(
        name=str(settings["SITENAME"]),
        url=_absolute(settings.get("FEED_DOMAIN") or settings.get("SITEURL")),
        home=_absolute(settings.get("SITEURL")),
        lang=str(settings["DEFAULT_LANG"]),
        feed_items=items if isinstance(items, int) else None,
        words=words or NullTranslations(),
    )


def _absolute(address: Any) -> str:
    url = str(address or "").rstrip("/")
    return url if url.startswith(WEB) else ""
