"""The CVs of a site, one page for each language: reading, linking and planning their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from ibid.feature import Planned, Steps
from ibid.features.cv import cv_files
from ibid.features.cv.cv import Cv
from ibid.features.cv.cv_file import read_cv
from ibid.features.cv.inline import CvText
from ibid.features.cv.vocabulary import CV_TITLE, quoted
from ibid.languages.page_languages import Languages, Version
from ibid.languages.tags import bcp47
from ibid.languages.words import Words, message
from ibid.link.citations import Part, read_part
from ibid.link.linking import Linked, rewrite
from ibid.model.addresses import ROOT, file_of
from ibid.model.catalogue import Catalogue
from ibid.model.people import People
from ibid.model.person import Person
from ibid.model.planned import PlannedPage, Site
from ibid.model.records import Document, Record
from ibid.model.selection import KnownValues, unknown_values, why_empty
from ibid.problems import codes
from ibid.read.settings import DEFAULTS, Settings
from ibid.write.written_pages import LAST_CHANGED, newest_of
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.diagnostics.setting_places import place_of
from pelican_bibtex.diagnostics.stop import text_of
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest


class CvPage(Struct, frozen=True):
    """A CV and its page."""

    cv: Cv
    lang: str
    url: str
    """`cv/`, or `cv-zh/` for a translation."""
    translates: str = ""
    """The file that it translates; empty for an original."""
    person: Person | None = None
    """The person whose CV it is, if they are in people.yml."""
    others: tuple[CvPage, ...] = ()
    """The same CV in the other languages."""

    @property
    def translations(self) -> list[CvPage]:
        """The other languages, under the name that templates use for Pelican's pages."""
        return list(self.others)

    @property
    def file(self) -> str:
        """The path of its file below the output folder."""
        return file_of(self.url)

    @property
    def addresses(self) -> Iterator[tuple[str, str, str]]:
        """The addresses of its person: a label, which may be a message, the address, and the form to show."""
        if self.person is None:
            return
        mail = f"mailto:{self.person.email}" if self.person.email else ""
        ours = [(message("Email"), mail), (message("Homepage"), self.person.homepage), ("ORCID", self.person.orcid_url)]
        for label, url in (*ours, *self.person.links):
            if url:
                yield label, url, url.removeprefix("mailto:").removeprefix("https://")

    def parts(self, title: str) -> Iterator[Part]:
        """Yield its texts that cite; `title` is the title of the page if its author gives none."""
        document = Document(
            path=self.cv.path,
            title=self.cv.title or title,
            url=self.url,
            listed=True,
            has_topics=False,
            lang=self.lang,
            translates=self.translates,
            is_cv=True,
        )
        found = (read_part(document, "cv", text.html) for text in self.cv.texts)
        return (part for part in found if part)


def beside(pages: Iterable[CvPage]) -> tuple[CvPage, ...]:
    """Return the same pages, each with the others as its translations."""
    each = tuple(pages)
    return tuple(replace(page, others=tuple(other for other in each if other != page)) for page in each)


def owned(page: CvPage, people: People) -> tuple[CvPage, tuple[Problem, ...]]:
    """Return the page with the person whose CV it is, and the problems of finding them."""
    cv = page.cv
    named = {person.name: person for person in people.persons}
    if cv.person in named:
        return replace(page, person=named[cv.person]), ()
    if cv.person:
        advice = did_you_mean(nearest(cv.person[:100], named), "write a name from people.yml.", "`{}`")
        return page, (_problem(page, f"{quoted(cv.person)} is not in people.yml; {advice}"),)
    if len(people.owners) > 1:
        advice = f"write whose CV this is, as in `person: {people.owners[0].name}`."
        return page, (_problem(page, f"the site has {len(people.owners)} owners; {advice}"),)
    return replace(page, person=next(iter(people.owners), None)), ()


def _problem(page: CvPage, fault: str) -> Problem:
    return Problem(codes.BAD_CV, fault, page.cv.path, page.cv.person_line)


def unknown_filters(page: CvPage, records: tuple[Record, ...], known: KnownValues) -> Iterator[Problem]:
    """Yield the problems of filters with values that no list knows, and of lists that are empty today."""
    for selection in page.cv.selections:
        wrong = [(codes.BAD_LIST, one) for one in unknown_values(selection.placed, records, known)]
        reason = why_empty(selection.placed, records)
        empty = [(codes.EMPTY_LIST, f"this list is empty today, since {reason}.")] if reason else []
        for code, fault in wrong or empty:
            yield Problem(code, fault, page.cv.path, selection.line, selection.column)


