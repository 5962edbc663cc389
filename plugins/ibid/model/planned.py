"""What is to be written: pages drawn by templates, and files as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin

from ibid.model.addresses import ROOT

_RELATIVE = re.compile(r"""(<[a-zA-Z][^<>]*\s(?:href|src)=["'])(?![a-zA-Z][a-zA-Z0-9+.-]*:|[/{|])([^"'<>]*)""")


@dataclass(frozen=True, slots=True)
class Quotation:
    """HTML of an author's page that stands on another page too; its links lead where they lead there."""

    path: str
    """The author's page: `content/pages/research.md`."""
    url: str
    html: str

    def at(self, root: str) -> str:
        """The HTML with its relative links and ours made whole, behind `root`; those to sources are left to Pelican."""
        before = f"{escape(root)}/"
        whole = _RELATIVE.sub(lambda m: f"{m[1]}{before}{urljoin(self.url, unescape(m[2]))}", self.html)
        return whole.replace(f"{ROOT}/", before)  # Pelican would take each of them apart


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
