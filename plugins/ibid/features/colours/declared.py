"""The custom properties that a stylesheet gives the whole page, in the light and in the dark.

Not a reader of CSS: it looks at `:root` and `html`, bare, in layers, and in the media queries that a reader's scheme
decides. What stands under any other condition (a width, paper, a class) is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = re.compile(r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|[^{};"'/]+|.""", re.DOTALL)
_DECLARATION = re.compile(r"\s*--([\w-]+)\s*:\s*(.+?)\s*(?:!\s*important\s*)?", re.DOTALL)
_SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)")
_EVERYWHERE = re.compile(r"@layer\b.*|@media\s+(?:only\s+)?(?:screen|all)", re.DOTALL)
_WHOLE_PAGE = {":root", "html"}
BOTH = ("light", "dark")
"""The schemes, each of which starts from what is said for both."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One custom property as it is set in one place."""

    name: str
    """Without its dashes."""
    value: str
    schemes: tuple[str, ...]
    """In which of the two it holds."""
    path: str
    """The file, as the author knows it."""
    line: int
    """Counted from 1; 0 where it is not known."""


def declared_in(css: str, path: str) -> Iterator[Declared]:
    """Every custom property of the whole page, in the order of the file. Broken CSS gives what can be read of it."""
    around: list[str] = []
    text, line, begins = "", 1, 1
    for word in _WORDS.findall(css):
        if word == "{":
            around.append(text.strip())
        elif word in ("}", ";"):
            found = _DECLARATION.fullmatch(text)
            schemes = _schemes(around)
            if found and schemes:
                yield Declared(found[1], found[2], schemes, path, begins)
            if word == "}":
                del around[-1:]
        if word in ("{", "}", ";"):
            text = ""
        elif not word.startswith("/*"):
            if not text.strip():
                begins = line + word[: len(word) - len(word.lstrip())].count("\n")
            text += word
        line += word.count("\n")


def _schemes(around: list[str]) -> tuple[str, ...]:
    """In which schemes a declaration holds that stands in these blocks; none where it may hold for less."""
    schemes: tuple[str, ...] = BOTH
    whole_page = False
    for block in around:
        scheme = _SCHEME.search(block)
        if not block.startswith("@"):
            whole_page = bool(_WHOLE_PAGE & {one.strip() for one in block.split(",")})
        elif scheme and not re.search(r"\b(?:print|not|width|height)\b", block):
            schemes = tuple(each for each in schemes if each == scheme[1])
        elif not _EVERYWHERE.fullmatch(block):
            return ()
    return schemes if whole_page else ()
