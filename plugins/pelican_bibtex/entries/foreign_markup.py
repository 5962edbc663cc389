r"""Markup of other formats in fields, as Crossref, OpenAlex, Mendeley and IEEE export it: `<i>`, `<sub>`, `<jats:p>`.

Inline markup that TeX has too is read as that: `<i>E. coli</i>` as `\textit{E. coli}`. Of all other elements that these
services write, the tags are taken off, and blocks become paragraphs. Anything else stays as it is: `a<b`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pelican_bibtex.lazy_pattern import lazy_pattern

_INLINE: Final = {
    "i": "textit", "em": "textit", "italic": "textit", "b": "textbf", "strong": "textbf", "bold": "textbf",
    "sub": "textsubscript", "inf": "textsubscript", "sup": "textsuperscript", "scp": "textsc", "sc": "textsc",
    "small-caps": "textsc", "tt": "texttt", "monospace": "texttt",
}  # fmt: skip
"""Elements of HTML, JATS (https://jats.nlm.nih.gov) and Crossref's face markup, by the command of the same meaning."""
_BLOCKS: Final = frozenset(
    {"p", "div", "sec", "title", "abstract", "list", "list-item", "li", "ul", "ol", "br", "label"}
)
_OTHERS: Final = frozenset({
    "a", "span", "u", "font", "ext-link", "xref", "formula", "inline-formula", "disp-formula", "tex", "tex-math",
    "alternatives", "inline-graphic", "graphic", "named-content", "styled-content", "underline", "roman", "sans-serif",
    "math", "mi", "mo", "mn", "mrow", "msub", "msup", "msubsup", "mfrac", "msqrt", "mtext", "mover", "munder", "mspace",
    "mstyle", "mfenced", "mtable", "mtr", "mtd", "semantics", "annotation",
})  # fmt: skip
"""Elements whose tags are taken off."""
_ESCAPED: Final = lazy_pattern(
    r"\$\\less\$|\{\\textless\}|\\textless(?:\{\}|(?![A-Za-z])\s?)|\$<\$|&lt;"
    r"|(?P<greater>\$\\greater\$|\{\\textgreater\}|\\textgreater(?:\{\}|(?![A-Za-z])\s?)|\$>\$|&gt;)"
)
_TAG: Final = lazy_pattern(r"<(?P<end>/?)(?:jats:|mml:)?(?P<name>[A-Za-z][A-Za-z-]*)(?P<rest>(?:\s[^<>]*)?)/?>")
_SOME: Final = lazy_pattern(r"<|\\less|textless|&lt;")


def may_have_markup(text: str) -> bool:
    """Return whether a text can contain such markup at all."""
    return _SOME.search(text) is not None


def as_tex(text: str) -> str:
    """Return a text with such markup as TeX; the text itself if it has none."""
    unescaped = _ESCAPED.sub(lambda found: ">" if found["greater"] else "<", text)
    tags = [_Tag(found) for found in _TAG.finditer(unescaped)]
    partnered = _partnered(unescaped, tags)
    read = [(tag, made) for tag in tags if (made := _made(tag, is_paired=tag.start in partnered)) is not None]
    if not read:
        return text
    pieces: list[str] = []
    at = 0
    for tag, made in read:
        pieces += [unescaped[at : tag.start], made]
        at = tag.end
    return "".join((*pieces, unescaped[at:])).strip()


class _Tag:
    """One tag of an element that may be known."""

    def __init__(self, found: re.Match[str]) -> None:
        self.name, self.is_closing = found["name"].lower(), bool(found["end"])
        self.start, self.end = found.span()


def _made(tag: _Tag, *, is_paired: bool) -> str | None:
    """Return what a tag is read as; None if it stays: it is unknown, or has no partner and may be a formula's `<b>`."""
    if tag.name in _BLOCKS:
        return "\n\n" if tag.is_closing or tag.name == "br" else ""
    if tag.name in _INLINE and is_paired:
        return "}" if tag.is_closing else rf"\{_INLINE[tag.name]}{{"
    return "" if tag.name in _OTHERS and (is_paired or len(tag.name) > 1) else None


def _partnered(text: str, tags: Iterable[_Tag]) -> set[int]:
    """Return the places of the tags that have a partner within the same braces, properly nested."""
    found: set[int] = set()
    is_open: list[tuple[int, str, int]] = []
    depth = at = 0
    for tag in tags:
        if tag.name in _BLOCKS:
            continue
        between = text[at : tag.start]
        depth += between.count("{") - between.count("}")
        at = tag.start
        if not tag.is_closing:
            is_open.append((tag.start, tag.name, depth))
        elif is_open and is_open[-1][1:] == (tag.name, depth):
            found |= {tag.start, is_open.pop()[0]}
    return found
