"""One formula as HTML."""

from __future__ import annotations

from html import escape

from ibid.mark.placeholders import FORMULA, write_placeholder
from pelican_bibtex.tex.math import formula_alone
from pelican_bibtex.tex.mathml import UnreadableError

DELIMITERS = {False: ("$", "$"), True: ("$$", "$$")}
"""What stands around TeX, in a line and displayed."""


def write_formula(tex: str, *, display: bool, element: str = "div", line: int = 0) -> str:
    """MathML with its TeX as `alttext`; what cannot be read leaves a placeholder, to be shown as it is and reported.

    A displayed formula stands in an `element` that scrolls when it is too wide, by keyboard too. `line` is where it
    stands in the source, 0 where that is found out later.
    """
    try:
        mathml = formula_alone(tex, display=display)
    except UnreadableError:
        before, after = DELIMITERS[display]
        html = write_placeholder(FORMULA, f"{before}{tex.strip()}{after}", line)
        return f"<p>{html}</p>" if display and element == "div" else html
    html = str(mathml).replace("<math", f'<math alttext="{escape(" ".join(tex.split()))}"', 1)
    return f'<{element} class="formula" tabindex="0">{html}</{element}>' if display else html
