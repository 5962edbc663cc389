"""Images in a build: those in pages, the previews and the portrait that templates show, and the site's icon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ibid.feature import PageAccess, Planned, Steps
from ibid.features.images.figures import RULES
from ibid.features.images.image_cache import ImageCache
from ibid.features.images.page_images import PageImages
from ibid.features.images.site_icon import SiteIcon, icon_files, icon_of
from ibid.features.images.template_images import TemplateImages
from ibid.model.people import People
from ibid.model.planned import Site
from ibid.read.settings import Settings
from pelican_bibtex.diagnostics.problem import shown
from pelican_bibtex.publication import Publication


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
        """Keep the people, whose owner may have a portrait."""
        self.people = people

    def place(
        self, contents: Iterable[Any], publications: Iterable[Publication], context: Mapping[str, Any], to: PageAccess
    ) -> None:
        """Check all images and offer smaller copies: before linking, since the pages of topics quote other pages."""
        self.image_cache = ImageCache.opened(Path(context["CACHE_PATH"], "ibid-images"))
        self.of_pages = PageImages(context, self.image_cache, to)
        self.of_templates = TemplateImages(self.of_pages.files, self.image_cache, self.settings.images)
        if not self.settings.keys:  # which compares the pages with their sources
            self.of_pages.place(contents, varied=self.settings.images)
            self.of_templates.add_previews(publications)
            self._add_portrait()
        self.problems += [*self.of_pages.problems, *self.of_templates.problems]

    def _add_portrait(self) -> None:
        owners = self.people.owners
        if len(owners) == 1 and owners[0].portrait:  # a lab's home page shows no portrait
            self.of_templates.add_portrait(owners[0], shown(self.settings.people))

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
