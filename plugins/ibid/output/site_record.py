"""The record that tells a folder with a site of ours from any other, and which of its files may be removed.

A build leaves it in the output folder, a publication in the rsync target or on the branch. It names each file by a
digest of its path and one of its bytes, never by the path itself: the record goes online, where the address of a draft
or a hidden page must not be read. Only a file that is recorded, and still has the recorded bytes, is ever removed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from unicodedata import normalize

MARKER: Final = ".ibid-site"
"""The record's name, at the top of the folder."""
_ABOUT: Final = (
    "A site built by Ibid. The next build or publication removes the files that are recorded here, no others."
)
_NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """What one build or publication put into a folder."""

    files: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """Digest of each path to the digest of the file's bytes."""
    numbers: Mapping[int, str] = field(default_factory=lambda: _NOTHING)
    """The publications' numbers, each with its key."""
    frozen: bool = False
    """The site has a numbers.toml, which keeps these numbers."""
    finished: bool = True
    """False while a build is writing, and after one that was interrupted."""

    def names(self, path: str) -> bool:
        """Return whether a file at this path, with `/` between its parts, was recorded."""
        return path_digest(path) in self.files

    def holds(self, path: str, data: bytes) -> bool:
        """Return whether the file with these bytes at this path was recorded."""
        return self.files.get(path_digest(path)) == digest(data)

    def text(self) -> str:
        """Return the record as JSON: sorted, one file a line, so that equal sites have equal records."""
        numbers = {str(number): key for number, key in sorted(self.numbers.items())}
        content = {
            "about": _ABOUT,
            "finished": self.finished,
            "frozen": self.frozen,
            "numbers": numbers,
            "files": dict(sorted(self.files.items())),
        }
        return json.dumps(content, ensure_ascii=False, indent=0) + "\n"


def read_record(text: str) -> SiteRecord:
    """Return the record of a marker's text; one that is empty or broken records nothing."""
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        return SiteRecord()
    files = {name: said for name, said in _mapping(content, "files") if isinstance(said, str)}
    numbers = {
        int(name): key for name, key in _mapping(content, "numbers") if name.isdecimal() and isinstance(key, str)
    }
    return SiteRecord(files, numbers, content.get("frozen") is True, content.get("finished") is not False)


def record_in(folder: Path) -> SiteRecord | None:
    """Return the record of a folder; None for one without a marker, or with one that cannot be read."""
    try:
        return read_record((folder / MARKER).read_text("utf-8", errors="replace"))
    except OSError:
        return None


def record_of(folder: Path, numbers: Mapping[int, str] = _NOTHING) -> SiteRecord:
    """Return the record of all files that are in a folder now."""
    files = {path_digest(path): digest((folder / path).read_bytes()) for path in files_in(folder)}
    return SiteRecord(files, numbers)


def files_in(folder: Path) -> Iterator[str]:
    """Yield the path of each file below a folder, sorted within each folder, the marker left out.

    A link is a file here, also one that leads to a folder: what lies behind it is not the folder's.
    """
    for parent, folders, names in os.walk(folder):
        linked = [name for name in folders if Path(parent, name).is_symlink()]
        for name in sorted([*names, *linked]):
            path = Path(parent, name).relative_to(folder).as_posix()
            if path != MARKER:
                yield path
        folders.sort()


def remove_recorded(folder: Path, record: SiteRecord, paths: Iterable[str]) -> list[str]:
    """Remove those files of `paths` that the record holds, and folders that this leaves empty; return the others.

    A link, a file whose bytes have changed and one that cannot be removed are among the others.
    """
    return [path for path in paths if not _is_removed(folder, record, path)]


def _is_removed(folder: Path, record: SiteRecord, path: str) -> bool:
    file = folder / path
    try:
        if not record.names(path) or file.is_symlink() or not record.holds(path, file.read_bytes()):
            return False
        file.unlink()
    except OSError:
        return False
    with suppress(OSError):  # the first folder that is not empty
        for parent in file.relative_to(folder).parents:
            if parent != Path():
                (folder / parent).rmdir()
    return True


def digest(data: bytes) -> str:
    """Return what tells the bytes of a file from others."""
    return blake2b(data, digest_size=16).hexdigest()


def path_digest(path: str) -> str:
    """Return the digest of a path; some disks store a name decomposed that was written composed."""
    return blake2b(normalize("NFC", path).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def _mapping(content: Mapping[str, Any], name: str) -> Iterable[tuple[str, Any]]:
    value = content.get(name)
    return value.items() if isinstance(value, dict) else ()
