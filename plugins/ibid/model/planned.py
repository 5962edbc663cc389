"""The plan of what is to be written: pages rendered by templates, and files with given contents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urljoin

from ibid.mark.html_reader import NAME, decoded, with_values
from ibid.model.addresses import ROOT

_RELATIVE = re.compile(r"(?![a-zA-Z][a-zA-Z0-9+.-]*:|[/{|])")


@dataclass(frozen=True, slots=True)
class Quotation:
    """HTML of an author's page that is repeated on another page; its links keep their targets."""

    path: str
    """The author's page: `content/pages/research.md`."""
    url: str
    html: str

    def at(self, root: str) -> str:
        """Return the HTML with relative links and ours absolute below `root`; Pelican resolves links to sources."""
        before = f"{escape(root)}/"
        whole = with_values(self.html, NAME, "href|src", lambda _, written: self._led(written, before))
        return whole.replace(f"{ROOT}/", before)  # Pelican would parse each of these links

    def _led(self, written: str, before: str) -> str:
        address = decoded(written)
        return f"{before}{escape(urljoin(self.url, address))}" if _RELATIVE.match(address) else written


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page to be written."""

    path: str
    """Its file, relative to the output folder."""
    url: str
    template: str
    """The name of the theme's template, without its suffix."""
    owner: str
    """The source of the page, for messages: a publication's location in its file."""
    variables: dict[str, Any] = field(default_factory=dict)
    """Variables for the template, in addition to Pelican's context."""
    quotation: Quotation | None = None
    """The quotation that the template gets as `text`."""
    lang: str = ""
    """Its language; empty for the site's default."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One file to be written with the given contents."""

    path: str
    owner: str
    data: bytes
