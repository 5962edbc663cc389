"""TeX in fields, parsed once to a small tree and rendered from it everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text with its few kinds of markup: HTML in a template, plain text by `str()`."""

    nodes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes)

    def __str__(self) -> str:
        return self.plain

    def __html__(self) -> str:
        return self.html

    @property
    def html(self) -> Markup:
        """HTML, escaped once."""
        return escape("".join(self.nodes))

    @property
    def plain(self) -> str:
        """Plain text, for feeds, meta tags, sort keys and attributes (escape it there)."""
        return "".join(self.nodes)


EMPTY = Text()
"""No text."""
