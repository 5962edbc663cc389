"""IBID_TOKENS: the theme's colours and fonts that an author sets, and their stylesheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from ibid.features.colours.colour import read_colour
from ibid.model.planned import PlannedFile
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest

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
FONTS: Final = ("serif", "sans", "mono")
"""Tokens whose value is a list of fonts."""
LENGTHS: Final = ("small", "measure", "gutter")
"""Tokens whose value is a length."""

_FONT = r"""(?:"[^"\\<>\x00-\x1f]+"|'[^'\\<>\x00-\x1f]+'|[^\W\d][\w-]*(?: [^\W\d][\w-]*)*)"""
_FONT_LIST = re.compile(rf"{_FONT}(?:\s*,\s*{_FONT})*")
_LENGTH = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:rem|em|ch|%)")
_EXAMPLE = 'IBID_TOKENS = {"link": ("#7a1f1f", "#f2b3ab"), "serif": "Georgia, serif"}'
_SCHEMES = 2

Tokens = Mapping[str, str | tuple[str, str]]
"""The value of each token; a colour has two, for light and for dark."""


def fault_of(value: Any) -> str:
    """Return what is wrong with the setting, or an empty string."""
    if not isinstance(value, Mapping):
        return f"IBID_TOKENS is {value!r}; write {_EXAMPLE}."
    return next((fault for name, given in value.items() if (fault := _fault(name, given))), "")


def read_tokens(value: Mapping[str, Any]) -> Tokens:
    """Return the tokens of the setting, which must have no `fault_of`."""
    return {name: given.strip() if isinstance(given, str) else _pair(given) for name, given in value.items()}


def paper_of(tokens: Tokens) -> str:
    """Return the colour of the page in a light scheme, `#ffffff`; empty if the author does not set it."""
    return str(read_colour(str(tokens["bg"][0]))) if "bg" in tokens else ""


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
    advice = did_you_mean(nearest(str(name), known), f"there are {', '.join(known)}.")
    return f"IBID_TOKENS has {name!r}, which is no token; {advice}"


def _colour_fault(name: str, value: Any) -> str:
    example = f'"{name}": ("#7a1f1f", "#f2b3ab")'
    if not (isinstance(value, list | tuple) and len(value) == _SCHEMES):
        return f"IBID_TOKENS has {value!r} for {name}; write two colours, for light and for dark: {example}."
    for one in value:
        if not (isinstance(one, str) and read_colour(one)):
            return (
                f"IBID_TOKENS has {one!r} for {name}; write a colour as #rrggbb, rgb(), hsl() or its name: {example}."
            )
    return ""


def _pattern_fault(name: str, value: Any, pattern: re.Pattern[str], what: str, example: str) -> str:
    if isinstance(value, str) and pattern.fullmatch(value.strip()):
        return ""
    return f'IBID_TOKENS has {value!r} for {name}; write {what}: "{name}": {example}.'


STYLESHEET = Path("static", "css", "ibid.css")
"""Ibid's own stylesheet in a theme."""


def token_files(tokens: Tokens, settings: Mapping[str, Any]) -> Iterator[PlannedFile]:
    """Yield the stylesheet made of IBID_TOKENS, in the folder of the theme's own."""
    if tokens:
        path = f"{settings['THEME_STATIC_DIR']}/css/tokens.css"
        yield PlannedFile(path, "IBID_TOKENS", stylesheet_of(tokens).encode())
