"""The facts of a written page that checks need: its addresses, ids, headings, title and metadata, read in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Final

from msgspec import Struct, field

from ibid.mark.html_reader import ATTRIBUTES, BLANK, COMMENT, DECLARATION, NAME, UNCLOSED, raw_element, values
from ibid.mark.placeholders import left_in
from pelican_bibtex.lazy_pattern import lazy_pattern

_PLAINLY: Final = rf"""(?:[{BLANK}][^{BLANK}/>="']++(?:="[^"]*+")?+)++(?=>)"""
"""Attributes as nearly all tags have them; matches in half the time."""
_TAG: Final = lazy_pattern(
    rf"<(?:(?=[a-zA-Z])(?:{raw_element()}"
    rf"|(?P<tag>[a-zA-Z][^{BLANK}/>]*+{_PLAINLY}"
    rf"|(?:[hH](?:[1-6]|(?i:tml))|(?i:body))(?=[{BLANK}/>]){ATTRIBUTES}"
    rf"|{NAME}[{BLANK}/]{ATTRIBUTES})>)|{COMMENT}|{DECLARATION}|/{NAME}[{BLANK}/]{ATTRIBUTES}>|{UNCLOSED})",
    re.DOTALL,
)
"""A start tag with attributes, which headings, the root and the body do not need; elements whose content is not markup;
what else may hold a `<`. Testing the first letter is faster than ignoring case."""
_NAME: Final = lazy_pattern(NAME)
_HAS_ID: Final = lazy_pattern(rf"""[{BLANK}/"']id[{BLANK}]*=""")
_TELLING_META: Final = lazy_pattern(
    r"""[="'](?:description|robots|refresh|(?:og|twitter):(?:url|image|video|audio))["'\s]"""
)
_CANDIDATE: Final = lazy_pattern(r"[\s,]*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]*)?(?:,|$)")
REFRESH: Final = lazy_pattern(r"\s*[\d.]*\s*[;,]?\s*url\s*=\s*[\"']?([^\"']*)", re.IGNORECASE)

_ADDRESSES: Final = frozenset({"href", "src", "poster", "action", "formaction", "data", "cite", "xlink:href"})
_CANDIDATES: Final = ("srcset", "imagesrcset")
_TELLING: Final = frozenset(
    {"html", "body", "title", "base", "time", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"a", "area", "link", "img", "script", "iframe", "frame", "source", "video", "audio", "track", "embed", "object"}
    | {"input", "form", "button", "blockquote", "q", "ins", "del", "use", "image"}
)
"""Elements that matter by themselves or by an address; all others matter only if they have an id."""
_ADDRESS_METAS: Final = frozenset({"og:url", "og:image", "og:video", "og:audio", "twitter:image"})


class StartTag(Struct, frozen=True):
    """One start tag: with attributes, or of a heading, title or body."""

    name: str
    """In lower case."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Values by lower-case names, character references resolved; the first attribute of a name counts."""
    addresses: tuple[str, ...] = ()
    """The addresses that it links to or loads, as written."""


Memory = dict[str, StartTag | None]
"""A cache of tags by their source, as header, footer and citations repeat on every page; None for tags not read."""


def read_tags(html: str, memory: Memory) -> Iterator[tuple[StartTag, str]]:
    """Yield the tags of a page that matter for checks, in order, each with its content if that is not markup."""
    for raw, _, text, plain in _TAG.findall(html):
        source = raw or plain
        try:
            tag = memory[source]
        except KeyError:
            tag = memory[source] = _tag(source)
        if tag is not None:
            yield tag, text


def _tag(source: str) -> StartTag | None:
    lowered = source.lower()
    name = "".join(_NAME.findall(lowered)[:1])
    if not (name in _TELLING or _has_id(lowered) or (name == "meta" and _TELLING_META.search(lowered))):
        return None
    attributes = values(source, len(name), len(source))
    return StartTag(name, attributes, tuple(_addresses(name, attributes)))


def _has_id(lowered: str) -> bool:
    return "id" in lowered and _HAS_ID.search(lowered) is not None  # the first test is fast


def _addresses(name: str, attributes: Mapping[str, str]) -> Iterator[str]:
    for key, value in attributes.items():
        if key in _ADDRESSES and not (key == "data" and name != "object"):
            yield value.strip()
        elif key in _CANDIDATES:
            yield from _CANDIDATE.findall(value)
    if name == "meta" and "content" in attributes:
        if attributes.get("property", attributes.get("name", "")) in _ADDRESS_METAS:
            yield attributes["content"].strip()
        if attributes.get("http-equiv", "").lower() == "refresh" and (to := REFRESH.match(attributes["content"])):
            yield to[1].strip()


_NAMING: Final = frozenset({"a", "area", "link", "meta", "base", "form", "blockquote", "q", "ins", "del"})
"""Elements whose addresses are not loaded with the page."""
_LEFT_OUT: Final = {"noindex", "none"}


class Page(Struct):
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
    unfinished: str = ""
    """The name of the first placeholder that is left in it, `ibid-cite`; empty in a page as it should be."""
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
    page.unfinished = left_in(html)
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
