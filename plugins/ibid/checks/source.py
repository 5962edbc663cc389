"""One of the author's files, in which the cause of a fault is looked up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from html import escape
from typing import Final
from urllib.parse import quote, unquote

from ibid.checks.address import Where

_WORD: Final = re.compile(r"(?:\{[a-z]+\}|\|[a-z]+\|)?[^\s()<>\"'\[\]{}`|,]+")
"""What may be an address: whatever stands between blanks, brackets and quotes."""
_LIKE_AN_ADDRESS: Final = re.compile(r"[/#.:{|]")
_FENCE: Final = re.compile(r"\s*(```|~~~)")
_SAFE: Final = ":/?#[]@!$&'()*+,;=%~"
_ENDS: Final = ".,;:!?*_"


class Source:
    """A text and the lines in it that may be meant."""

    def __init__(self, text: str, lead: Callable[[str], Where]) -> None:
        """`lead` says where an address leads that stands in this file."""
        self._lines = text.splitlines()
        self._lead = lead

    def lines_matching(self, pattern: str) -> list[int]:
        """Where an expression matches, outside of code blocks."""
        expression = re.compile(pattern, re.IGNORECASE)
        return [number for number, line in self._outside_code() if expression.search(line)]

    def lines_leading(self, address: str, there: Where, entry: int = 0) -> list[int]:
        """Where an address stands that leads `there`; `address` is how a page writes it.

        With `entry`, the line where an entry of a bibliography starts, nothing outside of it counts.
        """
        written = {address, there[0]} if isinstance(there, tuple) and "/" in there[0] else {address}
        forms = {form for each in written for form in (each, unquote(each), quote(each, safe=_SAFE), escape(each))}
        ways = [self._index.get(there, []), self._index.get(address, []), self._having(forms)]
        if entry:  # a DOI, an arXiv number or an ORCID is the end of an address
            ways.append(self._having(filter(None, [address.rstrip("/").rpartition("/")[2]])))
        within = self._extent(entry)
        return next(filter(None, ([line for line in way if line in within] for way in ways)), [])

    def _having(self, forms: Iterable[str]) -> list[int]:
        looked_for = tuple(forms)
        return [number for number, line in enumerate(self._lines, 1) if any(form in line for form in looked_for)]

    def _extent(self, entry: int) -> range:
        """The lines of an entry; without one, of the file."""
        starts = (number for number, line in enumerate(self._lines[entry:], entry + 1) if line.startswith("@"))
        return range(entry, next(starts, len(self._lines) + 1)) if entry else range(1, len(self._lines) + 1)

    @cached_property
    def _index(self) -> dict[Where, list[int]]:
        """Every line that has an address, by where it leads and by how it is written."""
        index: dict[Where, list[int]] = defaultdict(list)
        for number, line in enumerate(self._lines, 1):
            for word in _WORD.findall(line):
                if _LIKE_AN_ADDRESS.search(word):
                    for form in {word, word.rstrip(_ENDS), word.replace("\\", "")}:
                        for key in {form, self._lead(form)}:
                            index[key].append(number)
        return {key: list(dict.fromkeys(numbers)) for key, numbers in index.items()}

    def _outside_code(self) -> Iterator[tuple[int, str]]:
        fence = ""
        for number, line in enumerate(self._lines, 1):
            marks = _FENCE.match(line)
            if marks and fence in ("", marks[1]):
                fence = "" if fence else marks[1]
            elif not fence:
                yield number, line
