"""What has been written in one build, as Pelican's signal tells of each file, whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ibid.exports.changes import changed
from ibid.exports.head import read_head
from ibid.exports.sitemap import WrittenPage
from ibid.output.disk import openable

NAME = "ibid_written"
"""Pelican's context has it under this name."""
TEXT = "ibid_text"
"""The context of a page that is known to be fit has the page itself under this name, and it need not be read again."""
_PAGES = (".html", ".htm")


class Written:
    """The files of the output that templates drew. Those that are to be read from disk are made fit for it."""

    def __init__(self, home: str) -> None:
        """Without `home`, the site's address, there is no sitemap, and no page is looked into."""
        self.home = home
        self.paths: set[str] = set()
        self.pages: list[WrittenPage] = []
        self.feeds: set[Path] = set()
        """Pelican's own, by their whole paths."""

    def add(self, file: Path, context: Mapping[str, Any]) -> None:
        """Take in a file that was drawn from `context`."""
        path = str(context["output_file"])
        self.paths.add(path)
        if not path.endswith(_PAGES):
            return
        known: str | None = context.get(TEXT)
        if known is None and context.get("RELATIVE_URLS"):
            self._make_openable(file, str(context["SITEURL"]))
        if self.home:
            head = read_head(file.read_text("utf-8") if known is None else known)
            self.pages.append(WrittenPage(path, head, changed(context), _led_to(context)))

    def add_feed(self, file: Path) -> None:
        """Take in a feed. Without the site's address none can lead anywhere, as Pelican itself says."""
        if self.home:
            self.feeds.add(file)

    def _make_openable(self, file: Path, root: str) -> None:
        html = file.read_text("utf-8")
        mended = openable(html, root, self.home)
        if mended != html:
            file.write_text(mended, "utf-8", newline="")


def _led_to(context: Mapping[str, Any]) -> bool:
    content = context.get("article") or context.get("page")
    part = context.get("articles_page")
    return getattr(content, "status", "published") == "published" and getattr(part, "number", 1) == 1
