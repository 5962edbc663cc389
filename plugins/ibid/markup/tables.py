"""The Markdown extension that aligns the cells of tables by a class: a strict content policy forbids `style`.

Pelican's Markdown writes `style="text-align: right;"`; the theme's stylesheet knows `class="align-right"`.
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


def makeExtension(**settings: object) -> AlignmentExtension:  # noqa: N802  Markdown looks for this name
    """What Markdown calls to load the extension."""
    return AlignmentExtension(**settings)


class AlignmentExtension(Extension):
    """Turns the style of each table cell into a class."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's name
        """Before attr_list (8), which adds the author's own classes."""
        md.treeprocessors.register(_Alignment(md), "ibid-alignment", 9)


class _Alignment(Treeprocessor):
    def run(self, root: Element) -> None:
        for cell in root.iter():
            found = _STYLE.fullmatch(cell.get("style", "")) if cell.tag in _CELLS else None
            if found:
                del cell.attrib["style"]
                cell.set("class", f"align-{found[1]}")
