"""LINK: pass Pelican's pages and posts through `link/linking.py`, after all are read and before any is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from pelican.contents import Content

from ibid.build.contents import (
    document_of,
    fields_of,
    give_each_a_file,
    parts_of,
    searched,
    sorted_contents,
    versions_of,
)
from ibid.build.page_checks import cited_in_fields, complete_drafts, give_each_a_template, misdeclared
from ibid.build.read_step import Authored
from ibid.build.task_answers import tell_publications, tell_rewritten
from ibid.compat.pelican_compat import generated_contents, link_from, set_field
from ibid.features.colours.colour_tokens import paper_of, read_tokens
from ibid.features.figure.figure import topics_by_year
from ibid.features.formulas.choice import formula_problems, keep_formulas_whole
from ibid.features.images.image_cache import ImageCache
from ibid.features.images.page_images import PageAccess, PageImages
from ibid.features.images.site_icon import SiteIcon, icon_of
from ibid.features.images.template_images import TemplateImages
from ibid.features.redirects.aliases import read_aliases
from ibid.languages.page_languages import Languages
from ibid.languages.words import Words
from ibid.link.attachments import Attachment, attach
from ibid.link.drawn_lists import Drawing
from ibid.link.linking import Linked, link, list_problems, rewrite
from ibid.link.number_problems import number_problems
from ibid.link.numbers import Numbered, Numbers, assign
from ibid.link.uses import LinkInput
from ibid.model.addresses import SITE
from ibid.model.catalogue import Catalogue, site_marks
from ibid.model.planned import PlannedFile
from ibid.model.targets import root_of
from ibid.read.pelican_context import adopt, copied_files
from pelican_bibtex.bibliography import Options
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.publication import Publication


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a page without a source, in the form that Pelican's link replacer needs."""

    url: str


@dataclass(frozen=True, slots=True)
class Images:
    """The images of a build: those in pages and those that the theme's templates show."""

    pictures: PageImages
    framed: TemplateImages
    image_cache: ImageCache

    def planned(self) -> Iterator[PlannedFile]:
        """Yield the smaller copies of images that pages offer."""
        yield from self.pictures.planned()
        yield from self.framed.planned()


@dataclass(frozen=True, slots=True)
class LinkedSite:
    """The result of LINK, which WRITE and CHECK use."""

    catalogue: Catalogue
    languages: Languages
    attachments: tuple[Attachment, ...]
    images: Images
    icon: SiteIcon
    problems: tuple[Problem, ...]


