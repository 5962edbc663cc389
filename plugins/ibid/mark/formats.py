"""The formats whose sources we read ourselves, by how their files end: Pelican's own."""

from __future__ import annotations

from typing import Final

MARKDOWN: Final = (".md", ".markdown", ".mkd", ".mdown")
RESTRUCTURED_TEXT: Final = (".rst",)
HTML: Final = (".html", ".htm")
