"""The record that tells a folder with a site of ours from any other, and which of its files may be removed.

A build leaves it in the output folder, a publication in the rsync target or on the branch. It names each file by a
digest of its path and one of its bytes, never by the path itself: the record goes online, where the address of a draft
or a hidden page must not be read. Only a file that is recorded, and still has the recorded bytes, is ever removed.

While a build is writing, each file that is done adds a line below the record, so that the next build knows them too if
this one is interrupted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from unicodedata import normalize

MARKER: Final = ".ibid-site"
"""The record's name, at the top of the folder."""
_ASIDE: Final = f"{MARKER}.new"
"""What the marker is called until all of it is written."""
_REPOSITORIES: Final = frozenset({".git", ".hg", ".svn"})
"""Folders that are one thing here, whatever they hold."""
_ABOUT: Final = (
    "A site built by Ibid. The next build or publication removes the files that are recorded here, no others."
)
_NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})
_PATH_SIZE: Final = 12
_DATA_SIZE: Final = 16
_MOST_DIGITS: Final = 18
"""Of a publication's number; what is longer was never written by us."""


class State(NamedTuple):
    """What changes when a file is written again."""

    modified: int
    size: int
    inode: int


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
    others: frozenset[str] = frozenset()
    """Those of the files, by the digest of their paths, that other programs made for the site: a plugin, the index of
    search. Each of these knows for itself when to make its files anew, so no build takes one away as a leftover."""

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
            "others": sorted(self.others),
            "files": dict(sorted(self.files.items())),
        }
        return json.dumps(content, indent=0) + "\n"


def read_record(text: str) -> SiteRecord:
    """Return the record of a marker's text; one that is empty or broken records nothing."""
    try:
        content, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return SiteRecord()
    if not isinstance(content, dict):
        return SiteRecord()
    files = {name: said for name, said in _mapping(content, "files") if isinstance(said, str)}
    numbers = {int(name): key for name, key in _mapping(content, "numbers") if _is_number(name)}
    others = content.get("others")
    return SiteRecord(
        files | dict(_journaled(text[end:])),
        {number: key for number, key in numbers.items() if isinstance(key, str)},
        content.get("frozen") is True,
        content.get("finished") is not False,
        frozenset(each for each in others if isinstance(each, str)) if isinstance(others, list) else frozenset(),
    )


def journal_line(name: str, said: str) -> str:
    """Return the line that adds one file, by both its digests, to the record of a build that is writing."""
    return f"{name} {said}\n"


def record_in(folder: Path) -> SiteRecord | None:
    """Return the record of a folder; None for one without a marker of its own, or with one that cannot be read."""
    file = folder / MARKER
    try:
        is_marker = S_ISREG(file.lstat().st_mode)  # a pipe would be read for ever, a link may lead anywhere
        return read_record(file.read_text("utf-8", errors="replace")) if is_marker else None
    except OSError:
        return None


def write_record(folder: Path, record: SiteRecord) -> Path:
    """Write a folder's record in one step, in the place of what is there, and return its file. Raises OSError."""
    aside, file = folder / _ASIDE, folder / MARKER
    aside.unlink(missing_ok=True)  # opened anew: it might be a link
    with aside.open("x", encoding="utf-8", newline="\n") as opened:
        opened.write(record.text())
    return aside.replace(file)


def record_of(folder: Path, numbers: Mapping[int, str] = _NOTHING) -> SiteRecord:
    """Return the record of all files that are in a folder now; what a link leads to is what is published."""
    paths = [path for path in files_in(folder) if (folder / path).is_file()]
    return SiteRecord({path_digest(path): digest((folder / path).read_bytes()) for path in paths}, numbers)


def files_in(folder: Path) -> list[str]:
    """Return the paths of the files below a folder, sorted, the marker left out.

    A link is a file here, also one that leads to a folder: what lies behind it is not the folder's. So is the folder of
    a repository.
    """
    return sorted(states_in(folder))


def states_in(folder: Path) -> dict[str, State]:
    """Return the same files with the state of each."""
    found: dict[str, State] = {}
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        for entry in _entries(f"{folder}/{prefix}"):
            path = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False) and entry.name not in _REPOSITORIES:
                waiting.append(f"{path}/")
            elif state := _state_of(entry):
                found[path] = state
    for marker in (MARKER, _ASIDE):
        found.pop(marker, None)
    return found


def state_of(file: str | Path) -> State | None:
    """Return the state of one file, without following a link; None where there is none."""
    try:
        return _state(os.lstat(file))
    except OSError:
        return None


def remove_recorded(folder: Path, record: SiteRecord, paths: Iterable[str]) -> list[str]:
    """Remove those files of `paths` that the record holds, and folders that this leaves empty; return the others.

    A file whose bytes have changed, one behind a link and one that cannot be removed are among the others. A link is
    removed if it was recorded as one and still leads where it did; what it leads to stays.
    """
    root = folder.resolve()
    is_below = cache(lambda parent: parent.resolve() == root / parent.relative_to(folder))
    return [path for path in paths if not _is_removed(folder, record, path, is_below)]


def _is_removed(folder: Path, record: SiteRecord, path: str, is_below: Callable[[Path], bool]) -> bool:
    file, known = folder / path, record.files.get(path_digest(path))
    try:
        if not known or not is_below(file.parent) or file_digest(file) != known:
            return False
        file.unlink()
    except (OSError, ValueError):
        return False
    with suppress(OSError):  # the first folder that is not empty
        for parent in file.relative_to(folder).parents:
            if parent != Path():
                (folder / parent).rmdir()
    return True


def remove_empty_folders(folder: Path) -> None:
    """Remove the folders below a folder that hold nothing, other than a repository's own."""
    for entry in _entries(str(folder)):
        if entry.is_dir(follow_symlinks=False) and entry.name not in _REPOSITORIES:
            remove_empty_folders(Path(entry.path))
            with suppress(OSError):  # it holds something
                Path(entry.path).rmdir()


def file_digest(file: Path) -> str:
    """Return the digest of a file, or of where a link leads; empty for one that is neither or cannot be read."""
    try:
        mode = file.lstat().st_mode
        if S_ISLNK(mode):
            return digest(b"link to " + os.fsencode(file.readlink()))
        return digest(file.read_bytes()) if S_ISREG(mode) else ""
    except OSError:
        return ""


def digest(data: bytes) -> str:
    """Return what tells the bytes of a file from others."""
    return blake2b(data, digest_size=_DATA_SIZE).hexdigest()


def path_digest(path: str) -> str:
    """Return the digest of a path; some disks store a name decomposed that was written composed."""
    return blake2b(normalize("NFC", path).encode("utf-8", "surrogatepass"), digest_size=_PATH_SIZE).hexdigest()


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder; nothing where it cannot be read or is gone."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _state_of(entry: os.DirEntry[str]) -> State | None:
    """Return the state of what is in a folder; None if it is gone by now."""
    try:
        return _state(entry.stat(follow_symlinks=False))
    except OSError:
        return None


def _state(status: os.stat_result) -> State:
    return State(status.st_mtime_ns, status.st_size, status.st_ino)


def _journaled(text: str) -> Iterator[tuple[str, str]]:
    """The files that a build added while it was writing; its last line may be cut off."""
    for line in text.splitlines():
        name, _, said = line.partition(" ")
        if len(name) == 2 * _PATH_SIZE and len(said) == 2 * _DATA_SIZE:
            yield name, said


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) <= _MOST_DIGITS


def _mapping(content: Mapping[str, Any], name: str) -> Iterable[tuple[str, Any]]:
    value = content.get(name)
    return value.items() if isinstance(value, dict) else ()
