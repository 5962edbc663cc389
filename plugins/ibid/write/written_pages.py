"""What is to be known of one written page, for the sitemap and for the checks: it is read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from ibid.mark.html_reader import Memory, read_tags

_NAMING: Final = frozenset({"a", "area", "link", "meta", "base", "form", "blockquote", "q", "ins", "del"})
"""Elements whose addresses are not loaded with the page."""
_LEFT_OUT: Final = {"noindex", "none"}


@dataclass(slots=True)
class Page:
    """One page, read once."""

    ids: list[str] = field(default_factory=list)
    """In order, repeats included."""
    places: set[str] = field(default_factory=set)
    """What a fragment may lead to: ids, and the older `<a name>`."""
    addresses: set[str] = field(default_factory=set)
    """Everything it links to or loads, as written."""
    links: set[str] = field(default_factory=set)
    """Those of them that a reader can follow: `<a href>` and `<area href>`."""
    loaded: set[str] = field(default_factory=set)
    """Those that a browser loads: images, scripts, stylesheets. The rest only name something."""
    stylesheets: set[str] = field(default_factory=set)
    headings: list[int] = field(default_factory=list)
    """Their levels, in order."""
    times: list[str] = field(default_factory=list)
    """The values of `<time datetime>`."""
    title: str | None = None
    description: str | None = None
    lang: str | None = None
    canonical: str = ""
    """The page's one address; empty where its head names none."""
    alternates: list[tuple[str, str]] = field(default_factory=list)
    """Languages and addresses of its translations, itself among them."""
    base: str = ""
    """Where relative addresses start, if the page says so."""
    is_page: bool = False
    """It has an `<html>`: it is no fragment, no line of text for a search engine."""
    is_listed: bool = True
    """Search engines may show it: it does not ask to be left out (`noindex`), nor send its readers elsewhere."""
    has_body: bool = False
    """Its body has begun; a `<link>` there says nothing of the page itself, though `robots` is heeded everywhere."""


def read_page(html: str, memory: Memory | None = None) -> Page:
    """Read a page; `memory` is shared by all pages of a site."""
    page = Page()
    for tag, text in read_tags(html, {} if memory is None else memory):
        if "id" in tag.attributes:
            page.ids.append(tag.attributes["id"])
        if tag.addresses:
            page.addresses.update(tag.addresses)
            if tag.name not in _NAMING:
                page.loaded.update(tag.addresses)
        note = _NOTED.get(tag.name)
        if note:
            note(page, tag.attributes, text)
    page.places.update(page.ids)
    return page


def _note_root(page: Page, attributes: Mapping[str, str], _: str) -> None:
    page.is_page = True
    page.lang = attributes.get("lang", "").strip()


def _note_title(page: Page, _: Mapping[str, str], text: str) -> None:
    if page.title is None:  # a drawing has titles of its own, further down
        page.title = " ".join(unescape(text).split())


def _note_body(page: Page, _: Mapping[str, str], __: str) -> None:
    page.has_body = True


def _note_meta(page: Page, attributes: Mapping[str, str], _: str) -> None:
    name, content = attributes.get("name", "").lower(), attributes.get("content", "")
    if name == "description":
        page.description = content.strip()
    rules = {rule.strip().lower() for rule in content.split(",")} if name == "robots" else set()
    if rules & _LEFT_OUT or attributes.get("http-equiv", "").lower() == "refresh":
        page.is_listed = False


def _note_link(page: Page, attributes: Mapping[str, str], _: str) -> None:
    relations, href = attributes.get("rel", "").lower().split(), attributes.get("href", "").strip()
    if "stylesheet" in relations and href:
        page.stylesheets.add(href)
        page.loaded.add(href)
    if page.has_body:
        return
    if "canonical" in relations:
        page.canonical = href
    if "alternate" in relations and "hreflang" in attributes:
        page.alternates.append((attributes["hreflang"], href))


def _note_anchor(page: Page, attributes: Mapping[str, str], _: str) -> None:
    if "href" in attributes:
        page.links.add(attributes["href"].strip())
    if attributes.get("name"):
        page.places.add(attributes["name"])


def _note_time(page: Page, attributes: Mapping[str, str], _: str) -> None:
    if "datetime" in attributes:
        page.times.append(attributes["datetime"])


def _note_base(page: Page, attributes: Mapping[str, str], _: str) -> None:
    page.base = page.base or attributes.get("href", "").strip()


def _note_heading(level: int) -> Callable[[Page, Mapping[str, str], str], None]:
    return lambda page, _attributes, _text: page.headings.append(level)


_NOTED: Final[Mapping[str, Callable[[Page, Mapping[str, str], str], None]]] = {
    "html": _note_root,
    "body": _note_body,
    "title": _note_title,
    "meta": _note_meta,
    "link": _note_link,
    "a": _note_anchor,
    "area": _note_anchor,
    "time": _note_time,
    "base": _note_base,
    **{f"h{level}": _note_heading(level) for level in range(1, 7)},
}
"""What each element adds to the page."""
