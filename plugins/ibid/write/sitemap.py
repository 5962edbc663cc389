"""The sitemap (https://www.sitemaps.org/protocol.html), with the translations of each page, and robots.txt.

We do not use pelican-sitemap, which takes the current time if a page has no date, and cannot know when a publication
changed. Search engines distrust a sitemap with wrong dates, so a page has one here only if it is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ibid.model.addresses import ROBOTS, SITEMAP, SITEMAP_PART, address_of, encoded
from ibid.model.planned import PlannedFile
from ibid.write.feeds import DECLARATION, clean
from ibid.write.written_pages import WrittenPage, w3c

_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_MOST: Final = 50_000
"""The maximum number of addresses in one file, by the protocol."""


def sitemap_files(pages: Iterable[WrittenPage], home: str) -> Iterator[PlannedFile]:
    """Yield the sitemap of the site at `home`; for more pages than one file may have, several and an index of them."""
    addresses = sorted(_addresses(pages, home).items())
    parts = [addresses[start : start + _MOST] for start in range(0, len(addresses), _MOST)] or [[]]
    if len(parts) == 1:
        yield _file(SITEMAP.at(), _urls(parts[0]))
        return
    names = [SITEMAP_PART.at(number=number) for number in range(1, len(parts) + 1)]
    yield _file(SITEMAP.at(), _index(f"{home}/{name}" for name in names))
    yield from (_file(name, _urls(part)) for name, part in zip(names, parts, strict=True))


def robots_file(sitemap: str) -> PlannedFile:
    """Return robots.txt (RFC 9309), which allows everything; `sitemap` is the address of ours, empty without one."""
    lines = ["User-agent: *", "Disallow:", *(["", f"Sitemap: {_escaped(sitemap)}"] if sitemap else [])]
    return PlannedFile(ROBOTS.at(), "the list for crawlers", ("\n".join(lines) + "\n").encode())


def _addresses(pages: Iterable[WrittenPage], home: str) -> dict[str, WrittenPage]:
    """Return the pages to be indexed, each once, by canonical address; none whose address is on another site."""
    found: dict[str, WrittenPage] = {}
    for written in sorted(pages, key=lambda written: written.path):
        address = written.page.canonical or f"{home}/{address_of(written.path)}"
        if written.led_to and written.page.is_listed and address.startswith(f"{home}/"):
            found.setdefault(_escaped(address), written)
    return found


def _urls(addresses: Sequence[tuple[str, WrittenPage]]) -> Element:
    root = Element("urlset", {"xmlns": _NAMESPACE, "xmlns:xhtml": _XHTML})
    for address, written in addresses:
        url = SubElement(root, "url")
        SubElement(url, "loc").text = address
        if written.changed:
            SubElement(url, "lastmod").text = w3c(written.changed)
        for language, href in written.page.alternates:
            where = {"rel": "alternate", "hreflang": clean(language), "href": _escaped(href)}
            SubElement(url, "xhtml:link", where)
    return root


def _index(addresses: Iterable[str]) -> Element:
    root = Element("sitemapindex", {"xmlns": _NAMESPACE})
    for address in addresses:
        SubElement(SubElement(root, "sitemap"), "loc").text = _escaped(address)
    return root


def _file(path: str, root: Element) -> PlannedFile:
    indent(root)
    return PlannedFile(path, "the sitemap", f"{DECLARATION}\n{tostring(root, 'unicode')}\n".encode())


def _escaped(address: str) -> str:
    return encoded(clean(address))
