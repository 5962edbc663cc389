"""One build's side of the marker: what lay in the output folder before, what the build put there, what is left over.

What an earlier build wrote and this one did not is a leftover, such as the page of a post that is gone, and is removed.
What no build wrote is somebody's own, and stays.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from pathlib import Path
from posixpath import basename, normpath
from typing import NamedTuple
from unicodedata import normalize

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
    """Whose a file of the output folder is, at the end of a build."""

    SITE = "written by this build: by Pelican or by Ibid"
    OTHER = "made for the site by another program, in this build or before"
    LEFTOVER = "written by an earlier build, and not by this one"
    STRANGER = "somebody's own"


def whose(record: SiteRecord, path: str, *, claimed: bool, existed: bool, changed: bool) -> Whose:
    """Return whose a file is: `record` is the earlier builds', `claimed` says that this build meant to write it.

    `existed` and `changed` compare its states before and after the build. A file that was there and of which no build
    knew stays its owner's also when it changes meanwhile: another program may have it open.
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


@dataclass(frozen=True, slots=True)
class Survey:
    """The output folder at the end of a build."""

    states: Mapping[str, State]
    """Every file in it."""
    whose: Mapping[str, Whose]
    """The same files."""
    leftovers: tuple[str, ...]
    """Those that are to be removed."""

    @property
    def strangers(self) -> list[str]:
        """Return the files that no build wrote, without what file managers leave."""
        of_nobody = (path for path, owner in self.whose.items() if owner is Whose.STRANGER)
        return sorted(path for path in of_nobody if basename(path) not in JUNK)


class Noted(NamedTuple):
    """A file that this build has written."""

    name: str
    """Digest of its path."""
    digest: str
    """Of its bytes, while it has this state."""
    state: State | None


class Recording:
    """The output folder during one build."""

    def __init__(self, folder: Path, *, is_kept: bool = True, retained: Collection[str] = ()) -> None:
        """Look at the folder, which need not exist. `is_kept` is false where it is thrown away: no record is left.

        `retained` names what nobody removes at the top of the folder: Pelican's OUTPUT_RETENTION.
        """
        self.folder, self.is_kept, self.retained = folder.absolute(), is_kept, frozenset(retained)
        self.old = record_in(folder) or SiteRecord()
        self.before = states_in(folder)
        self._noted: dict[str, Noted] = {}
        self._journal = -1

    def empty(self, *, others: bool) -> None:
        """Remove what earlier builds recorded: what `others` than Pelican and Ibid made, or all the rest."""
        chosen = (path for path in self.before if (path_digest(path) in self.old.others) == others)
        remove_recorded(self.folder, self.old, [path for path in chosen if not self._is_retained(path)])

    def begin(self) -> None:
        """Say in the folder that a build is writing there, which makes it if need be. Raises OSError."""
        if self.is_kept:
            self.folder.mkdir(parents=True, exist_ok=True)
            marker = write_record(self.folder, replace(self.old, finished=False))
            self._journal = os.open(marker, os.O_WRONLY | os.O_APPEND)

    def note(self, path: str, data: bytes) -> None:
        """Record a file that now has these bytes, at once, so that it is known if the build is interrupted."""
        if self.is_kept:
            plain = _plain(path)
            noted = self._noted[plain] = Noted(path_digest(plain), digest(data), state_of(f"{self.folder}/{plain}"))
            if self._journal >= 0:
                with suppress(OSError):  # the disk is full; so the build itself will fail
                    os.write(self._journal, journal_line(noted.name, noted.digest).encode())

    def survey(self, claimed: Iterable[str]) -> Survey:
        """Return what the folder holds now; `claimed` are the files that this build wrote, beside those noted."""
        states = states_in(self.folder)
        names = _Names(self.folder, [*self._noted, *map(_plain, claimed)])
        found = {path: self._whose(path, state, claimed=path in names) for path, state in states.items()}
        leftovers = [path for path, owner in found.items() if owner is Whose.LEFTOVER]
        return Survey(states, found, tuple(path for path in leftovers if not self._is_retained(path)))

    def prune(self, survey: Survey) -> None:
        """Remove the leftovers, and folders that this leaves empty."""
        remove_recorded(self.folder, self.old, survey.leftovers)

    def finish(self, survey: Survey, about: SiteRecord, *, is_whole: bool) -> None:
        """Record what is there, as a finished build, with what is known `about` its numbers. Raises OSError.

        One that is not whole keeps what earlier builds recorded, so that the next one may remove it. Where another
        build has begun meanwhile, the record is left to that one.
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
        """Let go of the folder in a build that never came to its end."""
        self._close()

    def _whose(self, path: str, state: State, *, claimed: bool) -> Whose:
        existed = path in self.before
        changed = path in self._noted or self.before.get(path) != state
        found = whose(self.old, path, claimed=claimed, existed=existed, changed=changed)
        if found is Whose.LEFTOVER and self.old.files[path_digest(path)] != file_digest(self.folder / path):
            return Whose.STRANGER  # the author has made it another
        return found

    def _recorded(self, path: str, state: State) -> tuple[str, str]:
        """Return the digests that a file is recorded with, reading it only if nobody has since it has this state."""
        noted = self._noted.get(path)
        if noted and noted.state == state:
            return noted.name, noted.digest
        name = path_digest(path)
        known = self.old.files.get(name, "") if self.before.get(path) == state else ""
        return name, known or file_digest(self.folder / path)

    def _is_retained(self, path: str) -> bool:
        return path.partition("/")[0] in self.retained

    def _close(self) -> bool:
        """Add nothing more to the marker; whether it is still the one that this build has left."""
        if self._journal < 0:
            return False
        ours = os.fstat(self._journal).st_ino
        os.close(self._journal)
        self._journal = -1
        there = state_of(self.folder / MARKER)
        return there is not None and there.inode == ours


class _Names:
    """Names of files, of which those that differ in case or composition alone are one where the disk thinks so."""

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
    """Return a path as it is found in the folder: Pelican's settings may write it in other ways."""
    return normpath(path.replace(os.sep, "/")).lstrip("/")
