"""Reading the blocks of a Markdown text as CommonMark 0.31 and GitHub Flavored Markdown 0.29 do.

Sections in comments are those of https://spec.commonmark.org/0.31.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from ibid.mark.blocks import (
    ATTRIBUTES,
    DEFINITION,
    FENCE,
    HEADING,
    INDENT,
    NOTE,
    PLACED_LIST,
    QUOTE,
    RULE,
    UNDERLINE,
    Block,
    BlockKind,
    BlockLine,
    closing_lines,
    end_of_code,
    end_of_html,
    end_of_math,
    end_of_table,
    fence_after,
    indent_of,
    interrupts,
    item_marker,
    starts_html,
    unclosed_tags,
)

MOST_NESTED: Final = 30
"""How many containers may be in one another; deeper ones are text, as Python calls functions only so deep."""
_LAZY: Final = "\x02"
"""The start of a line that continues a paragraph, whatever it looks like; no block starts with it."""


class _Lines(list[BlockLine]):
    """The lines of a text or container."""

    def __init__(self, lines: Iterable[BlockLine], depth: int = 0) -> None:
        super().__init__(lines)
        self.depth = depth

    @cached_property
    def closing(self) -> Mapping[tuple[int, int], int]:
        """The index of the line that closes each element, by the index of its line and the offset of its tag."""
        return closing_lines(self)


class _Inner(Struct):
    """The lines of a container that have been read so far."""

    lines: list[BlockLine] = field(default_factory=list)
    fence: str = ""
    """The fence that is open at their end."""

    def add(self, line: BlockLine) -> None:
        """Add a line behind the marker or the indent of the container."""
        self.lines.append(line)
        self.fence = fence_after(self.fence, line.text)


def read_blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """Return the blocks of a text without tabs."""
    return _blocks(_Lines(BlockLine(at, 0, text) for at, text in enumerate(lines)))


def _blocks(lines: _Lines) -> tuple[Block, ...]:
    found: list[Block] = []
    at, gap = 0, False
    while at < len(lines):
        if not lines[at].text.strip():
            at, gap = at + 1, bool(found)
            continue
        block, at = _block(lines, at)
        found.append(replace(block, after_blank=True) if gap else block)
        gap = False
    return tuple(found)


def _block(lines: _Lines, at: int) -> tuple[Block, int]:
    """Return the block that begins at a line that is not blank, and the index after it."""
    for kind, ends in _LEAVES:
        if (end := ends(lines, at)) > at:
            return _until(kind, lines, at, end)
    readers = _READERS if lines.depth < MOST_NESTED else _READERS_OF_LINES
    read = next(read for starts, read in readers if starts(lines[at].text))
    return read(lines, at)


def _contained(lines: Iterable[BlockLine], container: _Lines) -> tuple[Block, ...]:
    return _blocks(_Lines(lines, container.depth + 1))


def _one_line(pattern: re.Pattern[str]) -> Callable[[Sequence[BlockLine], int], int]:
    return lambda lines, at: at + 1 if pattern.match(lines[at].text) else at


_LEAVES: Final = (
    (BlockKind.CODE, end_of_code),
    (BlockKind.MATH, end_of_math),
    (BlockKind.HEADING, _one_line(HEADING)),
    (BlockKind.RULE, _one_line(RULE)),
    (BlockKind.PLACED_LIST, _one_line(PLACED_LIST)),
    (BlockKind.ATTRIBUTES, _one_line(ATTRIBUTES)),
    (BlockKind.DEFINITION, _one_line(DEFINITION)),
    (BlockKind.TABLE, end_of_table),
)
"""The kinds of blocks that hold lines, in the order in which they are tried."""


def _until(kind: BlockKind, lines: Sequence[BlockLine], at: int, end: int) -> tuple[Block, int]:
    return Block(kind, tuple(lines[at:end])), end


def _paragraph(lines: _Lines, at: int) -> tuple[Block, int]:
    end, dollars = at, 0
    while end < len(lines) and lines[end].text.strip():
        in_formula = dollars % 2 == 1
        if end > at and not in_formula:
            if UNDERLINE.match(lines[end].text):
                return _until(BlockKind.HEADING, lines, at, end + 1)
            if interrupts(lines, end):
                break
        dollars += lines[end].text.count("$$")
        end += 1
    return _until(BlockKind.PARAGRAPH, lines, at, end)


def _fence(lines: _Lines, at: int) -> tuple[Block, int]:
    found = FENCE.match(lines[at].text)
    fence = found["fence"] if found else ""
    sign, length = fence[:1], len(fence)
    ends = re.compile(rf" {{0,3}}{re.escape(sign)}{{{length},}} *$")
    end = next((index + 1 for index in range(at + 1, len(lines)) if ends.match(lines[index].text)), 0)
    block, end = _until(BlockKind.FENCE, lines, at, end or len(lines))
    is_closed = len(block.lines) > 1 and bool(ends.match(block.lines[-1].text))
    return replace(block, closed=is_closed), end


def _quote(lines: _Lines, at: int) -> tuple[Block, int]:
    inner = _Inner()
    end = at
    while end < len(lines):
        line = lines[end]
        if marker := QUOTE.match(line.text):
            inner.add(_cut(line, marker.end()))
        elif not _continues(inner, lines, end):
            break
        else:
            inner.add(_lazy(line))
        end += 1
    return Block(BlockKind.QUOTE, (), _contained(inner.lines, lines)), end


def _continues(inner: _Inner, lines: _Lines, at: int) -> bool:
    """Return whether a line without the marker of its container continues the paragraph at the container's end."""
    text = lines[at].text
    if not text.strip() or not inner.lines or not inner.lines[-1].text.strip() or inner.fence:
        return False
    last = inner.lines[-1].text
    is_text = not any(one.match(last) for one in (HEADING, RULE, FENCE, ATTRIBUTES, PLACED_LIST))
    return is_text and not (item_marker(text) or ATTRIBUTES.match(text) or interrupts(lines, at))


