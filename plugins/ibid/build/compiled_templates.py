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
from ibid.build.template_escaping import PLACES
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
        super().__init__(cache(_shape), self.file.load() or {})

    def save(self) -> None:
        """Keep what this build has used for later builds."""
        if self.used != self.known:
            self.file.save(self.used)
            self.known = dict(self.used)


def _shape(environment: Environment) -> str:
    """Return a text that changes with what an environment makes of a template."""
    options = {name: getattr(environment, name) for name in _OPTIONS}
    functions = {**environment.filters, **{f"is {name}": test for name, test in environment.tests.items()}}
    extensions = {name: _files(type(one)) for name, one in environment.extensions.items()}
    return described([options, extensions, getattr(environment, PLACES, None), dict(_foreign(functions))])


def _files(extension: type) -> list[tuple[str, int, int]]:
    """Return the files with the code of an extension, with their sizes and times."""
    modules = {sys.modules.get(one.__module__) for one in extension.__mro__}
    files = sorted(Path(file) for module in modules if (file := getattr(module, "__file__", None)))
    return [(str(file), about.st_size, about.st_mtime_ns) for file in files if (about := file.stat())]


def _foreign(functions: Mapping[str, Callable[..., Any]]) -> Iterator[tuple[str, object]]:
    """Yield the names of functions, with the functions themselves if they are not Jinja's: they may change."""
    for name, function in functions.items():
        yield name, None if getattr(function, "__module__", "").startswith("jinja2.") else function
