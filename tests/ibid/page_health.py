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
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup, Tag

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
ACTING = frozenset(
    {"script", "iframe", "object", "embed", "applet", "form", "input", "button", "textarea", "select", "base", "frame"}
    | {"frameset", "style", "template", "noscript", "foreignobject", "animate", "set", "use"}
)
"""Elements that run, load or replace something. The theme has none of them but JSON-LD, which only tells."""
ADDRESSES = ("href", "src", "action", "formaction", "poster", "cite", "data", "xlink:href", "srcset", "background")
SAFE = re.compile(r"(?:https?://|mailto:|/(?!/)|[#?]|\.{1,2}/)[^\s\"'<>]*|(?!//|[\w+.-]*:)[^\s\"'<>]*")
"""Addresses that may stand in a link: http, https, mailto, and places of the site."""


def faults(name: str, data: bytes) -> list[str]:
    """What is wrong in one file of the output."""
    kind = name.rpartition(".")[2]
    looks = {"html": _page, "xml": _feed, "atom": _feed, "rss": _feed, "json": _json, "bib": _plain, "ris": _plain}
    return [f"{name}: {fault}" for fault in looks[kind](data.decode())] if kind in looks else []


def _page(text: str) -> Iterator[str]:
    yield from broken(text)
    soup = BeautifulSoup(text, "html.parser")
    yield from acting(soup)
    yield from twice(soup)
    yield from _wordless(soup)


def _leads_on(meta: Tag) -> bool:
    """From the address of a publication's former key to its page."""
    return meta["http-equiv"] == "refresh" and str(meta.get("content", "")).startswith("0; url=/publications/")


def acting(soup: Tag) -> Iterator[str]:
    """Elements, attributes and addresses that do something."""
    for tag in soup.find_all(True):
        if tag.name in ACTING and not _is_data(tag):
            yield f"<{tag.name}> acts: {str(tag)[:100]}"
        if tag.name == "svg" and not (tag.get("role") or tag.get("aria-hidden")):
            yield f"<svg> that is not the theme's: {str(tag)[:100]}"
        if tag.name == "meta" and tag.get("http-equiv") and not _leads_on(tag):
            yield f"{tag} acts"
        for attribute, value in tag.attrs.items():
            if attribute.startswith("on") or attribute in {"style", "srcdoc", "ping"}:
                yield f"{attribute} of <{tag.name}> acts: {value}"
            elif re.search(r"[^a-z:-]", attribute) and not re.fullmatch(r"[xy][12]", attribute):
                yield f"{attribute!r} of <{tag.name}> is no attribute"
            elif attribute in ADDRESSES and not all(SAFE.fullmatch(each) for each in _addresses(attribute, str(value))):
                yield f"{attribute} of <{tag.name}> leads astray: {value}"


def _addresses(attribute: str, value: str) -> list[str]:
    """All that an attribute leads to; a `srcset` has one address for each width."""
    return re.sub(r" \d+[wx](?=,|$)", "", value).split(", ") if attribute == "srcset" else [value]


def _is_data(tag: Tag) -> bool:
    """Whether a script is JSON-LD that nothing inside it can close early."""
    if tag.name != "script" or tag.get("type") != "application/ld+json":
        return False
    source = tag.string or ""
    json.loads(source)
    return not set("<>&") & set(source)


def twice(soup: Tag) -> Iterator[str]:
    """Ids that are not the only one, or no id."""
    ids = Counter(str(tag["id"]) for tag in soup.find_all(id=True))
    yield from (f"the id {name!r} occurs {count} times" for name, count in ids.items() if count > 1)
    yield from (f"{name!r} is no id" for name in ids if not name or re.search(r"\s", name))


def _wordless(soup: Tag) -> Iterator[str]:
    """Links and headings that say nothing."""
    for link in soup.find_all("a"):
        if not (link.get_text().strip() or link.find("img", alt=True) or link.get("aria-label")):
            yield f"a link without words: {link}"
    for heading in soup.find_all(re.compile("^h[1-6]$")):
        if not heading.get_text().strip():
            yield f"a heading without words: {heading}"


def oddities(data: bytes) -> list[str]:
    """What a reader should never meet in the text of a page, unless the author wrote just that."""
    soup = BeautifulSoup(data.decode(), "html.parser")
    for quiet in soup.find_all(["pre", "code", "script"]):
        quiet.extract()
    found = re.finditer(r"\bNone\b|&(?:amp|lt|gt|quot|#\d+);|[\u202a-\u202e\u2066-\u2069\ufeff\ufffd]", soup.get_text())
    return [f"{match.string[max(match.start() - 20, 0) : match.end() + 20]!r} is shown" for match in found]


class _Balance(HTMLParser):
    """Counts what is opened against what is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes {self.open[-1:] or 'nothing'} in line {self.getpos()[0]}")


def broken(text: str) -> list[str]:
    """Elements that are not closed in their order, attributes given twice."""
    reader = _Balance()
    reader.feed(text)
    reader.close()
    return [*reader.faults, *(f"<{tag}> is never closed" for tag in reader.open)]


def _feed(text: str) -> Iterator[str]:
    root = ET.fromstring(text)  # noqa: S314  our own output
    of_posts = set(root.iterfind(".//item/description"))  # a feed's own description is plain text
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if attribute in ADDRESSES and not SAFE.fullmatch(value):
                yield f"{attribute} leads astray: {value}"
        if element.attrib.get("type") == "html" or element in of_posts:
            html = BeautifulSoup(f"<div>{element.text or ''}</div>", "html.parser")  # a bare address makes it warn
            yield from (f"in <{element.tag}>: {fault}" for fault in acting(html))


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
