"""Publishing to a folder on this machine or on a host, which rsync updates file by file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from invoke.exceptions import Exit

from ibid.tasks.publishing.changes import Changes, Published
from ibid.tasks.publishing.destination import Destination, check_rsync, list_of
from ibid.tasks.publishing.target import counted
from ibid.write.site_place import fault_of_place
from ibid.write.site_record import MARKER, SiteRecord, read_record, record_in

SENT: Final = ("--recursive", "--copy-links", "--perms", "--chmod=D755,F644", "--checksum", "--itemize-changes")
"""These send only files whose bytes differ, and make all readable by the web server."""


@dataclass(frozen=True, slots=True)
class RsyncFolder:
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
            # rsync deletes files that are listed but not in the source, except those that a filter excludes.
            listed = ["--from0", "--files-from=-", "--delete-missing-args"]
            self._rsync(*listed, f"{empty}/", self._there, given=list_of(paths))
        self._rsync("--recursive", "--delete", "--include=*/", "--exclude=*", f"{site}/", self._there)

    def _send(self, folder: Path, *options: str) -> bytes:
        return self._rsync(*SENT, *options, f"{folder}/", self._there)

    def _rsync(self, *arguments: str, given: bytes = b"") -> bytes:
        advice = f"Publish again to make {self.place} consistent."
        return self.destination.rsync(*arguments, given=given, advice=advice)
