"""What the box in the page says of the last build."""

from __future__ import annotations

import json
from typing import Final

from ibid.tasks.findings import count
from ibid.tasks.serving.preview import State
from pelican_bibtex.diagnostics.problem import Severity
from pelican_bibtex.diagnostics.report import json_object, summary

MOST: Final = 50
"""So many problems the box lists; the terminal has all."""


def state_json(state: State) -> str:
    """Return what the script in the page asks for twice a second: errors first, then warnings, then hints."""
    order = list(Severity)
    problems = sorted(state.problems, key=lambda problem: order.index(problem.code.severity))
    return json.dumps(
        {
            "version": state.version,
            "fault": state.fault,
            "headline": headline(state),
            "problems": [json_object(problem) for problem in problems[:MOST]],
            "more": len(problems[MOST:]),
        }
    )


def headline(state: State) -> str:
    """Return what the box says first; empty if there is nothing to say."""
    counted = summary([problem for problem in state.problems for _ in range(count(problem))])
    if not state.fault:
        return counted
    shown = "This is the last good site" if state.root else "There is no site yet"
    return f"{shown}. The last build failed{': ' * bool(counted)}{counted}."
