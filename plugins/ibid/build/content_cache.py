"""CACHE_CONTENT: a cache between builds of what Pelican has read, in place of Pelican's own files.

Pelican's own cache has the settings in it, which cannot be written if they have functions, and a build that fails to
write its file is followed by builds that fail to read it. It does not notice changes of settings and plugins either.

This one has no settings but a digest of all that determines how a source is read, and it has pages and posts as they
are read: placeholders in place of numbers and links.
"""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import logging
import os
import pickle
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from functools import partial
from importlib.metadata import distributions
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

from msgspec import Struct

from ibid.compat.pelican_readers import Pickling, use_cache
from pelican_bibtex.lazy_pattern import lazy_pattern

_ASKED: Final = "ibid-cache"  # in lower case: Pelican treats only upper-case names as settings
_FOLDER: Final = "ibid-content"
_SPOILT: Final = (OSError, EOFError, ValueError, TypeError, AttributeError, LookupError, ImportError)
"""What reading a file can raise that was cut off, or that another version has written."""
_FASTEST: Final = 1


def take_over(settings: dict[str, Any]) -> None:
    """Turn off Pelican's own cache, and remember whether the author wants one; doing it twice changes nothing more."""
    asked = settings.setdefault(_ASKED, (settings["CACHE_CONTENT"], settings["LOAD_CONTENT_CACHE"]))
    if any(asked):
        settings["CACHE_CONTENT"] = settings["LOAD_CONTENT_CACHE"] = False


def give_cache(generator: Any) -> None:
    """Let a new generator use the cache, if the author wants one."""
    writes, reads = generator.settings.get(_ASKED, (False, False))
    if writes or reads:
        shared = Pickling(generator.settings, generator.context)
        opened = partial(ContentCache, generator.settings, shared, writes=writes, reads=reads)
        use_cache(generator, generator.settings["CONTENT_CACHING_LAYER"], opened)


class ContentCache:
    """What one generator has read."""

    def __init__(
        self, settings: Mapping[str, Any], shared: Pickling, name: str, folder: Path, *, writes: bool, reads: bool
    ) -> None:
        """`folder` is where relative paths of sources start; the file of the cache is called `name`."""
        self.settings, self.shared, self.folder, self.writes, self.reads = settings, shared, folder, writes, reads
        self.file = Path(settings["CACHE_PATH"], _FOLDER, name)
        self.entries: dict[str, tuple[object, bytes]] | None = None
        """What earlier builds have kept, by paths: the stamp of the source and the data; None until it is needed."""
        self.used: dict[str, tuple[object, bytes]] = {}
        """What this build has found or made."""
        self._started: dict[str, tuple[object, int]] = {}
        self._warnings = _Warnings()

    def get(self, path: str, default: Any = None) -> Any:
        """Return what was made of a source, unless the source or anything else has changed."""
        if self.entries is None:
            self.made_with = made_with(self.settings)
            self.entries = self._read() if self.reads else {}
            logging.getLogger().addHandler(self._warnings)
        stamp = self._stamp(path)
        known = self.entries.get(path)
        if known and known[0] == stamp:
            with suppress(pickle.PickleError, *_SPOILT):
                data = self.shared.loads(known[1])
                self.used[path] = known
                return data
        self._started[path] = stamp, self._warnings.count
        return default

    def put(self, path: str, data: Any) -> None:
        """Keep what was made of a source, unless reading it gave a warning, which later builds have to give too."""
        stamp, warnings = self._started.pop(path, (None, -1))
        if self.writes and stamp is not None and warnings == self._warnings.count:
            with suppress(pickle.PickleError, RecursionError, *_SPOILT):  # a plugin may put anything in metadata
                self.used[path] = stamp, self.shared.dumps(data)

    def save(self) -> None:
        """Write what this build has used, in one step; a folder that cannot be written to has no cache."""
        logging.getLogger().removeHandler(self._warnings)
        if not self.writes or self.entries is None or self.used == self.entries:
            return
        data = pickle.dumps((self.made_with, self.used), pickle.HIGHEST_PROTOCOL)
        aside = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with _removed_on_failure(aside):
                packed = gzip.compress(data, _FASTEST, mtime=0) if self.settings["GZIP_CACHE"] else data
                aside.write_bytes(packed)
                aside.replace(self.file)

    def _read(self) -> dict[str, tuple[object, bytes]]:
        with suppress(pickle.PickleError, *_SPOILT):
            data = self.file.read_bytes()
            data = gzip.decompress(data) if self.settings["GZIP_CACHE"] else data
            made, entries = pickle.loads(data)  # noqa: S301  the file is as trusted as Pelican's own cache
            if made == self.made_with and isinstance(entries, dict):
                return entries
        return {}

    def _stamp(self, path: str) -> object:
        """Return what changes with a source, by CHECK_MODIFIED_METHOD; None if it cannot be read."""
        digest: Callable[[bytes], Any] | None = getattr(hashlib, self.settings["CHECK_MODIFIED_METHOD"], None)
        source = self.folder / path
        try:
            if digest:
                return digest(source.read_bytes()).digest()
            about = source.stat()
        except OSError:
            return None
        return about.st_mtime_ns, about.st_size


class _Warnings(logging.Handler):
    """Counts warnings and errors that are logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002  only the count matters
        """Count one."""
        self.count += 1


@contextmanager
def _removed_on_failure(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError:
        file.unlink(missing_ok=True)
        raise


_OURS: Final = ("ibid", "pelican_bibtex")
_NOT_READ_WITH: Final = frozenset(["OUTPUT_PATH", "CACHE_PATH", "CACHE_CONTENT", "LOAD_CONTENT_CACHE"])
"""Settings that may differ between two builds of one site, and that determine nothing that is read."""
_DEEPEST: Final = 8
_ADDRESS: Final = lazy_pattern(r" at 0x[0-9a-f]+", re.IGNORECASE)


def made_with(settings: Mapping[str, Any]) -> str:
    """Return a digest of all settings, of the code of plugins and Markdown extensions, and of installed versions."""
    digest = hashlib.sha256(sys.version.encode())
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
    if isinstance(value, Struct):
        return [getattr(value, name) for name in value.__struct_fields__]
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
