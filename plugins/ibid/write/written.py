"""What has been written in one build, as Pelican's signal tells of each file, whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from ibid.mark.html_reader import Memory
from ibid.write.disk import openable
from ibid.write.last_changed import changed
from ibid.write.recording import Recording
from ibid.write.written_pages import Page, read_page

NAME = "ibid_written"
"""Pelican's context has it under this name."""
TEXT = "ibid_text"
"""The context of a page that is known to be fit has the page itself under this name, and it need not be read again."""
PAGES: Final = (".html", ".htm", ".xhtml")
"""The endings of files that are pages."""
_ANY_BYTES: Final = "surrogateescape"
"""What is no UTF-8 stays in a file that is written again."""


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """One page as it stands in the output."""

    path: str
    """Its file, below the output folder."""
    page: Page
    hash: int = 0
    """Of the bytes that were read, in this process: another plugin may change them since."""
    changed: datetime | None = None
    """When it last changed, where that is known."""
    led_to: bool = True
    """Readers are led there: it is no draft, no hidden page, no further page of a list."""


class Written:
    """The files of the output that templates drew. Those that are to be read from disk are made fit for it."""

    def __init__(self, home: str, recording: Recording) -> None:
        """`home` is the site's address, where it is known; `recording` is told of the pages that others write."""
        self.home = home
        self._recording = recording
        self.paths: set[str] = set()
        self.pages: dict[str, WrittenPage] = {}
        """By their paths."""
        self.feeds: set[Path] = set()
        """Pelican's own, by their whole paths."""
        self._memory: Memory = {}

    def add(self, file: Path, context: Mapping[str, Any]) -> None:
        """Take in a file that was drawn from `context`."""
        path = str(context["output_file"])
        self.paths.add(path)
        if not path.lower().endswith(PAGES):
            return
        known: str | None = context.get(TEXT)
        data = self._data(file, path, context) if known is None else known.encode()
        html = data.decode("utf-8", "replace") if known is None else known
        page = read_page(html, self._memory)
        self.pages[path] = WrittenPage(path, page, hash(data), changed(context), _led_to(context))

    def forget(self) -> None:
        """Let go of the pages, which are the larger part, once they are checked."""
        self.pages.clear()
        self._memory.clear()

    def add_feed(self, file: Path) -> None:
        """Take in a feed."""
        self.feeds.add(file)

    def _data(self, file: Path, path: str, context: Mapping[str, Any]) -> bytes:
        """A file that others have written, made openable where it is to be."""
        data = file.read_bytes()
        if context.get("RELATIVE_URLS"):
            html = data.decode("utf-8", _ANY_BYTES)
            mended = openable(html, str(context["SITEURL"]), self.home)
            if mended != html:
                data = mended.encode("utf-8", _ANY_BYTES)
                file.write_bytes(data)
        self._recording.note(path, data)
        return data


def _led_to(context: Mapping[str, Any]) -> bool:
    content = context.get("article") or context.get("page")
    part = context.get("articles_page")
    return getattr(content, "status", "published") == "published" and getattr(part, "number", 1) == 1
