"""Where the elements that BeautifulSoup found stand in the text it read, so that edits touch nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bs4 import Tag


class Offsets:
    """Turns the line and column that html.parser gives each element into an offset."""

    def __init__(self, html: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", html))]

    def of(self, tag: Tag) -> int:
        """Where the start tag of an element begins."""
        return self._starts[(tag.sourceline or 1) - 1] + (tag.sourcepos or 0)


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A stretch of text and what is to stand in its place."""

    start: int
    end: int
    text: str


def splice(html: str, edits: Iterable[Edit], at: int = 0, end: int | None = None) -> str:
    """Make all edits, which must not overlap, and give the text from one offset to another; every other byte stays."""
    pieces: list[str] = []
    for edit in sorted(edits):
        pieces += [html[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, html[at:end]])
