"""Reading the blocks of a Markdown text as CommonMark 0.31 and GitHub Flavored Markdown 0.29 do.

Sections in comments are those of https://spec.commonmark.org/0.31.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from ibid.mark.block_starts import (
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
    closing_line,
    end_of_code,
    end_of_html,
    end_of_math,
    end_of_table,
    indent_of,
    interrupts,
    is_in_fence,
    item_marker,
    starts_html,
    unclosed_tags,
)
from ibid.mark.blocks import Block, BlockKind, BlockLine


def read_blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """Return the blocks of a text without tabs."""
    return _blocks([BlockLine(at, 0, text) for at, text in enumerate(lines)])


def _blocks(lines: Sequence[BlockLine]) -> tuple[Block, ...]:
    found: list[Block] = []
    at, gap = 0, False
    while at < len(lines):
        if not lines[at].text.strip():
            at, gap = at + 1, bool(found)
            continue
        block, at = _block(lines, at, gap=gap)
        found.append(block)
        gap = False
    return tuple(found)


def _block(lines: Sequence[BlockLine], at: int, *, gap: bool) -> tuple[Block, int]:
    """Return the block that begins at a line that is not blank, and the index after it."""
    for kind, ends in _LEAVES:
        if (end := ends(lines, at)) > at:
            return _until(kind, lines, at, end, gap=gap)
    read = next(read for starts, read in _READERS if starts(lines[at].text))
    return read(lines, at, gap=gap)


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


def _until(kind: BlockKind, lines: Sequence[BlockLine], at: int, end: int, *, gap: bool) -> tuple[Block, int]:
    return Block(kind, tuple(lines[at:end]), after_blank=gap), end


def _paragraph(lines: Sequence[BlockLine], at: int, *, gap: bool) -> tuple[Block, int]:
    end, dollars = at, 0
    while end < len(lines) and lines[end].text.strip():
        in_formula = dollars % 2 == 1
        if end > at and not in_formula:
            if UNDERLINE.match(lines[end].text):
                return _until(BlockKind.HEADING, lines, at, end + 1, gap=gap)
            if interrupts(lines, end):
                break
        dollars += lines[end].text.count("$$")
        end += 1
    return _until(BlockKind.PARAGRAPH, lines, at, end, gap=gap)


def _fence(lines: Sequence[BlockLine], at: int, *, gap: bool) -> tuple[Block, int]:
    found = FENCE.match(lines[at].text)
    fence = found["fence"] if found else ""
    sign, length = fence[:1], len(fence)
    ends = re.compile(rf" {{0,3}}{re.escape(sign)}{{{length},}} *$")
    end = next((index + 1 for index in range(at + 1, len(lines)) if ends.match(lines[index].text)), 0)
    block, end = _until(BlockKind.FENCE, lines, at, end or len(lines), gap=gap)
    is_closed = len(block.lines) > 1 and bool(ends.match(block.lines[-1].text))
    return replace(block, closed=is_closed), end


def _quote(lines: Sequence[BlockLine], at: int, *, gap: bool) -> tuple[Block, int]:
    inner: list[BlockLine] = []
    end = at
    while end < len(lines):
        line = lines[end]
        if marker := QUOTE.match(line.text):
            inner.append(_cut(line, marker.end()))
        elif not _continues(inner, lines, end):
            break
        else:
            inner.append(_cut(line, indent_of(line.text)))
        end += 1
    return Block(BlockKind.QUOTE, (), _blocks(inner), after_blank=gap), end


def _continues(inner: Sequence[BlockLine], lines: Sequence[BlockLine], at: int) -> bool:
    """Return whether a line without the marker of its container continues the paragraph at the container's end."""
    text = lines[at].text
    if not text.strip() or not inner or not inner[-1].text.strip():
        return False
    last = inner[-1].text
    is_text = not any(one.match(last) for one in (HEADING, RULE, FENCE, ATTRIBUTES, PLACED_LIST))
    ends = item_marker(text) or ATTRIBUTES.match(text) or interrupts(lines, at)
    return is_text and not ends and not is_in_fence(inner)


