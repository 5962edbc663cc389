"""Templates that tests compile once: four fifths of a tiny site's build would be Jinja, which compiles the theme anew.

What Jinja makes of a template follows from its source, its name and the settings of its environment: these are the key.
A template that was changed between two builds, or a build with other settings, is therefore compiled as ever.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension

_SETTINGS = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string", "comment_start_string"),
    *("comment_end_string", "line_statement_prefix", "line_comment_prefix", "trim_blocks", "lstrip_blocks"),
    *("newline_sequence", "keep_trailing_newline", "optimized", "is_async", "sandboxed"),
)
"""What of an environment shapes the code, besides its functions and classes."""


def share(folder: Path) -> None:
    """Have this process, and all that are forked from it, keep in a folder what Jinja compiles, and take it from there."""
    setattr(Environment, "compile", _kept_in(folder, Environment.compile))  # noqa: B010  mypy takes no method for a name


def _kept_in(folder: Path, compile_template: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(compile_template)
    def kept(self: Environment, source: Any, name: str | None = None, filename: str | None = None, **how: Any) -> Any:
        if how or not isinstance(source, str):
            return compile_template(self, source, name, filename, **how)
        path = folder / sha256(repr((source, name, filename, *_shape(self, name))).encode()).hexdigest()
        if path.is_file():
            return marshal.loads(path.read_bytes())  # noqa: S302  this process wrote it, or one of its kin
        code: CodeType = compile_template(self, source, name, filename)
        _write(path, marshal.dumps(code))
        return code

    return kept


def _shape(environment: Environment, name: str | None) -> tuple[object, ...]:
    escapes = environment.autoescape(name) if callable(environment.autoescape) else environment.autoescape
    classes = (type(environment), environment.code_generator_class, environment.undefined, environment.finalize)
    functions = {**environment.filters, **{f"is {name}": test for name, test in environment.tests.items()}}
    return (
        *(getattr(environment, setting) for setting in _SETTINGS),
        *(escapes, *(_state(extension) for _, extension in sorted(environment.extensions.items()))),
        *map(_named, classes),
        *sorted((called, _named(function)) for called, function in functions.items()),
    )


def _state(extension: Extension) -> list[object]:
    """The name of an extension and all that it holds: it may treat templates by what a build gave it."""
    held = {**vars(type(extension)), **vars(extension)}
    values = {name: repr(value) for name, value in held.items() if name != "environment" and not callable(value)}
    return [_named(extension), *sorted(values.items())]


def _named(thing: Any) -> str:
    """Return the module and name of a class or function, of an object those of its class."""
    described = thing if hasattr(thing, "__qualname__") else type(thing)
    return f"{described.__module__}.{described.__qualname__}"


def _write(path: Path, data: bytes) -> None:
    """Write a file that another process sees whole or not at all."""
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError:  # a test limits what this process may write: the next one compiles again
        beside.unlink(missing_ok=True)
