"""Converting formulas: from TeX to MathML by latex2mathml, and to one line of Unicode from the same tree."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

from markupsafe import Markup

from pelican_bibtex.diagnostics.codes import UNREADABLE_MATH
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.tex.linear import linear
from pelican_bibtex.tex.mathml import UnreadableError, mathml
from pelican_bibtex.tex.text import Math, Node, Span, Style

_LONGEST: Final = 2_000
_DEEPEST: Final = 40

# Commands that define, read, link or style are never passed on.
_REFUSED: Final = lazy_pattern(
    r"\\(?:def|edef|gdef|xdef|let|(?:new|renew|provide)command|DeclareMathOperator|input|include|write|"
    r"href|url|class|style|id|cssId|require|catcode|csname|expandafter|tag|label|ref)(?![A-Za-z])"
)
_NUMBER: Final = lazy_pattern(r"\s*[-+]?[0-9]+(?:[.,][0-9]+)*\s*")
_TEXT: Final = r"(?:\\(?:mbox|text|textrm|mathrm|hbox|rm)\s*)?"
# A superscript or subscript and nothing else, as in AC\({}^{\mbox{0}}\), 20$^{th}$ or 5$^\circ$C, is shown as text.
_SCRIPT: Final = lazy_pattern(
    rf"\s*(?:\{{\}})?\s*([\^_])\s*(?:\{{\s*{_TEXT}\{{?([^\\{{}}$^_]*)\}}?\s*\}}|([^\\{{}}$^_\s])|\{{?\\([A-Za-z]+)\s*\}}?)\s*"
)
_RAISED: Final = {"circ": "°", "degree": "°", "prime": "′", "ast": "*"}
_SILENT: Final = lazy_pattern(r"\\(?:ensuremath|protect|relax|xspace|nolimits|boldmath|/|@)(?![A-Za-z])")
_RENAMED: Final = lazy_pattern(r"\\(textsc|textsl|emph|enquote|mkbibemph|lowercase|uppercase)(?![A-Za-z])")
# latex2mathml knows few of AMS-LaTeX's environments, and numbers the lines of `align` from 1 in each formula.
_ALIGNED: Final = lazy_pattern(r"\\(begin|end)\s*\{(?:aligned|align|alignedat|split|eqnarray)\*?\}(?:\{\d+\})?")
_GATHERED: Final = lazy_pattern(r"\\(begin|end)\s*\{(?:gathered|gather|multline)\*?\}")
_UNMARKED: Final = lazy_pattern(
    r"\\(?:begin|end)\s*\{(?:equation|displaymath|math)\*?\}|\\(?:nonumber|notag)(?![A-Za-z])"
)
_OPERATOR: Final = lazy_pattern(r"\\operatorname(\*?)\s*\{([^{}]*)\}")
_UNDER: Final = lazy_pattern(r"\\operatorname\*\s*(\{[^{}]*\})\s*_\s*(\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+|[^\s{}\\])")
_BLANK: Final = lazy_pattern(r"\\[,:; ]|~")
_THIN: Final = "\u2009"
_COMMAND: Final = lazy_pattern(r"\\([A-Za-z]+|.)\s*")
_BRACES: Final = lazy_pattern(r"\\.|[{}]", re.DOTALL)


Converted = tuple[tuple[Node, ...], tuple[Complaint, ...]]
"""The nodes that show a formula, and complaints about it."""


@lru_cache(maxsize=512)  # a pure function: titles repeat few formulas, and each takes a quarter of a millisecond
def formula(source: str, *, display: bool) -> Converted:
    """Return the nodes of a formula given without its delimiters: MathML, or if that fails text, with a complaint."""
    source = source.strip()
    if not source:
        return (), ()
    if _NUMBER.fullmatch(source):
        return (source.replace("-", "−"),), ()
    if source.isalpha() and len(source) == 1:  # By far the most frequent kind of formula.
        return (Math(source, Markup(f"<math><mi>{source}</mi></math>"), source),), ()  # noqa: S704  one letter
    script = _script(source)
    if script is not None:
        return (script,), ()
    try:
        root = _converted(source, display)
        return (Math(source, mathml(root), linear(root)),), ()
    except UnreadableError as error:
        return in_words(source, why=str(error))


def formula_alone(source: str, *, display: bool) -> Markup:
    """Return the `<math>` of a formula in running text, where even a number is one. Raises UnreadableError."""
    return mathml(_converted(source.strip(), display))


def _script(source: str) -> Node | None:
    match = _SCRIPT.fullmatch(source)
    if match is None:
        return None
    if match[1] == "^" and match[4] in _RAISED:
        return _RAISED[match[4]]
    text = symbol(match[4]) if match[4] else (match[2] or match[3] or "").replace("-", "−")
    return Span(Style.SUP if match[1] == "^" else Style.SUB, (text,)) if text is not None else None


def in_words(source: str, *, display: bool = False, why: str = "") -> Converted:  # noqa: ARG001  as `formula`
    """Return a formula as text: characters for its symbols, the names of its other commands, no braces."""
    text = _COMMAND.sub(lambda match: _word(match[1]), source)
    text = " ".join(text.replace("}{", " ").replace("{", "").replace("}", "").replace("$", "").split())
    what = f"`{_shortened(source)}`: {why}; it is" if why else "the value has too many formulas; the rest are"
    return (text,), (Complaint(UNREADABLE_MATH, f"{what} shown as plain text."),)


def _converted(source: str, display: bool) -> Element:
    """Return latex2mathml's tree of a formula that is harmless, short and shallow enough. Raises UnreadableError."""
    # Loading its table of symbols takes longer than reading a small bibliography, and few have a formula.
    from latex2mathml.converter import convert_to_element  # noqa: PLC0415  see above

    source = _rewritten(source)
    if refused := _REFUSED.search(source):
        message = f"`{refused[0]}` is not allowed in a formula"
        raise UnreadableError(message)
    if len(source) > _LONGEST or _depth(source) > _DEEPEST:
        message = "it is too long or too deeply nested"
        raise UnreadableError(message)
    try:
        root: Element = convert_to_element(source, display="block" if display else "inline")
    except Exception as error:  # Its recursive descent raises various errors: IndexError, RecursionError.
        message = "its braces or commands do not match"
        raise UnreadableError(message) from error
    return root