def _cut(line: BlockLine, width: int) -> BlockLine:
    return BlockLine(line.at, line.column + width, line.text[width:])


def _list(lines: Sequence[BlockLine], at: int, *, gap: bool) -> tuple[Block, int]:
    first = item = item_marker(lines[at].text)
    sign = first and (first["sign"] or first["dot"])
    items: list[Block] = []
    end, apart = at, False
    while item and (item["sign"] or item["dot"]) == sign:
        inner, end = _lines_of_item(lines, end, item)
        items.append(Block(BlockKind.ITEM, (), _blocks(inner), marker=item["marker"], after_blank=apart))
        following = _skip_blank(lines, end)
        apart = following > end
        item = item_marker(lines[following].text) if following < len(lines) else None
        if item and (item["sign"] or item["dot"]) == sign:
            end = following
    start = int((first and first["number"]) or 1)
    return Block(BlockKind.LIST, (), tuple(items), marker=sign or "", start=start, after_blank=gap), end


def _skip_blank(lines: Sequence[BlockLine], at: int) -> int:
    while at < len(lines) and not lines[at].text.strip():
        at += 1
    return at


def _lines_of_item(lines: Sequence[BlockLine], at: int, item: re.Match[str]) -> tuple[list[BlockLine], int]:
    """Return the lines of an item without their indent (section 5.2), and the index after them."""
    blanks = len(item["blanks"])
    width = len(item["marker"]) + (blanks if 1 <= blanks <= INDENT and lines[at].text.strip() else 1)
    return _indented(lines, at, min(width, len(item.group()) or width), width)


def _indented(lines: Sequence[BlockLine], at: int, first: int, width: int) -> tuple[list[BlockLine], int]:
    """Return the lines of a container: its first one from column `first`, then those that are indented by `width`."""
    inner = [_cut(lines[at], first)]
    end = at + 1
    while end < len(lines):
        line = lines[end]
        if not line.text.strip():
            following = _skip_blank(lines, end)
            if following == len(lines) or indent_of(lines[following].text) < width:
                break
            inner += [_cut(blank, len(blank.text)) for blank in lines[end:following]]
            end = following
        elif indent_of(line.text) >= width:
            inner.append(_cut(line, width))
            end += 1
        elif _continues(inner, lines, end):
            inner.append(_cut(line, indent_of(line.text)))
            end += 1
        else:
            break
    return inner, end


def _note(lines: Sequence[BlockLine], at: int, *, gap: bool) -> tuple[Block, int]:
    found = NOTE.match(lines[at].text)
    width = found.end() if found else 0
    inner, end = _indented(lines, at, width, INDENT)
    marker = lines[at].text[:width]
    return Block(BlockKind.NOTE, (lines[at],), _blocks(inner), marker=marker, after_blank=gap), end


def _html(lines: Sequence[BlockLine], at: int, *, gap: bool) -> tuple[Block, int]:
    """Return HTML up to a blank line, or as a container up to the end of an element that is open there (4.6).

    Where nothing but tags follows the blank line, as in a drawing, it is HTML as a whole, as in Python-Markdown.
    """
    end = end_of_html(lines, at)
    opened = unclosed_tags(lines[at:end])
    closing = closing_line(lines, end, opened[0]["tag"]) if opened else 0
    inner = lines[end:closing]
    if closing and "markdown" not in opened[0]["attributes"] and not all(map(_is_tag, inner)):
        block = Block(BlockKind.OPEN_HTML, tuple(lines[at:end]), _blocks(inner), closing=(lines[closing],))
        return replace(block, after_blank=gap), closing + 1
    return _until(BlockKind.HTML, lines, at, closing + 1 if closing else end, gap=gap)


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
