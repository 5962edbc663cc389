"""Which colours are used on which, the contrast that WCAG 2.2 requires of each pair, and checks of an author's own.

An author's own colours are those of IBID_TOKENS; the other colour of a pair may be the theme's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ibid.model.colour import Colour, contrast, nearest_shade, read_colour
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.diagnostics.setting_places import place_of

Tokens = Mapping[str, str | tuple[str, str]]
"""The value of each token; a colour has two, for light and for dark."""
THEME_COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    "bg": ("#ffffff", "#15171a"),
    "soft": ("#f5f6f8", "#1d2024"),
    "chip": ("#eaf1f8", "#1f2b38"),
    "target": ("#fff6d1", "#2e2910"),
    "award-tint": ("#fdf1e3", "#32260f"),
    "text": ("#1c1e21", "#e3e5e8"),
    "text-2": ("#43484f", "#b9bec6"),
    "muted": ("#52575e", "#a8aeb8"),
    "link": ("#0f4c81", "#9ac4f3"),
    "visited": ("#5a3d8a", "#cdb6f3"),
    "award": ("#7a3a00", "#f0b878"),
    "edge": ("#7c828b", "#6f7680"),
    "focus": ("#b34700", "#ffb066"),
    "rule": ("#d8dbe0", "#343941"),
}
"""The theme's colour of each token, for light and for dark, as in its stylesheet; docs/theme.md says what for."""
SAME_AS: Final[Mapping[str, str]] = {"title": "link", "cite": "link", "cite-tint": "chip", "current": "link"}
"""Tokens that have the colour of another one unless the author sets them."""
COLOURS: Final = (*THEME_COLOURS, *SAME_AS)
"""Tokens with a colour for each scheme."""
TEXT, LEAST, LINE = 7.0, 4.5, 3.0
"""The contrast of text (1.4.6), the minimum for text (1.4.3), and that of lines and icons (1.4.11)."""
TEXT_ON: Final[Mapping[str, tuple[str, ...]]] = {
    "bg": ("text", "text-2", "muted", "link", "visited", "title"),
    "soft": ("text", "text-2", "link", "visited", "award"),
    "target": ("text", "text-2", "link", "visited", "title"),
    "cite-tint": ("cite",),
    "award-tint": ("award",),
}
"""The tokens of text on each ground, as named in the theme's stylesheet."""
LINES_ON: Final[Mapping[str, tuple[str, ...]]] = {
    "bg": ("edge", "focus", "current"),
    "soft": ("edge", "focus"),
    "target": ("edge", "focus"),
}
"""The tokens of lines and icons on each ground, which need only be visible."""
_SCHEMES: Final = ("light", "dark")


@dataclass(frozen=True, slots=True)
class _Shade:
    """The colour of a token in one scheme."""

    name: str
    """The token that gives the colour: `link` for `title`, unless the author sets `title`."""
    colour: Colour
    is_own: bool
    """Whether it is the author's."""


@dataclass(frozen=True, slots=True)
class _ColourPair:
    """A colour on a ground."""

    ink: _Shade
    ground: _Shade
    wanted: float
    on: Colour
    """The visible colour of the ground."""

    @property
    def colour(self) -> Colour:
        """The colour of the ink."""
        return self.ink.colour

    @property
    def ratio(self) -> float:
        """The contrast of the pair."""
        return contrast(self.colour, self.on)


def judge(tokens: Tokens) -> Iterator[Problem]:
    """Yield what is hard to read in these tokens over the theme's, one problem for each ink.

    Pairs in which neither colour is the author's are not reported.
    """
    for nth, scheme in enumerate(_SCHEMES):
        inks: dict[str, list[_ColourPair]] = {}
        for pair in _pairs(_palette(tokens, nth)):
            inks.setdefault(pair.ink.name, []).append(pair)
        for pairs in inks.values():
            yield from _faint(pairs, scheme)


def _palette(tokens: Tokens, nth: int) -> Mapping[str, _Shade]:
    """Return the colour of every token in one scheme."""
    values, found = {**THEME_COLOURS, **tokens}, {}
    for name in COLOURS:
        source = name if name in tokens else SAME_AS.get(name, name)
        colour = read_colour(values[source][nth])
        if colour:  # always, since other notations are refused
            found[name] = _Shade(source, colour, source in tokens)
    return found


def _pairs(colours: Mapping[str, _Shade]) -> Iterator[_ColourPair]:
    """Yield every pair of ink and ground once."""
    page = colours["bg"].colour
    seen: set[tuple[str, str]] = set()
    for wanted, table in ((TEXT, TEXT_ON), (LINE, LINES_ON)):
        for ground, inks in table.items():
            for ink in inks:
                pair = _ColourPair(colours[ink], colours[ground], wanted, colours[ground].colour.over(page))
                if (pair.ink.name, pair.ground.name) not in seen:
                    seen.add((pair.ink.name, pair.ground.name))
                    yield pair


def _faint(pairs: Iterable[_ColourPair], scheme: str) -> Iterator[Problem]:
    """Yield the problem of an ink on all grounds with too little contrast; the worst one decides its severity."""
    grounds = tuple(pairs)
    failing = [each for each in grounds if each.ratio < each.wanted and (each.ink.is_own or each.ground.is_own)]
    for first in failing[:1]:
        where = ", ".join(f"{each.ratio:.1f}:1 on --{each.ground.name} {each.on}" for each in failing)
        needs = f"{'text' if first.wanted == TEXT else 'a line'} needs {first.wanted:g}:1"
        ink = f"--{first.ink.name} {first.colour}"
        advice = _for_ink(grounds) if first.ink.is_own else _for_grounds(failing)
        faint = any(each.ratio < (LEAST if each.wanted == TEXT else LINE) for each in failing)
        yield Problem(
            codes.UNREADABLE_COLOUR if faint else codes.LOW_CONTRAST,
            f"{ink} is {where} in the {scheme} scheme; {needs}; {advice}.",
            *place_of("IBID_TOKENS"),
        )


def _for_ink(pairs: Iterable[_ColourPair]) -> str:
    """Return what to write for the ink, and the grounds on which no shade of it has enough contrast."""
    every = tuple(pairs)
    hopeless = [each for each in every if not nearest_shade(each.colour, [(each.on, each.wanted)])]
    needs = [(each.on, each.wanted) for each in every if each not in hopeless]
    shade = nearest_shade(every[0].colour, needs)
    name = f"--{every[0].ink.name}"
    advice = [
        f"the nearest {name} with enough is {shade}"
        if shade
        else f"no shade of {name} has enough on all of its backgrounds"
    ]
    return ", and ".join([*advice, *(f"no colour has enough on --{each.ground.name} {each.on}" for each in hopeless)])


def _for_grounds(pairs: Iterable[_ColourPair]) -> str:
    shades = ((each.ground.name, nearest_shade(each.on, [(each.colour, each.wanted)])) for each in pairs)
    return ", and ".join(f"the nearest --{name} with enough is {shade}" for name, shade in shades)
