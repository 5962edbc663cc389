"""Where a site's colours are set: the theme's stylesheet, IBID_TOKENS, and the file behind STYLESHEET_URL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ibid.features.colours.colour_tokens import Tokens, stylesheet_of
from ibid.features.colours.declared import Declared, declared_in
from ibid.features.colours.judgement import judge
from ibid.model.planned import PlannedFile
from pelican_bibtex.diagnostics.problem import Problem, shown

STYLESHEET = Path("static", "css", "ibid.css")
"""Ibid's own stylesheet in a theme."""
_SETTINGS = "pelicanconf.py"


def token_files(tokens: Tokens, settings: Mapping[str, Any]) -> Iterator[PlannedFile]:
    """The stylesheet that IBID_TOKENS becomes, beside the theme's own."""
    if tokens:
        path = f"{settings['THEME_STATIC_DIR']}/css/tokens.css"
        yield PlannedFile(path, "IBID_TOKENS", stylesheet_of(tokens).encode())


def colour_problems(tokens: Tokens, settings: Mapping[str, Any], static: Mapping[str, Path]) -> tuple[Problem, ...]:
    """What is hard to read in the colours an author has set; nothing on a site with a theme that is not ours.

    `static` says which source lies behind a path of the output.
    """
    theme = Path(settings["THEME"])
    if not (theme / STYLESHEET).is_file():
        return ()
    own = [*_set(tokens), *_written(settings, static)]
    if not own:
        return ()
    return tuple(judge([*_read(theme / STYLESHEET), *own], frozenset(each.path for each in own)))


def _set(tokens: Tokens) -> Iterator[Declared]:
    for each in declared_in(stylesheet_of(tokens), _SETTINGS):
        yield replace(each, line=0)  # of the stylesheet, which no author sees


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
