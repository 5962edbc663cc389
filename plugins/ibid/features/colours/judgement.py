"""Which colours are used on which, the contrast that WCAG 2.2 requires of each pair, and checks of an author's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ibid.features.colours.declared import BOTH, Declared, Settled, palette
from ibid.model.colour import Colour, contrast, nearest_shade
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem

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


@dataclass(frozen=True, slots=True)
class _ColourPair:
    """A colour on a ground."""

    ink: Settled
    ground: Settled
    wanted: float
    colour: Colour
    """The colour of the ink."""
    on: Colour
    """The visible colour of the ground."""

    @property
    def ratio(self) -> float:
        """The contrast of the pair."""
        return contrast(self.colour, self.on)

    def place(self, own: frozenset[str]) -> Declared | None:
        """Return where the author sets one of the two, preferably the ink; None if neither is the author's."""
        return self.ink.place(own) or self.ground.place(own)


def judge(declared: Iterable[Declared], own: frozenset[str]) -> Iterator[Problem]:
    """Yield what is hard to read, one problem for each ink. `own` are the files in which an author sets colours.

    `declared` are all custom properties, the theme's first, where later ones override earlier ones. Pairs in which
    neither colour comes from one of `own` are not reported.
    """
    everything = tuple(declared)
    unread: dict[Problem, None] = {}
    for scheme in BOTH:
        colours = palette(everything, scheme)
        unread |= dict.fromkeys(_unread(colours, own))
        inks: dict[str, list[_ColourPair]] = {}
        for pair in _pairs(colours):
            inks.setdefault(pair.ink.name, []).append(pair)
        for pairs in inks.values():
            yield from _faint(pairs, scheme, own)
    yield from unread


def _pairs(colours: Mapping[str, Settled]) -> Iterator[_ColourPair]:
    """Yield every pair of ink and ground once, without colours in unsupported notations."""
    page = colours["bg"].colour if "bg" in colours else None
    seen: set[tuple[str, str]] = set()
    for wanted, table in ((TEXT, TEXT_ON), (LINE, LINES_ON)):
        for ground in (colours[name] for name in table if name in colours):
            for ink in (colours[name] for name in table[_asked(ground)] if name in colours):
                if ink.colour and ground.colour and page and (ink.name, ground.name) not in seen:
                    seen.add((ink.name, ground.name))
                    yield _ColourPair(ink, ground, wanted, ink.colour, ground.colour.over(page))


def _asked(token: Settled) -> str:
    return token.places[0].name


def _faint(pairs: Iterable[_ColourPair], scheme: str, own: frozenset[str]) -> Iterator[Problem]:
    """Yield the problem of an ink on all grounds with too little contrast; the worst one decides its severity."""
    grounds = tuple(pairs)
    failing = [each for each in grounds if each.ratio < each.wanted and each.place(own)]
    for first in failing[:1]:
        where = ", ".join(f"{each.ratio:.1f}:1 on --{each.ground.name} {each.on}" for each in failing)
        needs = f"{'text' if first.wanted == TEXT else 'a line'} needs {first.wanted:g}:1"
        ink = f"--{first.ink.name} {first.colour}"
        advice = _for_ink(grounds) if first.ink.place(own) else _for_grounds(failing)
        faint = any(each.ratio < (LEAST if each.wanted == TEXT else LINE) for each in failing)
        place = first.place(own)
        yield Problem(
            codes.UNREADABLE_COLOUR if faint else codes.LOW_CONTRAST,
            f"{ink} is {where} in the {scheme} scheme; {needs}; {advice}.",
            place.path if place else "",
            place.line if place else 0,
        )


def _for_ink(pairs: Iterable[_ColourPair]) -> str:
    """Return what to write for the ink, and the grounds on which no shade of it has enough contrast."""
    every = tuple(pairs)
    hopeless = [each for each in every if not nearest_shade(each.colour, [(each.on, each.wanted)])]
    needs = [(each.on, each.wanted) for each in every if each not in hopeless]
    shade = nearest_shade(every[0].colour, needs)
    name = f"--{every[0].ink.name}"
    advice = [f"the nearest {name} that does is {shade}" if shade else f"no shade of {name} does on all of its grounds"]
    return ", and ".join([*advice, *(f"nothing does on --{each.ground.name} {each.on}" for each in hopeless)])


def _for_grounds(pairs: Iterable[_ColourPair]) -> str:
    shades = ((each.ground.name, nearest_shade(each.on, [(each.colour, each.wanted)])) for each in pairs)
    return ", and ".join(f"the nearest --{name} that does is {shade}" for name, shade in shades)


def _unread(colours: Mapping[str, Settled], own: frozenset[str]) -> Iterator[Problem]:
    """Yield the problems of the author's colours in a notation that is not supported."""
    for ground, inks in (*TEXT_ON.items(), *LINES_ON.items()):
        for token in (colours[name] for name in (ground, *inks) if name in colours):
            place = token.places[-1]
            if not token.colour and place.path in own:
                message = (
                    f"--{place.name} is {place.value}, which is not read here, so see for yourself how well it is "
                    "read; written as #rrggbb, rgb(), hsl() or by name it is judged."
                )
                yield Problem(codes.UNREAD_COLOUR, message, place.path, place.line)
