"""LINK: pass Pelican's pages and posts through `link/linking.py`, after all are read and before any is written.

For `invoke number` and `invoke keys` the build ends here without a site: it writes its answer to a file. The tasks do
the rest: Pelican's output would hide questions to the author, and only one process should write sources.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

from msgspec import Struct
from msgspec.structs import asdict
from pelican.contents import Content

from ibid.build.contents import (
    document_of,
    fields_of,
    finish_body,
    give_each_a_file,
    parts_of,
    searched,
    sorted_contents,
    versions_of,
)
from ibid.build.markdown_setup import gives_heading_ids
from ibid.build.own_templates import OwnTemplates
from ibid.build.page_checks import (
    cited_in_fields,
    complete_drafts,
    faulty_front_matter,
    foreign,
    give_each_a_slug,
    give_each_a_template,
    misdeclared,
    shared_tags,
)
from ibid.build.read_step import Authored, taken_problems
from ibid.build.template_escaping import escaped_markup
from ibid.compat.pelican_compat import generated_contents, link_from, set_field
from ibid.compat.pelican_readers import forget_resolved
from ibid.feature import PageAccess
from ibid.languages.page_languages import Languages
from ibid.languages.words import Words
from ibid.link.attachments import Attachment, attach
from ibid.link.backlinks import LinkInput
from ibid.link.citations import Part
from ibid.link.drawn_lists import Drawing, Macros, list_problems
from ibid.link.linking import Linked, link, rewrite
from ibid.link.number_changes import number_problems
from ibid.link.numbers import Numbered, Numbers, assign
from ibid.link.typed_numbers import rewrite_numbers
from ibid.model.addresses import PUBLICATIONS, SITE
from ibid.model.catalogue import Catalogue, site_marks
from ibid.model.targets import root_of
from ibid.read.author_files import AuthorFileError, read_author_file
from ibid.read.pelican_context import adopt, copied_files
from ibid.read.settings import Settings
from pelican_bibtex.bibliography import Options
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.publication import Publication


class Address(Struct, frozen=True):
    """The address of a page without a source, in the form that Pelican's link replacer needs."""

    url: str


class LinkedSite(Struct, frozen=True):
    """The result of LINK, which WRITE and CHECK use."""

    catalogue: Catalogue
    languages: Languages
    attachments: tuple[Attachment, ...]
    problems: tuple[Problem, ...]
    drafts: frozenset[str]
    """The sources of drafts."""


