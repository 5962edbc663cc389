"""Finds the lines of a source where the same text stands again and again, for what a format keeps no lines of."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property


class Occurrences:
    """Answers for each text with the line of its first occurrence, then of its second, and so on."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at: dict[str, int] = {}

    def next(self, text: str) -> int:
        """The line of the next occurrence, counted from 1; 0 when the source writes it otherwise."""
        return self._take(text, self.source.find(text, self.at.get(text, 0)))

    def next_address(self, address: str) -> int:
        """The same for a path or address: where it is no part of a longer one."""
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
        """Where lines end."""
        return [end.start() for end in re.finditer("\n", self.source)]
