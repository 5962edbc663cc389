"""Reading HTML without a tree: start tags with their attributes, the extents of elements, and edits in place.

One regular expression finds start tags in a single pass: a parser that builds a tree takes ten times as long, and a
site has thousands of pages. The rules are those of HTML's tokenizer
(https://html.spec.whatwg.org/multipage/parsing.html#tokenization), as far as pages written by templates need them;
the tests compare the result with Python's html.parser.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Final

from bs4 import Tag


class Offsets:
    """Turns the line and column that html.parser gives each element into an offset."""

    def __init__(self, html: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", html))]

    def of(self, tag: Tag) -> int:
        """Return the offset of an element's start tag."""
        return self._starts[(tag.sourceline or 1) - 1] + (tag.sourcepos or 0)


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A range of text, as offsets, and the text that replaces it."""

    start: int
    end: int
    text: str


def splice(html: str, edits: Iterable[Edit], at: int = 0, end: int | None = None) -> str:
    """Return the text from offset `at` to `end` with all edits, which must not overlap; every other byte stays."""
    pieces: list[str] = []
    for edit in sorted(edits):
        pieces += [html[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, html[at:end]])


@dataclass(frozen=True, slots=True)
class Extent:
    """The extent of one element, as offsets."""

    start: int
    """The start of its start tag."""
    first: int
    """The start of its content."""
    last: int
    """The start of its end tag."""
    end: int


def extents(html: str, names: Iterable[str]) -> Mapping[int, Extent]:
    """Return the elements with these names by the offset of their start; without end tag, they end with the parent."""
    tags = re.compile(
        rf"<!--.*?-->|<(?P<raw>script|style)\b.*?</(?P=raw)\s*>|<(?P<close>/?)(?P<name>{'|'.join(names)})(?=[\s/>])[^>]*>",
        re.DOTALL | re.IGNORECASE,
    )
    found: dict[int, Extent] = {}
    open_tags: list[tuple[str, int, int]] = []
    for tag in tags.finditer(html):
        if not tag["name"]:
            continue
        name = tag["name"].lower()
        if not tag["close"]:
            open_tags.append((name, tag.start(), tag.end()))
            continue
        if not any(name == opened for opened, _, _ in open_tags):
            continue
        while open_tags:
            opened, start, first = open_tags.pop()
            ends_here = opened == name
            found[start] = Extent(start, first, tag.start(), tag.end() if ends_here else tag.start())
            if ends_here:
                break
    for _, start, first in open_tags:
        found[start] = Extent(start, first, len(html), len(html))
    return found


class Occurrences:
    """Finds the line of each text in a source: of its first occurrence, then of its second, and so on."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at: dict[str, int] = {}

    def next(self, text: str) -> int:
        """Return the line of the next occurrence, counted from 1; 0 if the source does not have this text."""
        return self._take(text, self.source.find(text, self.at.get(text, 0)))

    def next_address(self, address: str) -> int:
        """Return the same for a path or address, if it is not part of a longer one."""
        whole = re.compile(rf"(?<![\w/.}}|%-]){re.escape(address)}(?![\w/%-])")
        found = whole.search(self.source, self.at.get(address, 0))
        return self._take(address, found.start() if found else -1)

    def _take(self, text: str, found: int) -> int:
        if found < 0:
            return 0
        self.at[text] = found + len(text)
        return bisect_left(self._ends, found) + 1

    @cached_property
    def _ends(self) -> list[int]:
        """The offsets of the ends of lines."""
        return [end.start() for end in re.finditer("\n", self.source)]


