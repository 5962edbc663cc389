"""One of the author's files, in which the cause of a fault is looked up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from html import escape
from typing import Final
from urllib.parse import unquote

from ibid.model.addresses import encoded
from ibid.model.targets import Where

_WORD: Final = re.compile(r"(?:\{[a-z]+\}|\|[a-z]+\|)?[^\s()<>\"'\[\]{}`|,]+")
"""What may be an address: whatever stands between blanks, brackets and quotes."""
_TARGET: Final = re.compile(
    rf"(?:\]\(\s*<?|^\s*\[[^\]]+\]:\s*<?|\b(?:href|src)\s*=\s*[\"']?)({_WORD.pattern})", re.IGNORECASE
)
"""What surely is one, in Markdown or HTML."""
_LIKE_AN_ADDRESS: Final = re.compile(r"[/#.:{|]")
_FENCE: Final = re.compile(r"\s*(```|~~~)")
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
        within = self._extent(entry)
        for lines in self._ways(address, there, within=within, is_entry=bool(entry)):
            found = [line for line in lines if line in within]
            if found:
                return found
        return []

    def _ways(self, address: str, there: Where, *, within: range, is_entry: bool) -> Iterator[Iterable[int]]:
        """The lines by where they lead, by what they say; in an entry a DOI or an ORCID is the end of an address."""
        for index in (self._targets, self._index):
            yield index.get(there, ())
            yield index.get(address, ())
        written = {address, there[0]} if isinstance(there, tuple) and "/" in there[0] else {address}
        yield self._having([form for each in written for form in _forms(each)], within)
        if is_entry:
            yield self._having([part for part in address.rstrip("/").split("/")[-1:] if part], within)

    def _having(self, forms: Sequence[str], within: range) -> list[int]:
        lines = self._lines[within.start - 1 : within.stop - 1]
        return [number for number, line in enumerate(lines, within.start) if any(form in line for form in forms)]

    def _extent(self, entry: int) -> range:
        """The lines of an entry; without one, of the file."""
        starts = (number for number, line in enumerate(self._lines[entry:], entry + 1) if line.startswith("@"))
        return range(entry, next(starts, len(self._lines) + 1)) if entry else range(1, len(self._lines) + 1)

    @cached_property
    def _targets(self) -> dict[Where, list[int]]:
        """Every line that has a link, by where it leads and by how it is written: a word of prose may read the same."""
        return self._by_address(_TARGET.findall)

    @cached_property
    def _index(self) -> dict[Where, list[int]]:
        """The same for every line that has what looks like an address."""
        return self._by_address(lambda line: filter(_LIKE_AN_ADDRESS.search, _WORD.findall(line)))

    def _by_address(self, found_in: Callable[[str], Iterable[str]]) -> dict[Where, list[int]]:
        index: dict[Where, list[int]] = defaultdict(list)
        for number, line in enumerate(self._lines, 1):
            for word in found_in(line):
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


def _forms(address: str) -> set[str]:
    """How an address may be written."""
    return {address, unquote(address), encoded(address), escape(address)}
