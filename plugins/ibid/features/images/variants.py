"""Which smaller copies of an image a page offers, and how it names them. Pure: nothing here opens a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from ibid.features.images.facts import Facts

ROOT_MARK = "{ibid-root}"
"""What stands in a `srcset` before every address until the page, feed or summary is known that shows it."""
WIDTHS = (400, 800, 1200)
"""In pixels: the 600 of the widest line and the 350 of a telephone's, on screens of one, two and three to a pixel."""
WIDEST_SHOWN = 600
"""CSS pixels; the length of a line, LOOK's measure."""
FORMATS = ("avif", "webp")
"""What a browser is offered, in this order."""
MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class Variant:
    """One smaller copy."""

    width: int
    height: int
    format: str
    """One of `FORMATS`."""

    def name(self, stem: str, digest: str) -> str:
        """Its file: the original's name, its width, and a digest that changes with the original."""
        return f"{stem}.{self.width}.{digest}.{self.format}"


def plan(facts: Facts, widths: Sequence[int] = WIDTHS) -> tuple[tuple[int, int], ...]:
    """The sizes to make: never larger than the original, and none of what is already as small as the smallest.

    An original narrower than the widest is offered in its own size too.
    """
    if not facts.can_vary or facts.width <= min(widths):
        return ()
    wanted = [width for width in widths if width < facts.width]
    if facts.width <= max(widths):
        wanted.append(facts.width)
    return tuple((width, max(1, round(facts.height * width / facts.width))) for width in wanted)


def sizes(width: int) -> str:
    """How wide an image of this width is shown: never wider than the line, nor than the window."""
    shown = min(width, WIDEST_SHOWN)
    return f"(max-width: {shown}px) 100vw, {shown}px"


def write_sources(placed: Iterable[tuple[Variant, str]], width: int) -> str:
    """The `<source>` elements of a `<picture>`; each variant comes with its path below the site's root."""
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
    """The addresses of variants as they are on a page for which `root` leads to the site's root."""
    return html.replace(f"{ROOT_MARK}/", f"{escape(root.rstrip('/'))}/") if ROOT_MARK in html else html
