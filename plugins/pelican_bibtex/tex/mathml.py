"""MathML for HTML pages, written from an element tree with only the elements and attributes that are listed here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import unescape
from typing import Final
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

from pelican_bibtex.lazy_pattern import lazy_pattern

_ELEMENTS: Final = frozenset(
    {"math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msup", "msub", "msubsup", "mfrac", "msqrt", "mroot", "mover"}
    | {"munder", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom", "mmultiscripts", "mprescripts"}
)
_CHILDREN: Final = {
    "msup": 2,
    "msub": 2,
    "mfrac": 2,
    "mroot": 2,
    "mover": 2,
    "munder": 2,
    "msubsup": 3,
    "munderover": 3,
}
_ATTRIBUTES: Final = {
    "stretchy": "true|false",
    "fence": "true|false",
    "separator": "true|false",
    "accent": "true|false",
    "accentunder": "true|false",
    "movablelimits": "true|false",
    "displaystyle": "true|false",
    "largeop": "true|false",
    "symmetric": "true|false",
    "form": "prefix|infix|postfix",
    "scriptlevel": r"[+-]?\d",
    "linethickness": r"[\d.]+(?:em|ex|px|pt)?|0",
    "width": r"-?[\d.]+(?:em|ex)",
    "minsize": r"[\d.]+(?:em|ex)",
    "maxsize": r"[\d.]+(?:em|ex)",
    "lspace": r"[\d.]+(?:em|ex)",
    "rspace": r"[\d.]+(?:em|ex)",
}
_VARIANTS: Final = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "fraktur": "FRAKTUR",
    "bold-fraktur": "BOLD FRAKTUR",
    "bold-script": "BOLD SCRIPT",
    "sans-serif": "SANS-SERIF",
    "monospace": "MONOSPACE",
}
_LEAVES: Final = frozenset({"mi", "mn", "mo", "mtext"})
_LIMITS: Final = frozenset(
    {"max", "min", "sup", "inf", "lim", "lim sup", "lim inf", "arg max", "arg min", "argmax"} | {"argmin"}
)
_UNDER: Final = {"msub": "munder", "msubsup": "munderover"}
"""Elements that set text below such an operator when it is displayed, and beside it in a line."""
_SCRIPTS: Final = frozenset({"msup", "msub", "msubsup", "munder", "mover", "munderover"})
_ROWS: Final = frozenset({"math", "mrow", "mtd", "msqrt", "mstyle", "mpadded", "mphantom"})
_THIN_SPACE: Final = '<mspace width="0.167em"></mspace>'
_CLOSING: Final = frozenset(")]}")
_BARS: Final = frozenset("|‖")
"""TeX sets these without space, whichever side they close; browsers space them as operators between two terms."""
_SIDES: Final = {"left": "align-left", "right": "align-right"}
_ESCAPED: Final = lazy_pattern(r"\\([&%#_{} ])")
_TAGS: Final = lazy_pattern("^(?:LATIN|GREEK) (SMALL|CAPITAL) LETTER ([A-Z]+)$|^(DIGIT) ([A-Z]+)$")


class UnreadableError(ValueError):
    """A formula that cannot be shown as MathML; the message says why."""


def mathml(root: Element) -> Markup:
    """Return a `<math>` element as HTML5 has it: no namespace, and only attributes and elements known to be safe."""
    return Markup("".join(_written(root)))  # noqa: S704  names are listed above, texts and values are escaped


def characters(element: Element) -> str:
    """Return the text of a leaf; latex2mathml writes character references into it, and TeX that it does not know."""
    text = element.text or ""
    if text == "&":
        message = "`&` is outside of an alignment"
        raise UnreadableError(message)
    if element.tag == "mtext":
        text = _ESCAPED.sub(r"\1", text)
    if "\\" in text or "$" in text or text in {"{", "}"}:
        name = text.strip()
        message = f"`{name}` is unknown" if name.startswith("\\") else "its braces or dollar signs do not match"
        raise UnreadableError(message)
    return unescape(text)


def _written(element: Element) -> Iterable[str]:
    name = _name(element)
    if len(element) != _CHILDREN.get(name, len(element)):
        message = "an argument is missing"
        raise UnreadableError(message)
    attributes = "".join(_attributes(element)) if element.attrib else ""
    if name == "mo" and "form" not in element.attrib and characters(element) in _BARS:
        attributes += ' lspace="0em" rspace="0em"'
    if "movablelimits" not in attributes and _has_limits(element):
        attributes += ' movablelimits="true"'
    yield f"<{name}{attributes}>"
    variant = _VARIANTS.get(element.get("mathvariant", "")) if name != "mtext" else None  # Words are kept.
    text = characters(element)
    yield escape(_in_variant(text, variant) if variant else text)
    before: Element | None = None
    for child in element:
        if before is not None and name in _ROWS and _stand_apart(before, child):
            yield _THIN_SPACE
        yield from _written(child)
        before = child
    yield f"</{name}>"


def _stand_apart(one: Element, two: Element) -> bool:
    """Return whether TeX, but not MathML, has space there for a function: n log n, but log(n) and (log n)."""
    if _is_function(two):
        return not _is_operator(one) or characters(one) in _CLOSING
    return _is_function(one) and not _is_operator(two)


def _is_function(element: Element) -> bool:
    """Return whether it is a function such as `log`, or `log` with something above or below it."""
    core = element[0] if element.tag in _SCRIPTS and len(element) else element
    return core.tag == "mi" and len(text := core.text or "") > 1 and text.isascii() and text.isalpha()


def _is_operator(element: Element) -> bool:
    core = element[0] if element.tag in _SCRIPTS and len(element) else element
    return core.tag in ("mo", "mspace")


def _name(element: Element) -> str:
    if element.tag not in _ELEMENTS or (len(element) and element.tag in _LEAVES):
        return "mrow"
    return _UNDER[element.tag] if element.tag in _UNDER and len(element) and _has_limits(element[0]) else element.tag


def _has_limits(element: Element) -> bool:
    return element.tag == "mo" and " ".join(unescape(element.text or "").split()) in _LIMITS


def _attributes(element: Element) -> Iterable[str]:
    if element.tag == "math" and element.get("display") == "block":
        yield ' display="block"'
    if element.tag == "mi" and element.get("mathvariant") == "normal":
        yield ' mathvariant="normal"'
    if element.tag == "mtd" and element.get("columnalign") in _SIDES:
        yield f' class="{_SIDES[element.get("columnalign", "")]}"'
    for name, value in element.items():
        allowed = _ATTRIBUTES.get(name)
        if allowed and re.fullmatch(allowed, value):
            yield f' {name}="{value}"'


def _in_variant(text: str, variant: str) -> str:
    """Return letters and digits as Unicode's mathematical ones: browsers know no other `mathvariant` than `normal`."""
    return "".join(_styled(character, variant) for character in text)


def _styled(character: str, variant: str) -> str:
    match = _TAGS.match(unicodedata.name(character, ""))
    if match is None:
        return character
    kind, letter = (match[1], match[2]) if match[1] else (match[3], match[4])
    try:
        return unicodedata.lookup(f"MATHEMATICAL {variant} {kind} {letter}")
    except KeyError:
        return character
