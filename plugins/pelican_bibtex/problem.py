"""What is wrong in an author's file, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


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
