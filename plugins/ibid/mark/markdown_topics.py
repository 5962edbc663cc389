"""Topics in Markdown: the pages that have them, bullets at the wrong level, and `**Name** {#id}`.

After a heading a blank belongs before the braces; after other words, attr_list finds no id if there is a blank.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from ibid.mark.placeholders import TOKEN

if TYPE_CHECKING:
    from markdown import Markdown


_YES = frozenset({"true", "yes", "on", "1"})
_TEMPLATES = frozenset({"research"})
"""Templates whose pages have topics by default."""


def declares_topics(said: str, template: str) -> bool:
    """Return whether a page has topics, by its front matter: the field `Topics`, or if that is empty, `Template`."""
    said = said.strip().lower()
    return said in _YES if said else template.strip() in _TEMPLATES


LEVEL = 4
"""The columns of indent that Markdown needs for each level of a list."""
ITEM = re.compile(r"^(?P<indent>[ \t]*)(?:[-*+]|\d+[.)])[ \t]+(?P<opening>(?:\*\*?|__?)(?=\w))?")
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


_BLANK = r"(?<=[*_])\s+(?=\{:?[ ]*#[^{}\n]*\})"
_OPENING = re.compile(
    rf"{TOKEN.format(kind='[bf]')}(?P<marks>\*+|_+)(?!\s)(?:(?!(?P=marks)).)+(?P=marks)",
    re.DOTALL,
)
"""The emphasised words at the start of a bullet, after the token from the citations' extension."""


def makeExtension(**settings: object) -> TopicExtension:  # noqa: N802  Markdown looks for this name
    """Return the extension; Markdown calls this to load it."""
    return TopicExtension(**settings)


class TopicExtension(Extension):
    """Removes the blank between a topic's name and its id."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's name
        """Register our step while the token is still before the name (176)."""
        md.inlinePatterns.register(_Blank(_BLANK, md), "ibid-blank-before-id", 176.5)


class _Blank(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802  Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        if not _OPENING.fullmatch(data, 0, m.start()):
            return None, None, None
        return "", m.start(), m.end()
