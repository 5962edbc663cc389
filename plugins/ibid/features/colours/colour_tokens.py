"""IBID_TOKENS: the theme's colours and fonts that an author sets, their stylesheet, and checks of their contrast.

Each colour is checked for the contrast that WCAG 2.2 requires of it on all the others that it is used on, of which
some may be the theme's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from ibid.feature import Planned, Steps
from ibid.model.colour import Colour, contrast, nearest_shade, read_colour
from ibid.model.planned import PlannedFile, Site
from ibid.problems import codes
from ibid.read.pelican_context import is_our_theme
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.diagnostics.setting_places import place_of
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.lazy_pattern import lazy_pattern

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


class _Shade(Struct, frozen=True):
    """The colour of a token in one scheme."""

    name: str
    """The token that gives the colour: `link` for `title`, unless the author sets `title`."""
    colour: Colour
    is_own: bool
    """Whether it is the author's."""


class _ColourPair(Struct, frozen=True):
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


FONTS: Final = ("serif", "sans", "mono")
"""Tokens whose value is a list of fonts."""
LENGTHS: Final = ("small", "measure", "gutter")
"""Tokens whose value is a length."""

_FONT = r"""(?:"[^"\\<>\x00-\x1f]+"|'[^'\\<>\x00-\x1f]+'|[^\W\d][\w-]*(?: [^\W\d][\w-]*)*)"""
_FONT_LIST = lazy_pattern(rf"{_FONT}(?:\s*,\s*{_FONT})*")
_LENGTH = lazy_pattern(r"(?:\d+\.?\d*|\.\d+)(?:rem|em|ch|%)")
_EXAMPLE = 'IBID_TOKENS = {"link": ("#7a1f1f", "#f2b3ab"), "serif": "Georgia, serif"}'


def fault_of(value: Any) -> str:
    """Return what is wrong with the setting, or an empty string."""
    if not isinstance(value, Mapping):
        return f"IBID_TOKENS is {value!r}; write `{_EXAMPLE}`."
    return next((fault for name, given in value.items() if (fault := _fault(name, given))), "")


def read_tokens(value: Mapping[str, Any]) -> Tokens:
    """Return the tokens of the setting, which must have no `fault_of`."""
    return {name: given.strip() if isinstance(given, str) else _pair(given) for name, given in value.items()}


def stylesheet_of(tokens: Tokens) -> str:
    """Return the CSS that sets these tokens; it is in no layer, so that it has priority over the theme's own."""
    light = {name: value if isinstance(value, str) else value[0] for name, value in tokens.items()}
    dark = {name: value[1] for name, value in tokens.items() if not isinstance(value, str)}
    rules = ":root {\n" + "".join(_declarations(light, "  ")) + "}\n"
    if dark:
        inside = "".join(_declarations(dark, "    "))
        rules += "\n@media screen and (prefers-color-scheme: dark) {\n  :root {\n" + inside + "  }\n}\n"
    return rules


def _declarations(values: Mapping[str, str], indent: str) -> Iterator[str]:
    for name, value in values.items():
        yield f"{indent}--{name}: {value};\n"


def _pair(value: Any) -> tuple[str, str]:
    light, dark = value
    return light.strip(), dark.strip()


def _fault(name: Any, value: Any) -> str:
    if name in COLOURS:
        return _colour_fault(name, value)
    if name in FONTS:
        return _pattern_fault(name, value, _FONT_LIST, "a list of fonts", '"Georgia, serif"')
    if name in LENGTHS:
        return _pattern_fault(name, value, _LENGTH, "a length in rem, em or ch", '"60ch"')
    known = (*COLOURS, *FONTS, *LENGTHS)
    advice = did_you_mean(nearest(str(name), known), f"the tokens are {', '.join(known)}.")
    return f"IBID_TOKENS contains {name!r}, which is not a token; {advice}"


def _colour_fault(name: str, value: Any) -> str:
    example = f'"{name}": ("#7a1f1f", "#f2b3ab")'
    if not (isinstance(value, list | tuple) and len(value) == len(_SCHEMES)):
        return f"IBID_TOKENS contains {value!r} for {name}; write two colours, for light and for dark: `{example}`."
    for one in value:
        if not (isinstance(one, str) and read_colour(one)):
            return (
                f"IBID_TOKENS contains {one!r} for {name}; write it as #rrggbb, rgb(), hsl() or its name: `{example}`."
            )
    return ""


def _pattern_fault(name: str, value: Any, pattern: re.Pattern[str], what: str, example: str) -> str:
    if isinstance(value, str) and pattern.fullmatch(value.strip()):
        return ""
    return f'IBID_TOKENS has {value!r} for {name}; write {what}: "{name}": {example}.'


class ColourSteps(Steps):
    """The colours and fonts of one build."""

    judges = {"IBID_TOKENS": fault_of}  # noqa: RUF012  a mapping that nobody changes, typed in `Steps`

    def planned(self, site: Site, context: Mapping[str, Any], taken: Callable[[], set[str]]) -> Iterator[Planned]:
        """Yield the stylesheet made of IBID_TOKENS, in the folder of the theme's own."""
        if self.settings.tokens:
            path = f"{context['THEME_STATIC_DIR']}/css/tokens.css"
            yield PlannedFile(path, "IBID_TOKENS", stylesheet_of(read_tokens(self.settings.tokens)).encode())

    def written(self, context: Mapping[str, Any]) -> None:
        """Report what is hard to read in these colours, if the theme is ours."""
        if is_our_theme(context):
            self.problems += judge(read_tokens(self.settings.tokens))