class Wording:
    """The texts of a CV for templates, with their citations as links."""

    def __init__(self, page: CvPage, linked: Linked, words: NullTranslations) -> None:
        """`words` are the translations of the page's language."""
        records = {record.key: record for record in linked.catalogue.publications}
        self._linked: Mapping[str, str] = {
            part.part.html: rewrite(part, records, linked.addresses, lambda _: "", words)
            for part in linked.parts
            if part.part.document.path == page.cv.path
        }

    def __call__(self, text: CvText, root: str) -> Markup:
        """Return a text as HTML; `root` is the prefix of the site's paths."""
        html = self._linked.get(text.html, text.html)
        return Markup(html.replace(ROOT, Markup.escape(root)))  # noqa: S704  all but our own elements is escaped

    def address(self, url: str, root: str) -> str:
        """Return the address of an entry."""
        return url.replace(ROOT, root)


CV = "cv"
"""The template of a CV, and the folder of its page."""


def read_cvs(
    files: Mapping[str, Path], default: str, people: People, read: Callable[[Path], str]
) -> tuple[tuple[CvPage, ...], tuple[Problem, ...]]:
    """Return the CVs in the files, which `read` reads; `default` is the site's own language. An empty file is no CV."""
    pages: list[CvPage] = []
    by_language, problems = _by_language(files, bcp47(default))
    for language, file in by_language.items():
        cv, faults = read_cv(read(file), shown(file))
        problems += faults
        if cv:
            is_own = language == bcp47(default)
            url = f"{CV}/" if is_own else f"{CV}-{language.lower()}/"
            original = pages[0].cv.path if pages and pages[0].lang == bcp47(default) else ""
            page, about_person = owned(CvPage(cv, language, url, original), people)
            pages.append(page)
            problems += about_person
    return beside(pages), tuple(problems)


def _by_language(files: Mapping[str, Path], own: str) -> tuple[dict[str, Path], list[Problem]]:
    """Return one file for each language, the site's own first, and the problems of further ones."""
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    named = [(bcp47(name) if name else own, file) for name, file in files.items()]
    for language, file in sorted(named, key=lambda one: one[0] != own):
        first = found.setdefault(language, file)
        if first != file:
            message = f"{shown(first)} is in the same language; keep one of the two."
            problems.append(Problem(codes.BAD_CV, message, shown(file)))
    return found, problems


def last_changed(cv: Cv, catalogue: Catalogue) -> datetime | None:
    """Return the day on which a CV was updated, or its newest publication changed; None where no day is given."""
    day = cv.updated.start if cv.updated else None
    return newest_of(day.first, cv.listed(catalogue)) if day is not None and day.is_exact else None


class CvSteps(Steps):
    """The CVs of one build."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.files = cv_files(settings.cv)
        self.pages: tuple[CvPage, ...] = ()
        self._drawn: list[PlannedPage] = []
        self._words = Languages()

    def sources(self, given: Mapping[str, Any]) -> Iterable[Path]:
        """Return the files; report a setting by the author that leads to none."""
        setting = given["IBID_CV"]
        if setting != DEFAULTS["IBID_CV"] and not self.files:
            fault = f'IBID_CV is "{setting}", but {shown(self.settings.cv)} does not exist'
            message = f"{fault}; correct the path, or remove the setting."
            self.problems.append(Problem(codes.BAD_CV, message, *place_of("IBID_CV")))
        return self.files.values()

    def read(self, given: Mapping[str, Any], people: People) -> None:
        """Read the files."""
        self.pages, problems = read_cvs(self.files, given["DEFAULT_LANG"], people, text_of)
        self.problems += problems

    def languages(self) -> Mapping[str, str]:
        """Return the language of each CV."""
        return {page.file: page.lang for page in self.pages}

    def versions(self, words: Words) -> Mapping[str, tuple[Version, ...]]:
        """Return all CVs by the address of each, for a menu to find the one in its language."""
        titles = [page.cv.title or words.of(page.lang).gettext(CV_TITLE) for page in self.pages]
        found = tuple(Version(title, page.url, page.lang) for title, page in zip(titles, self.pages, strict=True))
        return dict.fromkeys((page.url for page in self.pages), found)

    def parts(self, languages: Languages) -> Iterable[Part]:
        """Return their texts that cite."""
        self._words = languages
        return [part for page in self.pages for part in page.parts(languages.words(page.lang).gettext(CV_TITLE))]

    def linked(self, linked: Linked) -> None:
        """Plan the pages with the linked citations, and report filters that no list knows."""
        for page in self.pages:
            words = self._words.words(page.lang)
            say = Wording(page, linked, words)
            variables: dict[str, Any] = {
                "cv": page.cv,
                "entry": page,
                "person": page.person,
                "say": say,
                "words": words,
            }
            variables[LAST_CHANGED] = last_changed(page.cv, linked.catalogue)
            self._drawn.append(PlannedPage(page.url, CV, page.cv.path, variables, lang=page.lang))
            self.problems += unknown_filters(page, linked.catalogue.publications, linked.known)

    def planned(self, site: Site, context: Mapping[str, Any], taken: Callable[[], set[str]]) -> Iterator[Planned]:
        """Yield the page of each CV."""
        yield from self._drawn

    def origins(self) -> Mapping[str, str]:
        """Return the file of each CV."""
        return {page.file: page.cv.path for page in self.pages}
