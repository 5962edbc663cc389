"""The start tags of a page, found in a single pass by one expression.

A parser that builds a tree takes ten times as long, and a site has thousands of pages. The rules are those of HTML's
tokenizer (https://html.spec.whatwg.org/multipage/parsing.html#tokenization), as far as pages need them that a template
has written; the tests compare the outcome with Python's html.parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final

_ATTRIBUTES: Final = r"""(?:[\s/]+|[^\s/>=][^\s/>=]*+(?:\s*=\s*(?:"[^"]*+"|'[^']*+'|(?!["'])[^\s>]*+))?+)*+"""
_PLAINLY: Final = r"""(?:\s[^\s/>="']++(?:="[^"]*+")?+)++(?=>)"""
"""The same as nearly all tags have them, in half the time."""
_RAW: Final = "script|style|title|textarea|iframe|noembed|noframes|xmp"
_TOKEN: Final = re.compile(
    r"<(?=[a-zA-Z!])(?:!--(?:-?>|.*?(?:--!?>|\Z))"  # a comment
    rf"|(?=[sStTiInNxX])((?i:({_RAW}))(?=[\s/>]){_ATTRIBUTES})>(.*?)(?:</(?i:\2)(?=[\s/>])|\Z)"
    rf"|([a-zA-Z][^\s/>]*+{_PLAINLY}|(?:[hH](?:[1-6]|(?i:tml))|(?i:body))(?=[\s/>]){_ATTRIBUTES}"
    rf"|[a-zA-Z][^\s/>]*+[\s/]{_ATTRIBUTES})>)",
    re.DOTALL,
)
"""A comment, an element whose content is no markup, or a start tag with attributes; those without say nothing here,
but for headings, the root and the body. Looking at the first letter is quicker than setting case aside."""
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
"""Elements that say something by themselves or by an address; all others only by an id."""
_ADDRESS_METAS: Final = frozenset({"og:url", "og:image", "og:video", "og:audio", "twitter:image"})


@dataclass(frozen=True, slots=True)
class Tag:
    """One start tag with attributes, or of a heading, title or body."""

    name: str
    """In lower case."""
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)
    """By their names in lower case, character references resolved; the first of a name counts."""
    addresses: tuple[str, ...] = ()
    """What it leads to or loads, as written."""


Memory = dict[str, Tag | None]
"""Tags by their source: header, footer and citations are the same on page after page. None for what says nothing."""


def read_tags(html: str, memory: Memory) -> Iterator[tuple[Tag, str]]:
    """The tags of a page that say something, in order, each with the text in it where that is no markup."""
    for raw, _, text, plain in _TOKEN.findall(html):
        source = raw or plain
        try:
            tag = memory[source]
        except KeyError:
            tag = memory[source] = _tag(source)
        if tag is not None:
            yield tag, text


def _tag(source: str) -> Tag | None:
    lowered = source.lower()
    name = _NAME.findall(lowered)[0]
    if not (name in _TELLING or _has_id(lowered) or (name == "meta" and _TELLING_META.search(lowered))):
        return None
    attributes: dict[str, str] = {}
    for key, double, single, bare in _ATTRIBUTE.findall(source[len(name) :]):
        if key:
            attributes.setdefault(key.lower(), unescape(double or single or bare))
    return Tag(name, attributes, tuple(_addresses(name, attributes)))


def _has_id(lowered: str) -> bool:
    return "id" in lowered and _HAS_ID.search(lowered) is not None  # the first is seen at once


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
