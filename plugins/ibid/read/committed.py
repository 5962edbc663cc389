"""What git knows of `numbers.toml`: one question, of which nothing comes where git cannot tell."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ibid.read.numbers_file import read_numbers

LONGEST: Final = 10
"""Seconds that git may take."""
_OF_ANOTHER: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
"""What a hook of git's says of the repository that it runs in, from where it runs."""


def committed_numbers(file: Path) -> Mapping[int, str]:
    """Return the keys of `numbers.toml` in the last commit, by number; none without git, repository or commit."""
    real = file.resolve()
    data = _said(real.parent, "cat-file", "blob", f"HEAD:./{real.name}")
    try:
        numbers, problems = read_numbers(data.decode("utf-8-sig"), "")
    except UnicodeDecodeError:
        return {}
    return {} if problems else {number: key for key, number in numbers.items()}


def commit_of(file: Path) -> str:
    """Return the last commit that holds a file which is missing now; nothing where none is known."""
    folder = next(parent for parent in file.parents if parent.is_dir())
    name = file.relative_to(folder).as_posix()
    return (
        _said(folder, "log", "-1", "--no-show-signature", "--diff-filter=AM", "--format=%h", "--", name)
        .decode()
        .strip()
    )


def _said(folder: Path, *words: str) -> bytes:
    """Return what git prints in a folder; nothing if it fails. It fetches nothing, asks nothing and runs no filter."""
    environment = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
    environment |= {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            ["git", "--literal-pathspecs", "--no-pager", *words],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=LONGEST,
        )
    except (OSError, subprocess.SubprocessError):
        return b""
    return done.stdout if done.returncode == 0 else b""
