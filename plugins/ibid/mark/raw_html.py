"""Citations in blocks of HTML that an author writes in Markdown, which Markdown puts aside and never looks into."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.postprocessors import Postprocessor

from ibid.mark.html_citations import add_placeholders
from ibid.mark.line_tokens import TOKEN, sweep

if TYPE_CHECKING:
    from markdown import Markdown


_TOKEN = re.compile(TOKEN.format(kind="[cos]"))


class RawHtml(Postprocessor):
    """Leaves placeholders in what was put aside, by key alone: numbers in HTML are the author's own."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.stash = md.htmlStash

    def run(self, text: str) -> str:
        """Look at each block before it is put back. Code stands among them, and is left alone."""
        for at, block in enumerate(self.stash.rawHtmlBlocks):
            if isinstance(block, str) and (first := _TOKEN.search(block)):
                self.stash.rawHtmlBlocks[at] = add_placeholders(sweep(block), _in_place(block, first), topics=False)
        return text


def _in_place(block: str, first: re.Match[str]) -> str:
    """The block behind as many line breaks as it has in the page, so that lines are counted right."""
    before = int(first["line"]) - 1 - block.count("\n", 0, first.start())
    return "\n" * before + sweep(block)
