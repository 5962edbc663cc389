"""The Markdown extension `ibid.features.images.figures`: an image with a title, alone in its paragraph, is a figure.

The title is the caption. It is text of the page like any other, with emphasis, citations and formulas.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from markdown import Markdown


def makeExtension(**settings: object) -> ImageExtension:  # noqa: N802  Markdown looks for this name
    """What Markdown calls to load the extension."""
    return ImageExtension(**settings)


class ImageExtension(Extension):
    """Makes figures, and tells an image that has no words from one that needs none."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's name
        """Take our places."""
        md.parser.blockprocessors.register(_FigureRule(md.parser), "ibid-figure", 84)  # before headings and paragraphs
        md.treeprocessors.register(_Wordless(md), "ibid-wordless", 4)  # after attr_list (8), which may give it words


class _FigureRule(BlockProcessor):
    IMAGE = re.compile(
        r"""(?P<image>!\[(?P<alt>(?:\\.|\[[^\]]*\]|[^\[\]\\])*)\]
                \(\s*(?:<[^<>\n]*>|(?:[^\s<>"'()]|\([^\s()]*\))+(?:[ ](?:[^\s<>"'()]|\([^\s()]*\))+)*))
            \s+(?P<quote>["'])(?P<caption>(?:(?!(?P=quote)\s*\)).)+)(?P=quote)\s*\)
            (?P<attributes>\{[^{}\n]*\})?""",
        re.VERBOSE | re.DOTALL,
    )

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  Markdown's signature
        return block.startswith("![") and self.IMAGE.fullmatch(block.rstrip()) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        found = self.IMAGE.fullmatch(blocks.pop(0).rstrip())
        if found:
            figure = SubElement(parent, "figure")
            figure.text = f"{found['image']}){found['attributes'] or ''}"  # made into HTML with the rest of the page
            SubElement(figure, "figcaption").text = found["caption"].strip()


class _Wordless(Treeprocessor):
    """`![](x.png)` leaves its words out; Markdown writes that like the `alt=""` of HTML, which says: none needed.

    What the author wrote in HTML is not in the tree.
    """

    def run(self, root: Element) -> None:
        for image in root.iter("img"):
            if not image.get("alt", "").strip():
                image.attrib.pop("alt", None)
