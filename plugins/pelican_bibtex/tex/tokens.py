"""The tokens of a value, the pairs that enclose a formula, and a stream that takes tokens one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from pelican_bibtex.lazy_pattern import lazy_pattern

# A command with the blanks it swallows, an escaped character, a math shift, a brace, a tie, or a run of text;
# a tilde after a slash is no tie but part of an address: http://example.org/~knuth.
_TOKEN: Final = lazy_pattern(r"\\[A-Za-z]+[ ]*|\\.?|\$\$?|[{}~]|(?:[^\\{}$~]|(?<=/)~)+", re.DOTALL)
_CLOSING: Final = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_CLOSERS: Final = frozenset(_CLOSING.values())


def tokens(source: str) -> list[str]:
    """Return the tokens of a value; joined, they are the value again."""
    cut: list[str] = _TOKEN.findall(source)
    return _with_single_dollars(cut) if "$$" in cut else cut


def _with_single_dollars(cut: list[str]) -> list[str]:
    r"""Split each `$$` between two adjacent formulas, `$a$$b$`, but not around a displayed one, `$$a$$`."""
    told: list[str] = []
    inside = False
    for piece in cut:
        if piece == "$$" and inside:
            told += ("$", "$")
            continue
        if piece == "$":
            inside = not inside
        told.append(piece)
    return told


def formulas(cut: list[str]) -> dict[int, int]:
    """Return the index of each token that opens a formula -> that of the one that closes it, in the same group."""
    pairs: dict[int, int] = {}
    waiting: list[tuple[int, str, int]] = []
    depth = 0
    for index, piece in enumerate(cut):
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth -= 1
            while waiting and waiting[-1][0] > depth:
                waiting.pop()
        elif piece in _CLOSERS and waiting and waiting[-1][:2] == (depth, piece):
            opening = waiting.pop()[2]
            if not _is_money(cut, opening, index):
                pairs[opening] = index
        elif piece in _CLOSING:
            waiting.append((depth, _CLOSING[piece], index))
    return pairs


def _is_money(cut: list[str], opening: int, closing: int) -> bool:
    """Return whether two dollars precede two amounts, `from $5 to $10`, and do not enclose a formula."""
    if cut[opening] != "$":
        return False
    between, after = "".join(cut[opening + 1 : closing]), "".join(cut[closing + 1 : closing + 2])
    return between[:1].isdigit() and between.endswith(" ") and after[:1].isdigit()


_OPTIONS: Final = lazy_pattern(r"\*?(?:\[[^\[\]]*\])*")
_PARAMETERS: Final = lazy_pattern(r"(?:#\d?|\[[^\[\]]*\]|[= ])+")
_ASSIGNED: Final = lazy_pattern(r" ?=? ?\d*")
_COMMAND: Final = lazy_pattern(r"\\.*", re.DOTALL)
_DIGITS: Final = lazy_pattern(r"[0-9]+ ?")
_FAR: Final = 64
"""Maximum number of tokens to look ahead for the end of an option, so that an unclosed bracket costs nothing."""


class Stream:
    """A position in a list of tokens. Each token is passed only once, so that reading takes linear time."""

    __slots__ = ("_formulas", "_next", "_tokens")

    def __init__(self, source: str) -> None:
        self._tokens = tokens(source)
        has_formulas = "$" in source or "\\(" in source or "\\[" in source
        self._formulas = formulas(self._tokens) if has_formulas else {}
        self._next = 0

    def __iter__(self) -> Iterator[str]:
        while self._next < len(self._tokens):
            self._next += 1
            yield self._tokens[self._next - 1]

    def peek(self, ahead: int = 0) -> str:
        """Return the next token, or one that is `ahead` of it; an empty string at the end."""
        index = self._next + ahead
        return self._tokens[index] if index < len(self._tokens) else ""

    def formula(self) -> str | None:
        """Return the source between the delimiter just taken and its partner, and pass both; None if it has none."""
        start = self._next
        end = self._formulas.get(start - 1)
        if end is None:
            return None
        self._next = end + 1
        return "".join(self._tokens[start:end])

    def has_argument(self) -> bool:
        """Return whether a group with something in it follows; an empty one is passed."""
        if self.peek() != "{":
            return False
        if self.peek(1) == "}":
            self._next += 2
            return False
        return True

    def raw(self) -> str:
        """Return the next argument as typed, without its braces, or its delimiters as in `|x|`."""
        if self.peek() != "{":
            return self._delimited()
        start = self._next + 1
        self._skip_group()
        closed = self._tokens[self._next - 1] == "}"
        return "".join(self._tokens[start : self._next - closed])

    def skip_options(self) -> None:
        """Pass a star and options in brackets between a command and its argument."""
        if self.peek()[:1] not in {"*", "["}:
            return
        near = list(takewhile(lambda piece: piece != "{", self._tokens[self._next : self._next + _FAR]))
        if self.peek(len(near)) == "{" and _OPTIONS.fullmatch("".join(near)):
            self._next += len(near)

    def skip_digits(self) -> None:
        r"""Pass the number of a stream, as in `\write18`."""
        self._skip(_DIGITS)

    def skip_definition(self) -> None:
        r"""Pass a name that is defined and its definition: `\a#1{...}`, `{\a}[1]{...}`, `` `\@=0 ``."""
        if self.peek().startswith("`"):
            self._pass(1)
        if self.peek() == "{":
            self._skip_group()
        elif self.peek().startswith("\\"):
            self._next += 1
        if _PARAMETERS.fullmatch(self.peek()) and self.peek(1) == "{":
            self._next += 1
        if self.peek() == "{":
            self._skip_group()
        elif not self._skip(_ASSIGNED).strip(" ="):
            self._skip(_COMMAND)

    def _skip_group(self) -> None:
        depth = 0
        for token in self:
            depth += {"{": 1, "}": -1}.get(token, 0)
            if depth == 0:
                return

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.peek())
        if match is None:
            return ""
        self._pass(match.end())
        return match[0]

    def _delimited(self) -> str:
        """Return the text between a character and its next occurrence; empty if that is not near."""
        near = "".join(self._tokens[self._next : self._next + _FAR])
        end = near.find(near[0], 1) if near and not near[0].isalnum() else -1
        if end < 0:
            return ""
        self._pass(end + 1)
        return near[1:end]

    def _pass(self, characters: int) -> None:
        """Pass a number of characters, and cut the token in which they end."""
        while characters and characters >= len(self.peek()):
            characters -= len(self.peek())
            self._next += 1
        if characters:
            self._tokens[self._next] = self._tokens[self._next][characters:]
