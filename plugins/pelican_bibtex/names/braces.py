"""What stands outside of braces: BibTeX splits lists and names there only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

HIDDEN: Final = "\x00"
"""Stands for each character within braces, and for the braces."""

_ENTITY: Final = re.compile(r"&#?\w+;")
_BRACE: Final = re.compile(r"([{}])")
_NO_SEPARATOR: Final = re.compile(r"\\[~,]")


def outside(value: str) -> str:
    """Mask all that is within braces, so that a position found in the result is one in the value.

    What only looks like a separator is masked too: the semicolon of an HTML entity, as reference managers leave them,
    the tilde of an accent, and the comma of a thin space.
    """
    if "\\" in value:
        value = _NO_SEPARATOR.sub(HIDDEN * 2, value)
    if "&" in value:
        value = _ENTITY.sub(lambda match: HIDDEN * len(match[0]), value)
    if "{" not in value:
        return value
    depth, parts = 0, []
    for part in _BRACE.split(value):
        hidden = depth > 0 or part == "{"
        depth = max(depth + (part == "{") - (part == "}"), 0)
        parts.append(HIDDEN * len(part) if hidden else part)
    return "".join(parts)


def split(value: str, separator: re.Pattern[str]) -> list[str]:
    """Cut a value at each separator that stands outside of braces; the pieces are stripped."""
    pieces, start = [], 0
    for match in separator.finditer(outside(value)):
        pieces.append(value[start : match.start()].strip())
        start = match.end()
    return [*pieces, value[start:].strip()]


def is_group(value: str) -> bool:
    """Whether one pair of braces holds the whole value, and no TeX command opens it: `{OpenAI}`."""
    if not value.startswith("{") or not value.endswith("}") or value.startswith("{\\"):
        return False
    return next(_closings(value), -1) == len(value) - 1


def _closings(value: str) -> Iterator[int]:
    """Where the braces that open at depth 0 close."""
    depth = 0
    for brace in _BRACE.finditer(value):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            yield brace.start()
