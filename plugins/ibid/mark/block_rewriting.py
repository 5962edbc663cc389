"""Rewriting a Markdown text so that Python-Markdown reads the blocks that CommonMark and GitHub see in it.

Python-Markdown wants a blank line between blocks, four columns for each level of a list, and fences at the start of a
line. Lines keep their text and their tokens; only what is before and between them changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from ibid.mark import tokens
from ibid.mark.blocks import Block, BlockKind, BlockLine, first_line, unclosed_tags
from ibid.mark.tokens import token, token_pattern
from pelican_bibtex.lazy_pattern import lazy_pattern

APART: Final = token(tokens.APART, 0)
"""A block that keeps the lists or quotes above and below it apart."""
ATTRIBUTES_BELOW: Final = lazy_pattern(rf"{token_pattern(tokens.ATTRIBUTES)}(?P<attributes>\{{:[^{{}}]*\}})")
"""A block with the attributes of the list or quote above it."""
PIPE: Final = token(tokens.PIPE, 0)
"""A `|` in code or a formula of a table's cell, which separates no cells."""
PLAIN: Final = token(tokens.PLAIN, 0)
"""The start of a line of text that looks like the start of a block."""
_STARTS_BLOCK: Final = lazy_pattern(
    r"\A(?=#|>|[-+*](?:[ ]|$)|\d+[.)](?:[ ]|$)|:[ ]|(?:!!!|\?\?\?)|=+[ ]*$|[-|: ]*-[-|: ]*$|<|\[[^\]]+\]:)"
)
_INDENT: Final = "    "
_LANGUAGE: Final = lazy_pattern(r"[\w#.+-]+")
_PYTHON_MARKDOWN_FENCE: Final = lazy_pattern(
    r"(?:~{3,}|`{3,})[ ]*(?:\{[^\n]*\}|\.?[\w#.+-]*[ ]*(?:hl_lines=(?:\"|')[^\n]*(?:\"|'))?[ ]*)$"
)
_CODE_OR_FORMULA: Final = lazy_pattern(
    r"(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|(?<![\\$])\$\$?(?=\S)(?:\\.|[^$\\])+\$\$?"
)
_LAST_HASH: Final = lazy_pattern(r"(?<!\\)#$")
_ESCAPED_HASH: Final = r"\\#"
_MATH_FENCE: Final = "math"
_SEPARATE: Final = {BlockKind.LIST, BlockKind.QUOTE}


