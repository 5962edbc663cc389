"""The site as it was last built well, and what is wrong with it since."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ibid.tasks.building import ASIDE, command, environment
from ibid.tasks.project import Project
from ibid.tasks.searching.index import add_index

LINKED = {"STATIC_CREATE_LINKS": True}
"""A preview links to files such as PDFs instead of copying them each time."""


@dataclass(frozen=True, slots=True)
class State:
    """What a browser is shown."""

    root: Path | None = None
    """The last good build; None until there is one."""
    version: int = 0
    """Grows with everything a page should be loaded anew for."""
    fault: str = ""
    """What Pelican said when the build since then failed."""


class Preview:
    """Builds into a new folder each time, and moves on to it only when all of it is there."""

    def __init__(self, folder: Path, arguments: Sequence[str] = ()) -> None:
        self._folder = folder
        self._arguments = arguments
        self._builds = 0
        self._state = State()
        self._lock = threading.Lock()

    @property
    def state(self) -> State:
        """What to show now."""
        with self._lock:
            return self._state

    def build(self, project: Project) -> bool:
        """Build aside, then show it; a build that fails leaves the last good one up."""
        self._builds += 1
        target = self._folder / str(self._builds)
        with subprocess.Popen(
            command(project, target, {**LINKED, **ASIDE}, self._arguments),
            cwd=project.root,
            env=environment(),
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        ) as process:
            said = _tee(process)
        if process.returncode == 0 and (target / "index.html").is_file():
            self._show(target)
            add_index(project, target)  # while the pages are looked at already
            return True
        shutil.rmtree(target, ignore_errors=True)
        self.fail(said.strip() or "Pelican stopped; the terminal says why.")
        return False

    def fail(self, fault: str) -> None:
        """Say what is wrong, over the last good site."""
        with self._lock:
            self._state = replace(self._state, fault=fault, version=self._state.version + 1)

    def _show(self, target: Path) -> None:
        with self._lock:
            self._state = State(target, self._state.version + 1)
        # The build before this one may still be on its way to a browser: only older ones go.
        for old in self._folder.iterdir():
            if old.name.isdecimal() and int(old.name) < self._builds - 1:
                shutil.rmtree(old, ignore_errors=True)


def _tee(process: subprocess.Popen[str]) -> str:
    """Pass on what a process says to standard error, and keep it."""
    said: list[str] = []
    for line in process.stderr or ():
        sys.stderr.write(line)
        said.append(line)
    sys.stderr.flush()
    return "".join(said)
