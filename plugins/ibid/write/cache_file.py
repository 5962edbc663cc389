"""The files of caches between builds, all in the folder `ibid` of CACHE_PATH. Without them a build is only slower.

The folder has the tag of cache folders (https://bford.info/cachedir/), by which backups leave it out and `clean` knows
it. It is as trusted as Pelican's own cache: unpickling a file that somebody else wrote may run their code.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any, Final

from msgspec import Struct

FOLDER: Final = "ibid"
"""The name of the folder of all caches."""
TAG: Final = "CACHEDIR.TAG"
SIGNATURE: Final = "Signature: 8a477f597d28d172789f06886806bc55"
_DIGEST: Final = 32
"""The length of a digest in bytes."""
_SPOILT: Final = (OSError, EOFError, ValueError, TypeError, AttributeError, LookupError, ImportError)
"""What unpickling data of another version can raise, besides its own error."""


class CacheFile(Struct, frozen=True):
    """A file of data, with a digest of the data and of what it was made with; any other file is as good as none.

    Without a path, the data lasts for this process only.
    """

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
        packed = pickle.dumps(data, pickle.HIGHEST_PROTOCOL)
        with suppress(OSError):
            store(self.path, self._digest(packed) + packed)

    def _digest(self, packed: bytes) -> bytes:
        return sha256(self.made_with.encode("utf-8", "replace") + b"\0" + packed).digest()


def cache_path(settings: Mapping[str, Any], *names: str) -> Path | None:
    """Return the path of a cache of ours, or None if the site wants none."""
    return Path(settings["CACHE_PATH"], FOLDER, *names) if settings["IBID_CACHE"] else None


def store(path: Path, data: bytes) -> None:
    """Write a file of a cache in one step. Raises OSError."""
    make_folder(path.parent)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def make_folder(folder: Path) -> None:
    """Make a folder for files of a cache, and with the first of them the tag of all caches. Raises OSError."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        of_all = next((each for each in (folder, *folder.parents) if each.name == FOLDER), folder)
        (of_all / TAG).write_text(f"{SIGNATURE}\n# Caches of Ibid: what the next build would only make again.\n")


def empty(folder: Path) -> None:
    """Remove the caches from a folder of caches, CACHE_PATH, if its folder `ibid` has our tag."""
    ours = folder / FOLDER
    with suppress(OSError):
        if (ours / TAG).read_text("utf-8", "replace").startswith(SIGNATURE):
            rmtree(ours, ignore_errors=True)
