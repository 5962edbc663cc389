"""Where a source has code and comments, in which nothing means what it does elsewhere."""

from __future__ import annotations

import re
from typing import Final

from markdown.extensions.fenced_code import FencedBlockPreprocessor

from ibid.mark.formats import HTML, MARKDOWN, RESTRUCTURED_TEXT

CODE_TAGS: Final = frozenset({"code", "kbd", "math", "pre", "samp", "script", "style", "textarea", "tt", "var"})
"""What HTML shows letter for letter, or not at all."""

_FENCED: Final = FencedBlockPreprocessor.FENCED_BLOCK_RE
"""The very pattern with which Markdown finds it."""
_SPAN: Final = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)

_IN_HTML: Final = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?P<tag>{'|'.join(sorted(CODE_TAGS))})(?=[\s/>]).*?(?:</(?P=tag)\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_FURTHER_RIGHT: Final = r"(?:[ \t]*\n|(?P=indent)[ \t]+[^\n]*(?:\n|\Z))*"
_IN_RST: Final = re.compile(
    r"``[^\n]+?``"
    rf"|^(?P<indent>[ \t]*+)(?:\.\.(?:[ \t]+(?![^\s:]+::|_|\||\[[\w#*])[^\n]*)?\n{_FURTHER_RIGHT}"
    r"|(?:\.\.[ \t]+(?:code|code-block|sourcecode|raw|math)::[^\n]*|(?!\.\.[ \t])[^\n]*::[ \t]*)\n"
    rf"(?P<block>{_FURTHER_RIGHT}))",
    re.MULTILINE,
)
"""Literals, comments, and the block below a line that announces it."""


def fenced_lines(markdown: str) -> frozenset[int]:
    """The lines of fenced code, its fences among them, counted from 0."""
    inside: set[int] = set()
    for block in _FENCED.finditer(markdown) if "```" in markdown or "~~~" in markdown else ():
        first = markdown.count("\n", 0, block.start())
        inside.update(range(first, first + block.group().count("\n") + 1))
    return frozenset(inside)


def without_code(source: str, suffix: str) -> str:
    """A source with blanks for its code and comments; each line stays where it was. `suffix` is as in `.md`."""
    ending = suffix.lower()
    if ending in MARKDOWN and ("`" in source or "~~~" in source):
        return _SPAN.sub(_blank, _FENCED.sub(_blank, source))
    if ending in RESTRUCTURED_TEXT:
        return _IN_RST.sub(_blank_block, source)
    return _IN_HTML.sub(_blank, source) if ending in HTML else source


def _blank(code: re.Match[str]) -> str:
    return _blanks(code.group())


def _blank_block(code: re.Match[str]) -> str:
    """Blanks for all but the line that announces a block."""
    block = code["block"]
    return _blank(code) if block is None else code.group().removesuffix(block) + _blanks(block)


def _blanks(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
