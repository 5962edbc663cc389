"""Placeholders in a page's HTML for what can be written only when all sources are read.

A placeholder is an empty element with a name that no author uses. An attribute holds what the author wrote, so that
nothing that processes text (Typogrify, summaries, tables of contents) can change it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

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
_PLACEHOLDER = re.compile(
    rf"<(?P<name>{CITATION}|{STRAY}|{ATTRIBUTE}|{BULLET}|{LIST}|{FORMULA}|{WORD})"
    r' data-line="(?P<line>\d*)"(?: data-nth="(?P<nth>\d+)")?'
    r' data-source="(?P<source>[^"]*)"></(?P=name)>'
)


@dataclass(frozen=True, slots=True)
class Placeholder:
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


# As in Markdown's own markers: Markdown removes these two characters from every source that it reads.
TOKEN_AS_WRITTEN = "\x02ibid{kind}{line}.{nth}\x03"  # noqa: S105  not that kind of token
TOKEN = r"\x02ibid{kind}(?P<line>\d+)\.(?P<nth>\d+)\x03"  # noqa: S105  likewise
"""The pattern of one kind of token: `c` before a citation, `o` before one that continues on the next line, `s` before
what only looks like one, `b` in a bullet, `f` in a flattened one, `l` in a list.

It holds the line number and, for a citation, its index among the candidates of the line, from 0.
"""
ANY_TOKEN = re.compile(r"\x02ibid[cosbflm]\d+\.\d+\x03")
NO_TAG = TOKEN_AS_WRITTEN.format(kind="m", line=0, nth=0)
"""A token that keeps a `<` in a formula from being read as the start of a tag; it is removed like the others."""


def without_tokens(text: str) -> str:
    """Return the text without the tokens that no placeholder has used."""
    return ANY_TOKEN.sub("", text) if "\x02ibid" in text else text
