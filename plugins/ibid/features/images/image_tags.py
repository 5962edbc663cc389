"""The `<img>` tags of an HTML body: finding them and the files they show, and writing them with smaller copies."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from ibid.compat.pelican_compat import address_of_copy, copy_beside, path_beside, path_of_copy, static_contents
from ibid.features.images.facts import ROOT_MARK, Facts, Variant, write_sources
from ibid.features.images.image_cache import CachedImage
from ibid.mark.html_reader import Token, extents, start_tags
from ibid.model.targets import is_address
from pelican_bibtex.lazy_pattern import lazy_pattern

_KEYWORD = lazy_pattern(r"[{|](?P<what>static|attach|filename)[|}](?P<path>.*)", re.DOTALL)


class ImageKind(Enum):
    """The kind of target of a `src`."""

    FILE = "a file of the site"
    MISSING = "a file of the site that is not there"
    EXTERNAL = "an address of another host"
    UNKNOWN = "none of these: data, or what another plugin may write"


class ImageFile(Struct, frozen=True):
    """The target of a `src`."""

    kind: ImageKind
    path: Path = Path()
    """The file among the sources."""
    save_as: str = ""
    """The path to which Pelican copies it, below the output folder."""
    address: str = ""
    """The quoted address below the site's root, which works wherever the image is shown; empty to keep the `src`."""


class StaticFiles:
    """The files that Pelican copies, by their path among the sources and by their address."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self.by_source: Mapping[str, Any] = static_contents(context)
        self.root = str(context.get("SITEURL", "")).rstrip("/")
        self.by_address = {path_of_copy(static): static for static in self.by_source.values() if static is not None}

    def find(self, content: Any, src: str) -> ImageFile:
        """Return the file that an image of a page or post shows."""
        keyword = _KEYWORD.fullmatch(src)
        if keyword:
            return self._linked(content, keyword["path"], attach=keyword["what"] == "attach")
        if self.root and src.startswith(f"{self.root}/"):
            src = src[len(self.root) :]
        if not is_address(src):
            return ImageFile(ImageKind.UNKNOWN)  # it is reported with the links
        parts = urlsplit(src)
        if parts.scheme in {"http", "https"} or src.startswith("//"):
            return ImageFile(ImageKind.EXTERNAL)
        if parts.scheme:
            return ImageFile(ImageKind.UNKNOWN)
        found = self.at(urljoin(f"/{content.url}", parts.path))
        return replace(found, address="") if parts.query or parts.fragment else found

    def at(self, address: str) -> ImageFile:
        """Return the file at an address below the site's root, such as `/images/a.png`."""
        paths = (posixpath.normpath(each).lstrip("/") for each in (address, unquote(address)))
        static = next((self.by_address[path] for path in paths if path in self.by_address), None)
        return _found(static) if static else ImageFile(ImageKind.UNKNOWN)

    def _linked(self, content: Any, written: str, *, attach: bool) -> ImageFile:
        """Return a file as Pelican resolves its links: from the content folder, or from the page's source."""
        for path in _readings(written):
            relative = path[1:] if path.startswith("/") else path_beside(content, path)
            static = self.by_source.get(relative)
            if static is not None:
                if attach:
                    copy_beside(static, content)  # now, so that its copies are placed beside it
                found = _found(static)
                return replace(found, address="") if "#" in written or "?" in written else found
        return ImageFile(ImageKind.MISSING)


def _found(static: Any) -> ImageFile:
    path, to = Path(static.source_path), path_of_copy(static)
    stays_inside = not posixpath.normpath(to).startswith(("..", "/"))
    if not (stays_inside and path.exists()):
        return ImageFile(
            ImageKind.MISSING
        )  # Pelican checks neither that a linked file exists nor that it stays in the output
    return ImageFile(ImageKind.FILE, path, to, quote(address_of_copy(static)))


def _readings(written: str) -> Iterator[str]:
    path = urlsplit(written).path if is_address(written) else written
    yield from dict.fromkeys((path, unquote(path), unquote(written)))


_PIXELS = lazy_pattern(r"\s*(\d+)(?:\.\d+)?(?:px)?\s*")
_SIZE_STYLE = lazy_pattern(r"(?:\s*(?:width|height)\s*:\s*\d+(?:\.\d+)?(?:px)?\s*(?:;|$))+")
_ONE_SIZE = lazy_pattern(r"(width|height)\s*:\s*(\d+)")


class ImageTag(Struct, frozen=True):
    """One `<img>` of the HTML."""

    start: int
    end: int
    """Start and end are offsets in the HTML."""
    attributes: Mapping[str, str | None]
    """Unescaped values by name in lower case; None is an attribute without a value."""
    in_picture: bool = False
    """Whether the author wrote a `<picture>` around it, and so chose its variants."""

    @property
    def source(self) -> str:
        """Its `src`; empty if there is none."""
        return (self.attributes.get("src") or "").strip()


def image_tags(html: str) -> list[ImageTag]:
    """Return all images in order, without those in comments."""
    pictures = extents(html, "picture").values()
    return [
        _image(tag, is_inside=any(picture.first <= tag.start < picture.last for picture in pictures))
        for tag in start_tags(html, "img")
    ]


def _image(tag: Token, *, is_inside: bool) -> ImageTag:
    attributes = {name: None if one.written is None else one.value for name, one in tag.attributes().items()}
    return ImageTag(tag.start, tag.end, attributes, is_inside)


def write_tag(attributes: Mapping[str, str | None]) -> str:
    """Return the tag with `src` first, since Pelican finds no link after an attribute that contains `>`."""
    ordered = {"src": attributes.get("src"), **attributes}
    written = (name if value is None else f'{name}="{escape(value)}"' for name, value in ordered.items())
    return f"<img {' '.join(written)}>"


def pixels(value: str | None) -> int | None:
    """Return a width or height in CSS pixels; None for percentages and other values."""
    found = _PIXELS.fullmatch(value or "")
    return int(found[1]) if found and int(found[1]) else None


def without_size_style(attributes: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the attributes with a style of only width and height, as docutils writes it, replaced by those attributes.

    A strict content security policy forbids inline styles.
    """
    style = attributes.get("style") or ""
    if not _SIZE_STYLE.fullmatch(style):
        return dict(attributes)
    sizes: dict[str, str | None] = {found[1]: found[2] for found in _ONE_SIZE.finditer(style)}
    return {name: value for name, value in attributes.items() if name != "style"} | sizes


TagAttributes = dict[str, str | None]


def draw(tag: ImageTag, image: CachedImage | None, file: ImageFile, *, first: bool) -> str:
    """Return the HTML of an image with its size, and in a `<picture>` if there are smaller copies of it.

    `image` is None if nothing is known of the file. Attributes that the author has set are kept. The first image of a
    page is probably visible at once, so it is not loaded lazily.
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
    """Return each copy with its path, which is in the folder of the original."""
    original = PurePosixPath(save_as)
    return [(each, str(original.with_name(each.name(original.stem, image.digest)))) for each in image.variants]


def missing_size(attributes: TagAttributes, facts: Facts) -> TagAttributes:
    """Return the width and height that the author left out; if one is given, the other is computed from it."""
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
