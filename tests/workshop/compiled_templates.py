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
from weakref import WeakKeyDictionary

from jinja2 import Environment

from ibid.build.compiled_templates import shape


def share(folder: Path) -> None:
    """Have this process, and all that are forked from it, keep in a folder what Jinja compiles, and take it from there."""
    setattr(Environment, "compile", _kept_in(folder, Environment.compile))  # noqa: B010  mypy takes no method for a name


def _kept_in(folder: Path, compile_template: Callable[..., Any]) -> Callable[..., Any]:
    shapes: WeakKeyDictionary[Environment, str] = WeakKeyDictionary()

    def shape_of(environment: Environment) -> str:
        if environment not in shapes:
            shapes[environment] = shape(environment)
        return shapes[environment]

    @wraps(compile_template)
    def kept(self: Environment, source: Any, name: str | None = None, filename: str | None = None, **how: Any) -> Any:
        if how or not isinstance(source, str):
            return compile_template(self, source, name, filename, **how)
        made_of = source, name, filename, type(self), self.code_generator_class, self.undefined, shape_of(self)
        path = folder / sha256(repr(made_of).encode()).hexdigest()
        if path.is_file():
            return marshal.loads(path.read_bytes())  # noqa: S302  this process wrote it, or one of its kin
        code: CodeType = compile_template(self, source, name, filename)
        _write(path, marshal.dumps(code))
        return code

    return kept


def _write(path: Path, data: bytes) -> None:
    """Write a file that another process sees whole or not at all."""
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError:  # a test limits what this process may write: the next one compiles again
        beside.unlink(missing_ok=True)
