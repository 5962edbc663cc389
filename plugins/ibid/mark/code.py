"""Places in sources: code and comments, in which citations, lists and topics are not recognised, and lines of texts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile
from typing import Final

from markdown.extensions.fenced_code import FencedBlockPreprocessor

from ibid.mark.block_structure import read_blocks
from ibid.mark.blocks import code_lines
from ibid.mark.html_reader import ATTRIBUTES, NAME, OTHERS, UNCLOSED, Edit, one_of, raw_element, splice
from pelican_bibtex.lazy_pattern import lazy_pattern

MARKDOWN: Final = (".md", ".markdown", ".mkd", ".mdown")
RESTRUCTURED_TEXT: Final = (".rst",)
HTML: Final = (".html", ".htm")

CODE_TAGS: Final = frozenset({"code", "kbd", "math", "pre", "samp", "script", "style", "textarea", "tt", "var"})
"""Elements whose content HTML shows literally or not at all."""

_FENCED: Final = FencedBlockPreprocessor.FENCED_BLOCK_RE
"""Markdown's own pattern of fenced code."""
_SPAN: Final = lazy_pattern(r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)

_FURTHER_RIGHT: Final = r"(?:[ \t]*\n|(?P=indent)[ \t]+[^\n]*(?:\n|\Z))*"
_IN_RST: Final = lazy_pattern(
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
    return splice(source, _blanked(source)) if ending in HTML else source


def _blanked(html: str) -> Iterator[Edit]:
    for kind, start, end in _hidden(html):
        if kind != "tag":
            yield Edit(start, end, _blanks(html[start:end]))


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


_MARKUP: Final = lazy_pattern(
    rf"<(?:{raw_element()}|(?P<closes>/?)(?P<code>{one_of('|'.join(sorted(CODE_TAGS)))}){ATTRIBUTES}>"
    rf"|(?!/?[a-zA-Z][a-zA-Z0-9]*+>)(?:{OTHERS}|(?P<rest>{UNCLOSED})))",  # plain tags are passed over, and so quickly
    re.DOTALL,
)
_PLAIN_TAG: Final = lazy_pattern(rf"</?{NAME}>")


def _hidden(html: str) -> Iterator[tuple[str, int, int]]:
    """Yield what is no text: its kind (`code`, `comment`, or `tag` for tags with attributes), start and end.

    Code ends, as in browsers, only at its own end tag.
    """
    code, start = "", 0
    for found in _MARKUP.finditer(html):
        name = (found["code"] or found["raw"] or "").lower()
        if code and found["closes"] and name == code:
            yield "code", start, found.end()
            code = ""
        elif not code and name in CODE_TAGS and not found["closes"]:
            code, start = name, found.start()
        elif not code and found["rest"] is None:
            kind = "comment" if html.startswith("<!--", found.start()) else "tag"
            yield kind, found.start(), found.start("content") if found["raw"] else found.end()
    if code:
        yield "code", start, len(html)


def is_no_text(data: str, at: int) -> bool:
    """Return whether an offset is inside a tag, a comment or code, which Markdown takes out of text last.

    `<span title="...">`, `<https://...>`, `<!-- ... -->`, `<code>...</code>`. A comment without an end is text.
    """
    opening = data.rfind("<", 0, at)
    if opening < 0:
        return False
    plain = _PLAIN_TAG.match(data, opening)
    kind, _, end = _around(data, at)
    is_open = kind == "comment" and not data.endswith(("-->", "--!>"), 0, end)
    return bool(kind and not is_open) or (plain is not None and plain.end() > at)


def is_in_code(data: str, at: int) -> bool:
    """Return whether an offset is in a code element."""
    return data.rfind("<", 0, at) >= 0 and _around(data, at)[0] == "code"


def _around(data: str, at: int) -> tuple[str, int, int]:
    """Return what an offset is inside of, as `_hidden` yields it; kind and extent are empty if it is in text."""
    before = takewhile(lambda one: one[1] < at, _hidden(data))
    return next((one for one in before if at < one[2]), ("", 0, 0))


class Occurrences:
    """Finds the line of each text in a source: of its first occurrence, then of its second, and so on."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at: dict[str, int] = {}

    def next(self, text: str) -> int:
        """Return the line of the next occurrence, counted from 1; 0 if the source does not have this text."""
        return self._take(text, self.source.find(text, self.at.get(text, 0)))

    def next_address(self, address: str) -> int:
        """Return the same for a path or address, if it is not part of a longer one."""
        whole = re.compile(rf"(?<![\w/.}}|%-]){re.escape(address)}(?![\w/%-])")
        found = whole.search(self.source, self.at.get(address, 0))
        return self._take(address, found.start() if found else -1)

    def _take(self, text: str, found: int) -> int:
        if found < 0:
            return 0
        self.at[text] = found + len(text)
        return bisect_left(self._ends, found) + 1

    @cached_property
    def _ends(self) -> list[int]:
        """The offsets of the ends of lines."""
        return [end.start() for end in re.finditer("\n", self.source)]
