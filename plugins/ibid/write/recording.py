"""The recording of one build's files: what was in the output folder before, what the build wrote, what is left over.

A file that an earlier build wrote and this one did not is a leftover, such as the page of a deleted post, and is
removed. A file that no build wrote belongs to somebody else, and stays.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from enum import Enum
from functools import cached_property
from pathlib import Path
from posixpath import basename, normpath
from typing import NamedTuple
from unicodedata import normalize

from msgspec import Struct
from msgspec.structs import replace

from ibid.write.site_place import JUNK
from ibid.write.site_record import (
    MARKER,
    SiteRecord,
    State,
    digest,
    file_digest,
    journal_line,
    path_digest,
    record_in,
    remove_recorded,
    state_of,
    states_in,
    write_record,
)


class Whose(Enum):
    """The owner of a file of the output folder, at the end of a build."""

    SITE = "written by this build: by Pelican or by Ibid"
    OTHER = "made for the site by another program, in this build or before"
    LEFTOVER = "written by an earlier build, and not by this one"
    STRANGER = "somebody's own"


def whose(record: SiteRecord, path: str, *, claimed: bool, existed: bool, changed: bool) -> Whose:
    """Return the owner of a file: `record` is that of earlier builds, `claimed` says that this build meant to write it.

    `existed` and `changed` compare its states before and after the build. An existing file that no build recorded stays
    its owner's even if it changes meanwhile, since another program may have it open.
    """
    if not existed:
        return Whose.SITE if claimed else Whose.OTHER
    if claimed and changed:
        return Whose.SITE
    if not record.names(path):
        return Whose.STRANGER
    if claimed:
        return Whose.SITE
    return Whose.OTHER if changed or path_digest(path) in record.others else Whose.LEFTOVER


class Survey(Struct, frozen=True):
    """The output folder at the end of a build."""

    states: Mapping[str, State]
    """The state of every file in it."""
    whose: Mapping[str, Whose]
    """The owner of every file in it."""
    leftovers: tuple[str, ...]
    """The files to be removed."""

    @property
    def strangers(self) -> list[str]:
        """The files that no build wrote, without those that file managers leave."""
        of_nobody = (path for path, owner in self.whose.items() if owner is Whose.STRANGER)
        return sorted(path for path in of_nobody if basename(path) not in JUNK)


class Noted(NamedTuple):
    """A file that this build has written."""

    name: str
    """The digest of its path."""
    digest: str
    """The digest of its bytes, as long as it has this state."""
    state: State | None


class Recording:
    """The output folder during one build."""

    def __init__(self, folder: Path, *, is_kept: bool = True, retained: Collection[str] = ()) -> None:
        """Read the folder, which need not exist. `is_kept` is false for a temporary folder, in which no record is left.

        `retained` are names at the top of the folder that are never removed: Pelican's OUTPUT_RETENTION.
        """
        self.folder, self.is_kept, self.retained = folder.absolute(), is_kept, frozenset(retained)
        self.old = record_in(folder) or SiteRecord()
        self.before = states_in(folder)
        self._noted: dict[str, Noted] = {}
        self._journal = -1

    def empty(self, *, others: bool) -> None:
        """Remove the files that earlier builds recorded: those of `others` than Pelican and Ibid, or all the rest."""
        chosen = (path for path in self.before if (path_digest(path) in self.old.others) == others)
        remove_recorded(self.folder, self.old, [path for path in chosen if not self._is_retained(path)])

    def begin(self) -> None:
        """Record in the folder, which is made if needed, that a build is writing there. Raises OSError."""
        if self.is_kept:
            self.folder.mkdir(parents=True, exist_ok=True)
            marker = write_record(self.folder, replace(self.old, finished=False))
            self._journal = os.open(marker, os.O_WRONLY | os.O_APPEND)

    def note(self, path: str, data: bytes) -> None:
        """Record a file that now has these bytes immediately, so that it is known if the build is interrupted."""
        if self.is_kept:
            plain = _plain(path)
            noted = self._noted[plain] = Noted(path_digest(plain), digest(data), state_of(f"{self.folder}/{plain}"))
            if self._journal >= 0:
                with suppress(OSError):  # the disk is full, so the build itself will fail
                    os.write(self._journal, journal_line(noted.name, noted.digest).encode())

    def survey(self, claimed: Iterable[str]) -> Survey:
        """Return the contents of the folder now; `claimed` are the files that this build wrote, besides those noted."""
        states = states_in(self.folder)
        names = _Names(self.folder, [*self._noted, *map(_plain, claimed)])
        found = {path: self._whose(path, state, claimed=path in names) for path, state in states.items()}
        leftovers = [path for path, owner in found.items() if owner is Whose.LEFTOVER]
        return Survey(states, found, tuple(path for path in leftovers if not self._is_retained(path)))

    def prune(self, survey: Survey) -> None:
        """Remove the leftovers, and folders that become empty."""
        remove_recorded(self.folder, self.old, survey.leftovers)

    def finish(self, survey: Survey, about: SiteRecord, *, is_whole: bool) -> None:
        """Record the files that are there, as a finished build, with the numbers in `about`. Raises OSError.

        A build that is not whole keeps what earlier builds recorded, so that the next one may remove it. If another
        build has begun in the meantime, the record is left to that one.
        """
        if not self._close():
            return
        files: dict[str, str] = {}
        others: set[str] = set()
        for path, owner in survey.whose.items():
            if owner is Whose.STRANGER or (owner is Whose.LEFTOVER and is_whole and not self._is_retained(path)):
                continue
            name, said = self._recorded(path, survey.states[path])
            if said:
                files[name] = said
                others |= {name} if owner is Whose.OTHER else set()
        write_record(self.folder, replace(about, files=files, others=frozenset(others), finished=True))

    def abandon(self) -> None:
        """Release the folder in a build that did not finish."""
        self._close()

    def _whose(self, path: str, state: State, *, claimed: bool) -> Whose:
        existed = path in self.before
        changed = path in self._noted or self.before.get(path) != state
        found = whose(self.old, path, claimed=claimed, existed=existed, changed=changed)
        if found is Whose.LEFTOVER and self.old.files[path_digest(path)] != file_digest(self.folder / path):
            return Whose.STRANGER  # the author has changed it
        return found

    def _recorded(self, path: str, state: State) -> tuple[str, str]:
        """Return the digests of a file for the record; it is read only if its digest in this state is not known."""
        noted = self._noted.get(path)
        if noted and noted.state == state:
            return noted.name, noted.digest
        name = path_digest(path)
        known = self.old.files.get(name, "") if self.before.get(path) == state else ""
        return name, known or file_digest(self.folder / path)

    def _is_retained(self, path: str) -> bool:
        return path.partition("/")[0] in self.retained

    def _close(self) -> bool:
        """Stop adding to the marker, and return whether it is still the one that this build wrote."""
        if self._journal < 0:
            return False
        ours = os.fstat(self._journal).st_ino
        os.close(self._journal)
        self._journal = -1
        there = state_of(self.folder / MARKER)
        return there is not None and there.inode == ours


class _Names:
    """Names of files, where those that differ only in case or composition are equal if they are on the disk."""

    def __init__(self, folder: Path, paths: Iterable[str]) -> None:
        self._folder, self._exact = folder, frozenset(paths)

    def __contains__(self, path: str) -> bool:
        if path in self._exact:
            return True
        twin = self._folded.get(_folded(path))
        return twin is not None and state_of(self._folder / twin) == state_of(self._folder / path)

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {_folded(path): path for path in self._exact}


def _folded(path: str) -> str:
    return normalize("NFC", path).casefold()


def _plain(path: str) -> str:
    """Return a path in the form found in the folder, since Pelican's settings may write it differently."""
    return normpath(path.replace(os.sep, "/")).lstrip("/")
