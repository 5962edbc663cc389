"""What must be true of every file of a built site, whatever its authors wrote: nothing acts, nothing is broken.

Each function gives the faults of one file as lines to read; none is a site in good health. It is not told which
pages there are, so that pages, feeds and exports that come later are looked at too.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
ACTING = frozenset(
    {"script", "iframe", "object", "embed", "applet", "form", "input", "button", "textarea", "select", "base", "frame"}
    | {"frameset", "style", "template", "noscript", "foreignobject", "animate", "set", "use"}
)
"""Elements that run, load or replace something. The theme has none of them but JSON-LD, which only tells."""
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
ADDRESSES = ("href", "src", "action", "formaction", "poster", "cite", "data", "xlink:href", "srcset", "background")
SAFE = re.compile(r"(?:https?://|mailto:|/(?!/)|[#?]|\.{1,2}/)[^\s\"'<>]*|(?!//|[\w+.-]*:)[^\s\"'<>]*")
"""Addresses that may stand in a link: http, https, mailto, and places of the site."""


def faults(name: str, data: bytes) -> list[str]:
    """What is wrong in one file of the output."""
    kind = name.rpartition(".")[2]
    looks = {"html": _page, "xml": _feed, "atom": _feed, "rss": _feed, "json": _json, "bib": _plain, "ris": _plain}
    return [f"{name}: {fault}" for fault in looks[kind](data.decode())] if kind in looks else []


def _page(text: str) -> Iterator[str]:
    page = _Page(text)
    yield from (*page.broken, *page.acting, *page.wordless)
    yield from (f"the id {name!r} occurs {count} times" for name, count in page.ids.items() if count > 1)
    yield from (f"{name!r} is no id" for name in page.ids if not name or re.search(r"\s", name))


def broken(text: str) -> list[str]:
    """Elements that are not closed in their order, attributes given twice."""
    return _Page(text).broken


def acting(text: str) -> list[str]:
    """Elements, attributes and addresses that do something."""
    return _Page(text).acting


class _Open(NamedTuple):
    """An element that is not closed yet."""

    name: str
    start: str
    """Its start tag, as it is written."""
    attributes: dict[str, str]
    texts: int
    images: int
    """How many texts and images with a text were read before it."""


class _Page(HTMLParser):
    """A page, read once: what is wrong with it, by kind, and how often each id occurs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.broken: list[str] = []
        self.acting: list[str] = []
        self.wordless: list[str] = []
        self.ids: Counter[str] = Counter()
        self._open: list[_Open] = []
        self._texts = self._images = 0
        self._script = ""
        self.feed(text)
        self.close()
        self.broken += [f"<{element.name}> is never closed" for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = self._look(tag, attrs)
        if tag not in VOID:
            start = self.get_starttag_text() or ""
            self._open.append(_Open(tag, start, attributes, self._texts, self._images))
            self._script = ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1].name == tag:
            self._end(self._open.pop())
        else:
            last = [element.name for element in self._open[-1:]]
            self.broken.append(f"</{tag}> closes {last or 'nothing'} in line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        self._texts += bool(data.strip())
        if self._open and self._open[-1].name == "script":
            self._script += data

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> dict[str, str]:
        """Look at a start tag; return its attributes."""
        attributes = {name: value or "" for name, value in attrs}
        if len(attributes) < len(attrs):
            self.broken.append(f"<{tag}> has an attribute twice: {[name for name, _ in attrs]}")
        if "id" in attributes:
            self.ids[attributes["id"]] += 1
        self._images += tag == "img" and "alt" in attributes
        start = (self.get_starttag_text() or "")[:100]
        if tag in ACTING and not (tag == "script" and attributes.get("type") == "application/ld+json"):
            self.acting.append(f"<{tag}> acts: {start}")
        if tag == "svg" and not (attributes.get("role") or attributes.get("aria-hidden")):
            self.acting.append(f"<svg> that is not the theme's: {start}")
        if tag == "meta" and attributes.get("http-equiv") and not _leads_on(attributes):
            self.acting.append(f"{start} acts")
        self.acting += _acting_attributes(tag, attributes)
        return attributes

    def _end(self, element: _Open) -> None:
        """Look at an element as a whole."""
        if element.name == "script" and element.attributes.get("type") == "application/ld+json":
            json.loads(self._script)
            if set("<>&") & set(self._script):  # something inside it could close it early
                self.acting.append(f"<script> acts: {self._script[:100]}")
        says_nothing = element.texts == self._texts
        if element.name in HEADINGS and says_nothing:
            self.wordless.append(f"a heading without words: {element.start}")
        shows_nothing = says_nothing and element.images == self._images
        if element.name == "a" and shows_nothing and not element.attributes.get("aria-label"):
            self.wordless.append(f"a link without words: {element.start}")


def _leads_on(meta: Mapping[str, str]) -> bool:
    """From the address of a publication's former key to its page."""
    return meta["http-equiv"] == "refresh" and meta.get("content", "").startswith("0; url=/publications/")


def _acting_attributes(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    for attribute, value in attributes.items():
        if attribute.startswith("on") or attribute in {"style", "srcdoc", "ping"}:
            yield f"{attribute} of <{tag}> acts: {value}"
        elif re.search(r"[^a-z:-]", attribute) and not re.fullmatch(r"[xy][12]", attribute):
            yield f"{attribute!r} of <{tag}> is no attribute"
        elif attribute in ADDRESSES and not all(SAFE.fullmatch(each) for each in _addresses(attribute, value)):
            yield f"{attribute} of <{tag}> leads astray: {value}"


def _addresses(attribute: str, value: str) -> list[str]:
    """All that an attribute leads to; a `srcset` has one address for each width."""
    return re.sub(r" \d+[wx](?=,|$)", "", value).split(", ") if attribute == "srcset" else [value]


def oddities(data: bytes) -> list[str]:
    """What a reader should never meet in the text of a page, unless the author wrote just that."""
    soup = BeautifulSoup(data.decode(), "html.parser")
    for quiet in soup.find_all(["pre", "code", "script"]):
        quiet.extract()
    found = re.finditer(r"\bNone\b|&(?:amp|lt|gt|quot|#\d+);|[\u202a-\u202e\u2066-\u2069\ufeff\ufffd]", soup.get_text())
    return [f"{match.string[max(match.start() - 20, 0) : match.end() + 20]!r} is shown" for match in found]


def _feed(text: str) -> Iterator[str]:
    root = ET.fromstring(text)  # noqa: S314  our own output
    of_posts = set(root.iterfind(".//item/description"))  # a feed's own description is plain text
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if attribute in ADDRESSES and not SAFE.fullmatch(value):
                yield f"{attribute} leads astray: {value}"
        if element.attrib.get("type") == "html" or element in of_posts:
            yield from (f"in <{element.tag}>: {fault}" for fault in acting(element.text or ""))


def _json(text: str) -> Iterator[str]:
    def addresses(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (str(inner) for name, inner in value.items() if str(name).lower() in {"url", "link", "id_url"})
            value = list(value.values())
        for inner in value if isinstance(value, list) else ():
            yield from addresses(inner)

    yield from (f"an address leads astray: {url}" for url in addresses(json.loads(text)) if not SAFE.fullmatch(url))


def _plain(text: str) -> Iterator[str]:
    if found := re.search(r"\r(?!\n)|[\x00\ufeff\u202a-\u202e\u2066-\u2069]", text):
        yield f"it holds {found[0]!r}"


def dead_links(files: Mapping[str, bytes], base: str = "/") -> list[str]:
    """Links from one page to another, or to a place in it, that lead to nothing. `base` is where the site is."""
    pages = {
        name: BeautifulSoup(data.decode(), "html.parser") for name, data in files.items() if name.endswith(".html")
    }
    anchors = {name: {str(tag["id"]) for tag in page.find_all(id=True)} for name, page in pages.items()}
    dead = []
    for name, page in pages.items():
        for link in page.find_all(["a", "link"], href=True):
            there = urlsplit(urljoin(f"https://here{base}{name}", str(link["href"])))
            if there.netloc != "here":
                continue
            target = path_of(there.path.removeprefix(base))
            if target not in files or (there.fragment and unquote(there.fragment) not in anchors.get(target, ())):
                dead.append(f"{name}: {link['href']}")
    return dead


def path_of(address: str) -> str:
    """The file of the output that a server sends for an address of the site."""
    path = unquote(urlsplit(address).path).lstrip("/")
    return f"{path}index.html" if path.endswith("/") or not path else path
