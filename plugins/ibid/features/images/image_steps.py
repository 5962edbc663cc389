"""Images in a build: those in pages, the previews and the portraits that templates show, and the site's icon.

In Markdown, an image with a title, alone in a paragraph, is a figure. The title is the caption: ordinary text of the
page, with emphasis, citations and formulas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.treeprocessors import Treeprocessor

from ibid.compat.pelican_compat import body_of, resolve_also
from ibid.feature import PageAccess, Planned, Steps
from ibid.features.images.facts import ROOT_MARK, fill
from ibid.features.images.image_cache import ImageCache
from ibid.features.images.shown_images import PageImages, TemplateImages
from ibid.features.images.site_icon import SiteIcon, icon_files, icon_of
from ibid.mark.markdown_extension import MarkdownRules
from ibid.model.people import People
from ibid.model.planned import Site
from ibid.read.settings import Settings
from pelican_bibtex.diagnostics.problem import shown
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Publication


class _FigureRule(BlockProcessor):
    IMAGE = lazy_pattern(
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


class ImageSteps(Steps):
    """The images of one build."""

    rules = RULES
    image_cache: ImageCache
    of_pages: PageImages
    of_templates: TemplateImages
    icon: SiteIcon

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.people = People()

    def read(self, given: Mapping[str, Any], people: People) -> None:
        """Keep the people, whose owners may have portraits."""
        self.people = people

    def place(
        self, contents: Iterable[Any], publications: Iterable[Publication], context: Mapping[str, Any], to: PageAccess
    ) -> None:
        """Check all images and offer smaller copies: before linking, since the pages of topics quote other pages."""
        self.image_cache = ImageCache.opened(Path(context["CACHE_PATH"], "ibid-images"))
        self.of_pages = PageImages(context, self.image_cache, to)
        self.of_templates = TemplateImages(self.of_pages.files, self.image_cache, self.settings.images)
        self.pictures = self.of_templates
        if not self.settings.keys:  # which compares the pages with their sources
            self.of_pages.place(contents, varied=self.settings.images)
            self.of_templates.add_previews(publications)
            self._add_portraits()
        self.problems += [*self.of_pages.problems, *self.of_templates.problems]

    def _add_portraits(self) -> None:
        for owner in self.people.owners:
            if owner.portrait:
                self.of_templates.add_portrait(owner, shown(self.settings.people))

    def finish(self, content: Any) -> None:
        """Have the portraits of a list of people led to from wherever the page is."""
        if ROOT_MARK in body_of(content):
            resolve_also(content, fill)

    def variables(self, context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the images of templates, and the links to the icon."""
        self.icon = icon_of(self.settings, context, self.image_cache)
        self.problems += self.icon.problems
        return {"pictures": self.of_templates, "icons": self.icon.links}

    def planned(self, site: Site, context: Mapping[str, Any], taken: Callable[[], set[str]]) -> Iterator[Planned]:
        """Yield the smaller copies of images that pages offer, and the files of the icon."""
        yield from self.of_pages.planned()
        yield from self.of_templates.planned()
        yield from icon_files(self.icon, context, taken())

    def written(self, context: Mapping[str, Any]) -> None:
        """Keep the copies for the next build."""
        self.image_cache.close()
