"""The levels of lists in Markdown, where Markdown makes something else of them than their author sees."""

from __future__ import annotations

import re
from collections.abc import Collection

LEVEL = 4
"""Columns that Markdown wants for each level of a list."""
ITEM = re.compile(r"^(?P<indent>[ \t]*)(?:[-*+]|\d+[.)])[ \t]+(?P<opening>(?:\*\*?|__?)(?=\w))?")
"""A bullet; `opening` is where emphasised words begin, which may name a topic."""


def flattened(lines: list[str], code: Collection[int]) -> set[int]:
    """The bullets indented under another by too little, which Markdown puts beside it without a word."""
    flat: set[int] = set()
    widths: dict[int, int] = {}  # the indent of the first bullet at each level of the list
    for index, line in enumerate(lines):
        if index in code or not line.strip():
            continue
        item = ITEM.match(line)
        if item:
            indent = _indent(line)
            level = indent // LEVEL
            widths = {deep: width for deep, width in widths.items() if deep <= level}
            if indent > widths.setdefault(level, indent):
                flat.add(index)
        elif not line[0].isspace():
            widths = {}
    return flat


def swallowed(lines: list[str], code: Collection[int]) -> set[int]:
    """The bullets that want a blank line above them.

    Behind a blank line Markdown takes all that follows for as deep as its first line, so that a bullet of a higher
    level would become a sub-topic, or part of a text.
    """
    found: set[int] = set()
    top = 0  # the level at which the lines since the last blank one began
    after_blank = True
    for index, line in enumerate(lines):
        if index in code or not line.strip():
            after_blank = True
            continue
        level = _indent(line) // LEVEL
        if after_blank:
            top = level
        elif level < top and ITEM.match(line):
            found.add(index)
            top = level
        after_blank = False
    return found


def _indent(line: str) -> int:
    return len(line.expandtabs(LEVEL)) - len(line.expandtabs(LEVEL).lstrip())
