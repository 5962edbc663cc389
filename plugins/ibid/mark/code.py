"""Code and comments in sources, in which citations, lists and topics are not recognised."""

from __future__ import annotations

import re
from typing import Final

from markdown.extensions.fenced_code import FencedBlockPreprocessor

from ibid.mark.block_structure import read_blocks
from ibid.mark.blocks import code_lines

MARKDOWN: Final = (".md", ".markdown", ".mkd", ".mdown")
RESTRUCTURED_TEXT: Final = (".rst",)
HTML: Final = (".html", ".htm")

CODE_TAGS: Final = frozenset({"code", "kbd", "math", "pre", "samp", "script", "style", "textarea", "tt", "var"})
"""Elements whose content HTML shows literally or not at all."""

_FENCED: Final = FencedBlockPreprocessor.FENCED_BLOCK_RE
"""Markdown's own pattern of fenced code."""
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
"""Literals, comments, and literal blocks with the line that announces them."""


def fenced_lines(markdown: str) -> frozenset[int]:
    """Return the lines of fenced code, including the fences, counted from 0."""
    inside: set[int] = set()
    for block in _FENCED.finditer(markdown) if "```" in markdown or "~~~" in markdown else ():
        first = markdown.count("\n", 0, block.start())
        inside.update(range(first, first + block.group().count("\n") + 1))
    return frozenset(inside)


def without_code(source: str, suffix: str) -> str:
    """Return a source with blanks in place of code and comments, at unchanged lines; `suffix` is like `.md`."""
    ending = suffix.lower()
    if ending in MARKDOWN and ("`" in source or "~~~" in source):
        return _SPAN.sub(_blank, _without_fences(source))
    if ending in RESTRUCTURED_TEXT:
        return _IN_RST.sub(_blank_block, source)
    return _IN_HTML.sub(_blank, source) if ending in HTML else source


def _without_fences(source: str) -> str:
    lines = source.split("\n")
    code = code_lines(read_blocks([line.expandtabs(4) for line in lines]))
    return "\n".join(" " * len(line) if at in code else line for at, line in enumerate(lines))


def _blank(code: re.Match[str]) -> str:
    return _blanks(code.group())


def _blank_block(code: re.Match[str]) -> str:
    """Return blanks for the code, but keep the line that announces a block."""
    block = code["block"]
    return _blank(code) if block is None else code.group().removesuffix(block) + _blanks(block)


def _blanks(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


_CODE: Final = re.compile(rf"<(?P<closes>/?)(?P<tag>{'|'.join(sorted(CODE_TAGS))})(?=[\s/>])", re.IGNORECASE)


def is_no_text(data: str, at: int) -> bool:
    """Return whether an offset is inside a tag, a comment or code, which Markdown takes out of text last.

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
    """Return whether an offset is in a code element, which ends, as in browsers, only at its own end tag."""
    inside = ""
    for found in _CODE.finditer(data, 0, at):
        tag = found["tag"].lower()
        if not inside and not found["closes"]:
            inside = tag
        elif found["closes"] and tag == inside:
            inside = ""
    return bool(inside)
