"""The marks that stand in a page's HTML from when its source is read until everything is known.

A mark is an empty element of a name that no author writes. It keeps what the author wrote in an attribute, where
nothing that works on text (Typogrify, summaries, tables of contents) can change it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

CITATION = "ibid-cite"
"""A group of citations; `data-source` holds it as written."""
BULLET = "ibid-bullet"
"""A bullet that opens with emphasised words; `data-source` is `flat` where Markdown will have lost its depth."""
PLACE = "ibid-place"
"""Where a list is to stand; `data-source` is what was in the braces: `publications status=preprint`."""

_MARK = re.compile(
    rf'<(?P<name>{CITATION}|{BULLET}|{PLACE}) data-line="(?P<line>\d*)" data-source="(?P<source>[^"]*)"></(?P=name)>'
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark, found again."""

    name: str
    source: str
    """What the author wrote."""
    line: int
    """The line of the source it stands in; 0 when it is not known."""
    start: int
    """Where the mark starts in the HTML."""
    end: int


def write_mark(name: str, source: str, line: int) -> str:
    """The mark as HTML."""
    return f'<{name} data-line="{line or ""}" data-source="{escape(source)}"></{name}>'


def find_marks(html: str) -> list[Mark]:
    """All marks of a page, in their order."""
    if "<ibid-" not in html:
        return []
    found: list[Mark] = []
    for m in _MARK.finditer(html):
        line = int(m["line"] or 0) or (found[-1].line if found else 0)  # `[8][12]` has one line
        found.append(Mark(m["name"], unescape(m["source"]), line, m.start(), m.end()))
    return found
