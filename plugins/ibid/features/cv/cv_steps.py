"""CVs in a build: read, linked, and planned as pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ibid.feature import Planned, Steps
from ibid.features.cv import cv_files
from ibid.features.cv.cv_pages import CV, CvPage, Wording, last_changed, read_cvs, unknown_filters
from ibid.features.cv.vocabulary import CV_TITLE
from ibid.languages.page_languages import Languages, Version
from ibid.languages.words import Words
from ibid.link.citations import Part
from ibid.link.linking import Linked
from ibid.model.people import People
from ibid.model.planned import PlannedPage, Site
from ibid.problems import codes
from ibid.read.settings import DEFAULTS, Settings
from ibid.write.last_changed import LAST_CHANGED
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.diagnostics.stop import text_of


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
            self.problems.append(Problem(codes.BAD_CV, message, "pelicanconf.py"))
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
            variables = {"cv": page.cv, "entry": page, "person": page.person, "say": say, "words": words}
            variables[LAST_CHANGED] = last_changed(page.cv, linked.catalogue)
            self._drawn.append(PlannedPage(page.url, CV, page.cv.path, variables, lang=page.lang))
            self.problems += unknown_filters(page, linked.catalogue.publications, linked.known)

    def planned(self, site: Site, context: Mapping[str, Any], taken: Callable[[], set[str]]) -> Iterator[Planned]:
        """Yield the page of each CV."""
        yield from self._drawn

    def origins(self) -> Mapping[str, str]:
        """Return the file of each CV."""
        return {page.file: page.cv.path for page in self.pages}
