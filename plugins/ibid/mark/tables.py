"""The Markdown extension that writes tables as the theme's stylesheet shows them.

Cells are aligned by a class, since a strict content policy forbids `style`: Pelican's Markdown writes
`style="text-align: right;"`, the stylesheet knows `class="align-right"`. A table that is wider than the page scrolls in
its place, by keyboard too: not every browser lets a reader get to it there of itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from markdown import Markdown


_STYLE = re.compile(r"text-align: (left|center|right);")
_CELLS = frozenset({"th", "td"})


def makeExtension(**settings: object) -> TableExtension:  # noqa: N802  Markdown looks for this name
    """What Markdown calls to load the extension."""
    return TableExtension(**settings)


class TableExtension(Extension):
    """Turns the style of each cell into a class, and makes each table a stop of the keyboard's."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's name
        """Before attr_list (8), which adds the author's own attributes."""
        md.treeprocessors.register(_Tables(md), "ibid-tables", 9)


class _Tables(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "table":
                element.set("tabindex", "0")
            elif element.tag in _CELLS and (found := _STYLE.fullmatch(element.get("style", ""))):
                del element.attrib["style"]
                element.set("class", f"align-{found[1]}")
