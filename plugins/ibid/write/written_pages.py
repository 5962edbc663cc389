"""The files that templates rendered in one build, by whichever plugin, and the data read from each page.

With RELATIVE_URLS pages are made readable from disk: a server sends `research/index.html` for a link to `research/`,
but a browser that opens a file shows the folder instead. So links to folders get the name of the file they mean, and
links that start at the site's root, which Pelican leaves in summaries, become relative to the page. The page's own
address in its metadata stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any, Final

from ibid.mark.html_reader import Memory, read_tags
from ibid.write.last_changed import changed
from ibid.write.recording import Recording

_INDEX: Final = "index.html"
_ATTRIBUTES: Final = r"""(?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*?"""
_FOLLOWED: Final = re.compile(rf"""(<(?:a|area){_ATTRIBUTES}\s+href\s*=\s*["'])([^"'#?]*)""", re.IGNORECASE)
_REFRESH: Final = re.compile(r"""(<meta http-equiv="refresh" content="\d+; url=)([^"'#?]*)""", re.IGNORECASE)
_SHOWN: Final = re.compile(rf"""(<(?:img|source|video|audio){_ATTRIBUTES}\s+src\s*=\s*["'])([^"'#?]*)""", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)


def openable(html: str, root: str, home: str = "") -> str:
    """Return a page with links and images that lead from file to file; doing it twice changes nothing more.

    `root` is the path from the page to the site's root, `..`; `home` is the site's address if it is known.
    """
    html = _SHOWN.sub(lambda found: found[1] + _relative(found[2], root, home), html)
    for each in (_FOLLOWED, _REFRESH):
        html = each.sub(partial(_with_index, root=root, home=home), html)
    return html


def _with_index(found: re.Match[str], root: str, home: str) -> str:
    path = _relative(found[2], root, home)
    if not path or _ELSEWHERE.match(path):
        return found[0]
    *folders, last = path.split("/")
    if last in {".", ".."}:
        return f"{found[1]}{path}/{_INDEX}"
    return f"{found[1]}{path}" if last else f"{found[1]}{'/'.join(folders)}/{_INDEX}"


def _relative(path: str, root: str, home: str) -> str:
    """Return a path of the site relative to the page; other addresses are returned unchanged."""
    if home and (path == home or path.startswith(f"{home}/")):
        path = path.removeprefix(home) or "/"
    return f"{root}{path}" if path.startswith("/") and not path.startswith("//") else path


_NAMING: Final = frozenset({"a", "area", "link", "meta", "base", "form", "blockquote", "q", "ins", "del"})
"""Elements whose addresses are not loaded with the page."""
_LEFT_OUT: Final = {"noindex", "none"}


@dataclass(slots=True)
class Page:
    """The data of one page, which is read once."""

    ids: list[str] = field(default_factory=list)
    """In order, with duplicates."""
    places: set[str] = field(default_factory=set)
    """The targets of fragments: ids, and the older `<a name>`."""
    addresses: set[str] = field(default_factory=set)
    """All addresses that it links to or loads, as written."""
    links: set[str] = field(default_factory=set)
    """The addresses that a reader can follow: `<a href>` and `<area href>`."""
    loaded: set[str] = field(default_factory=set)
    """The addresses that a browser loads: images, scripts, stylesheets. The rest only name something."""
    stylesheets: set[str] = field(default_factory=set)
    headings: list[int] = field(default_factory=list)
    """The levels of its headings, in order."""
    times: list[str] = field(default_factory=list)
    """The values of `<time datetime>`."""
    title: str | None = None
    description: str | None = None
    lang: str | None = None
    canonical: str = ""
    """The page's canonical address; empty if its head has none."""
    alternates: list[tuple[str, str]] = field(default_factory=list)
    """Languages and addresses of its translations, including itself."""
    base: str = ""
    """The start of relative addresses, if the page sets it with `<base>`."""
    is_page: bool = False
    """Whether it has an `<html>`, and so is no fragment and no line of text for a search engine."""
    is_listed: bool = True
    """Whether search engines may show it: it neither asks to be left out (`noindex`) nor redirects its readers."""
    has_body: bool = False
    """Whether its body has begun: a `<link>` there does not describe the page, though `robots` counts everywhere."""


def read_page(html: str, memory: Memory | None = None) -> Page:
    """Return the data of a page; `memory` is shared by all pages of a site."""
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
    if page.title is None:  # a drawing further down may have its own titles
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
"""The function that records the data of each element."""

NAME = "ibid_written"
"""The name of the `Written` in Pelican's context."""
TEXT = "ibid_text"
"""The name, in the context of a page that is readable from disk already, of its HTML, so that no file is read again."""
PAGES: Final = (".html", ".htm", ".xhtml")
"""The file name extensions of pages."""
_ANY_BYTES: Final = "surrogateescape"
"""Keeps bytes that are no UTF-8 in a file that is written again."""


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """One page of the output."""

    path: str
    """The path of its file below the output folder."""
    page: Page
    hash: int = 0
    """The hash, in this process, of the bytes that were read, since another plugin may change them afterwards."""
    changed: datetime | None = None
    """When it last changed, if that is known."""
    led_to: bool = True
    """Whether links lead readers there: it is no draft, no hidden page, no second or later page of a list."""


class Written:
    """The files of the output that templates rendered, made readable from disk if RELATIVE_URLS is set."""

    def __init__(self, home: str, recording: Recording) -> None:
        """`home` is the site's address, if known; `recording` gets a note of the pages that others write."""
        self.home = home
        self._recording = recording
        self.paths: set[str] = set()
        self.pages: dict[str, WrittenPage] = {}
        """The pages by their paths."""
        self.feeds: set[Path] = set()
        """Pelican's own feeds, by their whole paths."""
        self._memory: Memory = {}

    def add(self, file: Path, context: Mapping[str, Any]) -> None:
        """Add a file that was rendered from `context`."""
        path = str(context["output_file"])
        self.paths.add(path)
        if not path.lower().endswith(PAGES):
            return
        known: str | None = context.get(TEXT)
        data = self._data(file, path, context) if known is None else known.encode()
        html = data.decode("utf-8", "replace") if known is None else known
        page = read_page(html, self._memory)
        self.pages[path] = WrittenPage(path, page, hash(data), changed(context), _led_to(context))

    def forget(self) -> None:
        """Drop the pages after they are checked, since they take most of the memory."""
        self.pages.clear()
        self._memory.clear()

    def add_feed(self, file: Path) -> None:
        """Add a feed."""
        self.feeds.add(file)

    def _data(self, file: Path, path: str, context: Mapping[str, Any]) -> bytes:
        """Return the bytes of a file that others wrote, made readable from disk if RELATIVE_URLS is set."""
        data = file.read_bytes()
        if context.get("RELATIVE_URLS"):
            html = data.decode("utf-8", _ANY_BYTES)
            mended = openable(html, str(context["SITEURL"]), self.home)
            if mended != html:
                data = mended.encode("utf-8", _ANY_BYTES)
                file.write_bytes(data)
        self._recording.note(path, data)
        return data


def _led_to(context: Mapping[str, Any]) -> bool:
    content = context.get("article") or context.get("page")
    part = context.get("articles_page")
    return getattr(content, "status", "published") == "published" and getattr(part, "number", 1) == 1
