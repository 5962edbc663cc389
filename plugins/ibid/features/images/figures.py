"""The rules for images in Markdown: an image with a title, alone in a paragraph, is a figure.

The title is the caption. It is ordinary text of the page, with emphasis, citations and formulas.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.treeprocessors import Treeprocessor

from ibid.mark.markdown_extension import MarkdownRules


class _FigureRule(BlockProcessor):
    IMAGE = re.compile(
        r"""(?P<image>!\[(?P<alt>(?:\\.|\[[^\]]*\]|[^\[\]\\])*)\]
                \(\s*(?:<[^<>\n]*>|(?:[^\s<>"'()]|\([^\s()]*\))+(?:[ ](?:[^\s<>"'()]|\([^\s()]*\))+)*))
            \s+(?P<quote>["'])(?P<caption>(?:(?!(?P=quote)\s*\)).)+)(?P=quote)\s*\)
            (?P<attributes>\{[^{}\n]*\})?""",
        re.VERBOSE | re.DOTALL,
    )

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith("![") and self.IMAGE.fullmatch(block.rstrip()) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        found = self.IMAGE.fullmatch(blocks.pop(0).rstrip())
        if found:
            figure = SubElement(parent, "figure")
            figure.text = f"{found['image']}){found['attributes'] or ''}"  # made into HTML with the rest of the page
            SubElement(figure, "figcaption").text = found["caption"].strip()


class _Wordless(Treeprocessor):
    """Removes the empty `alt` of `![](x.png)`, for which Markdown writes `alt=""`, which means that none is needed.

    Images that the author wrote in HTML are not in the tree.
    """

    def run(self, root: Element) -> None:
        for image in root.iter("img"):
            if not image.get("alt", "").strip():
                image.attrib.pop("alt", None)


RULES = MarkdownRules(
    {"ibid-figure": lambda md, _: _FigureRule(md.parser), "ibid-wordless": lambda md, _: _Wordless(md)},
)
"""The rules of images; their places are in `ibid.mark.markdown_extension`."""
