"""The colours a page ends up with in one scheme: what each source sets, the later over the earlier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ibid.features.colours.colour import Colour, read_colour
from ibid.features.colours.declared import BOTH, Declared

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