def _cut(line: BlockLine, width: int) -> BlockLine:
    return BlockLine(line.at, line.column + width, line.text[width:])


def _lazy(line: BlockLine) -> BlockLine:
    """Return a line that continues the paragraph above it without the marker of its container (section 5.1)."""
    if line.text.startswith(_LAZY):
        return line
    indent = indent_of(line.text)
    return BlockLine(line.at, line.column + indent, _LAZY + line.text[indent:])


def _list(lines: _Lines, at: int) -> tuple[Block, int]:
    first = item = item_marker(lines[at].text)
    sign = first and (first["sign"] or first["dot"])
    items: list[Block] = []
    end, apart = at, False
    while item and (item["sign"] or item["dot"]) == sign:
        inner, end = _lines_of_item(lines, end, item)
        items.append(Block(BlockKind.ITEM, (), _contained(inner, lines), marker=item["marker"], after_blank=apart))
        following = _skip_blank(lines, end)
        apart = following > end
        item = item_marker(lines[following].text) if following < len(lines) else None
        if item and (item["sign"] or item["dot"]) == sign:
            end = following
    start = int((first and first["number"]) or 1)
    return Block(BlockKind.LIST, (), tuple(items), marker=sign or "", start=start), end


def _skip_blank(lines: Sequence[BlockLine], at: int) -> int:
    while at < len(lines) and not lines[at].text.strip():
        at += 1
    return at


def _lines_of_item(lines: _Lines, at: int, item: re.Match[str]) -> tuple[list[BlockLine], int]:
    """Return the lines of an item without their indent (section 5.2), and the index after them."""
    blanks = len(item["blanks"])
    width = len(item["marker"]) + (blanks if 1 <= blanks <= INDENT and lines[at].text.strip() else 1)
    return _indented(lines, at, min(width, len(item.group()) or width), width)


def _indented(lines: _Lines, at: int, first: int, width: int) -> tuple[list[BlockLine], int]:
    """Return the lines of a container: its first one from column `first`, then those that are indented by `width`."""
    inner = _Inner()
    inner.add(_cut(lines[at], first))
    end = at + 1
    while end < len(lines):
        line = lines[end]
        if not line.text.strip():
            following = _skip_blank(lines, end)
            if following == len(lines) or indent_of(lines[following].text) < width:
                break
            inner.lines += [_cut(blank, len(blank.text)) for blank in lines[end:following]]
            end = following
        elif indent_of(line.text) >= width:
            inner.add(_cut(line, width))
            end += 1
        elif _continues(inner, lines, end):
            inner.add(_lazy(line))
            end += 1
        else:
            break
    return inner.lines, end


def _note(lines: _Lines, at: int) -> tuple[Block, int]:
    found = NOTE.match(lines[at].text)
    width = found.end() if found else 0
    inner, end = _indented(lines, at, width, INDENT)
    marker = lines[at].text[:width]
    return Block(BlockKind.NOTE, (lines[at],), _contained(inner, lines), marker=marker), end


def _html(lines: _Lines, at: int) -> tuple[Block, int]:
    """Return HTML up to a blank line, or as a container up to the end of an element that is open there (4.6).

    Where nothing but tags follows the blank line, as in a drawing, it is HTML as a whole, as in Python-Markdown.
    """
    end = end_of_html(lines, at)
    opened = unclosed_tags(lines[at:end])[:1]
    closing = max((lines.closing.get((at + index, tag.start()), 0) for index, tag in opened), default=0)
    inner = lines[end:closing]
    if closing >= end and "markdown" not in opened[0][1]["attributes"] and not all(map(_is_tag, inner)):
        block = Block(BlockKind.OPEN_HTML, tuple(lines[at:end]), _contained(inner, lines), closing=(lines[closing],))
        return block, closing + 1
    return _until(BlockKind.HTML, lines, at, max(end, closing + 1) if closing else end)


def _is_tag(line: BlockLine) -> bool:
    text = line.text.strip()
    return not text or text.startswith("<")


_READERS: Final[tuple[tuple[Callable[[str], object], Callable[..., tuple[Block, int]]], ...]] = (
    (FENCE.match, _fence),
    (QUOTE.match, _quote),
    (item_marker, _list),
    (NOTE.match, _note),
    (starts_html, _html),
    (lambda _: True, _paragraph),
)
"""The readers of all other blocks, by how their first line starts."""
_READERS_OF_LINES: Final = tuple(each for each in _READERS if each[1] in (_fence, _paragraph))
"""Those of blocks that hold no blocks."""
