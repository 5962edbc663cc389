"""A file of a cache between builds: data with what it was made with. Any other file is as good as none.

Caches are in CACHE_PATH, beside Pelican's own, and are as trusted: unpickling a file that somebody else wrote may run
their code. The digest finds what was cut off or damaged, and what was made with something else.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

_DIGEST: Final = 32
"""The length of a digest in bytes."""
_SPOILT: Final = (OSError, EOFError, ValueError, TypeError, AttributeError, LookupError, ImportError)
"""What unpickling data of another version can raise, besides its own error."""


class CacheFile(Struct, frozen=True):
    """One file; without a path, the data lasts for this process only."""

    path: Path | None
    made_with: str
    """A text that changes with all that determines the data."""

    def load(self) -> Any:
        """Return the data as a build saved it, or None if there is none that was made with the same."""
        with suppress(pickle.PickleError, RecursionError, *_SPOILT):
            if self.path:
                data = self.path.read_bytes()
                if data[:_DIGEST] == self._digest(data[_DIGEST:]):
                    return pickle.loads(data[_DIGEST:])  # noqa: S301  as trusted as Pelican's own cache
        return None

    def save(self, data: object) -> None:
        """Write the data in one step. Where it cannot be written, the next build makes it anew."""
        if not self.path:
            return
        aside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        packed = pickle.dumps(data, pickle.HIGHEST_PROTOCOL)
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                aside.write_bytes(self._digest(packed) + packed)
                aside.replace(self.path)
            except OSError:
                aside.unlink(missing_ok=True)
                raise

    def _digest(self, packed: bytes) -> bytes:
        return sha256(self.made_with.encode("utf-8", "replace") + b"\0" + packed).digest()


def cache_path(settings: Mapping[str, Any], name: str) -> Path | None:
    """Return the path of a cache of ours, or None if the site wants none."""
    return Path(settings["CACHE_PATH"], "ibid", name) if settings["IBID_CACHE"] else None
