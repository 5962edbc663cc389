"""A piece of text: its tree, and the two forms in which it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from pelican_bibtex.tex.html import html
from pelican_bibtex.tex.plain import plain
from pelican_bibtex.tex.tree import Node


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text with its few kinds of markup: HTML in a template, plain text by `str()`."""

    nodes: tuple[Node, ...] = ()
    """The tree, for other renderings."""
    html: Markup = field(init=False, compare=False, repr=False)
    """HTML, escaped once: phrasing content, safe in any element but a link (see `unlinked`)."""
    plain: str = field(init=False, compare=False, repr=False)
    """Plain text, for feeds, meta tags, sort keys and attributes (escape it there)."""

    def __post_init__(self) -> None:
        # A text is shown many times: both forms are made once, here.
        object.__setattr__(self, "html", html(self.nodes))
        object.__setattr__(self, "plain", plain(self.nodes))

    def __bool__(self) -> bool:
        return bool(self.plain)

    def __str__(self) -> str:
        return self.plain

    def __html__(self) -> Markup:
        return self.html

    @property
    def unlinked(self) -> Markup:
        """The same HTML without links of its own, for the text of a link: HTML forbids one in another."""
        return html(self.nodes, links=False)


EMPTY = Text()
"""No text."""
