"""The `<img>` tags of an HTML body: where they stand, and how they are written anew, with a size and smaller copies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from pathlib import PurePosixPath

from ibid.features.images.facts import ROOT_MARK, Facts, Variant, write_sources
from ibid.features.images.image_cache import CachedImage
from ibid.features.images.image_files import ImageFile

_PIXELS = re.compile(r"\s*(\d+)(?:\.\d+)?(?:px)?\s*")
_SIZE_STYLE = re.compile(r"(?:\s*(?:width|height)\s*:\s*\d+(?:\.\d+)?(?:px)?\s*(?:;|$))+")
_ONE_SIZE = re.compile(r"(width|height)\s*:\s*(\d+)")


@dataclass(frozen=True, slots=True)
class ImageTag:
    """One `<img>` as it stands in the HTML."""

    start: int
    end: int
    """Its place, as offsets."""
    attributes: Mapping[str, str | None]
    """By name in lower case, their values unescaped; None is an attribute without a value."""
    in_picture: bool = False
    """The author wrote a `<picture>` around it, and so chose its variants."""

    @property
    def source(self) -> str:
        """Its `src`; empty when there is none."""
        return (self.attributes.get("src") or "").strip()


def image_tags(html: str) -> list[ImageTag]:
    """All images, in their order; those in comments are none."""
    return _ImageFinder(html).found if "<img" in html.lower() else []


def write_tag(attributes: Mapping[str, str | None]) -> str:
    """The tag, its `src` first: Pelican finds no link behind another attribute that holds a `>`."""
    ordered = {"src": attributes.get("src"), **attributes}
    written = (name if value is None else f'{name}="{escape(value)}"' for name, value in ordered.items())
    return f"<img {' '.join(written)}>"


def pixels(value: str | None) -> int | None:
    """A width or height in CSS pixels; None for percentages and what else is no number of them."""
    found = _PIXELS.fullmatch(value or "")
    return int(found[1]) if found and int(found[1]) else None


def without_size_style(attributes: Mapping[str, str | None]) -> dict[str, str | None]:
    """The attributes with a style of nothing but width and height, as docutils writes it, made into those two.

    A strict content security policy allows no inline style.
    """
    style = attributes.get("style") or ""
    if not _SIZE_STYLE.fullmatch(style):
        return dict(attributes)
    sizes: dict[str, str | None] = {found[1]: found[2] for found in _ONE_SIZE.finditer(style)}
    return {name: value for name, value in attributes.items() if name != "style"} | sizes


class _ImageFinder(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.starts = [0, *(found.end() for found in re.finditer("\n", html))]
        self.found: list[ImageTag] = []
        self.pictures = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "picture":
            self.pictures += 1
        if tag == "img":
            line, column = self.getpos()
            start = self.starts[line - 1] + column
            end = start + len(self.get_starttag_text() or "")
            first_of_each = dict(reversed(attrs))  # a browser takes the first of two equal names
            ordered = {name: first_of_each[name] for name, _ in attrs}
            self.found.append(ImageTag(start, end, ordered, self.pictures > 0))

    def handle_endtag(self, tag: str) -> None:
        if tag == "picture":
            self.pictures = max(0, self.pictures - 1)


Attributes = dict[str, str | None]


def draw(tag: ImageTag, image: CachedImage | None, file: ImageFile, *, first: bool) -> str:
    """The image with its size, and in a `<picture>` where there are smaller copies of it.

    `image` is None where nothing is known of the file. What the author has set is kept. The first image of a page is
    likely to be in sight at once, so that it does not wait.
    """
    attributes = without_size_style(tag.attributes)
    if file.address:
        attributes["src"] = f"{ROOT_MARK}/{file.address}"
    if image:
        attributes |= missing_size(attributes, image.facts)
    if not first:
        attributes.setdefault("loading", "lazy")
    attributes.setdefault("decoding", "async")
    attributes.setdefault("alt", "")
    written = write_tag(attributes)
    if image is None or not image.variants or tag.in_picture or "srcset" in attributes:
        return written
    shown = pixels(attributes.get("width")) or image.facts.width
    return f"<picture>{write_sources(placed(image, file.save_as), shown)}{written}</picture>"


def placed(image: CachedImage, save_as: str) -> Sequence[tuple[Variant, str]]:
    """Each copy with its path: beside the original."""
    original = PurePosixPath(save_as)
    return [(each, str(original.with_name(each.name(original.stem, image.digest)))) for each in image.variants]


def missing_size(attributes: Attributes, facts: Facts) -> Attributes:
    """The width and height that the author left out; of one that is there follows the other."""
    if not (facts.width and facts.height):
        return {}
    if "width" not in attributes and "height" not in attributes:
        return {"width": str(facts.width), "height": str(facts.height)}
    width, height = pixels(attributes.get("width")), pixels(attributes.get("height"))
    if width and "height" not in attributes:
        return {"height": str(max(1, round(width * facts.height / facts.width)))}
    if height and "width" not in attributes:
        return {"width": str(max(1, round(height * facts.width / facts.height)))}
    return {}
