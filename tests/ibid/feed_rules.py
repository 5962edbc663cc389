"""What RFC 4287 asks of an Atom feed, as a checker of feeds asks it: each fault is a line to read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
IRI = re.compile(r"(?:https?://[^\s<>\"{}|\\^`]+|tag:[^\s<>\"{}|\\^`]+)")
OF_ALL = {"author", "category", "contributor", "id", "link", "rights", "title", "updated"}
OF_FEED = OF_ALL | {"generator", "icon", "logo", "subtitle", "entry"}
OF_ENTRY = OF_ALL | {"content", "published", "source", "summary"}
ONCE_AT_MOST = {
    "id",
    "title",
    "updated",
    "generator",
    "icon",
    "logo",
    "rights",
    "subtitle",
    "content",
    "published",
    "summary",
}


def feed_faults(data: bytes) -> list[str]:
    """What is wrong with a feed."""
    feed = etree.fromstring(data)
    if feed.tag != f"{ATOM}feed":
        return [f"it is a {feed.tag}"]
    entries = feed.findall(f"{ATOM}entry")
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    found = [*_container(feed, OF_FEED), *(f"{fault}, in {_name(e)}" for e in entries for fault in _entry(e, feed))]
    return found + [f"the id {one} occurs {times} times" for one, times in ids.items() if times > 1]


def _entry(entry: etree._Element, feed: etree._Element) -> Iterator[str]:
    yield from _container(entry, OF_ENTRY)
    if feed.find(f"{ATOM}author") is None and entry.find(f"{ATOM}author") is None:
        yield "nobody is its author"  # 4.1.2
    alternate = [link for link in entry.iter(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
    if entry.find(f"{ATOM}content") is None and not alternate:
        yield "it has neither content nor a link to it"  # 4.1.2
    kinds = Counter((link.get("type"), link.get("hreflang")) for link in alternate)
    yield from (f"{times} links are alternates of type {kind}" for kind, times in kinds.items() if times > 1)


def _container(parent: etree._Element, known: set[str]) -> Iterator[str]:
    counts = Counter(str(child.tag).removeprefix(ATOM) for child in parent)
    yield from (f"<{name}> is not known here" for name in counts.keys() - known)
    yield from (f"<{name}> is missing" for name in {"id", "title", "updated"} - counts.keys())
    yield from (f"<{name}> stands {counts[name]} times" for name in ONCE_AT_MOST if counts[name] > 1)
    for child in parent:
        yield from _child(child, str(child.tag).removeprefix(ATOM))


def _child(child: etree._Element, name: str) -> Iterator[str]:
    text = child.text or ""
    if name in {"updated", "published"} and not (DATE.fullmatch(text) and datetime.fromisoformat(text)):
        yield f"{text!r} is no date"  # 3.3
    if name == "id" and not IRI.fullmatch(text):
        yield f"{text!r} is no IRI"  # 4.2.6
    if name == "link" and not IRI.fullmatch(child.get("href", "")):
        yield f"{child.get('href')!r} is no address"  # 4.2.7.1
    if name in {"title", "subtitle", "summary", "rights", "content"} and child.get("type", "text") not in {
        "text",
        "html",
        "xhtml",
    }:
        yield f"{child.get('type')!r} is no type of text"  # 3.1.1
    if name in {"author", "contributor"} and not (child.findtext(f"{ATOM}name") or "").strip():
        yield f"an {name} without a name"  # 3.2.1
    if name == "category" and not child.get("term"):
        yield "a category without a term"  # 4.2.2.1


def _name(entry: etree._Element) -> str:
    return entry.findtext(f"{ATOM}id") or "an entry without an id"
