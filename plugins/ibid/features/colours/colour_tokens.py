"""IBID_TOKENS: the theme's colours and fonts that an author sets, their stylesheet, and what is hard to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from ibid.feature import Planned, Steps
from ibid.features.colours.declared import Declared, declared_in
from ibid.features.colours.judgement import judge
from ibid.model.colour import read_colour
from ibid.model.planned import PlannedFile
from ibid.model.site import Site
from ibid.read.pelican_context import STYLESHEET, copied_files, is_our_theme
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest

COLOURS: Final = (
    *("bg", "soft", "chip", "target", "award-tint"),
    *("text", "text-2", "muted", "link", "visited", "award", "edge", "focus", "rule"),
    *("title", "cite", "cite-tint", "current"),
)
"""Tokens with a colour for each scheme. docs/theme.md describes their uses."""
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


_SETTINGS = "pelicanconf.py"


def colour_problems(tokens: Tokens, settings: Mapping[str, Any], static: Mapping[str, Path]) -> tuple[Problem, ...]:
    """Return what is hard to read in the colours an author has set; empty if the theme is not ours.

    `static` gives the source of each copied file, by its path in the output.
    """
    theme = Path(settings["THEME"])
    if not is_our_theme(settings):
        return ()
    own = [*_set(tokens), *_written(settings, static)]
    if not own:
        return ()
    return tuple(judge([*_read(theme / STYLESHEET), *own], frozenset(each.path for each in own)))


def _set(tokens: Tokens) -> Iterator[Declared]:
    for each in declared_in(stylesheet_of(tokens), _SETTINGS):
        yield replace(each, line=0)  # a line of the stylesheet, which no author sees


def _written(settings: Mapping[str, Any], static: Mapping[str, Path]) -> Iterator[Declared]:
    url = str(settings.get("STYLESHEET_URL") or "").removeprefix(settings.get("SITEURL") or "")
    address = urlsplit(url)
    path = unquote(address.path).lstrip("/")
    themed = path.removeprefix(f"{settings['THEME_STATIC_DIR']}/")
    file = static.get(path) or (Path(settings["THEME"], "static", themed) if themed != path else None)
    if file and not address.netloc and file.is_file():
        yield from _read(file)


def _read(file: Path) -> Iterator[Declared]:
    return declared_in(file.read_text(encoding="utf-8-sig", errors="replace"), shown(file))


class ColourSteps(Steps):
    """The colours and fonts of one build."""

    judges = {"IBID_TOKENS": fault_of}  # noqa: RUF012  a mapping that nobody changes, typed in `Steps`

    def planned(self, site: Site, context: Mapping[str, Any], taken: Callable[[], set[str]]) -> Iterator[Planned]:
        """Yield the stylesheet made of IBID_TOKENS, in the folder of the theme's own."""
        if self.settings.tokens:
            path = f"{context['THEME_STATIC_DIR']}/css/tokens.css"
            yield PlannedFile(path, "IBID_TOKENS", stylesheet_of(read_tokens(self.settings.tokens)).encode())

    def written(self, context: Mapping[str, Any]) -> None:
        """Report what is hard to read in these colours."""
        self.problems += colour_problems(read_tokens(self.settings.tokens), context, copied_files(context))
