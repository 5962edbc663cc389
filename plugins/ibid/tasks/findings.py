"""The problems that a build reported, read back from what it printed: for programs and for workflows.

The build is a process of its own, and may end before any of its pages; its lines are what always arrives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ibid.codes import CODES as LINKING
from pelican_bibtex.codes import CODES as READING
from pelican_bibtex.problem import Code, Problem, Severity
from pelican_bibtex.report import github, json_lines

FORMATS = {"json": json_lines, "github": github}
"""What a program can ask for, beside the text for people: one list in JSON, or GitHub's workflow commands."""
LINE = re.compile(
    r"(?:(?P<path>[^\n]*?)(?::(?P<line>\d+))?(?::(?P<column>\d+))?: )?(?P<code>[a-z]+(?:-[a-z]+)*): "
    r"(?P<message>.*?)(?: \[(?P<severity>warning|hint)\](?P<others> \(and .*\))?)?"
)
"""A line of the report: a problem as it prints itself, behind it its severity where it is no error, and many alike."""


def findings(lines: Iterable[str]) -> list[Problem]:
    """The problems among the lines of a report, in its order, as much as the site's settings make them matter."""
    codes = {code.name: code for code in (*READING, *LINKING)}
    matches = (LINE.fullmatch(line.rstrip("\n")) for line in lines)
    return [_problem(match, codes[match["code"]]) for match in matches if match and match["code"] in codes]


def _problem(match: re.Match[str], code: Code) -> Problem:
    weighed = replace(code, severity=Severity(match["severity"] or Severity.ERROR))
    message = match["message"] + (match["others"] or "")
    return Problem(weighed, message, match["path"] or "", int(match["line"] or 0), int(match["column"] or 0))
