"""The colours that stylesheets set for the whole page, in the light and in the dark scheme.

This is no full CSS parser: it reads `:root` and `html`, at the top level, in layers, and in media queries for the
colour scheme. Rules under any other condition (a width, print, a class) are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ibid.model.colour import Colour, read_colour

_WORDS = re.compile(r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|[^{};"'/]+|.""", re.DOTALL)
_DECLARATION = re.compile(r"\s*--([\w-]+)\s*:\s*(.+?)\s*(?:!\s*important\s*)?", re.DOTALL)
_SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)")
_EVERYWHERE = re.compile(r"@layer\b.*|@media\s+(?:only\s+)?(?:screen|all)", re.DOTALL)
_WHOLE_PAGE = {":root", "html"}
BOTH = ("light", "dark")
"""The schemes; declarations without a scheme apply to both."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration of a custom property."""

    name: str
    """The name without its dashes."""
    value: str
    schemes: tuple[str, ...]
    """The schemes that it applies to."""
    path: str
    """The file, as the author knows it."""
    line: int
    """Counted from 1; 0 if it is not known."""


def declared_in(css: str, path: str) -> Iterator[Declared]:
    """Yield every custom property of the whole page, in the file's order. Broken CSS is read as far as possible."""
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
    """Return the schemes that a declaration in these blocks applies to; empty if it does not apply to whole pages."""
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


_VARIABLE = re.compile(r"var\(\s*--([\w-]+)\s*(?:,\s*(.+))?\)", re.DOTALL)
_BY_SCHEME = re.compile(r"light-dark\(((?:[^(),]|\([^()]*\))+),((?:[^(),]|\([^()]*\))+)\)")
_DEPTH = 16
"""The maximum number of tokens that refer to each other in turn; more are a circle."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The resolved colour of a token: if `--title` is `var(--link)`, it is the colour of `--link`."""

    name: str
    """The token that gives the colour."""
    colour: Colour | None
    """None for a value in a notation that is not supported."""
    places: tuple[Declared, ...]
    """The declarations of the tokens along the way, the requested one first."""

    def place(self, files: frozenset[str]) -> Declared | None:
        """Return the first declaration in one of these files, or None."""
        return next((each for each in self.places if each.path in files), None)


def palette(declared: Iterable[Declared], scheme: str) -> Mapping[str, Settled]:
    """Return every token in one scheme, resolved; the last declaration of a token counts."""
    last = {each.name: each for each in declared if scheme in each.schemes}
    return {name: _settle(last, name, scheme) for name in last}


def _settle(last: Mapping[str, Declared], name: str, scheme: str) -> Settled:
    places = [last[name]]
    value = last[name].value
    while len(places) < _DEPTH:
        by_scheme, variable = _BY_SCHEME.fullmatch(value), _VARIABLE.fullmatch(value)
        if by_scheme:
            value = by_scheme[1 + BOTH.index(scheme)].strip()
        elif variable and variable[1] in last:
            places.append(last[variable[1]])
            value = places[-1].value
        elif variable and variable[2]:
            value = variable[2].strip()
        else:
            return Settled(places[-1].name, read_colour(value), tuple(places))
    return Settled(name, None, tuple(places))
