"""Where the addresses in a page lead: to a file of the site, outside, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from ibid.model.addresses import WEB, address_of, file_of

_HERE: Final = "https://site.invalid"
"""Stands for the site where its own host is not known; RFC 2606 keeps the name free."""
_NOT_PLAIN: Final = re.compile(r"[?\\\s]|(?:^|/)\.\.?(?:[/#]|$)")
"""What makes reading an address more than taking it apart: a query, a step up, blanks that browsers drop."""
SCHEME: Final = re.compile(r"(?!https?:(?!//))[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""What makes an address lead to the same place from everywhere; `https:page` is a relative one, of a page at https."""


Where = tuple[str, str] | str


@dataclass(frozen=True, slots=True)
class SitePlace:
    """A place in the site, whether or not there is something."""

    path: str
    """As in an address, decoded, from the site's root: `news/`, `files/cv.pdf`; empty for the home page."""
    fragment: str = ""
    """Behind the `#`, still encoded."""
    scheme: str = ""
    """`http` or `https` where the address names the site by its host."""

    def __str__(self) -> str:
        return f"/{self.path}{'#' if self.fragment else ''}{unquote(self.fragment)}"


@dataclass(frozen=True, slots=True)
class Outside:
    """A place on the web that is not the site's."""

    url: str
    """Without its fragment."""
    below: str | None = None
    """On the site's own host, outside of its folder: the path as it would be inside."""


class Root:
    """Where the site is: at the address that SITEURL gives, or in a place not known yet."""

    def __init__(self, url: str, others: Iterable[str] = ()) -> None:
        """`url` is SITEURL, absolute or not; `others` are its other names, such as FEED_DOMAIN."""
        own = urlsplit(url if url.startswith(WEB) else f"{_HERE}/{url.strip('/')}")
        self.scheme = own.scheme if url.startswith(WEB) else ""
        self.path = f"{own.path.rstrip('/')}/"
        """The folder of its host that is the site."""
        self.home = f"{own.scheme}://{own.netloc}{self.path}"
        self._hosts = {own.netloc.lower(), *(urlsplit(other).netloc.lower() for other in others if other)}
        self._absolute: dict[str, SitePlace | Outside | None] = {}
        """Addresses that begin with a scheme: they lead to the same place from every page."""

    def lead(self, address: str, page: str) -> SitePlace | Outside | None:
        """Where an address leads that stands on the page `page`, a path as in `Place`; None for mail, data and such."""
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
        except ValueError:  # such as a host in brackets that is none
            return Outside(address)

    def _plain(self, address: str) -> SitePlace | None:
        """The same for the plainest addresses, which are most of them, in a fifth of the time."""
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
        """An address from a setting or a publication, whose paths start at the site's home, made whole."""
        return f"{self.home}{address[1:]}" if address.startswith("/") and not address.startswith("//") else address

    def _lead(self, parts: SplitResult, *, absolute: bool) -> SitePlace | Outside:
        url = parts._replace(fragment="").geturl()
        if parts.netloc.lower() not in self._hosts:
            return Outside(url)
        path = (parts.path or "/").replace("%7E", "~").replace("%7e", "~")  # as browsers and servers read it
        if not f"{path}/".startswith(self.path):
            return Outside(url, unquote(path.lstrip("/")))
        return SitePlace(address_of(unquote(path[len(self.path) :])), parts.fragment, parts.scheme if absolute else "")


def root_of(settings: Mapping[str, Any]) -> Root:
    """Return where the site of these settings is."""
    return Root(str(settings["SITEURL"]), [str(settings.get("FEED_DOMAIN") or "")])


def where(root: Root, address: str, start: str = "") -> Where:
    """The place that an address leads to, equal for all the ways to write it; where there is none, the address."""
    place = root.lead(address, start)
    if isinstance(place, SitePlace):
        return place.path, unquote(place.fragment)
    return place.url if isinstance(place, Outside) else address


def files_of(path: str) -> tuple[str, ...]:
    """The files that a server may send for a path of the site, the usual one first."""
    if not path or path.endswith("/"):
        return (file_of(path),)
    return (path, f"{path}/index.html", f"{path}.html")
