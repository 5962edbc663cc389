"""One file's text with what is looked up in it again and again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

WORD = r"[^\W\d_][\w.:*+-]*+"
"""What can stand after an `@`."""
NAME = r"[^\s\d{}(),=\"#%'\\@][^\s{}(),=\"#%'\\@]*+"
"""What BibTeX takes for the name of a field or string."""

_SPACE = re.compile(r"\s*+")
_HEAD = re.compile(rf"^[ \t]*+@[ \t]*+{WORD}\s*+[{{(]", re.MULTILINE)
_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r'["{}]')


@dataclass(frozen=True, slots=True)
class Page:
    """Going through a text once finds all of this: linear in its length, however deep its braces."""

    text: str
    heads: tuple[int, ...]
    """Where lines that start with `@word{` start: no fault reaches beyond one."""
    closers: Mapping[int, int]
    """Where each opening brace that is closed stands, and its closing one."""

    @classmethod
    def of(cls, text: str) -> Page:
        """Look at a text."""
        return cls(text, tuple(match.start() for match in _HEAD.finditer(text)), _closers(text))

    def next_head(self, offset: int) -> int:
        """Where the next line that starts with `@word{` starts, or the end of the text."""
        index = bisect_right(self.heads, offset)
        return self.heads[index] if index < len(self.heads) else len(self.text)

    def closing_quote(self, opening: int, limit: int) -> int | None:
        """Where the quote stands that closes this one: the first outside all braces."""
        offset = opening + 1
        while match := _QUOTE.search(self.text, offset, limit):
            if match[0] == '"':
                return match.start()
            closer = self.closers.get(match.start())
            if closer is None:
                return None
            offset = closer + 1
        return None


def skip(text: str, offset: int, limit: int) -> int:
    """The offset after the blanks that start here."""
    blanks = _SPACE.match(text, offset, limit)
    return blanks.end() if blanks else offset


def _closers(text: str) -> dict[int, int]:
    opened: list[int] = []
    closers = {}
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif opened:
            closers[opened.pop()] = match.start()
    return closers
