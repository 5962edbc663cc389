"""A folder that is a link to the current publication: the next one is completed beside it, and one rename shows it.

The publications are beside the link `public_html`: `.public_html.ibid.7` and so on, the newest with the highest
number. One is prepared under a name with `next`; one with a number is always complete. They are beside the link, not
in their own folder, so that others' relative links in the folder keep their targets. All is done by small scripts in
a POSIX shell, on this machine or over ssh.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from secrets import token_hex
from typing import Final

from invoke.exceptions import Exit

from ibid.tasks.publishing.changes import Changes
from ibid.tasks.publishing.destination import Session
from ibid.tasks.publishing.rsync import SENT, RsyncFolder
from ibid.tasks.publishing.target import counted
from ibid.write.site_record import MARKER, read_record

WAIT: Final = 60
"""The seconds that a publication waits for another one to end."""

_FUNCTIONS: Final = Path(__file__).with_name("releases.sh")


@dataclass(frozen=True, slots=True)
class _State:
    """The state of the destination."""

    kind: str
    """`missing`, `empty`, `folder`, `ours`, `link` (not ours) or `file`."""
    of: str
    """The target of a link: the current publication's number, or a path."""
    is_writable: bool
    numbers: tuple[int, ...]
    """The numbers of the publications that are there."""

    @property
    def next(self) -> int:
        """The number of the next publication; if it replaces a folder, that gets the number before."""
        return max(self.numbers, default=0) + (2 if self.kind == "folder" else 1)

    @property
    def former(self) -> int:
        """The number of the current publication after the next one is shown."""
        return int(self.of) if self.kind == "ours" else self.next - 1


@dataclass(frozen=True, slots=True)
class Releases(RsyncFolder):
    """A folder that changes in one step, since it is a link to one of the publications beside it."""

    session: Session | None = None
    """The shell that holds the lock."""

    def prepare(self) -> None:
        """Check that the folder is, or can become, a link to publications beside it."""
        RsyncFolder.prepare(self)
        if self.destination.is_daemon:
            raise Exit(f"{self.place}: an rsync daemon accepts only files. {_PLAIN}")
        state = self._state()
        if state.kind == "link":
            raise Exit(f"{self.place} is a link to {state.of}: use that folder. {_PLAIN}")
        if state.kind == "file":
            raise Exit(f"{self.place} is a file, not a folder.")
        if state.kind != "missing" and not state.is_writable:
            raise Exit(f"{self.place}: nothing can be written beside it, in {self._parent}. {_PLAIN}")

    @contextmanager
    def held(self) -> Iterator[Releases]:
        """Hold the lock beside the folder; a second publication waits for it, and then raises Exit."""
        functions = _FUNCTIONS.read_text("utf-8")
        with self.destination.session(f"{functions}\nhold {WAIT}\n", self._parent, self._name) as session:
            yield replace(self, session=session)

    def put(self, site: Path, changes: Changes) -> str:
        """Prepare the whole site beside the folder, with others' files, and show it by one rename."""
        state = self._state()
        if state.kind == "ours" and self._is_there(site, changes):
            return f"Nothing has changed: nothing was published to {self.place}."
        staged = f"{self._beside}.next-{token_hex(4)}"
        # The path starts in the destination folder, which is beside all publications.
        unchanged = [f"--link-dest=../{self._name}"] if state.kind in ("ours", "folder") else []
        self._rsync(*SENT, *unchanged, f"{site}/", self.destination.at(f"{self._parent}/{staged}/"))
        self._run("copy", self._name, staged, "", *changes.kept)
        self._show(state, staged)
        return f"Published {counted(site)} to {self.place}."

    def roll_back(self) -> str:
        """Show the previous publication again, with the files that others have in the folder now."""
        state = self._state()
        numbers = [number for number in state.numbers if state.kind == "ours" and number < int(state.of)]
        if not numbers:
            raise Exit(f"There is no publication before the current one beside {self.place}.")
        former, staged = f"{self._beside}.{max(numbers)}", f"{self._beside}.next-{token_hex(4)}"
        self._run("copy", former, staged, f"--link-dest=../{former}", *self._written(former))
        self._run("copy", self._name, staged, "", *self.published().others)
        self._show(state, staged)
        return f"Restored the previous publication at {self.place}."

    @property
    def _name(self) -> str:
        return PurePosixPath(self.destination.path).name

    @property
    def _parent(self) -> str:
        return str(PurePosixPath(self.destination.path).parent)

    @property
    def _beside(self) -> str:
        return f".{self._name}.ibid"

    def _run(self, function: str, *arguments: str) -> str:
        """Run a function of releases.sh, in the shell that holds the lock if there is one, and return its output."""
        words = shlex.join([function, *arguments])
        if self.session:
            return self.session.run(words)
        return self.destination.shell(f"{_FUNCTIONS.read_text('utf-8')}\n{words}\n", self._parent, self._name)

    def _state(self) -> _State:
        lines = self._run("state").splitlines()
        kind, _, of = lines[0].partition(" ")
        return _State(kind, of, "writable" in lines, tuple(int(line) for line in lines[1:] if line.isdecimal()))

    def _written(self, folder: str) -> list[str]:
        """Return the paths that a former publication wrote, including its record; for an old site, all paths."""
        path = f"{self._parent}/{folder}"
        names = self.destination.names(path)
        if MARKER not in names:
            return names
        record = read_record(self.destination.read(path, [MARKER])[MARKER].decode("utf-8", "replace"))
        return [MARKER, *filter(record.names, names)]

    def _show(self, state: _State, staged: str) -> None:
        self._run("show", state.kind, str(state.next), str(state.former), staged)


_PLAIN: Final = "Or set PUBLISH_RSYNC_ATOMIC = False, which replaces the files one by one."
