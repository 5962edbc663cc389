"""What an author reads when a build has found something: every problem, unwrapped, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pelican_bibtex.problem import Problem, Severity, in_reading_order


def text_report(problems: Sequence[Problem]) -> str:
    """A line a problem, those that are not errors saying so at their end; nothing when there is none."""
    lines = []
    for problem in in_reading_order(problems):
        severity = problem.code.severity
        lines.append(str(problem) if severity is Severity.ERROR else f"{problem} [{severity}]")
    return "".join(f"{line}\n" for line in lines)


def summary(problems: Sequence[Problem]) -> str:
    """The counts in words: `2 errors, 1 warning`; nothing when there are none."""
    counts = Counter(problem.code.severity for problem in set(problems))
    return ", ".join(_count(counts[severity], severity) for severity in Severity if counts[severity])


def _count(number: int, severity: Severity) -> str:
    return f"{number} {severity}" if number == 1 else f"{number} {severity}s"


def has_errors(problems: Sequence[Problem]) -> bool:
    """Whether a strict build fails."""
    return any(problem.code.severity is Severity.ERROR for problem in problems)
