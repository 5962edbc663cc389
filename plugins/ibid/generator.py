"""Pelican's side of Ibid: one generator, which reads, links and writes in the moments of a build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

from markupsafe import Markup
from pelican.contents import Content
from pelican.generators import Generator, PelicanTemplateNotFound
from pelican.plugins import signals
from pelican.utils import get_relative_path, path_to_url

from ibid import codes
from ibid.addresses import SITE
from ibid.attachments import Attachment, attach, attached_files
from ibid.author_marks import site_marks
from ibid.catalogue import Catalogue
from ibid.checks.build import Build, check_build
from ibid.checks.finding import Finding
from ibid.checks.links import Elsewhere
from ibid.citations.keying import rewrite_pages
from ibid.colours.sources import colour_problems, token_files
from ibid.contents import document_of, give_each_a_file, parts_of, put_back, sorted_contents, versions_of
from ibid.cv.pages import Cvs, cv_files, missing, read_cvs
from ibid.disk import openable
from ibid.documents import Part
from ibid.exports.sitemap import SITEMAP
from ibid.formulas.summaries import keep_formulas_whole
from ibid.icons.site_icon import SiteIcon, icon_files, icon_of
from ibid.images.framed import Framed
from ibid.images.pictures import Pictures
from ibid.images.shelf import Shelf
from ibid.images.sources import save_as
from ibid.languages.functions import LANGUAGE
from ibid.languages.languages import Languages
from ibid.languages.words import Words
from ibid.leftovers import Leftovers, gone
from ibid.linking import Linked, link, list_problems, rewrite
from ibid.lists.drawing import Drawing, Entries
from ibid.numbers.freezing import freeze_added, renumber
from ibid.numbers.numbering import Numbered, Numbers, assign, lines_for, read_numbers
from ibid.output import Output
from ibid.pages.plan import plan, plan_about
from ibid.pages.planned import PlannedFile, PlannedPage, Quotation
from ibid.people.people import People, read_people
from ibid.provider import adopt
from ibid.records import Sources
from ibid.settings import read_settings
from ibid.site import site_of
from ibid.written import NAME, TEXT, Written
from pelican_bibtex.bibliography import shown
from pelican_bibtex.codes import BAD_SETTING, UNREADABLE_FILE
from pelican_bibtex.plugin import hide_sources
from pelican_bibtex.problem import Problem, Severity
from pelican_bibtex.publication import Publication
from pelican_bibtex.stop import Stop, read_or_stop

_SITEMAP_PLUGINS = {"sitemap", "pelican.plugins.sitemap"}
"""The names of pelican-sitemap, which writes at the very end: where an author has it, ours stands aside."""


@dataclass(frozen=True, slots=True)
class Address:
    """What Pelican's link replacer needs of a page that no source stands for."""

    url: str


