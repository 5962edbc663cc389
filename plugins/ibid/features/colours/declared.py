"""The colours that stylesheets give the whole page, in the light and in the dark.

Not a reader of CSS: it looks at `:root` and `html`, bare, in layers, and in the media queries that a reader's scheme
decides. What stands under any other condition (a width, paper, a class) is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ibid.features.colours.colour import Colour, read_colour

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


_VARIABLE = re.compile(r"var\(\s*--([\w-]+)\s*(?:,\s*(.+))?\)", re.DOTALL)
_BY_SCHEME = re.compile(r"light-dark\(((?:[^(),]|\([^()]*\))+),((?:[^(),]|\([^()]*\))+)\)")
_DEPTH = 16
"""How often one token may lead to another; beyond that they lead in a circle."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A token's colour, once it is known which token gives it: `--title` is `var(--link)`, so that is `--link`'s."""

    name: str
    """The token that gives the colour."""
    colour: Colour | None
    """None for a value that is not read here."""
    places: tuple[Declared, ...]
    """Where each token on the way is set, the one asked for first."""

    def place(self, files: frozenset[str]) -> Declared | None:
        """Where one of these files sets it."""
        return next((each for each in self.places if each.path in files), None)


def palette(declared: Iterable[Declared], scheme: str) -> Mapping[str, Settled]:
    """Every token in one scheme; of two places that set it the later one counts."""
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
