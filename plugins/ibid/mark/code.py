"""Where a source has code and comments, in which nothing means what it does elsewhere."""

from __future__ import annotations

import re
from typing import Final

from markdown.extensions.fenced_code import FencedBlockPreprocessor

MARKDOWN: Final = (".md", ".markdown", ".mkd", ".mdown")
RESTRUCTURED_TEXT: Final = (".rst",)
HTML: Final = (".html", ".htm")

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


_CODE: Final = re.compile(rf"<(?P<closes>/?)(?P<tag>{'|'.join(sorted(CODE_TAGS))})(?=[\s/>])", re.IGNORECASE)


def is_no_text(data: str, at: int) -> bool:
    """Whether what stands at an offset belongs to a tag, a comment or code: Markdown takes these out last.

    `<span title="...">`, `<https://...>`, `<!-- ... -->`, `<code>...</code>`.
    """
    return data.rfind("<", 0, at) >= 0 and (_in_tag(data, at) or _in_comment(data, at) or is_in_code(data, at))


def _in_tag(data: str, at: int) -> bool:
    opening = data.rfind("<", 0, at)
    is_open = data.rfind(">", opening, at) < 0
    return is_open and data[opening + 1 : opening + 2].isalpha() and data.find(">", at) >= 0


def _in_comment(data: str, at: int) -> bool:
    opening = data.rfind("<!--", 0, at)
    return opening >= 0 and data.find("-->", opening, at) < 0 and data.find("-->", at) >= 0


def is_in_code(data: str, at: int) -> bool:
    """Whether it stands in an element that browsers, too, take to go on until its own tag closes it."""
    inside = ""
    for found in _CODE.finditer(data, 0, at):
        tag = found["tag"].lower()
        if not inside and not found["closes"]:
            inside = tag
        elif found["closes"] and tag == inside:
            inside = ""
    return bool(inside)
