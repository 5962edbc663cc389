"""How much each kind of problem matters on this site: the author's IBID_SEVERITY over the codes' own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from ibid.problems.codes import CODES as OURS
from ibid.problems.codes import LOST_NUMBERS, MOVED_NUMBER
from pelican_bibtex.diagnostics.codes import CODES as READING
from pelican_bibtex.diagnostics.problem import Problem, Severity

OFF = "off"
"""Not to be reported at all."""
_ALWAYS = (LOST_NUMBERS.name, MOVED_NUMBER.name)
"""What no strict build lets pass: every number that readers know is at stake."""
_KNOWN = {code.name: code for code in (*OURS, *READING)}


def fault_of(value: Any) -> str:
    """What is wrong with the setting, or nothing."""
    example = 'IBID_SEVERITY = {"no-topic": "error", "empty-topic": "off"}'
    if not isinstance(value, Mapping):
        return f"IBID_SEVERITY is {value!r}; write {example}."
    for name, severity in value.items():
        if name not in _KNOWN:
            near = get_close_matches(str(name), _KNOWN, n=1)
            advice = f"did you mean {near[0]}?" if near else "docs/problems.md has them all."
            return f"IBID_SEVERITY has {name!r}, which is no problem's code; {advice}"
        if name in _ALWAYS:
            return f"IBID_SEVERITY has {name!r}, which is an error in every strict build; leave it out."
        if severity not in (*Severity, OFF):
            return f"IBID_SEVERITY has {severity!r} for {name}; write error, warning, hint or off."
    return ""


def weighed(problems: Iterable[Problem], severities: Mapping[str, str]) -> list[Problem]:
    """The problems as the author weighs them, each once, less those that are off."""
    kept = [problem for problem in dict.fromkeys(problems) if severities.get(problem.code.name) != OFF]
    return [_weigh(problem, severities.get(problem.code.name)) for problem in kept]


def _weigh(problem: Problem, severity: str | None) -> Problem:
    return replace(problem, code=replace(problem.code, severity=Severity(severity))) if severity else problem
