"""The targets of the addresses in a page: a file of the site, a place outside, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from msgspec import Struct

from ibid.model.addresses import WEB, address_of, file_of
from pelican_bibtex.lazy_pattern import lazy_pattern

_HERE: Final = "https://site.invalid"
"""The host in place of the site's own if that is not known; RFC 2606 reserves the name."""
_NOT_PLAIN: Final = lazy_pattern(r"[?\\\s]|(?:^|/)\.\.?(?:[/#]|$)")
"""Parts of an address for which splitting it is not enough: a query, `.` or `..`, blanks that browsers drop."""
SCHEME: Final = lazy_pattern(r"(?!https?:(?!//))[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""A scheme, which makes an address absolute. `https:page` has none: it is relative to a page at https."""


Where = tuple[str, str] | str


class SitePlace(Struct, frozen=True):
    """A place in the site, whether or not a file exists there."""

    path: str
    """As in an address, decoded, relative to the site's root: `news/`, `files/cv.pdf`; empty for the home page."""
    fragment: str = ""
    """The part after `#`, still encoded."""
    scheme: str = ""
    """`http` or `https` if the address includes the site's host, else empty."""

    def __str__(self) -> str:
        return f"/{self.path}{'#' if self.fragment else ''}{unquote(self.fragment)}"


class Outside(Struct, frozen=True):
    """A place on the web that is not part of the site."""

    url: str
    """Without its fragment."""
    below: str | None = None
    """For a place on the site's host but outside of the site's folder: its path without the leading slash."""


class Root:
    """The location of the site: the address in SITEURL, or one not known yet."""

    def __init__(self, url: str, others: Iterable[str] = ()) -> None:
        """`url` is SITEURL, absolute or not; `others` are further addresses of the site, such as FEED_DOMAIN."""
        own = urlsplit(url if url.startswith(WEB) else f"{_HERE}/{url.strip('/')}")
        self.scheme = own.scheme if url.startswith(WEB) else ""
        self.path = f"{own.path.rstrip('/')}/"
        """The site's folder on its host, with slashes at both ends."""
        self.home = f"{own.scheme}://{own.netloc}{self.path}"
        self._hosts = {own.netloc.lower(), *(urlsplit(other).netloc.lower() for other in others if other)}
        self._absolute: dict[str, SitePlace | Outside | None] = {}
        """A cache of the targets of absolute addresses, which are the same on every page."""

    def lead(self, address: str, page: str) -> SitePlace | Outside | None:
        """Return the target of an address on the page with the path `page`; None for mail, data and the like."""
        plain = self._plain(address)
        if plain:
            return plain
        if not SCHEME.match(address):
            return self._joined(address, page, absolute=False)
        if address not in self._absolute:
            is_web = address.lower().startswith(WEB)
            self._absolute[address] = self._joined(address, "", absolute=True) if is_web else None
        return self._absolute[address]

    def _joined(self, address: str, page: str, *, absolute: bool) -> SitePlace | Outside:
        try:
            return self._lead(urlsplit(urljoin(f"{self.home}{page}", address)), absolute=absolute)
        except ValueError:  # such as an invalid host in brackets
            return Outside(address)

    def _plain(self, address: str) -> SitePlace | None:
        """Return the target of a simple address, as most are, in a fifth of the time; None for all others."""
        if address.startswith(self.home):
            rest, scheme = address[len(self.home) :], self.scheme
        elif address.startswith("/") and self.path == "/" and not address.startswith("//"):
            rest, scheme = address[1:], ""
        else:
            return None
        if _NOT_PLAIN.search(rest):
            return None
        path, _, fragment = rest.partition("#")
        return SitePlace(address_of(unquote(path)), fragment, scheme)

    def within(self, address: str) -> str:
        """Return an address from a setting or publication with `/` at its start replaced by the site's address."""
        return f"{self.home}{address[1:]}" if address.startswith("/") and not address.startswith("//") else address

    def _lead(self, parts: SplitResult, *, absolute: bool) -> SitePlace | Outside:
        url = parts._replace(fragment="").geturl()
        if parts.netloc.lower() not in self._hosts:
            return Outside(url)
        path = (parts.path or "/").replace("%7E", "~").replace("%7e", "~")  # as browsers and servers read it
        if not f"{path}/".startswith(self.path):
            return Outside(url, unquote(path.lstrip("/")))
        return SitePlace(address_of(unquote(path[len(self.path) :])), parts.fragment, parts.scheme if absolute else "")


def is_address(text: str) -> bool:
    """Return whether a text can be split like an address; `http://[1]/` has a host that there cannot be."""
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True


def root_of(settings: Mapping[str, Any]) -> Root:
    """Return the root of the site with these settings."""
    return Root(str(settings["SITEURL"]), [str(settings.get("FEED_DOMAIN") or "")])


def where(root: Root, address: str, start: str = "") -> Where:
    """Return the target of an address, equal for all ways to write it; without a target, the address itself."""
    place = root.lead(address, start)
    if isinstance(place, SitePlace):
        return place.path, unquote(place.fragment)
    return place.url if isinstance(place, Outside) else address


def files_of(path: str) -> tuple[str, ...]:
    """Return the files that a server may send for a path of the site, the most usual first."""
    if not path or path.endswith("/"):
        return (file_of(path),)
    return (path, f"{path}/index.html", f"{path}.html")
