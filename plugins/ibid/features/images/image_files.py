"""Finds the file that a `src` in an author's page leads to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from ibid.compat.pelican_compat import address_of_copy, copy_beside, path_beside, path_of_copy, static_contents
from ibid.model.targets import is_address

_KEYWORD = re.compile(r"[{|](?P<what>static|attach|filename)[|}](?P<path>.*)", re.DOTALL)


class ImageKind(Enum):
    """The kind of target of a `src`."""

    FILE = "a file of the site"
    MISSING = "a file of the site that is not there"
    EXTERNAL = "an address of another host"
    UNKNOWN = "none of these: data, or what another plugin may write"


@dataclass(frozen=True, slots=True)
class ImageFile:
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
