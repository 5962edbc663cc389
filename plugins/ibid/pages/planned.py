"""What is to be written: pages drawn by templates, and files as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin

_RELATIVE = re.compile(r"""(<[a-zA-Z][^<>]*\s(?:href|src)=["'])(?![a-zA-Z][a-zA-Z0-9+.-]*:|[/{|])([^"'<>]*)""")


@dataclass(frozen=True, slots=True)
class Quotation:
    """HTML of an author's page that stands on another page too; its links lead where they lead there."""

    path: str
    """The author's page: `content/pages/research.md`."""
    url: str
    html: str

    def at(self, root: str) -> str:
        """The HTML with its relative links made whole, behind `root`; those that Pelican knows are left to it."""
        return _RELATIVE.sub(lambda m: f"{m[1]}{escape(root)}/{urljoin(self.url, unescape(m[2]))}", self.html)


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page to be written."""

    path: str
    """Its file, below the output folder."""
    url: str
    template: str
    """The theme's template, without its ending."""
    owner: str
    """Whose page it is, for a message: a publication's place in its file."""
    variables: dict[str, Any] = field(default_factory=dict)
    """What the template gets beyond Pelican's context."""
    quotation: Quotation | None = None
    """What it gets as `text`."""
    lang: str = ""
    """Its language; empty for the site's own."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One file to be written as it is."""

    path: str
    owner: str
    data: bytes
