"""What determines how a source is read, besides the source: settings, plugins, and the installed packages."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import partial
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

_OURS: Final = ("ibid", "pelican_bibtex")
_NOT_READ_WITH: Final = frozenset(["OUTPUT_PATH", "CACHE_PATH", "CACHE_CONTENT", "LOAD_CONTENT_CACHE"])
"""Settings that may differ between two builds of one site, and that determine nothing that is read."""
_DEEPEST: Final = 8
_ADDRESS: Final = re.compile(r" at 0x[0-9a-f]+", re.IGNORECASE)


def made_with(settings: Mapping[str, Any]) -> str:
    """Return a digest of all settings, of the code of plugins and Markdown extensions, and of installed versions."""
    digest = sha256(sys.version.encode())
    for name, value in sorted(settings.items()):
        if name.isupper() and name not in _NOT_READ_WITH:
            digest.update(f"{name}={described(value)}\n".encode("utf-8", "replace"))
    digest.update("\n".join(sorted(f"{one.name} {one.version}" for one in distributions())).encode())
    for file in sorted(_code(settings)):
        digest.update(f"{file.name}\n".encode("utf-8", "replace"))
        digest.update(file.read_bytes())
    return digest.hexdigest()


def described(value: Any, depth: int = 0) -> str:
    """Return a text that is the same in each process for the same value: functions by their code, objects by fields."""
    if depth > _DEEPEST:
        return type(value).__qualname__
    inner = [*_inner(value)] if not isinstance(value, str | bytes) else []
    parts = [described(one, depth + 1) for one in inner]
    if isinstance(value, Mapping | Set):
        parts.sort()
    named = "" if inner else _ADDRESS.sub("", repr(value))
    return f"{type(value).__qualname__}({named}{', '.join(parts)})"


def _inner(value: Any) -> Iterable[Any]:
    """Return what a value consists of; nothing if its `repr` describes it."""
    for kind, parts in _PARTS:
        if isinstance(value, kind):
            return parts(value)
    if dataclasses.is_dataclass(value):
        return [getattr(value, field.name) for field in dataclasses.fields(value)]
    return [type(value).__module__, vars(value)] if _ADDRESS.search(repr(value)) and hasattr(value, "__dict__") else []


def _enclosed(function: FunctionType) -> Iterator[object]:
    """Yield the values that a function has from where it was defined, except those that are not set."""
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:
            continue


_PARTS: Final[tuple[tuple[Any, Callable[[Any], Iterable[Any]]], ...]] = (
    (Mapping, lambda value: list(value.items())),
    (list | tuple | Set, list),
    (ModuleType | type, lambda value: [value.__name__]),
    (FunctionType, lambda f: [f.__module__, f.__qualname__, f.__code__, f.__defaults__, *_enclosed(f)]),
    (CodeType, lambda code: [code.co_code, code.co_names, code.co_consts]),
    (partial, lambda value: [value.func, value.args, value.keywords]),
)
"""What values of each kind consist of."""


def _code(settings: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the Python files of ours, of the other plugins, and of Markdown extensions that are modules of the site."""
    extensions = settings["MARKDOWN"].get("extensions", ())
    named = [*_OURS, *(settings.get("PLUGINS") or ()), *(one for one in extensions if isinstance(one, str))]
    modules = {one.__name__: one for name in named if (one := _module(name))}
    for module in modules.values():
        file = Path(module.__file__ or "")
        if file.is_file():
            yield from file.parent.rglob("*.py") if file.name == "__init__.py" else [file]


def _module(named: object) -> ModuleType | None:
    """Return a plugin or extension by its name, if it is loaded."""
    if isinstance(named, ModuleType):
        return named
    return sys.modules.get(f"pelican.plugins.{named}") or sys.modules.get(str(named))
