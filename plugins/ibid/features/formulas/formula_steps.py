"""Formulas in a build: their rules, the problems in them, and summaries that end before one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ibid.compat.pelican_compat import body_of, change_summary
from ibid.feature import Steps
from ibid.features.formulas.formulas import RULES, write_formula
from ibid.link.citations import Part
from ibid.mark.placeholders import FORMULA
from pelican_bibtex.diagnostics.codes import UNREADABLE_MATH
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.tex.math import formula_alone
from pelican_bibtex.tex.mathml import UnreadableError

_SHOWN = 60


def formula_problems(part: Part) -> Iterator[Problem]:
    """Yield a problem for each formula that could not be converted to MathML, with the reason."""
    for placeholder in part.placeholders:
        if placeholder.name == FORMULA:
            source = " ".join(placeholder.source.split())
            shown = source if len(source) <= _SHOWN else f"{source[:_SHOWN]}…"
            message = f"`{shown}`: {_reason(source)}; it is shown as written."
            yield Problem(UNREADABLE_MATH, message, part.document.path, placeholder.line)


def _reason(source: str) -> str:
    try:
        formula_alone(source.strip("$"), display=False)
    except UnreadableError as error:
        return str(error)
    return "it cannot be read"


_OPENS, _CLOSES = "<math", "</math>"


def without_half(summary: str, whole: str) -> str:
    """Return the summary without its last formula if that is cut off, which means it is not in the whole text."""
    at = summary.rfind(_OPENS)
    end = summary.find(_CLOSES, at) + len(_CLOSES)
    if at < 0 or summary[at:end] in whole:
        return summary
    return f"{summary[:at]}…{summary[end:]}"


def keep_formulas_whole(content: Any) -> None:
    """Let a summary that Pelican cuts from a page or post end before a formula, not in it."""
    if _OPENS in body_of(content) and "summary" not in content.metadata:
        change_summary(content, lambda summary, whole, _: without_half(summary, whole))


class FormulaSteps(Steps):
    """Formulas in one build."""

    rules = RULES
    write_math = staticmethod(write_formula)

    def check_part(self, part: Part) -> Iterator[Problem]:
        """Yield the formulas that cannot be shown."""
        return formula_problems(part)

    def finish(self, content: Any) -> None:
        """Let a summary end before a formula, not in it."""
        keep_formulas_whole(content)
