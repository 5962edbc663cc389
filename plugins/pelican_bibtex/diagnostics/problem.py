"""Problems in an author's files, with code, severity, message and place, and the formats of a report."""

from __future__ import annotations

import json
import sys
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, TextIO

from msgspec import Struct


class Severity(StrEnum):
    """The severity of a problem: a strict build fails on errors only."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Code(Struct, frozen=True):
    """One kind of problem; its name is stable, and every code has a row in docs/problems.md."""

    name: str
    """The word between the place and the message, such as `unknown-key`."""
    severity: Severity
    """The severity, unless the author's settings say otherwise."""
    meaning: str
    """The fault, in one sentence."""
    mend: str
    """The remedy for the author, in one sentence."""


class Complaint(Struct, frozen=True):
    """A fault that a parser found in one value. Its caller knows the place of the value and adds it."""

    code: Code
    message: str
    """As in `Problem.message`."""
    field: str = ""
    """The field it is about, if the parser looks at several."""


class Problem(Struct, frozen=True):
    """One fault at one place in one file."""

    code: Code
    """The kind of problem."""
    message: str
    """The fault, with the names and values that matter, and what to write instead."""
    path: str = ""
    """The file as the author knows it: relative to the project's folder; empty for the whole site."""
    line: int = 0
    """Counted from 1; 0 is the file as a whole."""
    column: int = 0
    """Counted from 1, in characters; 0 is the line as a whole."""
    key: str = ""
    """The key of the publication concerned, if any."""

    def __str__(self) -> str:
        """Return `file:line:col: code: message`, without the parts of the place that are unknown."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: {self.code.name}: {self.message}" if place else f"{self.code.name}: {self.message}"


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems sorted by file, line and column, without repeats, so that a report reads like the files."""
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.column, p.code.name, p.message))


def shown(path: Path) -> str:
    """Return a file's path as its author knows it: relative to the working directory, if it is in there.

    A symbolic link keeps its own name.
    """
    try:
        return (path.parent.resolve() / path.name).relative_to(Path.cwd().resolve()).as_posix()
    except (OSError, RuntimeError, ValueError):
        return str(path)


def in_one_line(error: BaseException) -> str:
    """Return an error's type and message in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}".rstrip(": ")


def own_line(error: BaseException) -> tuple[str, int] | None:
    """Return the file and line in the working directory that led to an error, as the author knows them; else None.

    A template's path starts as the settings name its folder, which may be relative to the working directory.
    """
    places = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno or 0))
    own = ((Path.cwd() / file, line) for file, line in reversed(places))
    return next(((shown(file), line) for file, line in own if _is_own(file)), None)


def _is_own(file: Path) -> bool:
    inside = file.is_relative_to(Path.cwd()) and file.is_file()
    return inside and not {"site-packages", "dist-packages"} & set(file.parts)


FEW: Final = 5
"""Warnings or hints of one kind in one file are grouped if there are more than this; errors never are."""
MOST: Final = 20
"""Maximum number of lines that a group names; after mending these, the author builds again and sees the next."""

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
"""GitHub's names of the severities."""


def lines(problems: Iterable[Problem]) -> list[str]:
    """Return the report: one line per problem, but one for many of the same kind, which names their lines."""
    alike: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in in_reading_order(problems):
        alike[problem.path, problem.code.name].append(problem)
    report = []
    for group in alike.values():
        if len(group) > FEW and group[0].code.severity is not Severity.ERROR:
            report.append((group[0], f"{_line(group[0])} (and {_rest(group[1:])})"))
        else:
            report.extend((problem, _line(problem)) for problem in group)
    place = {problem: number for number, problem in enumerate(in_reading_order(problem for problem, _ in report))}
    return [line for _, line in sorted(report, key=lambda each: place[each[0]])]


def _line(problem: Problem) -> str:
    """Return the line of a problem; for a warning or hint it says so, because nothing fails on it."""
    severity = problem.code.severity
    return str(problem) if severity is Severity.ERROR else f"{problem} [{severity}]"


def _rest(group: Sequence[Problem]) -> str:
    places = list(dict.fromkeys(str(problem.line) for problem in group if problem.line))
    named = ", ".join(places[:MOST]) + (" ..." if len(places) > MOST else "")
    return f"{len(group)} more like it{f', lines {named}' if named else ''}"


def summary(problems: Sequence[Problem]) -> str:
    """Return the numbers of problems, as in `2 errors, 1 warning`; empty if there are none."""
    counts = Counter(problem.code.severity for problem in problems)
    return ", ".join(f"{counts[each]} {each}{'s' * (counts[each] > 1)}" for each in Severity if counts[each])


def print_report(problems: Iterable[Problem], to: TextIO | None = None) -> None:
    """Print the report to standard error, or to another stream."""
    stream = to or sys.stderr
    stream.writelines(f"{line}\n" for line in lines(problems))
    stream.flush()


def github(problems: Iterable[Problem]) -> list[str]:
    """Return one workflow command per problem, which GitHub shows beside the line it is about."""
    return [_workflow_command(problem) for problem in in_reading_order(problems)]


def _workflow_command(problem: Problem) -> str:
    known = {"file": problem.path, "line": problem.line, "col": problem.column, "title": problem.code.name}
    properties = ",".join(f"{name}={_escaped(str(value), ',:')}" for name, value in known.items() if value)
    return f"::{_LEVELS[problem.code.severity]} {properties}::{_escaped(problem.message)}"


def _escaped(text: str, also: str = "") -> str:
    for char in f"%\r\n{also}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def json_lines(problems: Iterable[Problem]) -> list[str]:
    """Return the lines of a JSON list of objects, for programs."""
    objects = [json_object(each) for each in in_reading_order(problems)]
    return json.dumps(objects, ensure_ascii=False, indent=1).split("\n")


def json_object(problem: Problem) -> dict[str, str | int]:
    """Return one problem as an object for JSON."""
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code.name,
        "severity": problem.code.severity.value,
        "key": problem.key,
        "message": problem.message,
        "mend": problem.code.mend,
    }
