"""Placeholders in a page's HTML for what can be written only when all sources are read.

A placeholder is an empty element with a name that no author uses. An attribute holds what the author wrote, so that
nothing that processes text (Typogrify, summaries, tables of contents) can change it.
"""

from __future__ import annotations

import re
from html import escape, unescape
from xml.etree.ElementTree import Element

from msgspec import Struct

from pelican_bibtex.lazy_pattern import lazy_pattern

CITATION = "ibid-cite"
"""A group of citations; `data-source` holds it as written."""
BULLET = "ibid-bullet"
"""A bullet that starts with emphasised words; `data-source` is `flat` if Markdown loses its depth."""
LIST = "ibid-list"
"""A list; `data-source` is the text in the braces: `publications status=preprint`."""
WORD = "ibid-word"
"""A text of the theme, to be translated into the page's language; `data-source` is the English text."""
STRAY = "ibid-stray"
"""Precedes what looks like a citation but is not one; `data-source` holds the text after it, or nothing if the author
escaped that. It is removed without replacement."""
ATTRIBUTE = "ibid-attribute"
"""Marks an attribute that readers see, `alt` or `title`, and that may hold a citation; `data-source` is its text. It is
removed without replacement."""
FORMULA = "ibid-formula"
"""A formula that cannot be shown; `data-source` is its TeX with its delimiters."""

_AND = "&#x26;"
"""The form of `&` in a placeholder: around any other, Typogrify puts a `<span>`, even in attributes."""
_NAMES = "|".join((CITATION, STRAY, ATTRIBUTE, BULLET, LIST, FORMULA, WORD))
_PLACEHOLDER = lazy_pattern(
    rf"<(?P<name>{_NAMES})"
    r' data-line="(?P<line>\d*)"(?: data-nth="(?P<nth>\d+)")?'
    r' data-source="(?P<source>[^"]*)"></(?P=name)>'
)


class Placeholder(Struct, frozen=True):
    """One placeholder in HTML."""

    name: str
    source: str
    """The author's text."""
    line: int
    """Its line in the source; 0 if it is not known."""
    start: int
    """Its start in the HTML, as an offset."""
    end: int
    nth: int | None = None
    """For a citation in Markdown: its index among the candidates of its line, from 0."""


def write_placeholder(name: str, source: str, line: int) -> str:
    """Return a placeholder as HTML."""
    return f'<{name} data-line="{line or ""}" data-source="{escape(source).replace("&amp;", _AND)}"></{name}>'


def attributes(source: str, line: int) -> dict[str, str]:
    """Return the attributes that make a Markdown element a placeholder; Markdown escapes all but entities."""
    return {"data-line": str(line or ""), "data-source": source.replace("&", _AND)}


def element(name: str, source: str, line: int) -> Element:
    """Return a placeholder as an element of Markdown's tree."""
    return Element(name, attributes(source, line))


def find_placeholders(html: str) -> list[Placeholder]:
    """Return all placeholders of a page, in order."""
    if "<ibid-" not in html:
        return []
    found: list[Placeholder] = []
    for m in _PLACEHOLDER.finditer(html):
        line = int(m["line"] or 0) or (found[-1].line if found else 0)  # `[8][12]` has one line
        nth = int(m["nth"]) if m["nth"] else None
        found.append(Placeholder(m["name"], unescape(m["source"]), line, m.start(), m.end(), nth))
    return found


def left_in(html: str, opening: str = "<") -> str:
    """Return the name of the first placeholder in HTML, with `opening` as its first character; empty if it has none."""
    start = f"{opening}ibid-"
    if start not in html:
        return ""
    found = re.search(rf"{start}(?:{_NAMES.replace('ibid-', '')})\b", html)
    return found[0].removeprefix(opening) if found else ""
