"""Topics in Markdown: the pages that have them, bullets at the wrong level, and `**Name** {#id}`.

After a heading a blank belongs before the braces; after other words, attr_list finds no id if there is a blank.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor

from ibid.mark import placeholders, tokens
from ibid.mark.tokens import token_pattern
from pelican_bibtex.lazy_pattern import lazy_pattern

_YES = frozenset({"true", "yes", "on", "1"})
_TEMPLATES = frozenset({"research"})
"""Templates whose pages have topics by default."""


def declares_topics(said: str, template: str) -> bool:
    """Return whether a page has topics, by its front matter: the field `Topics`, or if that is empty, `Template`."""
    said = said.strip().lower()
    return said in _YES if said else template.strip() in _TEMPLATES


LEVEL = 4
"""The columns of indent that Markdown needs for each level of a list."""
ITEM = lazy_pattern(r"^(?P<indent>[ \t]*)(?:[-*+]|\d+[.)])[ \t]+(?P<opening>(?:\*\*?|__?)(?=\w))?")
"""A bullet; `opening` starts emphasised words, which may name a topic."""


def flattened(lines: list[str], code: Collection[int]) -> set[int]:
    """Return the lines of bullets indented too little under another, which Markdown silently puts on its level."""
    flat: set[int] = set()
    widths: dict[int, int] = {}  # the indent of the first bullet at each level of the list
    for index, line in enumerate(lines):
        if index in code or not line.strip():
            continue
        item = ITEM.match(line)
        if item:
            indent = _indent(line)
            level = indent // LEVEL
            widths = {deep: width for deep, width in widths.items() if deep <= level}
            if indent > widths.setdefault(level, indent):
                flat.add(index)
        elif not line[0].isspace():
            widths = {}
    return flat


def swallowed(lines: list[str], code: Collection[int]) -> set[int]:
    """Return the lines of bullets that need a blank line above them.

    After a blank line, Markdown gives all lines up to the next one the level of the first, so that a bullet of a higher
    level would become a sub-topic or part of a text.
    """
    found: set[int] = set()
    top = 0  # the level at which the lines since the last blank one began
    after_blank = True
    for index, line in enumerate(lines):
        if index in code or not line.strip():
            after_blank = True
            continue
        level = _indent(line) // LEVEL
        if after_blank:
            top = level
        elif level < top and ITEM.match(line):
            found.add(index)
            top = level
        after_blank = False
    return found


def _indent(line: str) -> int:
    return len(line.expandtabs(LEVEL)) - len(line.expandtabs(LEVEL).lstrip())


BULLET_TOKEN = token_pattern(tokens.BULLET + tokens.FLAT)
BLANK_BEFORE_ID = r"(?<=[*_])\s+(?=\{:?[ ]*#[^{}\n]*\})"
_OPENING = lazy_pattern(rf"{BULLET_TOKEN}(?P<marks>\*+|_+)(?!\s)(?:(?!(?P=marks)).)+(?P=marks)", re.DOTALL)
"""The emphasised words at the start of a bullet, after its token."""


class BulletRule(InlineProcessor):
    """Writes a placeholder for each bullet that starts with emphasised words."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802  Markdown's signature
        """Return the placeholder."""
        kind = "flat" if m["kind"] == tokens.FLAT else ""
        return placeholders.element(placeholders.BULLET, kind, int(m["line"])), m.start(), m.end()


class BlankBeforeId(InlineProcessor):
    """Removes the blank between a topic's name and its id."""

    def handleMatch(  # type: ignore[override]  # noqa: N802  Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        """Return nothing in place of the blank, if only emphasised words are before it."""
        if not _OPENING.fullmatch(data, 0, m.start()):
            return None, None, None
        return "", m.start(), m.end()
