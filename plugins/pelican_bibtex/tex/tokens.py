"""A value cut into TeX's tokens, and which of them open and close a formula."""

from __future__ import annotations

import re
from typing import Final

# A command with the blanks it swallows, an escaped character, a math shift, a brace, a tie, or a run of text.
_TOKEN: Final = re.compile(r"\\[A-Za-z]+[ ]*|\\.?|\$\$?|[{}~]|[^\\{}$~]+", re.DOTALL)
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
    for token in cut:
        if token == "$$" and inside:
            told += ("$", "$")
            continue
        if token == "$":
            inside = not inside
        told.append(token)
    return told


def formulas(cut: list[str]) -> dict[int, int]:
    """The index of each token that opens a formula -> that of the one that closes it, in the same group."""
    pairs: dict[int, int] = {}
    waiting: list[tuple[int, str, int]] = []
    depth = 0
    for index, token in enumerate(cut):
        if token == "{":
            depth += 1
        elif token == "}":
            depth -= 1
            while waiting and waiting[-1][0] > depth:
                waiting.pop()
        elif token in _CLOSERS and waiting and waiting[-1][:2] == (depth, token):
            opening = waiting.pop()[2]
            if not _is_money(cut, opening, index):
                pairs[opening] = index
        elif token in _CLOSING:
            waiting.append((depth, _CLOSING[token], index))
    return pairs


def _is_money(cut: list[str], opening: int, closing: int) -> bool:
    """Whether two dollars stand before two amounts, `from $5 to $10`, and not around a formula."""
    if cut[opening] != "$" or closing - opening != 2 or closing + 1 >= len(cut):
        return False
    between, after = cut[opening + 1], cut[closing + 1]
    return between[0].isdigit() and between[-1] == " " and after[0].isdigit()
