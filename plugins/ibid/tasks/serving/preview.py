"""The last good build of the site, the problems since then, and the text about them for the box in the page."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from ibid.tasks.building import ASIDE, add_index, command, count, environment, findings
from ibid.tasks.project import Project
from pelican_bibtex.diagnostics.problem import Problem, Severity, json_object, summary

LINKED = {"STATIC_CREATE_LINKS": True}
"""A preview links to files such as PDFs instead of copying them each time."""
NO_HOME = "The build wrote no index.html, so the site has no home page. See Pelican's messages in the terminal."
SILENT = "Pelican stopped; see the terminal."

AWAKE = 0.5
"""Seconds of one wait for Pelican. The system may deliver a Ctrl-C to another thread: this one then notices it when it
wakes up, while it would not notice it in a wait for Pelican's output."""


class PreviewState(Struct, frozen=True):
    """The state of the preview that a browser shows."""

    root: Path | None = None
    """The last good build; None until there is one."""
    version: int = 0
    """A number that grows with every change for which a page should be reloaded."""
    fault: str = ""
    """Pelican's output if a build since then failed."""
    problems: tuple[Problem, ...] = ()
    """The problems that the last build reported, whether it failed or not."""


class Preview:
    """Builds the site, each time into a new folder, which is shown only when it is complete."""

    def __init__(self, folder: Path, arguments: Sequence[str] = ()) -> None:
        self._folder = folder
        self._arguments = arguments
        self._builds = 0
        self._state = PreviewState()
        self._lock = threading.Lock()

    @property
    def state(self) -> PreviewState:
        """The state to show now."""
        with self._lock:
            return self._state

    def build(self, project: Project) -> bool:
        """Build the site and show it; a build that fails leaves the last good one. Return whether it succeeded."""
        self._builds += 1
        target = self._folder / str(self._builds)
        code, said = _run(command(project, target, {**LINKED, **ASIDE}, self._arguments), project.root)
        problems = tuple(findings(said))
        if code == 0 and (target / "index.html").is_file():
            self.show(PreviewState(target, problems=problems))
            self._clear()
            add_index(project, target)  # the pages are shown already
            return True
        shutil.rmtree(target, ignore_errors=True)
        self.fail(NO_HOME if code == 0 else "".join(said).strip() or SILENT, problems)
        return False

    def fail(self, fault: str, problems: tuple[Problem, ...] = ()) -> None:
        """Show what is wrong, on top of the last good site."""
        self.show(replace(self.state, fault=fault, problems=problems))

    def show(self, state: PreviewState) -> None:
        """Show a state, with a new version number."""
        with self._lock:
            self._state = replace(state, version=self._state.version + 1)

    def _clear(self) -> None:
        """Delete old builds, except the previous one, which may still be being sent to a browser."""
        for old in self._folder.iterdir():
            if old.name.isdecimal() and int(old.name) < self._builds - 1:
                shutil.rmtree(old, ignore_errors=True)


def _run(words: list[str], folder: Path) -> tuple[int, list[str]]:
    """Run Pelican; return its exit code and the lines of standard error, which the terminal also shows at once.

    If this is interrupted, Pelican is killed, since nobody needs its build.
    """
    said: list[str] = []
    with subprocess.Popen(
        words, cwd=folder, env=environment(), stderr=subprocess.PIPE, encoding="utf-8", errors="replace"
    ) as process:
        reader = threading.Thread(target=_tee, args=(process, said), daemon=True)
        reader.start()
        try:
            while reader.is_alive():
                reader.join(timeout=AWAKE)
        except BaseException:
            process.kill()
            raise
    return process.returncode, said


def _tee(process: subprocess.Popen[str], said: list[str]) -> None:
    """Copy a process's standard error to ours, and keep its lines."""
    for line in process.stderr or ():
        sys.stderr.write(line)
        said.append(line)
    sys.stderr.flush()


MOST: Final = 50
"""The maximum number of problems that the box lists; the terminal has all."""


def state_json(state: PreviewState) -> str:
    """Return the state that the script in the page requests twice a second: errors first, then warnings, then hints."""
    order = list(Severity)
    problems = sorted(state.problems, key=lambda problem: order.index(problem.code.severity))
    return json.dumps(
        {
            "version": state.version,
            "fault": state.fault,
            "headline": headline(state),
            "problems": [json_object(problem) for problem in problems[:MOST]],
            "more": len(problems[MOST:]),
        }
    )


def headline(state: PreviewState) -> str:
    """Return the first line of the box; an empty string if there is nothing to report."""
    counted = summary([problem for problem in state.problems for _ in range(count(problem))])
    if not state.fault:
        return counted
    shown = "This is the last good site" if state.root else "There is no site yet"
    return f"{shown}. The last build failed{': ' * bool(counted)}{counted}."
