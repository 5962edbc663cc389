"""Ending a build before its output is touched, because of files or settings that it needs and cannot use."""

from __future__ import annotations

import errno
import stat
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

from pelican_bibtex.diagnostics.codes import UNREADABLE_FILE
from pelican_bibtex.diagnostics.problem import Problem, print_report, shown
from pelican_bibtex.diagnostics.text_lines import LineTable
from pelican_bibtex.pelican_compat import guard_run, under_autoreload

T = TypeVar("T")

_LOOK_AGAIN: Final = 0.5
"""Seconds between two checks of files for changes."""


class Stop(Exception):  # noqa: N818  it is no error of the program's
    """Raised when the build cannot go on, with the problems that are the reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


def read_or_stop(read: Callable[[], T], paths: Sequence[Path]) -> T:
    """Return the result of `read`. If it raises `Stop`, print why, and end the build with `SystemExit(1)`.

    Under Pelican's --autoreload nothing is raised: an exception would start the next build at once, again and again.
    Instead the build waits until one of `paths`, or the content of their folders, changes, and reads again.
    """
    while True:
        before = _look(paths)
        try:
            return read()
        except Stop as stop:
            if not under_autoreload():
                _end(stop.problems)
            print_report(stop.problems)
            _say("The last site is unchanged; the next change of these files starts a new build.")
        while _look(paths) == before:
            time.sleep(_LOOK_AGAIN)


def stop_build(problems: Sequence[Problem]) -> NoReturn:
    """End the build with a report. If `stop_before_runs` was called, --autoreload waits for the next change."""
    if under_autoreload():
        raise Stop(problems)
    _end(problems)


def stop_before_runs(pelican: Any, problems: Sequence[Problem]) -> None:
    """End the build if there are problems; call this when Pelican is initialized.

    Under --autoreload each run reports them and ends, as do runs that `stop_build` ends. Nothing is written, and
    Pelican waits for the next change as after any run; if the settings change, it creates a new `Pelican`.
    """
    if under_autoreload():
        guard_run(pelican, partial(_run_or_report, problems))
    elif problems:
        _end(problems)


def _run_or_report(problems: Sequence[Problem], run: Callable[[], None]) -> None:
    try:
        if problems:
            raise Stop(problems)
        run()
    except Stop as stop:
        print_report(stop.problems)
        _say("The last site is unchanged; the next change of the settings starts a new build.")


def _end(problems: Sequence[Problem]) -> NoReturn:
    print_report(problems)
    _say("Stopped before anything was written; correct the errors above.")
    raise SystemExit(1) from None  # Pelican catches every `Exception`, and shows a traceback


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _look(paths: Sequence[Path]) -> list[tuple[int, int]]:
    """Return times and sizes, which differ after a file or its folder has changed."""
    return [_state(path) for each in paths for path in (each, each.parent)]


def _state(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except (OSError, ValueError):
        return 0, 0
    return state.st_mtime_ns, state.st_size


def kind_of(path: Path) -> str:
    """Return what a path leads to if that is no file or folder, such as `a named pipe`; else an empty text.

    It is also empty if nothing exists there or permission is missing: the code that reads the path reports that.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return _broken_link(path, error) if path.is_symlink() else ""
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return ""
    return "a named pipe" if stat.S_ISFIFO(mode) else "a socket" if stat.S_ISSOCK(mode) else "a device"


def _broken_link(path: Path, error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "a link to itself"
    missing = error.errno in (errno.ENOENT, errno.ENOTDIR)
    return f"a link to {path.readlink()}, which does not exist" if missing else ""


def text_of(path: Path) -> str:
    """Return the text of a file, empty if it is missing. Raise `Stop` if it cannot be read, such as a named pipe."""
    if path.exists() and (kind := kind_of(path)):
        raise Stop(
            [
                Problem(
                    UNREADABLE_FILE,
                    f"this is {kind}; replace it by a file that you have permission to read.",
                    shown(path),
                )
            ]
        )
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = LineTable.of(error.object).line(error.start)
        reason = "this is not UTF-8; save the file as UTF-8."
        raise Stop([Problem(UNREADABLE_FILE, reason, shown(path), line)]) from None
    except OSError as error:
        reason = f"the file cannot be read: {error.strerror}; check its permissions."
        raise Stop([Problem(UNREADABLE_FILE, reason, shown(path))]) from None
