"""What earlier builds wrote and this one did not: it is taken away, and nothing else ever is.

Pelican keeps the output folder as it is unless DELETE_OUTPUT_DIRECTORY says otherwise, so the page of a publication
that is gone would stay online. What each build wrote is listed in Pelican's CACHE_PATH, never in what is published: a
file of that list is removed only while it still has the very bytes that Ibid gave it. Without the list, nothing is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from unicodedata import normalize

LIST = "ibid-written.json"
"""In CACHE_PATH: the files of each output folder, with what `digest` says of them."""


def digest(data: bytes) -> str:
    """Tells the bytes of a file from others."""
    return blake2b(data, digest_size=16).hexdigest()


class Leftovers:
    """The files of one output folder that Ibid wrote in builds before this one."""

    def __init__(self, cache: Path, output: Path) -> None:
        """`cache` is Pelican's CACHE_PATH; neither folder need exist."""
        self.list = cache / LIST
        self.output = output.resolve()
        self.listed = dict(_read(self.list).get(str(self.output), {}))

    def clear(self, written: Mapping[str, str], others: Iterable[str]) -> None:
        """Remove what was listed and is not written any more, and folders that this leaves empty; begin a new list.

        `written` has the digest of each file of this build, which must have written all that there is; `others` are the
        files that Pelican and other plugins wrote, whose they now may be.
        """
        for path in gone(self.listed, [*written, *others]):
            self._remove(path)
        self._keep(written)

    def add(self, written: Mapping[str, str]) -> None:
        """List what a build that failed has written, and remove nothing."""
        self._keep({**self.listed, **written})

    def _remove(self, path: str) -> None:
        """Remove a file and the folders that were there for it alone; what cannot be removed stays."""
        file = self.output / path
        with suppress(OSError, ValueError):
            inside = file.resolve().is_relative_to(self.output)
            if not inside or file.is_symlink() or digest(file.read_bytes()) != self.listed[path]:
                return
            file.unlink()
            for folder in file.parents:
                if folder == self.output:
                    return
                folder.rmdir()

    def _keep(self, files: Mapping[str, str]) -> None:
        """Write the list, without the folders that are gone; where it cannot be written, nothing will be removed."""
        lists = {folder: listed for folder, listed in _read(self.list).items() if Path(folder).is_dir()}
        text = json.dumps(lists | {str(self.output): files}, ensure_ascii=False, indent=0, sort_keys=True)
        with suppress(OSError, ValueError):
            self.list.parent.mkdir(parents=True, exist_ok=True)
            self.list.write_text(text, encoding="utf-8")


def gone(listed: Iterable[str], there: Iterable[str]) -> Iterator[str]:
    """The files that were there once and now are not; a name that differs in case alone may be the same file."""
    kept = {_folded(path) for path in there}
    return (path for path in listed if _folded(path) not in kept)


def _folded(path: str) -> str:
    return normalize("NFC", path).casefold()


def _read(file: Path) -> Mapping[str, Mapping[str, str]]:
    """The lists of all folders; none where the file is missing or was tampered with."""
    try:
        lists = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {
        folder: {path: said for path, said in files.items() if isinstance(said, str)}
        for folder, files in (lists.items() if isinstance(lists, dict) else ())
        if isinstance(files, dict)
    }