class Rewriting(Struct, frozen=True):
    """The rewriting of one text."""

    texts: Sequence[str]
    """The lines of the text, with their tokens."""
    stash_fence: Callable[[list[str]], list[str]]
    """Returns the lines that stand for fenced code within a list or quote, where Python-Markdown finds no fences."""
    formulas: bool = True
    """Whether formulas are read."""

    def lines(self, blocks: Sequence[Block], *, depth: int = 0, tight: bool = False) -> list[str]:
        """Return the lines of some blocks; in a `tight` item a list may follow its text without a blank line."""
        written: list[str] = []
        before: Block | None = None
        for block in blocks:
            lines = self._block(block, depth)
            if before and not _belong(before, block, tight=tight):
                written += ["", APART, ""] if before.kind is block.kind and block.kind in _SEPARATE else [""]
            written += lines
            before = block
        return written

    def _block(self, block: Block, depth: int) -> list[str]:
        special = _WRITERS.get(block.kind)
        return special(self, block, depth) if special else [self.text(line) for line in block.lines]

    def code(self, block: Block, depth: int) -> list[str]:
        """Return indented code; in an item, eight blanks are as many as six, as Python-Markdown has it."""
        lines = [self.text(line) for line in block.lines]
        least = min(len(line) - len(line.lstrip(" ")) for line in lines if line.strip())
        return [line[min(least - len(_INDENT), 2) :] for line in lines] if depth and least > len(_INDENT) else lines

    def text(self, line: BlockLine) -> str:
        """Return a line behind the markers of its containers."""
        return self.texts[line.at][line.column :]

    def paragraph(self, block: Block, _: int) -> list[str]:
        """Return a paragraph: no line of it is a heading, and a backslash at an end breaks the line."""
        written = [_STARTS_BLOCK.sub(PLAIN, self.text(line).lstrip(" "), count=1) for line in block.lines]
        return [re.sub(r"(?<!\\)\\$", "  ", line) for line in written[:-1]] + written[-1:]

    def heading(self, block: Block, _: int) -> list[str]:
        """Return a heading of one line; a `#` at the end of its text stays."""
        lines = [self.text(line).strip() for line in block.lines]
        if len(lines) == 1 and lines[0].startswith("#"):
            marks = lines[0][: len(lines[0]) - len(lines[0].lstrip("#"))]
            text = lines[0][len(marks) :]
            without = text.rstrip("#")
            text = (without if without != text and without[-1:] in ("", " ") else text).strip()
        else:
            marks, text = "#" if lines[-1].startswith("=") else "##", " ".join(lines[:-1])
        return [f"{marks} {_LAST_HASH.sub(_ESCAPED_HASH, text)}"]

    def fence(self, block: Block, depth: int) -> list[str]:
        """Return fenced code at the start of its lines."""
        first, *rest = [self.text(line) for line in block.lines]
        indent = len(first) - len(first.lstrip(" "))
        opening, sign = first.strip(), first.lstrip()[0]
        marks = opening[: len(opening) - len(opening.lstrip(sign))]
        info = opening[len(marks) :].strip()
        code = [
            line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in (rest[:-1] if block.closed else rest)
        ]
        if info == _MATH_FENCE and self.formulas:
            return ["$$", *(line for line in code if line.strip()), "$$"]
        if not _PYTHON_MARKDOWN_FENCE.match(opening):
            language = _LANGUAGE.match(info)
            opening = marks + (language.group().rstrip(":") if language else "")
        lines = [opening, *code, marks]
        return self.stash_fence(lines) if depth else lines

    def math(self, block: Block, _: int) -> list[str]:
        r"""Return a displayed formula without blank lines, between dollar signs or `\[`."""
        lines = [text for line in block.lines if (text := self.text(line).strip())]
        if not self.formulas:
            return lines
        if lines[0].startswith(("\\begin{equation", "\\begin{displaymath")):
            lines[0], lines[-1] = lines[0].partition("}")[2], lines[-1].rpartition("\\end")[0]
        if block.lines[0].text.lstrip().startswith("\\begin"):
            return ["$$", *filter(None, lines), "$$"]
        if lines[0].startswith("\\\\["):
            lines[0], lines[-1] = lines[0][1:], re.sub(r"\\\\\]$", r"\\]", lines[-1])
        return lines

    def table(self, block: Block, _: int) -> list[str]:
        """Return a table whose code and formulas may hold `|`."""
        return [_CODE_OR_FORMULA.sub(_without_pipes, self.text(line).strip()) for line in block.lines]

    def attributes(self, block: Block, _: int) -> list[str]:
        """Return the attributes of the block above."""
        return [token(tokens.ATTRIBUTES, 0) + self.text(block.lines[0]).strip()]

    def quote(self, block: Block, depth: int) -> list[str]:
        """Return a quote."""
        return [f"> {line}".rstrip() if line else ">" for line in self.lines(block.children, depth=depth + 1)]

    def items(self, block: Block, depth: int) -> list[str]:
        """Return a list, whose items are indented by four."""
        written: list[str] = []
        loose = block.loose
        for nth, item in enumerate(block.children):
            sign = f"{block.start + nth}." if block.marker in ".)" else block.marker
            first, *rest = self.lines(item.children, depth=depth + 1, tight=not loose) or [PLAIN]
            if nth and (loose or not _ends_plainly(block.children[nth - 1])):
                written.append("")
            written += [f"{sign} {first}", *(_INDENT + line if line else "" for line in rest)]
        return written

    def note(self, block: Block, depth: int) -> list[str]:
        """Return a footnote, a definition or an admonition."""
        tight = not any(child.after_blank for child in block.children)
        first, *rest = self.lines(block.children, depth=depth + 1, tight=tight) or [""]
        marker = self.text(block.lines[0])[: len(block.marker)].lstrip()
        if marker.startswith(("!!!", "???")):
            below = first_line(block.children)
            gap = [""] if below and below.at > block.lines[0].at + 1 else []
            return [marker, *gap, *(_INDENT + line if line else "" for line in (first, *rest))]
        return [marker + first, *(_INDENT + line if line else "" for line in rest)]

    def open_html(self, block: Block, depth: int) -> list[str]:
        """Return HTML whose inside is Markdown, by the attribute of Python-Markdown's own extension."""
        lines = [self.text(line) for line in block.lines]
        for index, tag in reversed(unclosed_tags(block.lines)):
            nth = tag.string.count("<", 0, tag.start())
            before = "<".join(lines[index].split("<")[: nth + 1])
            name = len(before) + len("<") + len(tag["tag"])
            lines[index] = f'{lines[index][:name]} markdown="1"{lines[index][name:]}'
        inner = self.lines(block.children, depth=depth)
        return [*lines, "", *inner, "", *(self.text(line).strip() for line in block.closing)]


_WRITERS: Final = {
    BlockKind.PARAGRAPH: Rewriting.paragraph,
    BlockKind.HEADING: Rewriting.heading,
    BlockKind.CODE: Rewriting.code,
    BlockKind.FENCE: Rewriting.fence,
    BlockKind.MATH: Rewriting.math,
    BlockKind.TABLE: Rewriting.table,
    BlockKind.ATTRIBUTES: Rewriting.attributes,
    BlockKind.QUOTE: Rewriting.quote,
    BlockKind.LIST: Rewriting.items,
    BlockKind.NOTE: Rewriting.note,
    BlockKind.OPEN_HTML: Rewriting.open_html,
}


def _belong(before: Block, block: Block, *, tight: bool) -> bool:
    """Return whether no blank line may be put between two blocks."""
    if block.after_blank:
        return False
    if block.kind is BlockKind.NOTE:
        return block.marker.lstrip().startswith(":") and before.kind in (BlockKind.PARAGRAPH, BlockKind.NOTE)
    if block.kind is BlockKind.DEFINITION:
        return before.kind is BlockKind.DEFINITION
    if block.kind is BlockKind.ATTRIBUTES:
        return before.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
    return tight and before.kind is BlockKind.PARAGRAPH and block.kind in (BlockKind.LIST, BlockKind.PLACED_LIST)


def _ends_plainly(item: Block) -> bool:
    """Return whether Python-Markdown finds the next item on the line below this one."""
    plain = (BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.PLACED_LIST)
    if any(child.kind not in plain for child in item.children):
        return False
    last = item.children[-1].children[-1:] if item.children else ()
    return all(map(_ends_plainly, last))


def _without_pipes(found: re.Match[str]) -> str:
    text = found.group()
    if text.startswith("`"):
        return text.replace("\\|", PIPE).replace("|", PIPE)
    return f"${text.strip('$').strip()}$".replace("|", PIPE)  # `$$x$$` too is within the line
