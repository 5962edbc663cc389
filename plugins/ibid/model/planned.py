"""The plan of what is written: the site, its pages rendered by templates, and its files with given contents."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import NullTranslations
from html import escape
from typing import Any
from urllib.parse import urljoin

from msgspec import Struct, field

from ibid.mark.html_reader import NAME, decoded, with_values
from ibid.model.addresses import ROOT, WEB, file_of
from pelican_bibtex.lazy_pattern import lazy_pattern

_RELATIVE = lazy_pattern(r"(?![a-zA-Z][a-zA-Z0-9+.-]*:|[/{|])")


class Site(Struct, frozen=True):
    """The settings that describe the site."""

    name: str
    url: str = ""
    """Its absolute address for feeds, without a slash at the end; empty if it is not known, as in a preview."""
    home: str = ""
    """The same for its pages; it differs from `url` if FEED_DOMAIN gives feeds another host."""
    lang: str = "en"
    feed_items: int | None = None
    """The most items in a feed, the newest ones; None for all."""
    words: NullTranslations = field(default_factory=NullTranslations)
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


class Quotation(Struct, frozen=True):
    """HTML of an author's page that is repeated on another page; its links keep their targets."""

    path: str
    """The author's page: `content/pages/research.md`."""
    url: str
    html: str

    def at(self, root: str) -> str:
        """Return the HTML with relative links and ours absolute below `root`; Pelican resolves links to sources."""
        before = f"{escape(root)}/"
        whole = with_values(self.html, NAME, "href|src", lambda _, written: self._led(written, before))
        return whole.replace(f"{ROOT}/", before)  # Pelican would parse each of these links

    def _led(self, written: str, before: str) -> str:
        address = decoded(written)
        return f"{before}{escape(urljoin(self.url, address))}" if _RELATIVE.match(address) else written


class PlannedPage(Struct, frozen=True):
    """One page to be written."""

    url: str
    """Its address, relative to the site's root."""
    template: str
    """The name of the theme's template, without its suffix."""
    owner: str
    """The source of the page, for messages: a publication's location in its file."""
    variables: dict[str, Any] = field(default_factory=dict)
    """Variables for the template, in addition to Pelican's context; the first is what the page is about."""
    quotation: Quotation | None = None
    """The quotation that the template gets as `text`."""
    lang: str = ""
    """Its language; empty for the site's default."""

    @property
    def path(self) -> str:
        """Its file, relative to the output folder."""
        return file_of(self.url)


class PlannedFile(Struct, frozen=True):
    """One file to be written with the given contents."""

    path: str
    owner: str
    data: bytes
