"""The text of a field: its tree of strings, spans, links and formulas, and its two forms, HTML and plain text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import Enum, auto
from functools import cached_property
from typing import Final

from markupsafe import Markup, escape
from msgspec import Struct

from pelican_bibtex.lazy_pattern import lazy_pattern


class Style(Enum):
    """The style of a span of text."""

    EMPH = auto()
    STRONG = auto()
    SMALL_CAPS = auto()
    CODE = auto()
    SUB = auto()
    SUP = auto()
    QUOTE = auto()


class Span(Struct, frozen=True):
    """A piece of text in one style."""

    style: Style
    children: tuple[Node, ...]


class TextLink(Struct, frozen=True):
    """A piece of text that is a link."""

    url: str
    """A safe address, as `urls.safe_url` returns it."""
    children: tuple[Node, ...]


class Math(Struct, frozen=True):
    """A formula, converted when it was parsed."""

    source: str
    """TeX, without its dollar signs."""
    mathml: Markup
    """A whole `<math>` element for an HTML page."""
    plain: str
    """The formula in one line of Unicode: `O(n²)`."""


Node = str | Span | TextLink | Math
"""A string is text in NFC, with TeX's dashes, quotes and ties already turned into characters."""


def quotation_marks(depth: int) -> tuple[str, str]:
    """Return the opening and the closing mark of a quotation inside `depth` others."""
    return ("‘", "’") if depth % 2 else ("“", "”")


_SUPERSCRIPT: Final = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPT: Final = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


def superscript(text: str) -> str | None:
    """Return the text in superscript characters, or None if Unicode lacks one of them."""
    return _translated(text, _SUPERSCRIPT)


def subscript(text: str) -> str | None:
    """Return the text in subscript characters, or None if Unicode lacks one of them."""
    return _translated(text, _SUBSCRIPT)


def _translated(text: str, table: dict[int, int]) -> str | None:
    return text.translate(table) if all(ord(character) in table for character in text) else None


_TAGS: Final = {
    Style.EMPH: ("<em>", "</em>"),
    Style.STRONG: ("<strong>", "</strong>"),
    Style.SMALL_CAPS: ('<span class="small-caps">', "</span>"),
    Style.CODE: ("<code>", "</code>"),
    Style.SUB: ("<sub>", "</sub>"),
    Style.SUP: ("<sup>", "</sup>"),
}
_REPEATED_SPACES: Final = lazy_pattern(" {2,}")


def html(nodes: tuple[Node, ...], *, links: bool = True) -> Markup:
    """Return a tree as HTML phrasing content; without `links` only the text of links is shown."""
    if len(nodes) == 1 and isinstance(nodes[0], str):  # The case of nearly all.
        return escape(_REPEATED_SPACES.sub(" ", nodes[0]).strip(" "))
    rendered = "".join(_rendered_html(nodes, links, 0))
    if "  " in rendered:
        rendered = _REPEATED_SPACES.sub(" ", rendered)
    return Markup(rendered.strip(" "))  # noqa: S704  every string in it went through escape()


def _rendered_html(nodes: Iterable[Node], links: bool, quotes: int) -> Iterable[str]:
    for node in nodes:
        if isinstance(node, str):
            yield escape(node)
        elif isinstance(node, Math):
            yield node.mathml
        elif isinstance(node, Span):
            quoted = node.style is Style.QUOTE
            opening, closing = quotation_marks(quotes) if quoted else _TAGS[node.style]
            yield opening
            yield from _rendered_html(node.children, links, quotes + quoted)
            yield closing
        else:
            yield from _link(node, links, quotes)


def _link(link: TextLink, links: bool, quotes: int) -> Iterable[str]:
    inside = _rendered_html(link.children, False, quotes)
    if not links:
        return inside
    return (f'<a href="{escape(link.url)}">', *inside, "</a>")


_ODD: Final = lazy_pattern("[\u00a0\u00ad\u2000-\u200b\u202f\u2060\ufeff]")
_SPACES: Final = lazy_pattern("[ \u00a0\u2000-\u200a\u202f]+")
_INVISIBLE: Final = lazy_pattern("[\u00ad\u200b\u2060\ufeff]")


def plain(nodes: tuple[Node, ...]) -> str:
    """Return a tree as one line of Unicode (NFC), with every kind of space as a single plain one."""
    return unicodedata.normalize("NFC", one_line("".join(_rendered_plain(nodes, 0))))


def one_line(text: str) -> str:
    """Return a text without invisible characters, with every kind of space as a single plain one, none at its ends."""
    if "  " in text or (not text.isascii() and _ODD.search(text)):
        text = unicodedata.normalize("NFC", _SPACES.sub(" ", _INVISIBLE.sub("", text)))
    return text.strip(" ")


def _rendered_plain(nodes: Iterable[Node], quotes: int) -> Iterable[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Math):
            yield node.plain
        elif isinstance(node, Span):
            yield _span(node, quotes)
        else:
            yield from _rendered_plain(node.children, quotes)


def _span(span: Span, quotes: int) -> str:
    quoted = span.style is Style.QUOTE
    text = "".join(_rendered_plain(span.children, quotes + quoted))
    if span.style is Style.SUP:
        return superscript(text) or text
    if span.style is Style.SUB:
        return subscript(text) or (text if text.isalnum() else f"_({text})")
    return text.join(quotation_marks(quotes)) if quoted else text


class Text(Struct, frozen=True, dict=True):
    """A text with its few kinds of markup: as HTML in a template, as plain text by `str()`."""

    nodes: tuple[Node, ...] = ()
    """The tree, for other renderings."""

    @cached_property
    def html(self) -> Markup:
        """HTML, escaped once: phrasing content, safe in any element but a link (see `unlinked`)."""
        return html(self.nodes)

    @cached_property
    def plain(self) -> str:
        """Plain text, for feeds, meta tags, sort keys and attributes (escape it there)."""
        return plain(self.nodes)

    def __bool__(self) -> bool:
        return bool(self.plain)

    def __str__(self) -> str:
        return self.plain

    def __html__(self) -> Markup:
        return self.html

    @property
    def unlinked(self) -> Markup:
        """The same HTML without links, for use as the text of a link: HTML forbids one link in another."""
        return html(self.nodes, links=False)


EMPTY = Text()
"""The empty text."""
