"""The meaning of each TeX command.

A command that is not listed here is reported, and its argument is shown. Without one, its symbol is shown if it has
one in formulas, or else its name: a reader can guess from a name, but not from a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from msgspec import Struct

from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.tex.symbols import ACCENTS, SYMBOLS, accented
from pelican_bibtex.tex.text import Math, Node, Span, Style, TextLink, plain

Nodes = Sequence[Node]


class TexCommand(Struct, frozen=True):
    """A command that transforms its arguments."""

    arity: int
    """The number of its arguments."""
    build: Callable[..., Nodes]
    """Takes one sequence of nodes per argument, and returns the nodes to show."""
    verbatim: bool = False
    """True for typewriter text: dashes and quotes are kept as typed."""
    regret: str = ""
    """The reason to report it although it is known."""


class Switch(Struct, frozen=True):
    r"""An old command that applies to the rest of its group: `{\em ...}`."""

    style: Style | None
    """The style that it sets; None ends the switches before it in the same group."""


class Silent(Struct, frozen=True):
    """A command that shows nothing itself; the group after it is shown."""


class Raw(Struct, frozen=True):
    """A command whose first argument is not text, but an address, a formula or literal text."""

    kind: str
    """`url`, `href` (a link with its own text), `path` (an address that is not linked), `verb` or `math`."""


class Forbidden(Struct, frozen=True):
    """A command that reads, writes or defines; it is reported, and never carried out."""

    defines: bool = False
    """True if a name and its definition follow; both are dropped."""


Meaning = str | TexCommand | Switch | Silent | Raw | Forbidden


def _accent(command: str, argument: Nodes) -> Nodes:
    first = argument[0] if argument else ""
    if isinstance(first, str):
        return (accented(command, first), *argument[1:])
    if isinstance(first, Span):
        return (Span(first.style, tuple(_accent(command, first.children))), *argument[1:])
    return argument  # An accent over a formula or a link is dropped: its base matters more.


def _span(style: Style, argument: Nodes) -> Nodes:
    return (Span(style, tuple(argument)),) if argument else ()


def _in_letters(change: Callable[[str], str], argument: Nodes) -> Nodes:
    return tuple(_changed(change, node) for node in argument)


def _changed(change: Callable[[str], str], node: Node) -> Node:
    if isinstance(node, str):
        return change(node)
    if isinstance(node, Span):
        return Span(node.style, tuple(_in_letters(change, node.children)))
    if isinstance(node, TextLink):
        return TextLink(node.url, tuple(_in_letters(change, node.children)))
    return node


def _around(opening: str, closing: str, argument: Nodes) -> Nodes:
    return (opening, *argument, closing)


def _only(index: int, *arguments: Nodes) -> Nodes:
    return arguments[index]


def _fraction(above: Nodes, below: Nodes) -> Nodes:
    return (*above, "⁄", *below)


def _raise(style: Style, argument: Nodes) -> Nodes:
    return (
        _span(style, (plain(tuple(argument)),))
        if any(isinstance(node, Math) for node in argument)
        else _span(style, argument)
    )


def link(url: str | None, text: Nodes) -> Nodes:
    """Return a link, or only its text if there is no address."""
    return (TextLink(url, tuple(text)),) if url else text


def _nothing(_: Nodes) -> Nodes:
    return ()


_SPANS: Final = {
    Style.EMPH: "emph textit textsl mkbibemph mkbibitalic",
    Style.STRONG: "textbf mkbibbold",
    Style.SMALL_CAPS: "textsc",
    Style.CODE: "texttt code",
    Style.SUP: "textsuperscript mkbibsuperscript up",
    Style.SUB: "textsubscript mkbibsubscript",
    Style.QUOTE: "enquote mkbibquote qq",
}
_SWITCHES: Final = {
    Style.EMPH: "em it sl itshape slshape",
    Style.STRONG: "bf bfseries",
    Style.SMALL_CAPS: "sc scshape",
    Style.CODE: "tt ttfamily",
    None: "rm normalfont upshape mdseries rmfamily sf sffamily",
}
_SILENT: Final = """
    textsf textrm textup textmd textnormal text mathrm mbox hbox mkbibacro mkbibname mkbibnamefamily mkbibnamegiven
    mkbibnameprefix mkbibnamesuffix underline uline ul protect relax cal xspace noindent indent centering
    null strut leavevmode bgroup egroup begingroup endgroup nolinebreak nobreak allowbreak sloppy sloppypar autocap
    tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge displaystyle textstyle limits nolimits
    boldmath unboldmath selectfont frenchspacing nonfrenchspacing ignorespaces unskip textcyr cyr cyrins
    textlatin latintext greektext lowercaseit singleletter textlf textosf textlsc textscl textquotestraight
    nohyphens mkbibcompletename unspace bibstring mkbibordinal
    """
_DROPPED: Final = """
    thanks noopsort SortNoop sortnoop label phantom vphantom hphantom color begin end index selectlanguage vspace hspace
    """
_SECOND: Final = "foreignlanguage textcolor colorbox raisebox scalebox textlang fontsize texorpdfstring"
_CITES: Final = "cite citep citet citealt citealp citeauthor citeyear autocite parencite textcite footcite nocite ref"
_READS: Final = """
    input include includeonly openin openout read write immediate special directlua luaexec usepackage documentclass
    includegraphics write closein closeout csname endcsname expandafter noexpand string loop repeat newwrite newread
    shellescape ShellEscape RequirePackage bibliography global long outer
    """
_DEFINES: Final = """
    def edef gdef xdef let futurelet newcommand renewcommand providecommand newcount newtoks
    DeclareRobustCommand providerobustcmd newrobustcmd renewrobustcmd catcode lccode uccode mathcode
    """


def _table() -> dict[str, Meaning]:
    table: dict[str, Meaning] = {**SYMBOLS}
    table |= {name: TexCommand(1, partial(_accent, name)) for name in ACCENTS}
    for style, names in _SPANS.items():
        build = partial(_raise if style in {Style.SUP, Style.SUB} else _span, style)
        table |= dict.fromkeys(names.split(), TexCommand(1, build, verbatim=style is Style.CODE))
    for switch, names in _SWITCHES.items():
        table |= dict.fromkeys(names.split(), Switch(switch))
    table |= dict.fromkeys(_SILENT.split(), Silent())
    table |= dict.fromkeys(_DROPPED.split(), TexCommand(1, _nothing))
    table |= dict.fromkeys(
        _CITES.split(), TexCommand(1, partial(_around, "[", "]"), regret="citations do not work in fields")
    )
    table |= dict.fromkeys(_SECOND.split(), TexCommand(2, partial(_only, 1)))
    table |= dict.fromkeys(_READS.split(), Forbidden())
    table |= dict.fromkeys(_DEFINES.split(), Forbidden(defines=True))
    return _UNITS | table | _OTHERS


# Babel's Greek in Latin letters, in its LGR encoding.
_GREEK: Final = str.maketrans(
    "abgdezhjiklmnxoprsctufqywABGDEZHJIKLMNXOPRSTUFQYW", "αβγδεζηθικλμνξοπρσςτυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
)


def _greek(text: str) -> str:
    return text.translate(_GREEK)


_CODE_POINT: Final = lazy_pattern(r"(?!0*[01]?[0-9A-F]$|D[89A-F])[0-9A-F]{2,4}", re.IGNORECASE)
"""A hexadecimal number from 20 on, and of no surrogate."""


def _by_number(argument: Nodes) -> Nodes:
    """Return the character with a hexadecimal number; the number if there is none."""
    text = plain(tuple(argument)).strip()
    return (chr(int(text, 16)),) if _CODE_POINT.fullmatch(text) else argument


_UNITS: Final = {
    "meter": "m", "metre": "m", "gram": "g", "second": "s", "ampere": "A", "kelvin": "K", "mole": "mol",
    "hertz": "Hz", "newton": "N", "pascal": "Pa", "joule": "J", "watt": "W", "coulomb": "C", "volt": "V", "farad": "F",
    "ohm": "Ω", "siemens": "S", "weber": "Wb", "tesla": "T", "henry": "H", "celsius": "°C", "degreeCelsius": "°C",
    "becquerel": "Bq", "gray": "Gy", "sievert": "Sv", "liter": "l", "litre": "l", "minute": "min", "hour": "h",
    "percent": "%", "electronvolt": "eV", "dalton": "Da", "bel": "B", "decibel": "dB", "bar": "bar", "angstrom": "Å",
    "kilogram": "kg", "micro": "µ", "nano": "n", "pico": "p", "femto": "f", "atto": "a", "milli": "m", "centi": "c",
    "deci": "d", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "per": "/", "squared": "²", "cubed": "³",
}  # fmt: skip
"""Units and prefixes of siunitx (its manual, section 3.5), which no other package calls so but in formulas."""

_OTHERS: Final[dict[str, Meaning]] = {
    "textgreek": TexCommand(1, partial(_in_letters, _greek)),
    "MakeUppercase": TexCommand(1, partial(_in_letters, str.upper)),
    "uppercase": TexCommand(1, partial(_in_letters, str.upper)),
    "MakeLowercase": TexCommand(1, partial(_in_letters, str.lower)),
    "lowercase": TexCommand(1, partial(_in_letters, str.lower)),
    "footnote": TexCommand(1, partial(_around, " (", ")")),
    "mkbibparens": TexCommand(1, partial(_around, "(", ")")),
    "mkbibbrackets": TexCommand(1, partial(_around, "[", "]")),
    "parentext": TexCommand(1, partial(_around, "(", ")")),
    "frac": TexCommand(2, _fraction),
    "nicefrac": TexCommand(2, _fraction),
    "sfrac": TexCommand(2, _fraction),
    # The commands that BibTeX's own example file, xampl.bib, defines in its preamble.
    "printfirst": TexCommand(2, partial(_only, 0)),
    "switchargs": TexCommand(2, lambda first, second: (*second, *first)),
    "url": Raw("url"),
    "nolinkurl": Raw("path"),
    "path": Raw("path"),
    "href": Raw("href"),
    "verb": Raw("verb"),
    "ensuremath": Raw("math"),
    # siunitx: a number with its unit.
    "SI": TexCommand(2, lambda number, unit: (*number, "\u202f", *unit)),
    "qty": TexCommand(2, lambda number, unit: (*number, "\u202f", *unit)),
    "num": TexCommand(1, lambda number: number),
    "si": TexCommand(1, lambda unit: unit),
    "unit": TexCommand(1, lambda unit: unit),
    "ang": TexCommand(1, partial(_around, "", "°")),
    # Elsevier's fonts: a character by its number.
    "ElsevierGlyph": TexCommand(1, _by_number),
}

MEANINGS: Final = _table()
"""Command without its backslash -> its meaning."""
