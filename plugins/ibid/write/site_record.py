"""The record that marks a folder as a site of ours, and lists the files in it that may be removed.

A build leaves it in the output folder, a publication in the rsync target or on the branch. It has a digest of each
file's path and one of its bytes, never the path itself: the record is published, and the addresses of drafts and
hidden pages must stay secret. Only a file that is recorded, and still has the recorded bytes, is ever removed.

While a build is writing, each finished file adds a line below the record, so that the next build knows these files too
if this one is interrupted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from stat import S_ISLNK, S_ISREG
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from unicodedata import normalize

from msgspec import Struct, field

from ibid.model.addresses import RECORD

MARKER: Final = RECORD.at()
"""The record's name, at the top of the folder."""
_ASIDE: Final = f"{MARKER}.new"
"""The marker's name until it is written completely."""
_REPOSITORIES: Final = frozenset({".git", ".hg", ".svn"})
"""Folders that are treated as a single file, whatever they contain."""
_ABOUT: Final = (
    "A site built by Ibid. The next build or publication removes the files that are recorded here, no others."
)
_NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})
_PATH_SIZE: Final = 12
_DATA_SIZE: Final = 16
_MOST_DIGITS: Final = 18
"""The maximum number of digits of a publication's number; a longer one was not written by us."""


class State(NamedTuple):
    """The properties of a file that change when it is written again."""

    modified: int
    size: int
    inode: int


class SiteRecord(Struct, frozen=True):
    """The record of the files that one build or publication put into a folder."""

    files: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """The digest of each file's bytes, by the digest of its path."""
    numbers: Mapping[int, str] = field(default_factory=lambda: _NOTHING)
    """The key of each publication, by its number."""
    frozen: bool = False
    """Whether the site has a numbers.toml, which keeps these numbers."""
    finished: bool = True
    """False while a build is writing, and after an interrupted one."""
    others: frozenset[str] = frozenset()
    """The digests of the paths of files that other programs made for the site: plugins, the search index. Each of these
    programs decides itself when to make its files anew, so no build removes one as a leftover."""

    def names(self, path: str) -> bool:
        """Return whether a file at this path, with `/` between its parts, was recorded."""
        return path_digest(path) in self.files

    def holds(self, path: str, data: bytes) -> bool:
        """Return whether the file with these bytes at this path was recorded."""
        return self.files.get(path_digest(path)) == digest(data)

    def text(self) -> str:
        """Return the record as JSON, sorted and with one file a line, so that equal sites have equal records."""
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
    """Return the record in a marker's text; an empty record if the text is empty or broken."""
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
    """Return the line that adds one file, with both its digests, to the record of a build that is writing."""
    return f"{name} {said}\n"


def record_in(folder: Path) -> SiteRecord | None:
    """Return the record of a folder; None if it has no marker, or one that cannot be read."""
    file = folder / MARKER
    try:
        is_marker = S_ISREG(file.lstat().st_mode)  # reading a pipe may block, and a link may lead anywhere
        return read_record(file.read_text("utf-8", errors="replace")) if is_marker else None
    except OSError:
        return None


def write_record(folder: Path, record: SiteRecord) -> Path:
    """Write a folder's record in one step, replacing the one there, and return its file. Raises OSError."""
    aside, file = folder / _ASIDE, folder / MARKER
    aside.unlink(missing_ok=True)  # created anew, since it might be a link
    with aside.open("x", encoding="utf-8", newline="\n") as opened:
        opened.write(record.text())
    return aside.replace(file)


def record_of(folder: Path, numbers: Mapping[int, str] = _NOTHING) -> SiteRecord:
    """Return the record of all files that are in a folder now; of a link, the target is published and so recorded."""
    paths = [path for path in files_in(folder) if (folder / path).is_file()]
    return SiteRecord({path_digest(path): digest((folder / path).read_bytes()) for path in paths}, numbers)


def files_in(folder: Path) -> list[str]:
    """Return the paths of the files below a folder, sorted, without the marker.

    A link counts as a file, even one to a folder, since its target does not belong to the folder. So does the folder
    of a repository.
    """
    return sorted(states_in(folder))


def states_in(folder: Path) -> dict[str, State]:
    """Return the state of each of these files, by path."""
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
    """Return the state of one file, without following a link; None if there is none."""
    try:
        return _state(os.lstat(file))
    except OSError:
        return None


def remove_recorded(folder: Path, record: SiteRecord, paths: Iterable[str]) -> list[str]:
    """Remove the files of `paths` that the record has, and folders that become empty; return the paths that stay.

    A file whose bytes have changed, one behind a link and one that cannot be removed stay too. A link is removed if it
    was recorded as one and its target is still the same; the target itself stays.
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
    with suppress(OSError):  # stops at the first folder that is not empty
        for parent in file.relative_to(folder).parents:
            if parent != Path():
                (folder / parent).rmdir()
    return True


def remove_empty_folders(folder: Path) -> None:
    """Remove the empty folders below a folder, except a repository's own."""
    for entry in _entries(str(folder)):
        if entry.is_dir(follow_symlinks=False) and entry.name not in _REPOSITORIES:
            remove_empty_folders(Path(entry.path))
            with suppress(OSError):  # it is not empty
                Path(entry.path).rmdir()


def file_digest(file: Path) -> str:
    """Return the digest of a file, or of a link's target path; empty for anything else, or if it cannot be read."""
    try:
        mode = file.lstat().st_mode
        if S_ISLNK(mode):
            return digest(b"link to " + os.fsencode(file.readlink()))
        return digest(file.read_bytes()) if S_ISREG(mode) else ""
    except OSError:
        return ""


def digest(data: bytes) -> str:
    """Return the digest of a file's bytes."""
    return blake2b(data, digest_size=_DATA_SIZE).hexdigest()


def path_digest(path: str) -> str:
    """Return the digest of a path in composed form, since some disks decompose the names that are written."""
    return blake2b(normalize("NFC", path).encode("utf-8", "surrogatepass"), digest_size=_PATH_SIZE).hexdigest()


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return the entries of a folder; empty if it cannot be read or is gone."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _state_of(entry: os.DirEntry[str]) -> State | None:
    """Return the state of an entry of a folder; None if it is gone by now."""
    try:
        return _state(entry.stat(follow_symlinks=False))
    except OSError:
        return None


def _state(status: os.stat_result) -> State:
    return State(status.st_mtime_ns, status.st_size, status.st_ino)


def _journaled(text: str) -> Iterator[tuple[str, str]]:
    """Yield the digests of the files that a build added while it was writing; its last line may be cut off."""
    for line in text.splitlines():
        name, _, said = line.partition(" ")
        if len(name) == 2 * _PATH_SIZE and len(said) == 2 * _DATA_SIZE:
            yield name, said


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) <= _MOST_DIGITS


def _mapping(content: Mapping[str, Any], name: str) -> Iterable[tuple[str, Any]]:
    value = content.get(name)
    return value.items() if isinstance(value, dict) else ()