class LinkStep:
    """The linking of one build."""

    def __init__(self, authored: Authored, templates: OwnTemplates, context: dict[str, Any]) -> None:
        """`context` is Pelican's context, which all templates share and which contains the settings."""
        self.authored, self.settings, self.people = authored, authored.settings, authored.people
        self.features = authored.features
        self.templates, self.context = templates, context
        self.contents = sorted_contents(generated_contents(context))
        self.problems: list[Problem] = []

    def link(self, options: Options) -> LinkedSite:
        """Resolve every citation of the site, and tell Pelican the addresses that links may contain.

        `options` say how to read publications that another plugin provides.
        """
        given = adopt(self.context["publications"], options)
        complete_drafts(self.contents)
        self.problems += faulty_front_matter(self.contents)
        give_each_a_slug(self.contents)
        self.problems += give_each_a_template(self.contents, self.templates.theirs, self.context["TEMPLATE_EXTENSIONS"])
        self.problems += escaped_markup(self.templates.theirs, self.context, self.contents)
        attached = attach(map(self.people.redacted, given), Path(self.context["PATH"]), copied_files(self.context))
        publications = attached.publications
        self.problems += [*attached.problems, *self.context.get("publications_problems", ())]
        numbers = self._number(publications)
        access = PageAccess(fields_of, set_field, searched)
        for feature in self.features:
            feature.place(self.contents, publications, self.context, access)
        languages = self._languages()
        linked = self._link_contents(publications, numbers, languages)
        self.context |= {
            "ibid": linked.catalogue,
            "publications": [record.publication for record in linked.catalogue.publications],
            "languages": languages,
        }
        for feature in self.features:
            self.context |= feature.variables(self.context)
        self._enter_addresses(linked)
        problems = (*self.problems, *taken_problems(self.features))
        drafts = frozenset(shown(Path(one.source_path)) for one in self.contents if one.status == "draft")
        return LinkedSite(linked.catalogue, languages, attached.attachments, problems, drafts)

    def _number(self, publications: Iterable[Publication]) -> Numbers:
        known = [Numbered(p.key, p.date.order, p.aliases, _keyless_at(p)) for p in publications]
        if self.settings.freeze:
            tell_publications(self.settings, known)
        frozen, file = self.authored.numbers, self.settings.numbers
        numbers = assign(known, frozen)
        self.problems += number_problems(known, frozen, numbers, file, strict=self.settings.strict)
        return numbers

    def _languages(self) -> Languages:
        """Return the language of each page, and the theme's words in all of these languages."""
        site = self.context["DEFAULT_LANG"]
        pages = {content.save_as: content.lang for content in self.contents}
        for feature in self.features:
            pages |= feature.languages()
        words = Words([site, *pages.values()], self.settings.languages)
        self.problems += words.problems
        versions = versions_of(self.contents)
        for feature in self.features:
            versions |= feature.versions(words)
        return Languages(site, pages, words, versions)

    def _link_contents(self, publications: tuple[Publication, ...], numbers: Numbers, languages: Languages) -> Linked:
        self.problems += give_each_a_file(self.contents)
        documents = [(content, document_of(content)) for content in self.contents]
        parts = [(content, part) for content, document in documents for part in parts_of(content, document)]
        self.problems += cited_in_fields(documents, publications)
        all_parts = (*(part for _, part in parts), *(part for one in self.features for part in one.parts(languages)))
        only_documents, root = [document for _, document in documents], root_of(self.context)
        redirects = tuple(chain.from_iterable(one.redirects(only_documents, root) for one in self.features))
        checks = tuple(one.check_part for one in self.features)
        marks = site_marks(self.settings.marks)
        linked = link(LinkInput(publications, numbers, self.people, marks, all_parts, languages, redirects, checks))
        if self.settings.keys:
            tell_rewritten(self.settings, parts, linked)
        self.problems += [*misdeclared(documents, linked.parts), *foreign(self.contents), *shared_tags(self.contents)]
        for feature in self.features:
            feature.linked(linked)
        self._put_back([content for content, _ in parts], linked, languages)
        self.problems += [*linked.problems, *list_problems(linked)]
        self.problems += self.people.problems_in(publications)
        return linked

    def _put_back(self, contents: Iterable[Content], linked: Linked, languages: Languages) -> None:
        """Put the linked HTML of each part back into the Pelican content it came from."""
        records = {record.key: record for record in linked.catalogue.publications}
        theirs, ours = self.templates.with_macros, lambda: self.templates.environment
        drawing = Drawing(Macros(theirs, ours, languages, self._pictures()), linked)
        for content, linked_part in zip(contents, linked.parts, strict=False):  # the parts of features follow
            part = linked_part.part
            words, draw = languages.words(part.document.lang), drawing.for_part(part)
            set_field(content, part.name, rewrite(linked_part, records, linked.addresses, draw, words))
        heading_ids = gives_heading_ids(self.context)
        for content in self.contents:
            finish_body(content, heading_ids=heading_ids)
            for feature in self.features:
                feature.finish(content)
        forget_resolved(self.contents)
        self.problems += drawing.problems

    def _pictures(self) -> object | None:
        """Return the images that a feature has for templates, also those in lists."""
        return next((feature.pictures for feature in self.features if feature.pictures), None)

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
    yield PUBLICATIONS
    yield from (page.topic.page for page in (*linked.catalogue.topic_pages, *linked.catalogue.translated_pages))
    for record in linked.catalogue.publications:
        yield from (record.url, record.bibtex_url)
        yield from (backlink.url.partition("#")[0] for backlink in (*record.topics, *record.mentions))
        yield from (link.url[1:] for link in record.publication.links if link.url.startswith("/"))


def tell_publications(settings: Settings, known: Iterable[Numbered]) -> NoReturn:
    """Answer with what numbering needs of each publication, and the path of numbers.toml."""
    _answer(settings.freeze, {"file": str(settings.numbers), "publications": [asdict(one) for one in known]})


def tell_rewritten(settings: Settings, parts: Iterable[tuple[Any, Part]], linked: Linked) -> NoReturn:
    """Answer with the text of each page before and after keys replace its typed numbers."""
    records = linked.catalogue.publications
    keys = {record.number: record.key if record.publication.keyed else "" for record in records}
    of_page: dict[str, list[Part]] = {}
    for content, part in parts:
        of_page.setdefault(content.source_path, []).append(part)
    _answer(settings.keys, [{"file": path, **_rewritten(path, of_page[path], keys)} for path in of_page])


def _rewritten(path: str, parts: list[Part], keys: Mapping[int, str]) -> dict[str, Any]:
    name = parts[0].document.path
    try:
        source = read_author_file(Path(path), name).text
    except AuthorFileError as error:
        raise SystemExit(str(error)) from None
    return asdict(rewrite_numbers(name, source, [place for part in parts for place in part.places], keys))


def _answer(file: Path | None, answer: object) -> NoReturn:
    if file:
        file.write_text(json.dumps(answer), encoding="utf-8")
    raise SystemExit(0)
