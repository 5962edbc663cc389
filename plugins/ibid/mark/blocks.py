"""The blocks of a Markdown text: containers (lists, quotes, notes) hold blocks, the others hold lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto


class BlockKind(Enum):
    """What a block is."""

    PARAGRAPH = auto()
    HEADING = auto()
    """With `#`, or underlined; the underline is its last line."""
    RULE = auto()
    CODE = auto()
    """Indented by four."""
    FENCE = auto()
    MATH = auto()
    """A displayed formula with its delimiters."""
    TABLE = auto()
    HTML = auto()
    DEFINITION = auto()
    """Of a link's address or an abbreviation."""
    PLACED_LIST = auto()
    """`{publications}` on a line of its own."""
    ATTRIBUTES = auto()
    """`{: .wide}` below a block, as in kramdown."""
    QUOTE = auto()
    LIST = auto()
    ITEM = auto()
    NOTE = auto()
    """A footnote, the definition of a term, or an admonition: its further lines are indented by four."""
    OPEN_HTML = auto()
    """HTML whose element is open across a blank line; what follows is Markdown."""


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A line in a block."""

    at: int
    """Its index in the whole text."""
    column: int
    """Where it begins in its line, behind the markers of containers."""
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """One block."""

    kind: BlockKind
    lines: tuple[BlockLine, ...] = ()
    """Its lines; of an item or a note the first alone, whose beginning is its marker."""
    children: tuple[Block, ...] = ()
    marker: str = ""
    """Of a list the sign of its items: `-`, `+`, `*`, `.` or `)`. Of an item or note all that precedes its text."""
    start: int = 1
    """The number of a list's first item."""
    closing: tuple[BlockLine, ...] = ()
    """The lines that close OPEN_HTML."""
    after_blank: bool = False
    """Whether a blank line precedes it among its siblings."""
    closed: bool = True
    """Whether a fence has its end."""

    @property
    def loose(self) -> bool:
        """Whether the items of a list are apart (section 5.3)."""
        parts = (child for item in self.children for child in item.children)
        return any(item.after_blank for item in self.children) or any(part.after_blank for part in parts)


def walk_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks and all that is in them."""
    for block in blocks:
        yield block
        yield from walk_blocks(block.children)


def first_line(blocks: Sequence[Block]) -> BlockLine | None:
    """Return the first line of some blocks; None if no line is in them."""
    return next((line for block in walk_blocks(blocks) for line in block.lines), None)


def code_lines(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the indices of the lines of code, with their fences."""
    code = (BlockKind.CODE, BlockKind.FENCE)
    return frozenset(line.at for block in walk_blocks(blocks) if block.kind in code for line in block.lines)
