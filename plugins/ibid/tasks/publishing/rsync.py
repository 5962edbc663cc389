"""Publishing by rsync to a folder on this machine or on a host: file by file, or a whole publication at once.

The latter if the folder is a link to the current publication: the next one is completed beside it, and one rename shows
it. The publications are beside the link `public_html`: `.public_html.ibid.7` and so on, the newest with the highest
number. One is prepared under a name with `next`; one with a number is always complete. They are beside the link, not
in their own folder, so that others' relative links in the folder keep their targets. All is done by small scripts in
a POSIX shell, on this machine or over ssh.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Final

from invoke.exceptions import Exit
from msgspec import Struct
from msgspec.structs import replace

from ibid.tasks.publishing.changes import Changes, Published
from ibid.tasks.publishing.destination import Destination, Session, check_rsync, list_of
from ibid.tasks.publishing.target import counted
from ibid.write.site_place import fault_of_place
from ibid.write.site_record import MARKER, SiteRecord, read_record, record_in

SENT: Final = ("--recursive", "--copy-links", "--perms", "--chmod=D755,F644", "--checksum", "--itemize-changes")
"""These send only files whose bytes differ, and make all readable by the web server."""


class RsyncFolder(Struct, frozen=True):
    """A folder that a web server serves; after a broken transfer some files are new and some old."""

    destination: Destination
    sources: tuple[Path, ...] = ()
    """The files and folders on this machine that the site is made from."""

    @property
    def place(self) -> str:
        """The folder in rsync's notation."""
        return str(self.destination)

    def prepare(self) -> None:
        """Check that rsync is installed, and that the folder is none of the author's own."""
        check_rsync(self.destination.root)
        if self.destination.is_local:
            folder = Path(self.destination.path)
            if fault := fault_of_place(folder, self.sources, self.destination.root):
                raise Exit(f"{folder} {fault}. Publish to a folder that contains only the site.")
            if folder.exists() and not folder.is_dir():
                raise Exit(f"{folder} is a file, not a folder.")

    def add_files(self, site: Path) -> None:
        """Add nothing, since web servers need no special file."""

    @contextmanager
    def held(self) -> Iterator[RsyncFolder]:
        """Take no lock, since a host that only receives files has none."""
        yield self

    def published(self) -> Published:
        """Return the contents of the folder."""
        names = frozenset(self.destination.names(self.destination.path))
        return Published(names - {MARKER}, self._record() if MARKER in names else None)

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return the bytes of files in the folder."""
        return self.destination.read(self.destination.path, paths)

    def put(self, site: Path, changes: Changes) -> str:
        """Send changed files, put them in place at the end, and delete removed files of the previous publication."""
        if self._is_there(site, changes):
            return f"Nothing has changed: nothing was published to {self.place}."
        self._announce(site, changes.before)
        self._send(site, "--delay-updates", f"--exclude=/{MARKER}")
        if changes.removed:
            self._remove(site, changes.removed)
        self._send(site, f"--include=/{MARKER}", "--exclude=*")
        return f"Published {counted(site)} to {self.place}; {len(changes.removed)} files removed."

    def roll_back(self) -> str:
        """Raise Exit, since a plain folder keeps nothing of the previous publication."""
        raise Exit(
            f"{self.place} is a plain folder (PUBLISH_RSYNC_ATOMIC = False), which keeps no previous publication. "
            "Check out the earlier sources, and publish them."
        )

    @property
    def _there(self) -> str:
        return f"{self.destination.at(self.destination.path)}/"

    def _record(self) -> SiteRecord:
        return read_record(self.read([MARKER]).get(MARKER, b"").decode("utf-8", "replace"))

    def _is_there(self, site: Path, changes: Changes) -> bool:
        """Return whether the folder has exactly the files of the site already."""
        if changes.removed or not changes.same_record:
            return False
        listed = ["--recursive", "--copy-links", "--checksum", "--itemize-changes", "--dry-run"]
        return not self._rsync(*listed, f"{site}/", self._there).strip()

    def _announce(self, site: Path, before: SiteRecord) -> None:
        """Record new files besides the old ones before sending them, so that a broken transfer leaves none unknown."""
        after = record_in(site) or SiteRecord()
        with TemporaryDirectory(prefix="ibid-record-") as folder:
            both = replace(before, files={**before.files, **after.files}, finished=False)
            Path(folder, MARKER).write_text(both.text(), encoding="utf-8")
            self._send(Path(folder))

    def _remove(self, site: Path, paths: Iterable[str]) -> None:
        """Delete some files of the folder, and then the empty folders that the site does not have."""
        with TemporaryDirectory(prefix="ibid-gone-") as empty:
            for path in paths:
                Path(empty, path).parent.mkdir(parents=True, exist_ok=True)
            # rsync deletes what the source does not have: of that only these files, since all others are protected.
            # Its option --delete-missing-args would do, but fails in Debian's 3.2.7-1+deb12u6 for files in folders.
            rules = [*(f"R /{_pattern(path)}" for path in paths), "P *"]
            options = ["--recursive", "--delete", "--from0", "--filter=merge -"]
            self._rsync(*options, f"{empty}/", self._there, given=list_of(rules))
        self._rsync("--recursive", "--delete", "--include=*/", "--exclude=*", f"{site}/", self._there)

    def _send(self, folder: Path, *options: str) -> bytes:
        return self._rsync(*SENT, *options, f"{folder}/", self._there)

    def _rsync(self, *arguments: str, given: bytes = b"") -> bytes:
        advice = f"Publish again to make {self.place} consistent."
        return self.destination.rsync(*arguments, given=given, advice=advice)


WAIT: Final = 60
"""The seconds that a publication waits for another one to end."""


def _pattern(path: str) -> str:
    """Return a path as a pattern of rsync's filters: a backslash escapes only where the pattern has a wildcard."""
    return re.sub(r"([\\*?\[])", r"\\\1", path) if re.search(r"[*?\[]", path) else path


_FUNCTIONS: Final = Path(__file__).with_name("releases.sh")


class _State(Struct, frozen=True):
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


class Releases(RsyncFolder, frozen=True):
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