def _rewritten(source: str) -> str:
    """Return the formula in commands that latex2mathml knows."""
    source = _RENAMED.sub(r"\\text", _SILENT.sub(" ", source))
    if r"\s" in source:
        source = _SCRIPTS.sub(lambda found: "^" if found[1] == "p" else "_", source)
    if r"\operatorname" in source:
        source = _OPERATOR.sub(lambda found: rf"\operatorname{found[1]}{{{_BLANK.sub(_THIN, found[2])}}}", source)
        source = _UNDER.sub(r"\\underset{\2}{\\operatorname\1}", source).replace(r"\operatorname*", r"\operatorname")
    if r"\begin" in source or r"\no" in source:
        source = _GATHERED.sub(r"\\\1{matrix}", _ALIGNED.sub(r"\\\1{align*}", source))
        source = _UNMARKED.sub(" ", source)
    return source


_SCRIPTS: Final = lazy_pattern(r"\\s([pb])(?![A-Za-z])\s*")
r"""`\sp` and `\sb`, which plain TeX has for `^` and `_`."""


def _depth(source: str) -> int:
    depth = deepest = 0
    for match in _BRACES.finditer(source):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        deepest = max(deepest, depth)
    # Commands nest without braces too: \sqrt\sqrt\sqrt x.
    return deepest + source.count("\\") // 10


def symbol(name: str) -> str | None:
    """Return the character of a command that is defined in formulas only, such as `alpha` or `to`; else None."""
    from latex2mathml.symbols_parser import convert_symbol  # noqa: PLC0415  as above

    code: str | None = convert_symbol("\\" + name)
    return chr(int(code, 16)) if code and len(code) <= 6 else None  # noqa: PLR2004  hexadecimal digits


def _word(name: str) -> str:
    if name.isalpha():
        return symbol(name) or f" {name} "
    return name if name in "&%#_" else " "


def _shortened(source: str) -> str:
    return source if len(source) <= 60 else source[:59] + "…"  # noqa: PLR2004  what fits in a message
