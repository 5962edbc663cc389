"""The places of settings in the author's settings files, found by parsing them; they are never executed for that."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from pelican_bibtex.diagnostics.problem import shown
from pelican_bibtex.pelican_compat import overridden_settings, settings_file

SETTINGS: Final = "pelicanconf.py"
UNKNOWN: Final = object()
"""The value of an assignment that is not a literal."""


class Assignment(Struct, frozen=True):
    """The last assignment of a setting."""

    path: str
    """The settings file as the author knows it."""
    line: int
    value: Any = UNKNOWN
    """The assigned value as written, if it is a literal: Pelican corrects some values before plugins see them."""


def assignments() -> Mapping[str, Assignment]:
    """Return the assignments in the settings files by name; those in publishconf.py replace those in pelicanconf.py."""
    found: dict[str, Assignment] = {}
    for file in reversed(settings_files()):
        found |= {name: Assignment(shown(file), line, value) for name, line, value in _assigned(file)}
    return {name: each for name, each in found.items() if name not in overridden_settings()}


def place_of(setting: str, word: str = "") -> tuple[str, int]:
    """Return the file and line that have `word` as a string, or else that assign a setting.

    Line 0 is an unknown line, and the file is empty for a setting of the command line.
    """
    if not word and setting in overridden_settings():
        return "", 0
    places = (
        (shown(file), _line(file, setting, each)) for each in dict.fromkeys((word, "")) for file in settings_files()
    )
    return next((place for place in places if place[1]), (SETTINGS, 0))


def settings_files() -> tuple[Path, ...]:
    """Return the settings file of this build, then pelicanconf.py beside it, all of which publishconf.py imports."""
    file = Path(settings_file() or SETTINGS)
    return tuple(dict.fromkeys((file, file.with_name(SETTINGS))))


def _line(file: Path, setting: str, word: str) -> int:
    """Return the last line of a file that has a word as a string or, without a word, assigns the setting; else 0."""
    nodes = (node for node in _nodes(file) if isinstance(node, ast.Constant | ast.Name))
    return max((node.lineno for node in nodes if _is_meant(node, setting, word)), default=0)


def _is_meant(node: ast.Constant | ast.Name, setting: str, word: str) -> bool:
    if isinstance(node, ast.Constant):
        return bool(word) and node.value == word
    return not word and node.id == setting and isinstance(node.ctx, ast.Store)


def _assigned(file: Path) -> Iterator[tuple[str, int, Any]]:
    """Yield the name, line and value of each assignment; a later one of the same name replaces it."""
    for node in _nodes(file):
        targets: Iterable[ast.expr] = ()
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign) and node.value:
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Name) and target.id.isupper():
                yield target.id, target.lineno, _literal(node.value)  # type: ignore[attr-defined]  # both kinds have it


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return UNKNOWN


def _nodes(file: Path) -> Iterator[ast.AST]:
    try:
        return ast.walk(ast.parse(file.read_bytes()))
    except (OSError, SyntaxError, ValueError):
        return iter(())
