"""What is known of an image file without looking at its pixels."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_PIXELS = 64_000_000
"""A larger image is not decoded: it would take a gigabyte of memory, and no page shows that much."""
_ROOT = re.compile(r"<svg\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\s(width|height|viewBox)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LENGTH = re.compile(r"\s*(\d*\.?\d+)\s*(px|pt|pc|in|cm|mm|q)?\s*", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class Facts:
    """An image file as its page must know it."""

    format: str
    """Pillow's name, `JPEG`, `PNG`, `WEBP`; `SVG`; empty when its pixels cannot be worked with."""
    width: int = 0
    height: int = 0
    """As it is shown, after the turn that a camera noted; 0 where it is not known."""
    moves: bool = False
    """It has several frames."""
    fault: str = ""
    """What is wrong with the file, for a message; empty when nothing is."""

    @property
    def can_vary(self) -> bool:
        """Smaller copies can be made of it: it stands still, it is made of pixels, and not of too many."""
        return not (self.moves or self.fault or self.format in _WITHOUT_VARIANTS)


def svg_facts(text: str) -> Facts:
    """The size of an SVG from the start of its text: its width and height, else its viewBox.

    No XML parser reads it, so that no entity is resolved and no file or address is followed.
    """
    root = _ROOT.search(text)
    if root is None:
        return Facts("", fault="it has no <svg> in it")
    said = {found[1]: found[2] if found[2] is not None else found[3] for found in _ATTRIBUTE.finditer(root[0])}
    width, height = _length(said.get("width", "")), _length(said.get("height", ""))
    box = [_number(part) for part in re.split(r"[\s,]+", said.get("viewBox", "").strip())]
    box_width, box_height = (box[2], box[3]) if len(box) == 4 else (0.0, 0.0)  # noqa: PLR2004  x, y, width, height
    if box_width > 0 and box_height > 0:
        if not width and not height:
            width, height = box_width, box_height
        width = width or height * box_width / box_height
        height = height or width * box_height / box_width
    return Facts("SVG", round(width), round(height)) if width and height else Facts("SVG")


def _length(value: str) -> float:
    found = _LENGTH.fullmatch(value)
    return float(found[1]) * _PIXELS_IN[(found[2] or "").lower()] if found else 0.0


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return 0.0
