"""The problems that a build reported, read back from what it printed: for programs and for workflows.

The build is a process of its own, and may end before any of its pages; its lines are what always arrives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ibid.problems.codes import BROKEN_BUILD
from ibid.problems.codes import CODES as LINKING
from ibid.tasks.building import Report
from pelican_bibtex.diagnostics.codes import CODES as READING
from pelican_bibtex.diagnostics.problem import Code, Problem, Severity
from pelican_bibtex.diagnostics.report import github, json_lines

FORMATS = {"json": json_lines, "github": github}
"""What a program can ask for, beside the text for people: one list in JSON, or GitHub's workflow commands."""
LINE = re.compile(
    r"(?:(?P<path>[^\n]*?)(?::(?P<line>\d+))?(?::(?P<column>\d+))?: )?(?P<code>[a-z]+(?:-[a-z]+)*): "
    r"(?P<message>.*?)(?: \[(?P<severity>warning|hint)\](?P<others> \(and .*\))?)?"
)
"""A line of the report: a problem as it prints itself, behind it its severity where it is no error, and many alike."""

ALIKE = re.compile(r"\(and (\d+) more like it(?:, lines [\d, .]+)?\)$")
"""How a line ends that stands for many alike."""


def findings(lines: Iterable[str]) -> list[Problem]:
    """The problems among the lines of a report, in its order, as much as the site's settings make them matter."""
    codes = {code.name: code for code in (*READING, *LINKING)}
    matches = (LINE.fullmatch(line.rstrip("\n")) for line in lines)
    return [_problem(match, codes[match["code"]]) for match in matches if match and match["code"] in codes]


def count(problem: Problem) -> int:
    """Return how many problems a finding stands for: the report has one line for many warnings or hints alike."""
    alike = ALIKE.search(problem.message)
    return 1 + int(alike[1]) if alike else 1


def findings_of(report: Report) -> list[Problem]:
    """All that is wrong with a build: one that failed has an error among them, also where it could not say which."""
    found = findings(report.lines)
    found += [Problem(BROKEN_BUILD, f"{fault} What Pelican said is on standard error.") for fault in report.faults]
    if not report.passed and not any(problem.code.severity is Severity.ERROR for problem in found):
        message = "Pelican failed and named no problem; what it said is on standard error: start at its last lines."
        found.append(Problem(BROKEN_BUILD, message))
    return found


def said_besides(report: Report, found: Iterable[Problem]) -> str:
    """All that was printed, where the problems themselves do not say all."""
    is_broken = any(problem.code.name == BROKEN_BUILD.name for problem in found)
    return "\n".join([report.log.rstrip("\n"), *report.lines]) if is_broken else ""


def _problem(match: re.Match[str], code: Code) -> Problem:
    weighed = replace(code, severity=Severity(match["severity"] or Severity.ERROR))
    message = match["message"] + (match["others"] or "")
    return Problem(weighed, message, match["path"] or "", int(match["line"] or 0), int(match["column"] or 0))
