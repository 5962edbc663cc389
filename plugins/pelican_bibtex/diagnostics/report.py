"""Problems as their authors read them: one a line, never wrapped, many alike in one."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, TextIO

from pelican_bibtex.diagnostics.problem import Problem, Severity, in_reading_order

FEW: Final = 5
"""More warnings or hints of one kind in one file than these are grouped; errors never are."""
MOST: Final = 20
"""So many lines a group names; a reader who has been to these builds again, and is told of the next."""

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
"""GitHub's names."""


def lines(problems: Iterable[Problem]) -> list[str]:
    """The report: one line a problem, but one for many alike, which names their lines."""
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
    """The problem; where it is no error, that is said, because nothing fails on it."""
    severity = problem.code.severity
    return str(problem) if severity is Severity.ERROR else f"{problem} [{severity}]"


def _rest(group: Sequence[Problem]) -> str:
    places = list(dict.fromkeys(str(problem.line) for problem in group if problem.line))
    named = ", ".join(places[:MOST]) + (" ..." if len(places) > MOST else "")
    return f"{len(group)} more like it{f', lines {named}' if named else ''}"


def summary(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning`; empty if there are none."""
    counts = Counter(problem.code.severity for problem in problems)
    return ", ".join(f"{counts[each]} {each}{'s' * (counts[each] > 1)}" for each in Severity if counts[each])


def print_report(problems: Iterable[Problem], to: TextIO | None = None) -> None:
    """Print the lines to standard error, or elsewhere."""
    stream = to or sys.stderr
    stream.writelines(f"{line}\n" for line in lines(problems))
    stream.flush()


def github(problems: Iterable[Problem]) -> list[str]:
    """One workflow command a problem, which GitHub shows beside the line it is about."""
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
    """A list of objects, for programs."""
    objects = [json_object(each) for each in in_reading_order(problems)]
    return json.dumps(objects, ensure_ascii=False, indent=1).splitlines()


def json_object(problem: Problem) -> dict[str, str | int]:
    """Return one problem as programs read it."""
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