class IbidGenerator(Generator):  # type: ignore[misc]  # Pelican publishes no types
    """One build of Ibid: READ when constructed, LINK when all sources are read, then WRITE."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ibid, problems = read_settings(self.settings, Path(self.path).parent)
        self.problems: list[Problem] = list(problems)
        cvs = cv_files(self.ibid.cv)
        watched = [self.ibid.people, self.ibid.numbers, *cvs.values()]
        self.people, self.frozen = read_or_stop(self._read, watched)
        hide_sources(self.context, [*watched, self.ibid.links], Path(self.path))
        site = self.settings["DEFAULT_LANG"]
        self.cvs = Cvs(*read_or_stop(lambda: read_cvs(cvs, site, self.people, _text), watched))
        self.problems += missing(self.ibid.cv, str(self.settings["IBID_CV"]))
        self.catalogue = Catalogue()
        self.attachments: tuple[Attachment, ...] = ()
        self.quoted: dict[str, Content] = {}
        self.output = Output(Path(self.output_path))
        self.written = self.context[NAME] = Written(site_of(self.settings).home)
        self.pictures: Pictures | None = None
        self.icon = SiteIcon()

    # READ

    def _read(self) -> tuple[People, dict[str, int]]:
        """People and numbers; what cannot be relied on stops the build before the last site is touched."""
        bad = [problem for problem in self.problems if problem.code == BAD_SETTING]
        people, about_people = read_people(_text(self.ibid.people), shown(self.ibid.people))
        frozen, about_numbers = read_numbers(_text(self.ibid.numbers), shown(self.ibid.numbers))
        errors = [p for p in (*bad, *about_people, *about_numbers) if p.code.severity is Severity.ERROR]
        if errors:
            raise Stop(errors)
        self.problems += about_people
        return people, frozen

    # LINK

    def link(self) -> None:
        """Resolve every citation of the site, and tell Pelican the addresses that it may meet."""
        given = adopt(self.context.get("publications", ()))
        publications = self._attach(self.people.redacted(publication) for publication in given)
        self.problems += self.context.get("publications_problems", ())
        numbers = self._number(publications)
        if not self.ibid.keys:
            self._place_images(publications)
            self._make_icons()
        linked = self._link_contents(publications, numbers)
        self.catalogue = linked.catalogue
        self.context["ibid"] = self.catalogue
        self.context["publications"] = [record.publication for record in self.catalogue.publications]
        self._enter_addresses(linked)
        if self.settings["RELATIVE_URLS"] and not self.settings["SITEURL"]:
            self.context["localsiteurl"] = "/"  # summaries are about to get their links, before any page has its depth

    def _attach(self, publications: Iterable[Publication]) -> tuple[Publication, ...]:
        attached = attach(publications, Path(self.path), self._static())
        self.attachments = attached.attachments
        self.problems += attached.problems
        return attached.publications

    def _number(self, publications: Iterable[Publication]) -> Numbers:
        known = [Numbered(p.key, p.date.order, p.aliases) for p in publications]
        if self.ibid.freeze:
            self._freeze(known)
        numbers = assign(known, self.frozen)
        if self.ibid.numbers.exists():
            self.problems += _unfrozen(numbers, shown(self.ibid.numbers))
        return numbers

    def _freeze(self, known: list[Numbered]) -> None:
        if self.ibid.freeze == "renumber":
            said = renumber(self.ibid.numbers, self.frozen, assign(known, {}))
        else:
            said = freeze_added(self.ibid.numbers, assign(known, self.frozen))
        _answer(said)

    def _place_images(self, publications: tuple[Publication, ...]) -> None:
        """Before anything is linked: topics' pages quote what stands on others."""
        self.pictures = Pictures(self.context, Shelf.opened(Path(self.settings["CACHE_PATH"], "ibid-images")))
        self.pictures.place(sorted_contents(self.context["generated_content"]), varied=self.ibid.images)
        framed = self.context["pictures"] = Framed(self.pictures.files, self.pictures.shelf, self.ibid.images)
        framed.add_previews(publications)
        owners = [person for person in self.people.owners if person.portrait]
        if len(self.people.owners) == 1 and owners:  # a lab's home page shows none
            framed.add_portrait(owners[0], shown(self.ibid.people))
        self.problems += [*self.pictures.problems, *framed.problems]

    def _make_icons(self) -> None:
        """Before any page is written: each links them."""
        self.icon = icon_of(self.ibid, self.settings, self.pictures.shelf if self.pictures else None)
        self.problems += self.icon.problems
        self.context["icons"] = self.icon.links

    def _link_contents(self, publications: tuple[Publication, ...], numbers: Numbers) -> Linked:
        contents = sorted_contents(self.context["generated_content"])
        self.problems += give_each_a_file(contents)
        languages = self.context["languages"] = self._languages(contents)
        documents = [(content, document_of(content)) for content in contents]
        parts = [(content, part) for content, document in documents for part in parts_of(content, document)]
        marks = site_marks(self.ibid.marks)
        all_parts = (*(part for _, part in parts), *self.cvs.parts(languages))
        linked = link(Sources(publications, numbers, self.people, marks, all_parts, languages))
        self.cvs.link(linked)
        if self.ibid.keys:
            self._rewrite_numbers(parts, linked)
        records = {record.key: record for record in linked.catalogue.publications}
        drawing = Drawing(self.env, linked.catalogue, languages)
        for (content, part), linked_part in zip(parts, linked.parts, strict=False):  # the CVs' own follow
            words, draw = languages.words(part.document.lang), drawing.for_part(part)
            put_back(content, part.name, rewrite(linked_part, records, linked.addresses, draw, words))
        for content in contents:
            keep_formulas_whole(content)
        self.problems += [*linked.problems, *list_problems(linked.parts, linked.catalogue.publications)]
        self.problems += [*drawing.problems, *self.people.problems_in(publications), *self.cvs.problems]
        return linked

    def _languages(self, contents: Iterable[Content]) -> Languages:
        """The language of each page, and the words of all of them."""
        site = self.settings["DEFAULT_LANG"]
        pages = {content.save_as: content.lang for content in contents} | self.cvs.languages
        words = Words([site, *pages.values()], self.ibid.languages)
        self.problems += words.problems
        return Languages(site, pages, words, versions_of(contents) | self.cvs.versions(words))

    def _rewrite_numbers(self, parts: Iterable[tuple[Any, Part]], linked: Linked) -> None:
        keys = {record.number: record.key for record in linked.catalogue.publications}
        sources = [(Path(content.source_path), part) for content, part in parts]
        _answer(rewrite_pages(sources, keys, write=self.ibid.keys == "write"))

    def _enter_addresses(self, linked: Linked) -> None:
        entries = self.context["generated_content"]
        for url in _urls(linked):
            entries[f"{SITE}/{url}"] = Address(url)
        for record in linked.catalogue.publications:
            entries[f"@publications/{record.slug}"] = Address(record.anchor)

    # WRITE

    def generate_output(self, writer: Any) -> None:  # noqa: ARG002  Pelican's signature; ours compares bytes first
        """Write the pages and files that no author writes."""
        contents = sorted_contents(self.context["generated_content"])
        languages: Languages = self.context["languages"]
        self.context["drawn"] = Entries(self.env, languages)
        self.quoted = {shown(Path(content.source_path)): content for content in contents}
        output = self.output
        output.owners.update(
            (content.save_as, shown(Path(content.source_path))) for content in contents if content.save_as
        )
        missing: set[str] = set()
        site = site_of(self.settings, languages.words(languages.site))
        images = (*self.pictures.planned(), *self.context["pictures"].planned()) if self.pictures else ()
        about = plan_about(self.written, site, self._others())
        icons = icon_files(self.icon, self.settings, self._others())
        ours = chain(attached_files(self.attachments), images, token_files(self.ibid.tokens, self.settings), icons)
        everything = chain(plan(self.catalogue, site), self.cvs.planned(), ours, about)
        for planned in everything:
            if isinstance(planned, PlannedFile):
                output.write(planned.path, planned.data, planned.owner)
                continue
            try:
                self._write_page(planned, output)
            except PelicanTemplateNotFound:
                missing.add(planned.template)
        self.problems += [
            Problem(codes.MISSING_TEMPLATE, f"{self.theme} has no {name}.html.") for name in sorted(missing)
        ]
        self.problems += [*output.problems, *colour_problems(self.ibid.tokens, self.settings, self._static())]
        if self.pictures:
            self.pictures.shelf.close()

    def _static(self) -> dict[str, Path]:
        """The author's files that are copied as they are, each by its place in the output."""
        return {save_as(file): Path(file.source_path) for file in self.context.get("staticfiles", ())}

    def _others(self) -> set[str]:
        """The files of the output that are the author's or another plugin's."""
        return (
            self._static().keys()
            | self.written.paths
            | ({SITEMAP} if _SITEMAP_PLUGINS & {*self.settings["PLUGINS"]} else set())
        )

    def _write_page(self, page: PlannedPage, output: Output) -> None:
        context = self.context.copy()
        if self.settings["RELATIVE_URLS"]:
            context["SITEURL"] = context["localsiteurl"] = path_to_url(get_relative_path(page.path))
            self.context["localsiteurl"] = context["localsiteurl"]  # what Pelican's contents look at
        context |= {"output_file": page.path, "page_url": page.url, **page.variables}
        context[LANGUAGE] = page.lang or context["languages"].of(page.path)
        if page.quotation:
            context["text"] = self._quoted(page.quotation, context["SITEURL"])
        html = self.get_template(page.template).render(context)
        if self.settings["RELATIVE_URLS"]:
            html = openable(html, context["SITEURL"], self.written.home)
        if output.write(page.path, html.encode(), page.owner):
            signals.content_written.send(str(Path(self.output_path, page.path)), context=context | {TEXT: html})

    def _quoted(self, quotation: Quotation, root: str) -> Markup:
        """HTML of an author's page with its links right on another."""
        source = self.quoted[quotation.path]
        html = source._update_content(quotation.at(root), root)  # noqa: SLF001  what `.content` goes through
        return Markup(html)  # noqa: S704  the author's own

    # CHECK

    def check(self) -> list[Problem]:
        """What is wrong with the files that were written."""
        output = Path(self.output_path).absolute()
        feeds = {feed.relative_to(output).as_posix() for feed in self.written.feeds}
        build = Build(
            context=self.context,
            output=output,
            drawn=frozenset(self.written.paths | feeds),
            owners=self.output.owners,
            gone=frozenset(gone(self._leftovers().listed, [*self.output.written, *self._others()])),
            catalogue=self.catalogue,
            people=self.ibid.people,
            cvs={page.file: page.cv.path for page in self.cvs.pages},
            problems=tuple(self.problems),
            ask=self._ask if self.ibid.external else None,
        )
        return check_build(build)

    def _ask(self, outside: Elsewhere) -> tuple[list[Finding], list[Problem]]:
        from ibid.checks.external.asking import Manners  # noqa: PLC0415  no build needs the network
        from ibid.checks.external.rounds import check_outside  # noqa: PLC0415  likewise

        home = site_of(self.settings).home
        manners = Manners(agent=f"Ibid link check (+{home})") if home else Manners()
        every = self.ibid.external == "all"
        return check_outside(outside, self.ibid.links, datetime.now(UTC).date(), manners, every=every)

    def clear(self, *, whole: bool) -> None:
        """Take away what only earlier builds wrote; one that is not `whole`, for an error, leaves all as it is."""
        leftovers = self._leftovers()
        if whole:
            leftovers.clear(self.output.written, self._others())
        else:
            leftovers.add(self.output.written)

    def _leftovers(self) -> Leftovers:
        return Leftovers(Path(self.settings["CACHE_PATH"]), self.output.root)


