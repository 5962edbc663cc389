"""The templates that earlier builds have compiled: without them Jinja takes a third of a second to start."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment
from jinja2 import __version__ as jinja

from ibid.build.cache_file import CacheFile, cache_path
from ibid.build.content_cache import described
from ibid.build.inlined_includes import OWN
from ibid.build.template_escaping import PLACES, Places
from ibid.compat.jinja_compat import CompiledTemplates

_OPTIONS: Final = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string", "comment_start_string"),
    *("comment_end_string", "line_statement_prefix", "line_comment_prefix", "trim_blocks", "lstrip_blocks"),
    *("newline_sequence", "keep_trailing_newline", "optimized", "is_async", "sandboxed", "autoescape", "finalize"),
)
"""The options of an environment that determine the code, besides its extensions, filters and tests."""


class KeptTemplates(CompiledTemplates):
    """The compiled templates of a site."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.file = CacheFile(cache_path(settings, "templates"), jinja)
        super().__init__(cache(shape), self.file.load() or {})

    def save(self) -> None:
        """Keep what this build has used for later builds."""
        if self.used != self.known:
            self.file.save(self.used)
            self.known = dict(self.used)


def shape(environment: Environment) -> str:
    """Return a text that changes with what an environment makes of a template."""
    options = {name: getattr(environment, name) for name in _OPTIONS}
    functions = {**environment.filters, **{f"is {name}": test for name, test in environment.tests.items()}}
    extensions = {name: _code(type(one)) for name, one in environment.extensions.items()}
    places = getattr(environment, PLACES, None)
    return described([options, extensions, places, dict(_foreign(functions)), _parts(places)])


def _code(extension: type) -> list[tuple[str, int, int]]:
    """Return the files with the code of an extension, with their sizes and times."""
    modules = {sys.modules.get(one.__module__) for one in extension.__mro__}
    return sorted(_stamp(Path(file)) for module in modules if (file := getattr(module, "__file__", None)))


def _parts(places: Places | None) -> list[object]:
    """Return what inlined includes depend on: Ibid's own templates, and the names of all others."""
    own = sorted(_stamp(path) for path in OWN.rglob("*.html"))
    folders = [*places.author, *places.theme] if places else []
    others = sorted(path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*.html"))
    return [own, others]


def _stamp(file: Path) -> tuple[str, int, int]:
    about = file.stat()
    return str(file), about.st_size, about.st_mtime_ns


def _foreign(functions: Mapping[str, Callable[..., Any]]) -> Iterator[tuple[str, object]]:
    """Yield the names of functions, with the functions themselves if they are not Jinja's: they may change."""
    for name, function in functions.items():
        yield name, None if getattr(function, "__module__", "").startswith("jinja2.") else function
