"""Which changes on disk are worth a new build."""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Iterable
from pathlib import Path

from watchfiles import BaseFilter, Change, watch

from ibid.tasks.project import Project

LEFT_BY_TOOLS = re.compile(r"(^\.|~$|\.py[cod]$|\.sw[a-z]$|\.tmp$|^#.*#$|^4913$|___jb_)")
"""Names of what editors and Python leave beside a file while they work; vim tries a folder with `4913`."""
CACHES = frozenset(["__pycache__", "node_modules", ".git", ".venv"])
QUIET = 300
"""Milliseconds without a change before a build: a save of many files is one change."""


class Worth(BaseFilter):
    """Lets through the changes below some folders, or of some files, that an author made."""

    def __init__(self, folders: Iterable[Path] = (), files: Iterable[Path] = ()) -> None:
        super().__init__()
        self._folders = tuple(folders)
        self._files = frozenset(files)

    def __call__(self, _change: Change, path: str) -> bool:
        """Whether to build again for this path."""
        changed = Path(path)
        if changed in self._files:
            return True
        folder = next((folder for folder in self._folders if changed.is_relative_to(folder)), None)
        if folder is None or LEFT_BY_TOOLS.search(changed.name):
            return False
        return not CACHES.intersection(changed.relative_to(folder).parts)


class Watch:
    """Two watches on one project: its folders with all below, and the folders of its single files."""

    def __init__(self, project: Project) -> None:
        self._changes: queue.SimpleQueue[set[str]] = queue.SimpleQueue()
        self._stop = threading.Event()
        folders = project.folders
        # A file is watched by its folder, since editors save by putting a new file in the old one's place;
        # a link by its own folder and by that of the file it leads to.
        files = {file.parent.resolve() / file.name for file in project.files}
        files |= {file.resolve() for file in project.files}
        around = sorted({file.parent for file in files if file.parent.is_dir()})
        self._start(folders, Worth(folders=folders), recursive=True)
        self._start(around, Worth(files=files), recursive=False)

    def next(self) -> set[str]:
        """Wait for a change; the paths that changed, of all that came together."""
        while True:
            try:
                changed = self._changes.get(timeout=1)  # Windows hears no Ctrl-C while it waits without end
            except queue.Empty:
                continue
            while not self._changes.empty():
                changed |= self._changes.get()
            return changed

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()

    def _start(self, paths: Iterable[Path], worth: Worth, *, recursive: bool) -> None:
        threading.Thread(target=self._follow, args=(list(paths), worth, recursive), daemon=True).start()

    def _follow(self, paths: list[Path], worth: Worth, recursive: bool) -> None:
        for changes in watch(
            *paths,
            watch_filter=worth,
            step=100,
            debounce=QUIET * 5,
            recursive=recursive,
            stop_event=self._stop,
            raise_interrupt=False,
        ):
            self._changes.put({path for _, path in changes})
