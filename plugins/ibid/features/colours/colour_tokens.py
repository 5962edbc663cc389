"""IBID_TOKENS: the theme's colours and fonts that an author sets, and their stylesheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ibid.feature import Planned, Steps
from ibid.features.colours.judgement import COLOURS, Tokens, judge
from ibid.model.colour import read_colour
from ibid.model.planned import PlannedFile, Site
from ibid.read.pelican_context import is_our_theme
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest

FONTS: Final = ("serif", "sans", "mono")
"""Tokens whose value is a list of fonts."""
LENGTHS: Final = ("small", "measure", "gutter")
"""Tokens whose value is a length."""

_FONT = r"""(?:"[^"\\<>\x00-\x1f]+"|'[^'\\<>\x00-\x1f]+'|[^\W\d][\w-]*(?: [^\W\d][\w-]*)*)"""
_FONT_LIST = re.compile(rf"{_FONT}(?:\s*,\s*{_FONT})*")
_LENGTH = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:rem|em|ch|%)")
_EXAMPLE = 'IBID_TOKENS = {"link": ("#7a1f1f", "#f2b3ab"), "serif": "Georgia, serif"}'
_SCHEMES = 2


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
    if not (isinstance(value, list | tuple) and len(value) == _SCHEMES):
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
