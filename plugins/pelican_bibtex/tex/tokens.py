"""A value cut into TeX's tokens, and which of them open and close a formula."""

from __future__ import annotations

import re
from typing import Final

# A command with the blanks it swallows, an escaped character, a math shift, a brace, a tie, or a run of text;
# a tilde after a slash is no tie, but somebody's home: http://example.org/~knuth.
_TOKEN: Final = re.compile(r"\\[A-Za-z]+[ ]*|\\.?|\$\$?|[{}~]|(?:[^\\{}$~]|(?<=/)~)+", re.DOTALL)
_CLOSING: Final = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_CLOSERS: Final = frozenset(_CLOSING.values())


def tokens(source: str) -> list[str]:
    """The tokens of a value; joined, they are the value again."""
    cut: list[str] = _TOKEN.findall(source)
    return _with_single_dollars(cut) if "$$" in cut else cut


def _with_single_dollars(cut: list[str]) -> list[str]:
    r"""Tell `$a$$b$`, two formulas side by side, from `$$a$$`, one on a line of its own."""
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
    """The index of each piece that opens a formula -> that of the one that closes it, in the same group."""
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
    """Whether two dollars stand before two amounts, `from $5 to $10`, and not around a formula."""
    if cut[opening] != "$":
        return False
    between, after = "".join(cut[opening + 1 : closing]), "".join(cut[closing + 1 : closing + 2])
    return between[:1].isdigit() and between.endswith(" ") and after[:1].isdigit()
