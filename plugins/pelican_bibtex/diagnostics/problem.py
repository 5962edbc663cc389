"""What is wrong in an author's file, and where."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How much a problem matters: a strict build fails on errors only."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem; its name is stable, and every code has a row in docs/problems.md."""

    name: str
    """What stands between the place and the message, as in `unknown-key`."""
    severity: Severity
    """How much it matters unless the author's settings say otherwise."""
    meaning: str
    """What is the matter, in one sentence."""
    mend: str
    """What an author does about it, in one sentence."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a reader of one value found wrong in it. Where the value stands is its caller's to say."""

    code: Code
    message: str
    """As in `Problem.message`."""
    field: str = ""
    """The field it is about, where a reader looks at several."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one place of one file."""

    code: Code
    """Which kind."""
    message: str
    """What is wrong here, with the names and values that matter, and what to write instead."""
    path: str = ""
    """The file as the author knows it: relative to the project's folder; empty for the whole site."""
    line: int = 0
    """Counted from 1; 0 is the file as a whole."""
    column: int = 0
    """Counted from 1, in characters; 0 is the line as a whole."""
    key: str = ""
    """The publication's key, where one is meant."""

    def __str__(self) -> str:
        """`file:line:col: code: message`, leaving out the places that are not known."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: {self.code.name}: {self.message}" if place else f"{self.code.name}: {self.message}"


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by file, line and column, without repeats, so that a report reads like the files."""
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.column, p.code.name, p.message))


def shown(path: Path) -> str:
    """Return a file's name as its author knows it: from the folder where the command runs, if it is in there.

    A symbolic link has its own name.
    """
    try:
        return (path.parent.resolve() / path.name).relative_to(Path.cwd().resolve()).as_posix()
    except (OSError, RuntimeError, ValueError):
        return str(path)


def in_one_line(error: BaseException) -> str:
    """Return an error's kind and its words."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}".rstrip(": ")


def own_line(error: BaseException) -> tuple[str, int] | None:
    """Return the file and line below the folder where the command runs that led to an error, as its author knows it.

    A template has its path as the settings name its folder, which may start from where the command runs.
    """
    places = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno or 0))
    own = ((Path.cwd() / file, line) for file, line in reversed(places))
    return next(((shown(file), line) for file, line in own if _is_own(file)), None)


def _is_own(file: Path) -> bool:
    inside = file.is_relative_to(Path.cwd()) and file.is_file()
    return inside and not {"site-packages", "dist-packages"} & set(file.parts)
