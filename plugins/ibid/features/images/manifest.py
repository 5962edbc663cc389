"""The web manifest (https://www.w3.org/TR/appmanifest/): the site's name and icons, for those who keep it at hand.

Its addresses start at the file itself, so that it is right at a domain's root, below a path and on disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

MANIFEST: Final = "manifest.webmanifest"


@dataclass(frozen=True, slots=True)
class ManifestIcon:
    """One icon that a launcher may choose."""

    path: str
    sizes: str
    """`192x192`, or `any` for a drawing."""
    type: str
    """Its media type."""
    purpose: str


def manifest(name: str, description: str, language: str, paper: str, icons: Iterable[ManifestIcon]) -> bytes:
    """The file. `paper` is the colour of the page in a light scheme; a manifest has one for both.

    It opens as a page of the browser: a site of text and links is read best with back, tabs and the address in sight.
    """
    said: dict[str, Any] = {
        "name": name,
        "short_name": name,
        "description": description,
        "lang": language,
        "start_url": "./",
        "scope": "./",
        "display": "browser",
        "theme_color": paper,
        "background_color": paper,
        "icons": [{"src": i.path, "sizes": i.sizes, "type": i.type, "purpose": i.purpose} for i in icons],
    }
    known = {key: value for key, value in said.items() if value}
    return (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode()
