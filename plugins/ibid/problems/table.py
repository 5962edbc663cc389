"""The problem codes of both plugins: the table in docs/problems.md, and their severities as set in IBID_SEVERITY.

`python -m ibid.problems.table` prints the table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from ibid.problems.codes import CODES as OURS
from ibid.problems.codes import LOST_NUMBERS, MOVED_NUMBER
from pelican_bibtex.diagnostics.codes import CODES as READING
from pelican_bibtex.diagnostics.problem import Code, Problem, Severity
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest

OFF = "off"
"""The severity of a code that is not reported."""
_ALWAYS = (LOST_NUMBERS.name, MOVED_NUMBER.name)
"""Codes that are errors in every strict build: they mean that published numbers would change."""
_KNOWN = {code.name: code for code in (*OURS, *READING)}


def fault_of(value: Any) -> str:
    """Return the fault of the value of IBID_SEVERITY, or an empty string."""
    example = 'IBID_SEVERITY = {"no-topic": "error", "empty-topic": "off"}'
    if not isinstance(value, Mapping):
        return f"IBID_SEVERITY is {value!r}; write `{example}`."
    for name, severity in value.items():
        if name not in _KNOWN:
            advice = did_you_mean(nearest(str(name), _KNOWN), "docs/problems.md lists all codes.")
            return f"IBID_SEVERITY contains {name!r}, which is not the code of a problem; {advice}"
        if name in _ALWAYS:
            return f"IBID_SEVERITY contains {name!r}, which is always an error in strict builds; remove it."
        if severity not in (*Severity, OFF):
            return f"IBID_SEVERITY contains {severity!r} for {name}; write error, warning, hint or off."
    return ""


def weighed(problems: Iterable[Problem], severities: Mapping[str, str], drafts: Collection[str] = ()) -> list[Problem]:
    """Return the problems with the author's severities, without repeats and without those that are off.

    Errors in the files `drafts`, which readers do not find yet, are warnings unless the author has set the severity.
    """
    kept = [problem for problem in dict.fromkeys(problems) if severities.get(problem.code.name) != OFF]
    return [_weigh(problem, severities.get(problem.code.name) or _of_draft(problem, drafts)) for problem in kept]


def _of_draft(problem: Problem, drafts: Collection[str]) -> str | None:
    is_error = problem.code.severity is Severity.ERROR
    return Severity.WARNING if is_error and problem.path in drafts else None


def _weigh(problem: Problem, severity: str | None) -> Problem:
    return replace(problem, code=replace(problem.code, severity=Severity(severity))) if severity else problem


_INTRODUCTION = """\
# Problems

A build or `invoke check` reports problems as `file:line:column: code: message`. Errors fail a strict build (`invoke
build`, `check`, `publish`); warnings and hints are marked at the end of their line. Codes are stable.
"""


def problem_table() -> str:
    """Return docs/problems.md."""
    return f"{_INTRODUCTION}\n## Pages, topics, settings\n\n{_table(OURS)}\n## The bibliography\n\n{_table(READING)}"


def _table(codes: Iterable[Code]) -> str:
    rows = [f"| `{code.name}` | {code.severity} | {_cell(code.meaning)} | {_cell(code.mend)} |\n" for code in codes]
    return "| Code | | What is wrong | What to do |\n|---|---|---|---|\n" + "".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(problem_table(), end="")  # noqa: T201  this is what the command is for
