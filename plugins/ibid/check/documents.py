"""Addresses in the files that are no pages: feeds, sitemaps, stylesheets, a web app's manifest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import PurePosixPath
from typing import Final

_IN_XML: Final = re.compile(
    r"""<(?:atom:|xhtml:)?link\b[^>]*?\bhref\s*=\s*["']([^"']*)"""
    r"""|<(?:link|loc|image:loc)>\s*([^<]*)|<enclosure\b[^>]*?\burl\s*=\s*["']([^"']*)"""
)
_XML_TEXT: Final = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_IN_CSS: Final = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""")
_CSS_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


def addresses_in(file: str, text: str) -> Iterator[str]:
    """What a file that is no page leads to or loads, as written; nothing for kinds that are not known."""
    reader = _READERS.get(PurePosixPath(file).suffix.lower())
    return reader(text) if reader else iter(())


def _in_xml(text: str) -> Iterator[str]:
    """Those of feed, entries and pages; the texts within entries are those of pages, and read there."""
    for found in _IN_XML.finditer(_XML_TEXT.sub("", text)):
        yield unescape(next(filter(None, found.groups()), "")).strip()


def _in_css(text: str) -> Iterator[str]:
    for found in _IN_CSS.finditer(_CSS_COMMENT.sub("", text)):
        yield next(filter(None, found.groups()), "").strip()


def _in_manifest(text: str) -> Iterator[str]:
    """What a web app's manifest names: https://www.w3.org/TR/appmanifest/."""
    try:
        manifest = json.loads(text)
    except ValueError:
        return
    if isinstance(manifest, dict):
        yield str(manifest.get("start_url") or "")
        yield from (str(icon.get("src") or "") for icon in manifest.get("icons") or () if isinstance(icon, dict))


_READERS: Final[Mapping[str, Callable[[str], Iterator[str]]]] = {
    ".xml": _in_xml,
    ".atom": _in_xml,
    ".rss": _in_xml,
    ".css": _in_css,
    ".webmanifest": _in_manifest,
}