_ATTRIBUTES: Final = r"""(?:[\s/]+|[^\s/>=][^\s/>=]*+(?:\s*=\s*(?:"[^"]*+"|'[^']*+'|(?!["'])[^\s>]*+))?+)*+"""
_PLAINLY: Final = r"""(?:\s[^\s/>="']++(?:="[^"]*+")?+)++(?=>)"""
"""Attributes as nearly all tags have them; matches in half the time."""
_RAW: Final = "script|style|title|textarea|iframe|noembed|noframes|xmp"
_TOKEN: Final = re.compile(
    r"<(?=[a-zA-Z!])(?:!--(?:-?>|.*?(?:--!?>|\Z))"  # a comment
    rf"|(?=[sStTiInNxX])((?i:({_RAW}))(?=[\s/>]){_ATTRIBUTES})>(.*?)(?:</(?i:\2)(?=[\s/>])|\Z)"
    rf"|([a-zA-Z][^\s/>]*+{_PLAINLY}|(?:[hH](?:[1-6]|(?i:tml))|(?i:body))(?=[\s/>]){_ATTRIBUTES}"
    rf"|[a-zA-Z][^\s/>]*+[\s/]{_ATTRIBUTES})>)",
    re.DOTALL,
)
"""A comment, an element whose content is not markup, or a start tag with attributes, which headings, the root and the
body do not need. Testing the first letter is faster than ignoring case."""
_ATTRIBUTE: Final = re.compile(
    r"""[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|(?!["'])([^\s>]*)))?|[\s/]+"""
)
_NAME: Final = re.compile(r"\A[^\s/>]*")
_HAS_ID: Final = re.compile(r"""[\s/"']id\s*=""")
_TELLING_META: Final = re.compile(
    r"""[="'](?:description|robots|refresh|(?:og|twitter):(?:url|image|video|audio))["'\s]"""
)
_CANDIDATE: Final = re.compile(r"[\s,]*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]*)?(?:,|$)")
_REFRESH: Final = re.compile(r"\s*[\d.]*\s*[;,]?\s*url\s*=\s*[\"']?([^\"']*)", re.IGNORECASE)

_ADDRESSES: Final = frozenset({"href", "src", "poster", "action", "formaction", "data", "cite", "xlink:href"})
_CANDIDATES: Final = ("srcset", "imagesrcset")
_TELLING: Final = frozenset(
    {"html", "body", "title", "base", "time", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"a", "area", "link", "img", "script", "iframe", "frame", "source", "video", "audio", "track", "embed", "object"}
    | {"input", "form", "button", "blockquote", "q", "ins", "del", "use", "image"}
)
"""Elements that matter by themselves or by an address; all others matter only if they have an id."""
_ADDRESS_METAS: Final = frozenset({"og:url", "og:image", "og:video", "og:audio", "twitter:image"})


@dataclass(frozen=True, slots=True)
class StartTag:
    """One start tag: with attributes, or of a heading, title or body."""

    name: str
    """In lower case."""
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Values by lower-case names, character references resolved; the first attribute of a name counts."""
    addresses: tuple[str, ...] = ()
    """The addresses that it links to or loads, as written."""


Memory = dict[str, StartTag | None]
"""A cache of tags by their source, as header, footer and citations repeat on every page; None for tags not read."""


def read_tags(html: str, memory: Memory) -> Iterator[tuple[StartTag, str]]:
    """Yield the tags of a page that matter for checks, in order, each with its content if that is not markup."""
    for raw, _, text, plain in _TOKEN.findall(html):
        source = raw or plain
        try:
            tag = memory[source]
        except KeyError:
            tag = memory[source] = _tag(source)
        if tag is not None:
            yield tag, text


def _tag(source: str) -> StartTag | None:
    lowered = source.lower()
    name = _NAME.findall(lowered)[0]
    if not (name in _TELLING or _has_id(lowered) or (name == "meta" and _TELLING_META.search(lowered))):
        return None
    attributes: dict[str, str] = {}
    for key, double, single, bare in _ATTRIBUTE.findall(source[len(name) :]):
        if key:
            attributes.setdefault(key.lower(), unescape(double or single or bare))
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
        if attributes.get("http-equiv", "").lower() == "refresh" and (to := _REFRESH.match(attributes["content"])):
            yield to[1].strip()
