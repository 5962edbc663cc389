"""The lines of a text as editors count them: a line ends with a line feed, a carriage return, or both in this order.

`str.splitlines`, YAML and others also end lines at form feeds, U+0085 or U+2028, where no editor starts a new line.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from msgspec import Struct

from pelican_bibtex.lazy_pattern import lazy_pattern

LINE_END: Final = lazy_pattern(r"\r\n?|\n")
_LINE_END_IN_BYTES: Final = lazy_pattern(rb"\r\n?|\n")
_AFTER_LINE: Final = lazy_pattern(r"(?<=\n)|(?<=\r)(?!\n)")


class LineTable(Struct, frozen=True):
    """The places of the lines in one text, to find the line of any offset quickly."""

    starts: tuple[int, ...]
    """The offset of the start of each line; that of the first is 0."""

    @classmethod
    def of(cls, text: str | bytes) -> LineTable:
        """Return the table of a text, or of bytes in an encoding that extends ASCII."""
        ends = LINE_END.finditer(text) if isinstance(text, str) else _LINE_END_IN_BYTES.finditer(text)
        return cls((0, *(end.end() for end in ends)))

    def line(self, offset: int) -> int:
        """Return the line of an offset, counted from 1."""
        return bisect_right(self.starts, offset)

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both counted from 1, the column in characters (of bytes: in bytes)."""
        line = self.line(offset)
        return line, offset - self.starts[line - 1] + 1


def lines_of(text: str, *, keep_ends: bool = False) -> list[str]:
    """Return the lines of a text, without their ends or with them; as in `str.splitlines`, the last is not empty."""
    lines = (_AFTER_LINE if keep_ends else LINE_END).split(text)
    return lines if lines[-1] else lines[:-1]
