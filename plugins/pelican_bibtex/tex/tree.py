"""What a field is made of: plain strings and these few kinds of node, at most `parser.DEEPEST` deep."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from markupsafe import Markup


class Style(Enum):
    """What a span of text is."""

    EMPH = auto()
    STRONG = auto()
    SMALL_CAPS = auto()
    CODE = auto()
    SUB = auto()
    SUP = auto()
    QUOTE = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style."""

    style: Style
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of text that leads somewhere."""

    url: str
    """A safe address, as `links.safe_url` gives it."""
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Math:
    """A formula, converted while it was parsed."""

    source: str
    """TeX, without its dollar signs."""
    mathml: Markup
    """A whole `<math>` element for an HTML page."""
    plain: str
    """The formula in one line of Unicode: `O(n²)`."""


Node = str | Span | Link | Math
"""A string is text in NFC, with TeX's dashes, quotes and ties already turned into characters."""
