"""What stands in a page's HTML from when its source is read until everything is known.

A placeholder is an empty element of a name that no author writes. It keeps what the author wrote in an attribute, where
nothing that works on text (Typogrify, summaries, tables of contents) can change it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

CITATION = "ibid-cite"
"""A group of citations; `data-source` holds it as written."""
BULLET = "ibid-bullet"
"""A bullet that opens with emphasised words; `data-source` is `flat` where Markdown will have lost its depth."""
LIST = "ibid-list"
"""A list; `data-source` is what was in the braces: `publications status=preprint`."""
WORD = "ibid-word"
"""A word of the theme's, to be said in the page's language; `data-source` is the English one."""
STRAY = "ibid-stray"
"""Stands before what looks like a citation and is none; `data-source` holds what follows, or nothing where the author
escaped it. Nothing takes its place."""
ATTRIBUTE = "ibid-attribute"
"""An attribute that readers meet, `alt` or `title`, may hold a citation; `data-source` is its text. Nothing takes its
place."""
FORMULA = "ibid-formula"
"""A formula that cannot be shown; `data-source` is its TeX with what stands around it."""

_AND = "&#x26;"
"""How an `&` is written in them: around any other Typogrify puts a `<span>`, in the attributes of a placeholder too."""
_PLACEHOLDER = re.compile(
    rf"<(?P<name>{CITATION}|{STRAY}|{ATTRIBUTE}|{BULLET}|{LIST}|{FORMULA}|{WORD})"
    r' data-line="(?P<line>\d*)"(?: data-nth="(?P<nth>\d+)")?'
    r' data-source="(?P<source>[^"]*)"></(?P=name)>'
)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One placeholder, found again."""

    name: str
    source: str
    """What the author wrote."""
    line: int
    """The line of the source it stands in; 0 when it is not known."""
    start: int
    """Where it starts in the HTML."""
    end: int
    nth: int | None = None
    """Which of its line's candidates a citation in Markdown is, counted from 0."""


def write_placeholder(name: str, source: str, line: int) -> str:
    """The placeholder as HTML."""
    return f'<{name} data-line="{line or ""}" data-source="{escape(source).replace("&amp;", _AND)}"></{name}>'


def attributes(source: str, line: int) -> dict[str, str]:
    """What an element of Markdown's needs to become a placeholder; Markdown escapes all but entities."""
    return {"data-line": str(line or ""), "data-source": source.replace("&", _AND)}


def find_placeholders(html: str) -> list[Placeholder]:
    """All placeholders of a page, in their order."""
    if "<ibid-" not in html:
        return []
    found: list[Placeholder] = []
    for m in _PLACEHOLDER.finditer(html):
        line = int(m["line"] or 0) or (found[-1].line if found else 0)  # `[8][12]` has one line
        nth = int(m["nth"]) if m["nth"] else None
        found.append(Placeholder(m["name"], unescape(m["source"]), line, m.start(), m.end(), nth))
    return found


# Markdown's own placeholders are built alike: it takes these two characters out of every source it reads.
TOKEN_AS_WRITTEN = "\x02ibid{kind}{line}.{nth}\x03"  # noqa: S105  not that kind of token
TOKEN = r"\x02ibid{kind}(?P<line>\d+)\.(?P<nth>\d+)\x03"  # noqa: S105  likewise
"""The pattern of one kind of token: `c` before a citation, `o` before one that goes over a line's end, `s` before what
only looks like one, `b` in a bullet, `f` in a flattened one, `l` in a list.

It holds the line and, for a citation, which of the line's candidates it is, counted from 0.
"""
ANY_TOKEN = re.compile(r"\x02ibid[cosbflm]\d+\.\d+\x03")
NO_TAG = TOKEN_AS_WRITTEN.format(kind="m", line=0, nth=0)
"""What keeps a `<` in a formula from being taken for the start of a tag, until it is swept out like the others."""


def sweep(text: str) -> str:
    """Take out the tokens that nothing has taken along."""
    return ANY_TOKEN.sub("", text) if "\x02ibid" in text else text
