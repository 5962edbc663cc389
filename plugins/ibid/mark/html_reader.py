"""Reading HTML with offsets and without a tree: tags, attributes, text, the extents of elements, and edits in place.

The rules are those of HTML's tokenizer (https://html.spec.whatwg.org/multipage/parsing.html#tokenization), with two
exceptions: a tag without an end is text, with all behind it, since what is read may be a part of a page; and comments
in scripts have no meaning. The parts of the expressions are exported, for searches for one thing in thousands of pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from html import unescape
from html.entities import html5
from typing import Final

from msgspec import Struct

from pelican_bibtex.lazy_pattern import lazy_pattern

BLANK: Final = r" \t\n\f\r"
"""The blanks of HTML, for `[...]` in an expression; other blanks may be part of a value."""
NAME: Final = rf"[a-zA-Z][^{BLANK}/>]*+"
_KEY: Final = rf"""(?:[^{BLANK}/>=]++|(?<=[{BLANK}/"'])=[^{BLANK}/>=]*+)"""
_EQUALS: Final = f"[{BLANK}]*+="
_BARE: Final = rf"""(?!["'])[^{BLANK}>]*+"""
_VALUE: Final = rf"""{_EQUALS}[{BLANK}]*+(?:"[^"]*+"|'[^']*+'|{_BARE})"""
_ONE: Final = rf"{_KEY}(?:{_VALUE}|(?!{_EQUALS}))"
ATTRIBUTES: Final = rf"(?:[{BLANK}/]++|{_ONE})*+"
"""All between a tag's name and its `>`, which may also be in a quoted value."""
COMMENT: Final = r"!--(?:-?>|.*?(?:--!?>|\Z))"
"""What follows the `<` of a comment, as the others are without `<`: an expression is fast if it is `<(?:...|...)`."""
DECLARATION: Final = r"(?:[!?](?!--)|/(?![a-zA-Z]))[^>]*+>"
"""`<!doctype html>`, and what browsers take for a comment: `<?xml ... ?>`, `<![CDATA[ ... >`, `</ ... >`."""
UNCLOSED: Final = rf"/?{NAME}[{BLANK}/].*"
"""A tag without an end, and so the rest of the text; it is the last alternative, so that it takes no time."""
_HIDDEN: Final = "script|style|iframe|noembed|noframes"
RAW: Final = f"{_HIDDEN}|title|textarea|xmp"
"""The elements that end only at their own end tag: nothing in them is markup."""


def one_of(names: str) -> str:
    """Return the expression for one of some names, `a|b`; testing the first letter is faster than ignoring case."""
    letters = "".join(sorted({name[0] + name[0].upper() for name in names.split("|")}))
    return rf"(?=[{letters}])(?i:{names})(?=[{BLANK}/>])"


def raw_element(names: str = RAW) -> str:
    """Return the expression for such an element without its end tag: groups `opening`, `raw` (its name), `content`."""
    opening = rf"(?P<opening>(?P<raw>{one_of(names)}){ATTRIBUTES})>"
    return rf"{opening}(?P<content>[^<]*+(?:(?!</(?i:(?P=raw))[{BLANK}/>])<[^<]*+)*+)"


def first_value(names: str, keys: str) -> str:
    """Return the expression for a start tag up to the first value of one of its attributes `keys`.

    Its first group is the attribute's name; of the next three, one has the value.
    """
    before = rf"(?=[{BLANK}/])(?:[{BLANK}/]++|(?!{keys}{_EQUALS}){_ONE})*+"
    return rf"""{names}{before}({keys}){_EQUALS}[{BLANK}]*+(?:"([^"]*+)"|'([^']*+)'|({_BARE}))"""


MARKUP: Final = rf"<(?:{raw_element(_HIDDEN)}|/?{NAME}{ATTRIBUTES}>|{COMMENT}|{DECLARATION}|(?P<rest>{UNCLOSED}))"
"""Everything that is not text, and in the group `rest` what is text after all. It needs `re.DOTALL`."""
OTHERS: Final = rf"/?{NAME}[{BLANK}/]{ATTRIBUTES}>|{COMMENT}|{DECLARATION}"
"""What a `<` that opens no tag may be in, for searches of some elements."""
_MARKUP: Final = lazy_pattern(MARKUP, re.DOTALL)
_TOKEN: Final = lazy_pattern(
    rf"<(?:{raw_element()}|(?P<start>{NAME}){ATTRIBUTES}>|/(?P<end>{NAME}){ATTRIBUTES}>"
    rf"|(?P<comment>{COMMENT}|{DECLARATION})|(?P<rest>{UNCLOSED}))",
    re.DOTALL,
)
_ATTRIBUTE: Final = lazy_pattern(rf"""({_KEY})(?:{_EQUALS}[{BLANK}]*+(?:"([^"]*+)"|'([^']*+)'|({_BARE})))?""")
_BARE_GROUP: Final = 4
_REFERENCE: Final = lazy_pattern(r"&(?:#(?:\d+|[xX][\da-fA-F]+);?|(?P<name>[a-zA-Z][a-zA-Z\d]*(?:;|(?![a-zA-Z\d=]))))")

VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
"""The elements without content and end tag."""


class Kind(Enum):
    """The kind of a token."""

    TEXT = "text"
    START = "start"
    END = "end"
    RAW = "raw"
    """The content of an element in which nothing is markup; the token's name is that of the element."""
    COMMENT = "comment"
    """A comment or declaration."""


def decoded(value: str) -> str:
    """Return an attribute's value with its references resolved: `&copy=1` in an address is none, as in browsers."""

    def character(reference: re.Match[str]) -> str:
        name = reference["name"]
        return unescape(reference[0]) if name is None or name in html5 else reference[0]

    return _REFERENCE.sub(character, value) if "&" in value else value


def values(html: str, start: int, end: int) -> dict[str, str]:
    """Return the values of the attributes between two offsets: after a tag's name, and before its `>`."""
    found: dict[str, str] = {}
    for key, double, single, bare in _ATTRIBUTE.findall(html, start, end):
        found.setdefault(key.lower(), decoded(double or single or bare))
    return found


class Attribute(Struct, frozen=True):
    """One attribute of a tag, with offsets."""

    name: str
    """In lower case."""
    start: int
    """The start of its name."""
    end: int
    """Its end, after the closing quote."""
    first: int
    """The start of its value, within the quotes."""
    written: str | None
    """Its value as written; None if it has none, as in `<a hidden>`."""

    @property
    def value(self) -> str:
        """Its value with references resolved; empty if it has none."""
        return decoded(self.written or "")


class Token(Struct, frozen=True):
    """A piece of HTML: a tag, a comment, or the text between."""

    kind: Kind
    name: str
    """The name of the tag in lower case; empty for text and comments."""
    html: str
    """The whole text that the offsets belong to."""
    start: int
    end: int

    def attributes(self) -> dict[str, Attribute]:
        """Return the attributes by their names, in order; of two with one name the first counts, as in browsers."""
        found: dict[str, Attribute] = {}
        for attribute in self.all_attributes():
            found.setdefault(attribute.name, attribute)
        return found

    def all_attributes(self) -> Iterator[Attribute]:
        """Yield every attribute, also those that browsers ignore because one before has the same name."""
        at = self.start + self.html.startswith("</", self.start) + 1 + len(self.name)
        for one in _ATTRIBUTE.finditer(self.html, at, self.end - 1):
            group = one.lastindex or 1
            first, written = (one.start(group), one[group]) if group > 1 else (one.end(), None)
            yield Attribute(one[1].lower(), one.start(), one.end(), first, written)

    def values(self) -> dict[str, str]:
        """Return the values of the attributes by their names; a value is empty if only the name is written."""
        return {name: attribute.value for name, attribute in self.attributes().items()}

    @property
    def is_empty(self) -> bool:
        """Whether it opens no element with content: `<br>`, `<use/>`; the slash may be part of a value instead."""
        if self.name in VOID or not self.html.endswith("/>", self.start, self.end):
            return self.name in VOID
        return all(one.end < self.end - 1 for one in self.all_attributes())


def tokens(html: str) -> Iterator[Token]:
    """Yield tags, comments and the text between, in order and without gaps."""
    at = 0
    for found in _TOKEN.finditer(html):
        start, end = found.span()
        group = found.lastgroup
        if group == "rest":
            break
        if at < start:
            yield Token(Kind.TEXT, "", html, at, start)
        at = end
        if group == "comment":
            yield Token(Kind.COMMENT, "", html, start, end)
        elif group == "content":
            tag = _start_tag(found)
            yield tag
            if tag.end < end:
                yield Token(Kind.RAW, tag.name, html, tag.end, end)
        elif group == "start":
            yield Token(Kind.START, found["start"].lower(), html, start, end)
        else:
            yield Token(Kind.END, found["end"].lower(), html, start, end)
    if at < len(html):
        yield Token(Kind.TEXT, "", html, at, len(html))


def start_tags(html: str, *names: str) -> Iterator[Token]:
    """Yield the start tags with one of these names, in order; much faster than all tokens."""
    wanted = rf"(?P<start>{one_of('|'.join(names))}){ATTRIBUTES}>"
    pattern = rf"<(?:{raw_element()}|{wanted}|{OTHERS}|{UNCLOSED})"
    for found in re.finditer(pattern, html, re.DOTALL) if _may_have(html, names) else ():
        if (found["start"] or found["raw"] or "").lower() in names:
            yield _start_tag(found)


def with_values(html: str, names: str, keys: str, change: Callable[[str, str], str]) -> str:
    """Return HTML with values of attributes replaced, every other byte unchanged.

    `names` of elements and `keys` of attributes are expressions: `a|area`, `href`. Of each element, the first of these
    attributes that has a value counts. `change` gets its name and value, and returns the new value, both as written.
    """
    wanted = first_value(f"(?i:{names})", f"(?i:{keys})")
    pattern = rf"<(?:{wanted}|{raw_element(_HIDDEN)}|{OTHERS}|{UNCLOSED})"
    pieces: list[str] = []
    at = 0
    for found in re.finditer(pattern, html, re.DOTALL):
        group = found.lastindex or 1
        written = found[group]
        new = change(found[1].lower(), written) if found[1] else written
        if new != written:
            pieces += [html[at : found.start(group)], new if group < _BARE_GROUP else f'"{new}"']
            at = found.end(group)
    return "".join([*pieces, html[at:]])


def _may_have(html: str, names: Iterable[str]) -> bool:
    """Return whether tags with one of these names are written somewhere, perhaps in a comment: a quick test."""
    return re.search(rf"<(?:{'|'.join(names)})[{BLANK}/>]", html, re.IGNORECASE) is not None


def tag_at(html: str, start: int) -> Token | None:
    """Return the start tag at an offset, or None."""
    found = _TOKEN.match(html, start)
    return _start_tag(found) if found and (found["start"] or found["raw"]) else None


def _start_tag(found: re.Match[str]) -> Token:
    end = found.start("content") if found["raw"] else found.end()
    return Token(Kind.START, str(found["start"] or found["raw"]).lower(), found.string, found.start(), end)


def text_of(html: str) -> str:
    """Return the text that readers see, without tags and comments, and with references resolved."""
    return unescape(_MARKUP.sub(lambda found: found[0] if found["rest"] else "", html))


class Edit(Struct, frozen=True, order=True):
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


class Extent(Struct, frozen=True):
    """The extent of one element, as offsets."""

    name: str
    start: int
    """The start of its start tag."""
    first: int
    """The start of its content."""
    last: int
    """The start of its end tag."""
    end: int


def extents(html: str, *names: str) -> Mapping[int, Extent]:
    """Return the elements with these names by the offset of their start; without end tag, they end with the parent."""
    if not _may_have(html, names):
        return {}
    found: dict[int, Extent] = {}
    open_tags: list[Token] = []
    count: Counter[str] = Counter()
    for tag in tokens(html):
        if tag.kind is Kind.START and not tag.is_empty:
            open_tags.append(tag)
            count[tag.name] += 1
        while tag.kind is Kind.END and count[tag.name]:
            opened = open_tags.pop()
            count[opened.name] -= 1
            is_own = opened.name == tag.name
            end = tag.end if is_own else tag.start
            found[opened.start] = Extent(opened.name, opened.start, opened.end, tag.start, end)
            if is_own:
                break
    unclosed = {tag.start: Extent(tag.name, tag.start, tag.end, len(html), len(html)) for tag in open_tags}
    return {start: extent for start, extent in (found | unclosed).items() if extent.name in names}
