"""Where a Markdown source has code, in which nothing means what it does elsewhere."""

from __future__ import annotations

import re

from markdown.extensions.fenced_code import FencedBlockPreprocessor

_FENCED = FencedBlockPreprocessor.FENCED_BLOCK_RE
"""The very pattern with which Markdown finds it."""
_SPAN = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)


def fenced_lines(markdown: str) -> frozenset[int]:
    """The lines of fenced code, its fences among them, counted from 0."""
    inside: set[int] = set()
    for block in _FENCED.finditer(markdown) if "```" in markdown or "~~~" in markdown else ():
        first = markdown.count("\n", 0, block.start())
        inside.update(range(first, first + block.group().count("\n") + 1))
    return frozenset(inside)


def without_code(markdown: str) -> str:
    """A source with blanks for its code, fenced and in the line; each line stays where it was."""
    return _SPAN.sub(_blank, _FENCED.sub(_blank, markdown)) if "`" in markdown or "~~~" in markdown else markdown


def _blank(code: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", code.group())
