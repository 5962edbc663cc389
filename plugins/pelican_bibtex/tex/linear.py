"""A formula in one line of Unicode, from its MathML tree: `O(n²)`, `x₁/√y`, `B→μ`."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element

from pelican_bibtex.tex.mathml import characters
from pelican_bibtex.tex.text import subscript, superscript

_OVER: Final = {
    "~": "\u0303",
    "˜": "\u0303",
    "∼": "\u0303",
    "^": "\u0302",
    "ˆ": "\u0302",
    "¯": "\u0304",
    "‾": "\u0304",
    "→": "\u20d7",
    "⃗": "\u20d7",
    "˙": "\u0307",
    "¨": "\u0308",
    "ˇ": "\u030c",
    "˚": "\u030a",
    "―": "\u0304",
    "⏞": "",
    "⎴": "",
}
_BRACES_BELOW: Final = frozenset("⏟⎵_―")
_ORDINALS: Final = frozenset({"th", "st", "nd", "rd"})
_WORDS: Final = ("log", "ln", "exp", "sin", "cos", "tan", "min", "max", "sup", "inf", "lim", "det", "dim", "mod")
_STYLED: Final = range(0x1D400, 0x1D800)
_SCRIPT_LETTERS: Final = frozenset("ℬℰℱℋℐℒℳℛℊℴℯℭℌℑℜℨ")


def linear(element: Element) -> str:
    """Return the formula as text, in NFC, with script, Fraktur and bold letters as plain ones."""
    return unicodedata.normalize("NFC", " ".join(_line(element).split()))


def _line(element: Element) -> str:
    return _SHAPES.get(element.tag, _row)(element)


def _row(element: Element) -> str:
    text = _plainly(characters(element))
    children = [*element]
    for place, child in enumerate(children):
        if child.tag == "mo" and any(map(_is_binomial, children[max(place - 1, 0) : place + 2])):
            continue  # its parentheses
        piece = _line(child)
        # Names of functions are words: n log n, not nlogn.
        apart = text[-1:].isalnum() and piece[:1].isalnum() and (_is_word(child) or _ends_in_word(text))
        text += f" {piece}" if apart else piece
    return text


def _is_word(element: Element) -> bool:
    text = "".join(element.itertext())
    return element.tag in {"mi", "mo"} and len(text) > 1 and text.isalpha()


def _ends_in_word(text: str) -> bool:
    return text.endswith(_WORDS)


def _plainly(text: str) -> str:
    return "".join(
        unicodedata.normalize("NFKC", character)
        if ord(character) in _STYLED or character in _SCRIPT_LETTERS
        else character
        for character in text
    )


def _power(element: Element) -> str:
    base, exponent = map(_line, element)
    return base + _raised(exponent)


def _index(element: Element) -> str:
    base, index = map(_line, element)
    return base + _lowered(index)


def _both(element: Element) -> str:
    base, index, exponent = map(_line, element)
    return base + _lowered(index) + _raised(exponent)


def _raised(text: str) -> str:
    if text in _ORDINALS or set(text) <= {"′", "″", "‴"}:
        return text
    return superscript(text) or "^" + _grouped(text)


def _lowered(text: str) -> str:
    return subscript(text) or "_" + _grouped(text)


def _grouped(text: str) -> str:
    return text if len(text) == 1 or _is_grouped(text) else f"({text})"


def _is_grouped(text: str) -> bool:
    """Return whether a text is in one pair of parentheses."""
    return text[:1] == "(" and text[-1:] == ")" and "(" not in text[1:] and ")" not in text[:-1]


def _operand(text: str) -> str:
    return text if text.isalnum() or len(text) == 1 else f"({text})"


def _is_binomial(element: Element) -> bool:
    return element.tag == "mfrac" and element.get("linethickness", "").startswith("0")


def _fraction(element: Element) -> str:
    above, below = map(_line, element)
    if _is_binomial(element):
        return f"binom({above}, {below})"
    return f"{_operand(above)}/{_operand(below)}"


def _root(element: Element) -> str:
    return "√" + _grouped(_row(element))


def _nth_root(element: Element) -> str:
    radicand, degree = map(_line, element)
    return f"{superscript(degree) or degree}√{_grouped(radicand)}"


def _over(element: Element) -> str:
    base, mark = map(_line, element)
    accent = _OVER.get(mark)
    if accent is None:
        return base + _raised(mark)
    return base + accent if len(base) == 1 else base  # A long bar or arrow cannot be shown in a line of text.


def _under(element: Element) -> str:
    base, mark = map(_line, element)
    return base if mark in _BRACES_BELOW else base + _lowered(mark)


def _table(element: Element) -> str:
    return "; ".join(", ".join(map(_line, row)) for row in element)


def _space(_: Element) -> str:
    return " "


def _nothing(_: Element) -> str:
    return ""


_SHAPES: Final[dict[str, Callable[[Element], str]]] = {
    "msup": _power,
    "msub": _index,
    "munder": _under,
    "msubsup": _both,
    "munderover": _both,
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _nth_root,
    "mover": _over,
    "mtable": _table,
    "mspace": _space,
    "mphantom": _nothing,
}
