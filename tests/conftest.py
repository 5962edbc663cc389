"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from workshop import compiled_templates

ROOT = Path(__file__).resolve().parent.parent


def in_ci() -> bool:
    """Whether a missing tool is a failure: on a user's machine it skips a test, in CI it must be installed."""
    return os.environ.get("IBID_CI") == "1" or os.environ.get("CI", "").lower() in ("1", "true")


# A change is judged on what it changes: in CI the made-up examples are the same each time; elsewhere they roam.
settings.register_profile("ci", derandomize=True)
if in_ci():
    settings.load_profile("ci")


# A shell without job control makes what it runs in the background deaf to Ctrl+C (POSIX, "Asynchronous AND-OR Lists"),
# and all that is started from there: servers that tests stop with it would run on, and the tests wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


SLOW = ("browser", "tasks", "workshop", "ibid")
"""The rooms whose files take longest."""

SITES_OF_THEIR_OWN = {"tests/browser/test_from_disk.py", "tests/browser/test_preview_box.py"}
"""What is read in a browser, but not of the sites that are built once for all that is."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first: the workers of xdist take one after the other, and end together if that is short."""
    items.sort(key=lambda item: next((place for place, room in enumerate(SLOW) if room in item.path.parts), len(SLOW)))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Where all is tested, each worker of xdist first imports other test files: then asserts are rewritten once for all."""
    worker = getattr(session.config, "workerinput", None)
    if worker is None or session.config.args != session.config.getini("testpaths"):
        return
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    sys.path[:0] = sorted({str(file.parent) for file in files} - {*sys.path})  # as pytest does when it comes to them
    for file in files[int(worker["workerid"].removeprefix("gw")) :: worker["workercount"]]:
        with suppress(Exception, pytest.skip.Exception), warnings.catch_warnings():
            warnings.simplefilter("error")  # what is wrong with a file is said when it is collected
            import_module(file.stem)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: tests of servers, browsers and kills spend much of their time waiting."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file is one worker's, and so are all files that read the same sites in a browser; the others need not wait."""
    from xdist.scheduler import LoadFileScheduling  # noqa: PLC0415  the tests run without it too

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return "tests/browser" if file.startswith("tests/browser/") and file not in SITES_OF_THEIR_OWN else file

    return Scheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is drawn in this process shares the compiled templates; runs of a zygote share those of the zygote."""
    compiled_templates.share(tmp_path_factory.mktemp("templates"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def require_tool() -> Callable[..., str]:
    """`require_tool("chromium", "google-chrome")`: the path of the first that is there; without any, skip or fail."""

    def require(*names: str) -> str:
        found = next((path for name in names if (path := shutil.which(name))), None)
        if found is None:
            message = f"{' or '.join(names)} is not installed"
            if in_ci():
                pytest.fail(f"{message}, and CI must not skip: install it in .ci/run")
            pytest.skip(message)
        return found

    return require


@pytest.fixture
def without_privileges(require_tool: Callable[..., str]) -> tuple[str, ...]:
    """What starts a program that root's files and folders do not open to because it is root's."""
    if os.geteuid() != 0:
        return ()
    return (require_tool("setpriv"), "--bounding-set=-all", "--inh-caps=-all")


@pytest.fixture
def small_disk(require_tool: Callable[..., str]) -> Iterator[Callable[[Path], None]]:
    """Mounts a file system of 64 kB onto a folder."""
    mounted: list[str] = []

    def mount(folder: Path) -> None:
        command = [require_tool("mount"), "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"no disk can be mounted here, which needs root: {done.stderr.strip()}")
        mounted.append(str(folder))

    yield mount
    for folder in mounted:
        subprocess.run([require_tool("umount"), folder], check=True)
