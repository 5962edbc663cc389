"""The interface of a place that a site is published to, and running of the programs that access it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from invoke.exceptions import Exit

from ibid.tasks.publishing.changes import Changes, Published


class Target(Protocol):
    """A place that a whole site is published to."""

    @property
    def place(self) -> str:
        """The place as the author knows it, such as `branch gh-pages of origin`."""

    def prepare(self) -> None:
        """Check, before a long build, that the place can be published to; raise Exit if not."""

    def add_files(self, site: Path) -> None:
        """Add the files that only this kind of place needs, such as CNAME, to a built site."""

    def held(self) -> AbstractContextManager[Target]:
        """Lock out other publications, and yield the target to use; raise Exit if another does not end."""

    def published(self) -> Published:
        """Return the contents of the place."""

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return the bytes of files in the place; links are left out."""

    def put(self, site: Path, changes: Changes) -> str:
        """Replace the previous publication by the folder; return what was done, as a sentence."""

    def roll_back(self) -> str:
        """Put back the previous publication; return what was done, as a sentence."""


def run(command: Sequence[str], cwd: Path, *, advice: str = "", given: bytes = b"", **variables: str) -> bytes:
    """Run a program and return its output; `given` is its standard input, `variables` are added to its environment.

    Raises Exit when it fails, with its own message and `advice` below that, or when it is not installed.
    """
    environment = {**os.environ, **variables}
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, input=given, env=environment, check=False)
    except FileNotFoundError:
        raise Exit(f"{command[0]} is needed to publish here, and is not installed.") from None
    if done.returncode:
        words = (done.stderr or done.stdout).decode("utf-8", "replace").strip() or f"it ended with {done.returncode}"
        name = " ".join(word for word in command[:2] if not word.startswith("-"))
        raise Exit("\n".join(filter(None, [f"{name} failed: {words}", advice])))
    return done.stdout


def text_of(command: Sequence[str], cwd: Path, *, advice: str = "") -> str:
    """Run a program as `run` does; return its output as text, without the line ends after it."""
    return run(command, cwd, advice=advice).decode("utf-8", "surrogateescape").rstrip("\n")


def counted(site: Path) -> str:
    """Return the size of a site as text: `63 files, 1.2 MB`."""
    sizes = [file.stat().st_size for file in site.rglob("*") if file.is_file()]
    return f"{len(sizes)} files, {sum(sizes) / 1e6:.1f} MB"
