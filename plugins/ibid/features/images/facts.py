"""Facts of an image file without its pixels, and the smaller copies that a page offers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from msgspec import Struct

from ibid.mark.html_reader import Kind, tokens
from pelican_bibtex.lazy_pattern import lazy_pattern

MOST_PIXELS = 64_000_000
"""Larger images are not decoded: that would take a gigabyte of memory, and no page shows so many pixels."""
_MOST_LONG = 1_000_000
"""Pixels: no image has a longer side."""
_LENGTH = lazy_pattern(r"\s*(\d*\.?\d+)\s*(px|pt|pc|in|cm|mm|q)?\s*", re.IGNORECASE)
_PIXELS_IN = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
    "q": 2.4 / 2.54,
}
_WITHOUT_VARIANTS = frozenset({"SVG", "BMP", ""})


class Facts(Struct, frozen=True):
    """The facts of an image file that its page needs."""

    format: str
    """Pillow's name, `JPEG`, `PNG`, `WEBP`; `SVG`; empty if its pixels cannot be processed."""
    width: int = 0
    height: int = 0
    """The size as shown, after the rotation that a camera recorded; 0 if it is not known."""
    moves: bool = False
    """Whether it has several frames."""
    fault: str = ""
    """What is wrong with the file, for a message; empty if nothing is."""

    @property
    def can_vary(self) -> bool:
        """Whether smaller copies can be made: it is not animated, it consists of pixels, and not of too many."""
        return not (self.moves or self.fault or self.format in _WITHOUT_VARIANTS)


def svg_facts(text: str) -> Facts:
    """Return the size of an SVG from the start of its text: its width and height, else its viewBox.

    It is not read with an XML parser, so that no entity is resolved and no file or address is opened.
    """
    tags = (token for token in tokens(text) if token.kind is Kind.START)
    root = next((tag for tag in tags if tag.name.rpartition(":")[2] == "svg"), None)
    if root is None:
        return Facts("", fault="it contains no <svg>")
    said = root.values()
    width, height = _length(said.get("width", "")), _length(said.get("height", ""))
    box = [_number(part) for part in re.split(r"[\s,]+", said.get("viewbox", "").strip())]
    box_width, box_height = (box[2], box[3]) if len(box) == 4 else (0.0, 0.0)  # noqa: PLR2004  x, y, width, height
    if box_width > 0 and box_height > 0:
        if not width and not height:
            width, height = box_width, box_height
        width = width or height * box_width / box_height
        height = height or width * box_height / box_width
    known = 0 < width <= _MOST_LONG and 0 < height <= _MOST_LONG
    return Facts("SVG", round(width), round(height)) if known else Facts("SVG")


def _length(value: str) -> float:
    found = _LENGTH.fullmatch(value)
    return _number(found[1]) * _PIXELS_IN[(found[2] or "").lower()] if found else 0.0


def _number(value: str) -> float:
    """Return a number of an SVG; 0 for what is no number of pixels, such as `1e309`."""
    try:
        number = float(value)
    except ValueError:
        return 0.0
    return number if abs(number) <= _MOST_LONG else 0.0


ROOT_MARK = "{ibid-root}"
"""The placeholder before each address in a `srcset`, until the page, feed or summary that shows it is known."""
WIDTHS = (400, 800, 1200)
"""In pixels: for the longest line, 600 CSS pixels, and a phone's, 350, on screens with a density of 1, 2 and 3."""
WIDEST_SHOWN = 600
"""CSS pixels: the length of a line, the theme's `measure`."""
FORMATS = ("avif", "webp")
"""The formats offered to browsers, in this order."""
MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp"}


class Variant(Struct, frozen=True):
    """One smaller copy of an image."""

    width: int
    height: int
    format: str
    """One of `FORMATS`."""

    def name(self, stem: str, digest: str) -> str:
        """Return its file name: the original's, its width, and a digest that changes with the original."""
        return f"{stem}.{self.width}.{digest}.{self.format}"


def plan(facts: Facts, widths: Sequence[int] = WIDTHS) -> tuple[tuple[int, int], ...]:
    """Return the sizes to make: none is larger than the original, which gets none if it is as small as the smallest.

    An original that is not wider than the widest is offered in its own size too.
    """
    if not facts.can_vary or facts.width <= min(widths):
        return ()
    wanted = [width for width in widths if width < facts.width]
    if facts.width <= max(widths):
        wanted.append(facts.width)
    return tuple((width, max(1, round(facts.height * width / facts.width))) for width in wanted)


def sizes(width: int) -> str:
    """Return the attribute `sizes` of an image of this width: never wider than the line or the window."""
    shown = min(width, WIDEST_SHOWN)
    return f"(max-width: {shown}px) 100vw, {shown}px"


def write_sources(placed: Iterable[tuple[Variant, str]], width: int) -> str:
    """Return the `<source>` elements of a `<picture>`; each variant is given with its path below the site's root."""
    by_format: dict[str, list[str]] = {}
    for variant, path in placed:
        address = f"{ROOT_MARK}/{quote(path)}"
        by_format.setdefault(variant.format, []).append(f"{address} {variant.width}w")
    return "".join(
        f'<source type="{MEDIA_TYPES[name]}" srcset="{escape(", ".join(by_format[name]))}" sizes="{sizes(width)}">'
        for name in FORMATS
        if name in by_format
    )


def fill(html: str, root: str) -> str:
    """Return HTML with the addresses of variants for a page from which `root` leads to the site's root."""
    return html.replace(f"{ROOT_MARK}/", f"{escape(root.rstrip('/'))}/") if ROOT_MARK in html else html