def _answer(lines: Iterable[str]) -> NoReturn:
    """Say what `invoke number` or `invoke keys` did, which is all that this run is for."""
    try:
        print("\n".join(lines))  # noqa: T201  it is the task's answer
    except OSError as error:
        raise SystemExit(f"{error.filename} cannot be written: {error.strerror}. Nothing in it is changed.") from None
    raise SystemExit(0)


def _text(path: Path) -> str:
    """The text of a file that may be missing; one that cannot be read stops the build."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Stop(
            [Problem(UNREADABLE_FILE, "this is not UTF-8; save the file as UTF-8.", shown(path), line)]
        ) from None
    except OSError as error:
        reason = f"it cannot be read: {error.strerror}; it has to be a file that you may read."
        raise Stop([Problem(UNREADABLE_FILE, reason, shown(path))]) from None


def _unfrozen(numbers: Numbers, path: str) -> Iterator[Problem]:
    for key, number in numbers.added.items():
        line = lines_for({key: number}).strip()
        message = f"`{key}` has no number yet; run `invoke number`, or add the line {line}"
        yield Problem(codes.NO_NUMBER, message, path, key=key)


def _urls(linked: Linked) -> Iterator[str]:
    """Every address that our links in content may lead to, without its fragment."""
    yield "publications/"
    yield from (page.topic.page for page in (*linked.catalogue.topic_pages, *linked.catalogue.translated_pages))
    for record in linked.catalogue.publications:
        yield from (record.url, record.bibtex_url)
        yield from (backlink.url.partition("#")[0] for backlink in (*record.topics, *record.mentions))
        yield from (link.url[1:] for link in record.publication.links if link.url.startswith("/"))
