"""The tree as plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from pelican_bibtex.tex.quotes import quotation_marks
from pelican_bibtex.tex.scripts import subscript, superscript
from pelican_bibtex.tex.tree import Math, Node, Span, Style

_ODD: Final = re.compile("[\u00a0\u00ad\u2000-\u200b\u202f\u2060\ufeff]")
_SPACES: Final = re.compile("[ \u00a0\u2000-\u200a\u202f]+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")


def plain(nodes: tuple[Node, ...]) -> str:
    """Render a tree as one line of Unicode (NFC), every kind of space as a single plain one."""
    return unicodedata.normalize("NFC", one_line("".join(_rendered(nodes, 0))))


def one_line(text: str) -> str:
    """A text without invisible characters, every kind of space as a single plain one, none at its ends."""
    if "  " in text or (not text.isascii() and _ODD.search(text)):
        text = unicodedata.normalize("NFC", _SPACES.sub(" ", _INVISIBLE.sub("", text)))
    return text.strip(" ")


def _rendered(nodes: Iterable[Node], quotes: int) -> Iterable[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Math):
            yield node.plain
        elif isinstance(node, Span):
            yield _span(node, quotes)
        else:
            yield from _rendered(node.children, quotes)


def _span(span: Span, quotes: int) -> str:
    quoted = span.style is Style.QUOTE
    text = "".join(_rendered(span.children, quotes + quoted))
    if span.style is Style.SUP:
        return superscript(text) or text
    if span.style is Style.SUB:
        return subscript(text) or text
    return text.join(quotation_marks(quotes)) if quoted else text
