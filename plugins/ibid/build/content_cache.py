"""CACHE_CONTENT: a cache between builds of what Pelican has read, in place of Pelican's own files.

Pelican's own cache has the settings in it, which cannot be written if they have functions, and a build that fails to
write its file is followed by builds that fail to read it. It does not notice changes of settings and plugins either.

This one has no settings, and it has pages and posts as they are read: placeholders in place of numbers and links.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

from ibid.build.made_with import made_with
from ibid.compat.pelican_cache import Pickling, use_cache

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
