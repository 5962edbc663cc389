"""One run of `invoke serve`: build, show, wait for a change on disk that needs a new build, build again."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from invoke.exceptions import Exit
from watchfiles import BaseFilter, Change, watch

from ibid.read.source_folders import FOLDERS_OF_TOOLS, matches, with_temporary
from ibid.tasks.project import Project, read_project
from ibid.tasks.serving.preview import Preview
from ibid.tasks.serving.server import HOST, server_for

NOT_WATCHED: Final = (
    ".*",  # hidden files and folders, such as an editor's settings
    "*.py[cod]",  # Python's own copies of plugins
    "4913",  # Vim's test whether the folder is writable; builds read it, since an author may use that name
)
"""Names whose changes cause no build, besides those that a build leaves out."""
QUIET: Final = 300
"""Milliseconds without a change before a build: a save of many files is one change."""


class Worth(BaseFilter):
    """A filter that accepts the author's changes below some folders, or of some files."""

    def __init__(self, folders: Iterable[Path] = (), files: Iterable[Path] = (), ignored: Iterable[str] = ()) -> None:
        super().__init__()
        self._folders = tuple(folders)
        self._files = frozenset(files)
        self._ignored = (*with_temporary(ignored), *NOT_WATCHED)

    def __call__(self, _change: Change, path: str) -> bool:
        """Return whether to build again for this path."""
        changed = Path(path)
        if changed in self._files:
            return True
        folder = next((folder for folder in self._folders if changed.is_relative_to(folder)), None)
        if folder is None or any(map(self._is_ignored, changed.relative_to(folder).parts)):
            return False
        return not _leads_out(folder, changed)

    def _is_ignored(self, name: str) -> bool:
        return name in FOLDERS_OF_TOOLS or matches(name, self._ignored)


def _leads_out(folder: Path, changed: Path) -> bool:
    """Return whether a path is behind a link to a folder above the watched one.

    Builds leave such links out. They may lead to files that each build writes, so each build would cause the next.
    """
    between = (above for above in changed.parents if above != folder and above.is_relative_to(folder))
    return any(above.is_symlink() and folder.is_relative_to(os.path.realpath(above)) for above in between)


def lasting(changes: Iterable[tuple[Change, str]]) -> set[str]:
    """Return the changed paths without files created and deleted meanwhile: an editor's, whatever their names."""
    paths = {change: {path for each, path in changes if each is change} for change in Change}
    passing = {path for path in paths[Change.added] & paths[Change.deleted] if not os.path.lexists(path)}
    return set().union(*paths.values()) - passing


class Watch:
    """Two watches on one project: one on its folders with all below, one on the folders of its single files."""

    def __init__(self, project: Project) -> None:
        self._changes: queue.SimpleQueue[set[str] | Exit] = queue.SimpleQueue()
        self._stop = threading.Event()
        folders = project.folders
        # A file is watched by its folder, since editors save by putting a new file in the old one's place;
        # a link by its own folder and by that of the file it leads to.
        files = {Path(os.path.realpath(file.parent), file.name) for file in project.files}
        files |= {Path(os.path.realpath(file)) for file in project.files}
        around = sorted({file.parent for file in files if file.parent.is_dir()})
        ignored = project.settings.get("IGNORE_FILES") or ()
        self._start(folders, Worth(folders=folders, ignored=ignored), recursive=True)
        self._start(around, Worth(files=files), recursive=False)

    def next(self) -> set[str]:
        """Wait for changes and return the paths of all that came together. Raises Exit if nothing can be watched."""
        while True:
            try:
                changed = self._taken(timeout=1)  # Windows handles no Ctrl-C during a wait without timeout
            except queue.Empty:
                continue
            while not self._changes.empty():
                changed |= self._taken()
            return changed

    def _taken(self, timeout: float | None = None) -> set[str]:
        taken = self._changes.get(timeout=timeout)
        if isinstance(taken, Exit):
            raise taken
        return taken

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()

    def _start(self, paths: Iterable[Path], worth: Worth, *, recursive: bool) -> None:
        threading.Thread(target=self._follow, args=(list(paths), worth, recursive), daemon=True).start()

    def _follow(self, paths: list[Path], worth: Worth, recursive: bool) -> None:
        try:
            for changes in watch(
                *paths,
                watch_filter=worth,
                step=100,
                debounce=QUIET * 5,
                recursive=recursive,
                stop_event=self._stop,
                raise_interrupt=False,
            ):
                if changed := lasting(changes):
                    self._changes.put(changed)
        except (OSError, RuntimeError) as error:  # too many folders for the system, or an unreadable one
            self._changes.put(Exit(f"Changes cannot be followed: {error}. Correct that, and start again."))


NAMED = 3
"""The maximum number of changed files that are named."""


def serve(root: Path, port: int, arguments: Sequence[str] = ()) -> None:
    """Serve a project's site on the loopback address, and rebuild it on changes, until Ctrl-C."""
    project = read_project(root)
    with TemporaryDirectory(prefix="ibid-serve-", ignore_cleanup_errors=True) as folder:
        preview = Preview(Path(folder), arguments)
        server = server_for(preview, port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://{HOST}:{server.server_address[1]}/"
        _say(f"The site is at {address} and follows every change. Ctrl-C stops it.")
        try:
            _follow(project, preview, address)
        except KeyboardInterrupt:
            _say("\nStopped.")
        finally:
            server.shutdown()
            server.server_close()


def _follow(project: Project, preview: Preview, address: str) -> None:
    watch = Watch(project)
    _build(project, preview, address)
    while True:
        changed = watch.next()
        _say(f"Changed: {_names(project, changed)}")
        if str(project.root.resolve() / project.file) in changed:
            try:
                project = read_project(project.root, project.file)
            except Exit as fault:
                _say(str(fault))
                preview.fail(str(fault))
                continue
            watch.close()
            watch = Watch(project)
        _build(project, preview, address)


def _build(project: Project, preview: Preview, address: str) -> None:
    if preview.build(project):
        return
    if preview.state.root:
        _say(f"The last good site is still at {address}. Correct the problems above and save.")
    else:
        _say("There is no site to show yet. Correct the problems above and save.")


def _names(project: Project, changed: set[str]) -> str:
    names = sorted(project.shown(Path(path)) for path in changed)
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _say(text: str) -> None:
    """Print a line at once, even if output goes into a file."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
