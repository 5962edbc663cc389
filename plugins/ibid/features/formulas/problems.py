"""What is wrong with the formulas of a page."""

from __future__ import annotations

from collections.abc import Iterator

from ibid.link.parts import Part
from ibid.mark.placeholders import FORMULA
from pelican_bibtex.diagnostics.codes import UNREADABLE_MATH
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.tex.math import formula_alone
from pelican_bibtex.tex.mathml import UnreadableError

_SHOWN = 60


def formula_problems(part: Part) -> Iterator[Problem]:
    """Each formula that could not be made into MathML, with the reason."""
    for placeholder in part.placeholders:
        if placeholder.name == FORMULA:
            source = " ".join(placeholder.source.split())
            shown = source if len(source) <= _SHOWN else f"{source[:_SHOWN]}…"
            message = f"`{shown}`: {_reason(source)}; it is shown as it stands."
            yield Problem(UNREADABLE_MATH, message, part.document.path, placeholder.line)


def _reason(source: str) -> str:
    try:
        formula_alone(source.strip("$"), display=False)
    except UnreadableError as error:
        return str(error)
    return "it cannot be read"
