"""The files that templates have drawn in one build, whoever wrote them, and what is to be known of each page.

Under RELATIVE_URLS pages are made fit to be read from disk: a server sends `research/index.html` for a link to
`research/`; a browser that opens a file shows the folder instead. So links to folders get the name of the file they
mean, and links that start at the site's root start at the page: Pelican leaves such in summaries. What a page says
to machines of its address stays as it is.
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
    """A page with links and images that lead from file to file; done twice, it is the same.

    `root` is the way from the page to the site's root, `..`; `home` the site's address where that is known.
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
    """A path of the site from the page it stands on; what leads elsewhere as it is."""
    if home and (path == home or path.startswith(f"{home}/")):
        path = path.removeprefix(home) or "/"
    return f"{root}{path}" if path.startswith("/") and not path.startswith("//") else path


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

NAME = "ibid_written"
"""Pelican's context has it under this name."""
TEXT = "ibid_text"
"""The context of a page that is known to be fit has the page itself under this name, and it need not be read again."""
PAGES: Final = (".html", ".htm", ".xhtml")
"""The endings of files that are pages."""
_ANY_BYTES: Final = "surrogateescape"
"""What is no UTF-8 stays in a file that is written again."""


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """One page as it stands in the output."""

    path: str
    """Its file, below the output folder."""
    page: Page
    hash: int = 0
    """Of the bytes that were read, in this process: another plugin may change them since."""
    changed: datetime | None = None
    """When it last changed, where that is known."""
    led_to: bool = True
    """Readers are led there: it is no draft, no hidden page, no further page of a list."""


class Written:
    """The files of the output that templates drew. Those that are to be read from disk are made fit for it."""

    def __init__(self, home: str, recording: Recording) -> None:
        """`home` is the site's address, where it is known; `recording` is told of the pages that others write."""
        self.home = home
        self._recording = recording
        self.paths: set[str] = set()
        self.pages: dict[str, WrittenPage] = {}
        """By their paths."""
        self.feeds: set[Path] = set()
        """Pelican's own, by their whole paths."""
        self._memory: Memory = {}

    def add(self, file: Path, context: Mapping[str, Any]) -> None:
        """Take in a file that was drawn from `context`."""
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
        """Let go of the pages, which are the larger part, once they are checked."""
        self.pages.clear()
        self._memory.clear()

    def add_feed(self, file: Path) -> None:
        """Take in a feed."""
        self.feeds.add(file)

    def _data(self, file: Path, path: str, context: Mapping[str, Any]) -> bytes:
        """A file that others have written, made openable where it is to be."""
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
