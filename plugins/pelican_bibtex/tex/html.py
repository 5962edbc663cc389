"""The tree as HTML: the only place where a field's text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape

from pelican_bibtex.tex.quotes import quotation_marks
from pelican_bibtex.tex.tree import Link, Math, Node, Span, Style

_TAGS: Final = {
    Style.EMPH: ("<em>", "</em>"),
    Style.STRONG: ("<strong>", "</strong>"),
    Style.SMALL_CAPS: ('<span class="small-caps">', "</span>"),
    Style.CODE: ("<code>", "</code>"),
    Style.SUB: ("<sub>", "</sub>"),
    Style.SUP: ("<sup>", "</sup>"),
}
_SPACES: Final = re.compile(" {2,}")


def html(nodes: tuple[Node, ...], *, links: bool = True) -> Markup:
    """Render a tree as phrasing content; without `links` only their text is shown."""
    if len(nodes) == 1 and isinstance(nodes[0], str):  # As nearly all are.
        return escape(_SPACES.sub(" ", nodes[0]).strip(" "))
    rendered = "".join(_rendered(nodes, links, 0))
    if "  " in rendered:
        rendered = _SPACES.sub(" ", rendered)
    return Markup(rendered.strip(" "))  # noqa: S704  every string in it went through escape()


def _rendered(nodes: Iterable[Node], links: bool, quotes: int) -> Iterable[str]:
    for node in nodes:
        if isinstance(node, str):
            yield escape(node)
        elif isinstance(node, Math):
            yield node.mathml
        elif isinstance(node, Span):
            quoted = node.style is Style.QUOTE
            opening, closing = quotation_marks(quotes) if quoted else _TAGS[node.style]
            yield opening
            yield from _rendered(node.children, links, quotes + quoted)
            yield closing
        else:
            yield from _link(node, links, quotes)


def _link(link: Link, links: bool, quotes: int) -> Iterable[str]:
    inside = _rendered(link.children, False, quotes)
    if not links:
        return inside
    return (f'<a href="{escape(link.url)}">', *inside, "</a>")
