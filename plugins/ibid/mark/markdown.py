"""The Markdown extension for topics, `ibid.mark.markdown`: `**Name** {#id}` is `**Name**{#id}`.

Behind a heading the blank belongs there, and attr_list sees no id behind other words if there is one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from ibid.mark.line_tokens import TOKEN

if TYPE_CHECKING:
    from markdown import Markdown


_BLANK = r"(?<=[*_])\s+(?=\{:?[ ]*#[^{}\n]*\})"
_OPENING = re.compile(
    rf"{TOKEN.format(kind='[bf]')}(?P<marks>\*+|_+)(?!\s)(?:(?!(?P=marks)).)+(?P=marks)",
    re.DOTALL,
)
"""A bullet's opening words; the citations' extension has put the token there."""


def makeExtension(**settings: object) -> TopicExtension:  # noqa: N802  Markdown looks for this name
    """What Markdown calls to load the extension."""
    return TopicExtension(**settings)


class TopicExtension(Extension):
    """Takes out the blank between a topic's name and its id."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's name
        """Take our place, while the token still stands before the name (176)."""
        md.inlinePatterns.register(_Blank(_BLANK, md), "ibid-blank-before-id", 176.5)


class _Blank(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802  Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        if not _OPENING.fullmatch(data, 0, m.start()):
            return None, None, None
        return "", m.start(), m.end()