class LinkStep:
    """The linking of one build."""

    def __init__(self, authored: Authored, environment: Environment, context: dict[str, Any]) -> None:
        """`context` is Pelican's context, which all templates share and which contains the settings."""
        self.authored, self.settings, self.people = authored, authored.settings, authored.people
        self.environment, self.context = environment, context
        self.contents = sorted_contents(generated_contents(context))
        self.problems: list[Problem] = []

    def link(self, options: Options) -> LinkedSite:
        """Resolve every citation of the site, and tell Pelican the addresses that links may contain.

        `options` say how to read publications that another plugin provides.
        """
        given = adopt(self.context["publications"], options)
        complete_drafts(self.contents)
        self.problems += give_each_a_template(self.contents, self.environment, self.context["TEMPLATE_EXTENSIONS"])
        attached = attach(map(self.people.redacted, given), Path(self.context["PATH"]), copied_files(self.context))
        publications = attached.publications
        self.problems += [*attached.problems, *self.context.get("publications_problems", ())]
        numbers = self._number(publications)
        images = self._place_images(publications)
        languages = self._languages()
        linked = self._link_contents(publications, numbers, languages)
        icon = icon_of(self.settings, self.context, images.image_cache, paper_of(read_tokens(self.settings.tokens)))
        self.context |= {
            "ibid": linked.catalogue,
            "publications": [record.publication for record in linked.catalogue.publications],
            "languages": languages,
            "pictures": images.framed,
            "icons": icon.links,
        }
        self._enter_addresses(linked)
        problems = (*self.problems, *icon.problems)
        return LinkedSite(linked.catalogue, languages, attached.attachments, images, icon, problems)

    def _number(self, publications: Iterable[Publication]) -> Numbers:
        known = [Numbered(p.key, p.date.order, p.aliases, _keyless_at(p)) for p in publications]
        if self.settings.freeze:
            tell_publications(self.settings, known)
        frozen, file = self.authored.numbers, self.settings.numbers
        numbers = assign(known, frozen)
        self.problems += number_problems(known, frozen, numbers, file, strict=self.settings.strict)
        return numbers

    def _place_images(self, publications: tuple[Publication, ...]) -> Images:
        """Put the images in place, before anything is linked, since the pages of topics quote other pages."""
        image_cache = ImageCache.opened(Path(self.context["CACHE_PATH"], "ibid-images"))
        pictures = PageImages(self.context, image_cache, PageAccess(fields_of, set_field, searched))
        framed = TemplateImages(pictures.files, image_cache, self.settings.images)
        if not self.settings.keys:  # which compares the pages with their sources
            pictures.place(self.contents, varied=self.settings.images)
            framed.add_previews(publications)
            self._add_portrait(framed)
        self.problems += [*pictures.problems, *framed.problems]
        return Images(pictures, framed, image_cache)

    def _add_portrait(self, framed: TemplateImages) -> None:
        owners = self.people.owners
        if len(owners) == 1 and owners[0].portrait:  # a lab's home page shows no portrait
            framed.add_portrait(owners[0], shown(self.settings.people))

    def _languages(self) -> Languages:
        """Return the language of each page, and the theme's words in all of these languages."""
        site, cvs = self.context["DEFAULT_LANG"], self.authored.cvs
        pages = {content.save_as: content.lang for content in self.contents} | cvs.languages
        words = Words([site, *pages.values()], self.settings.languages)
        self.problems += words.problems
        return Languages(site, pages, words, versions_of(self.contents) | cvs.versions(words))

    def _link_contents(self, publications: tuple[Publication, ...], numbers: Numbers, languages: Languages) -> Linked:
        self.problems += give_each_a_file(self.contents)
        documents = [(content, document_of(content)) for content in self.contents]
        parts = [(content, part) for content, document in documents for part in parts_of(content, document)]
        self.problems += cited_in_fields(documents, publications)
        cvs, marks = self.authored.cvs, site_marks(self.settings.marks)
        all_parts = (*(part for _, part in parts), *cvs.parts(languages))
        aliases = read_aliases((document for _, document in documents), root_of(self.context))
        self.problems += aliases.problems
        linked = link(
            LinkInput(
                publications, numbers, self.people, marks, all_parts, languages, aliases.redirects, (formula_problems,)
            )
        )
        if self.settings.keys:
            tell_rewritten(self.settings, parts, linked)
        self.problems += misdeclared(documents, linked.parts)
        cvs.link(linked)
        self._put_back([content for content, _ in parts], linked, languages)
        self.problems += [*linked.problems, *list_problems(linked.parts, linked.catalogue.publications)]
        self.problems += [*self.people.problems_in(publications), *cvs.problems]
        return linked

    def _put_back(self, contents: Iterable[Content], linked: Linked, languages: Languages) -> None:
        """Put the linked HTML of each part back into the Pelican content it came from."""
        records = {record.key: record for record in linked.catalogue.publications}
        drawing = Drawing(self.environment, linked.catalogue, languages, topics_by_year)
        for content, linked_part in zip(contents, linked.parts, strict=False):  # the parts of CVs follow
            part = linked_part.part
            words, draw = languages.words(part.document.lang), drawing.for_part(part)
            set_field(content, part.name, rewrite(linked_part, records, linked.addresses, draw, words))
        for content in self.contents:
            keep_formulas_whole(content)
        self.problems += drawing.problems

    def _enter_addresses(self, linked: Linked) -> None:
        entries = generated_contents(self.context)
        for url in _urls(linked):
            entries[f"{SITE}/{url}"] = Address(url)
        for record in linked.catalogue.publications:
            entries[f"@publications/{record.slug}"] = Address(record.anchor)
        if self.context["RELATIVE_URLS"] and not self.context["SITEURL"]:
            link_from("/", self.context)  # Pelican links summaries next, before it sets the depth of any page


def _keyless_at(publication: Publication) -> str:
    place = publication.location
    return "" if publication.keyed else f"{place.path}:{place.line}"


def _urls(linked: Linked) -> Iterator[str]:
    """Yield every address that our links in content may lead to, without its fragment."""
    yield "publications/"
    yield from (page.topic.page for page in (*linked.catalogue.topic_pages, *linked.catalogue.translated_pages))
    for record in linked.catalogue.publications:
        yield from (record.url, record.bibtex_url)
        yield from (backlink.url.partition("#")[0] for backlink in (*record.topics, *record.mentions))
        yield from (link.url[1:] for link in record.publication.links if link.url.startswith("/"))
