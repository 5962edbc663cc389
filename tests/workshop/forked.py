"""Processes that are forked instead of started: how they end, and the scripts that a task runs with its own Python.

Such a script is forked from the task, without the second that its imports would take again. Everything else of its
process is real: its number, its parent, its folder, its environment, its pipes and its end. What the task imported
since it began is not there, nor are its signal handlers, its open files and what it has yet to remove; what it changed
in modules that were there before is. A test for which that matters runs its task `fresh`.
"""

from __future__ import annotations

import _thread
import atexit
import gc
import os
import runpy
import signal
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial
from operator import methodcaller
from typing import Any, NoReturn

_READ_AT_START = ("LC_", "LANG", "TZ", "PYTHON")
"""How the variables begin that a process reads when it starts: a script for which one is another starts afresh."""
_HARMLESS = {"PYTHONPATH", "PYTHONUTF8"}
"""Those of them that `_become` obeys."""


class _Forked(subprocess.Popen[Any]):
    """A process; it is forked if it is `python -P SCRIPT ...`, as tasks run Pelican."""

    outside: frozenset[str] = frozenset()
    """The modules that were there when the task began."""
    paths: tuple[str, ...] = ()
    """The folders of modules that Python has without those of PYTHONPATH."""

    def __init__(self, args: Any, *rest: Any, **how: Any) -> None:
        environment = how.get("env") or os.environ
        if list(args)[:2] == [sys.executable, "-P"] and _starts_alike(environment):
            how["preexec_fn"] = partial(_become, list(args)[2:], dict(environment), how.get("pass_fds", ()))
        super().__init__(args, *rest, **how)


def fork_scripts() -> None:
    """Have this process, which has just begun, fork the scripts that it runs."""
    given = _folders(os.environ)
    _Forked.outside = frozenset(sys.modules)
    _Forked.paths = tuple(path for path in sys.path if path not in given)
    setattr(subprocess, "Popen", _Forked)  # noqa: B010  mypy takes no class for a name


def _folders(environment: Mapping[str, str]) -> list[str]:
    """The folders of modules that PYTHONPATH names."""
    return [os.path.abspath(path) for path in environment.get("PYTHONPATH", "").split(os.pathsep) if path]  # noqa: PTH100  Python has them as text


def _starts_alike(environment: Mapping[str, str]) -> bool:
    """Whether a new process would find the same language, time zone and options of Python."""
    ours, theirs = (
        {name: value for name, value in each.items() if name.startswith(_READ_AT_START) and name not in _HARMLESS}
        for each in (os.environ, environment)
    )
    return ours == theirs and sys.getfilesystemencoding() == "utf-8"


def _become(words: Sequence[str], environment: Mapping[str, str], kept: Collection[int]) -> NoReturn:
    """Make this process, which was forked to start `python -P WORDS`, what that would be; run it, and exit."""
    try:
        _forget(kept)
        os.environ.clear()
        os.environ.update(environment)
        sys.path[:] = [*_folders(environment), *_Forked.paths]
        sys.argv[:] = words
        exit_after(partial(runpy.run_path, words[0], run_name="__main__"))
    finally:
        os._exit(1)


def exit_after(run: Callable[[], object]) -> NoReturn:
    """Run what a process is there for, and exit as Python does, but for the release of all that it ever imported.

    That would take longer than most runs, since it copies all memory that the process has in common with others.
    """
    gc.unfreeze = lambda: None  # what was there before is no garbage, and takes long to look through
    code = _code_of(run)
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001  as Python does before it exits
    atexit._run_exitfuncs()  # noqa: SLF001  likewise
    _collect_garbage()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _collect_garbage() -> None:
    """Have Python complain of files that were left open; in a thread without a line of code, since it would name that."""
    end = _thread.allocate_lock()
    end.acquire()
    _thread.start_new_thread(deque, (map(methodcaller("__call__"), (gc.collect, end.release)), 0))
    end.acquire()


def _forget(kept: Collection[int]) -> None:
    """Let go of what a new process would not have: garbage first, since it might close files by their numbers."""
    gc.collect()
    weakref.finalize._registry.clear()  # type: ignore[attr-defined]  # noqa: SLF001  folders that the task will remove
    for name in set(sys.modules) - _Forked.outside:
        del sys.modules[name]
    _reset_signals()
    last = 2
    for number in sorted({*kept, 1 << 16}):
        os.closerange(last + 1, number)
        last = number
    _open_streams()


def _reset_signals() -> None:
    for each in signal.valid_signals():
        if callable(signal.getsignal(each)):
            signal.signal(each, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for ignored in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(ignored, signal.SIG_IGN)


def _open_streams() -> None:
    """Open the standard streams anew: the task's may hold what it has yet to write."""
    how = partial(open, encoding="utf-8", closefd=False)
    sys.stdin, sys.stdout = how(0, errors="surrogateescape"), how(1, "w", errors="surrogateescape")
    sys.stderr = how(2, "w", 1, errors="backslashreplace")
    vars(sys).update(__stdin__=sys.stdin, __stdout__=sys.stdout, __stderr__=sys.stderr)


def _code_of(run: Callable[[], object]) -> int:
    """Run, and return the exit code; what was not caught is printed as Python prints it."""
    try:
        run()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:  # noqa: BLE001  the last one to see it
        with suppress(Exception):
            sys.excepthook(*sys.exc_info())
        return 1
    return 0
