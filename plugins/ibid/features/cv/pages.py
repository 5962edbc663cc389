"""The CVs of a site: one a language, each a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from ibid.features.cv.cv_file import read_cv
from ibid.features.cv.cv_pages import CvPage, Wording, beside, empty_lists, owned
from ibid.features.cv.vocabulary import CV_TITLE
from ibid.languages.page_languages import Languages
from ibid.languages.tags import bcp47
from ibid.languages.version import Version
from ibid.languages.words import Words
from ibid.link.linking import Linked
from ibid.link.parts import Part
from ibid.model.people import People
from ibid.model.planned import PlannedPage
from ibid.problems import codes
from ibid.read.settings import DEFAULTS
from pelican_bibtex.diagnostics.problem import Problem, shown

_CV = "cv"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def cv_files(path: Path) -> dict[str, Path]:
    """The files of a CV: that at `path` under "", and those beside it by their language, `cv.zh.yml` under `zh`."""
    found = {"": path} if path.exists() else {}
    for file in sorted(path.parent.glob(f"*{path.suffix}")) if path.parent.is_dir() else ():
        stem, _, language = file.stem.rpartition(".")
        if stem == path.stem and _LANGUAGE.fullmatch(language):
            found[language] = file
    return found


def missing(path: Path, setting: str) -> tuple[Problem, ...]:
    """What to say where `setting`, which the author has set, leads to no file."""
    if setting == DEFAULTS["IBID_CV"] or cv_files(path):
        return ()
    message = f'there is no {shown(path)}, which IBID_CV = "{setting}" names; correct the path, or take the line out.'
    return (Problem(codes.BAD_CV, message, "pelicanconf.py"),)


def read_cvs(
    files: Mapping[str, Path], default: str, people: People, read: Callable[[Path], str]
) -> tuple[tuple[CvPage, ...], tuple[Problem, ...]]:
    """Read the files by `read`; `default` is the site's own language. An empty file is no CV."""
    pages: list[CvPage] = []
    by_language, problems = _by_language(files, bcp47(default))
    for language, file in by_language.items():
        cv, faults = read_cv(read(file), shown(file))
        problems += faults
        if cv:
            is_own = language == bcp47(default)
            url = f"{_CV}/" if is_own else f"{_CV}-{language.lower()}/"
            original = pages[0].cv.path if pages and pages[0].lang == bcp47(default) else ""
            page, about_person = owned(CvPage(cv, language, url, original), people)
            pages.append(page)
            problems += about_person
    return beside(pages), tuple(problems)


def _by_language(files: Mapping[str, Path], own: str) -> tuple[dict[str, Path], list[Problem]]:
    """One file a language, that of the site's own first, and what is said of others."""
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    named = [(bcp47(name) if name else own, file) for name, file in files.items()]
    for language, file in sorted(named, key=lambda one: one[0] != own):
        first = found.setdefault(language, file)
        if first != file:
            message = f"{shown(first)} is in that language too; keep one of the two."
            problems.append(Problem(codes.BAD_CV, message, shown(file)))
    return found, problems


class Cvs:
    """The CVs of one build, read, linked with all else, then drawn."""

    def __init__(self, pages: Iterable[CvPage], problems: Iterable[Problem]) -> None:
        self.pages = tuple(pages)
        self.problems = list(problems)
        self._drawn: list[PlannedPage] = []
        self._words = Languages()

    @property
    def languages(self) -> dict[str, str]:
        """Their files, below the output folder, and the language of each."""
        return {page.file: page.lang for page in self.pages}

    def versions(self, words: Words) -> dict[str, tuple[Version, ...]]:
        """All of them by the address of each, for a menu to find the one in its language."""
        titles = [page.cv.title or words.of(page.lang).gettext(CV_TITLE) for page in self.pages]
        found = tuple(Version(title, page.url, page.lang) for title, page in zip(titles, self.pages, strict=True))
        return dict.fromkeys((page.url for page in self.pages), found)

    def parts(self, languages: Languages) -> list[Part]:
        """Their texts that cite."""
        self._words = languages
        return [part for page in self.pages for part in page.parts(languages.words(page.lang).gettext(CV_TITLE))]

    def link(self, linked: Linked) -> None:
        """Learn where the citations lead, and which lists are empty."""
        for page in self.pages:
            words = self._words.words(page.lang)
            say = Wording(page, linked, words)
            variables = {"cv": page.cv, "entry": page, "person": page.person, "say": say, "words": words}
            self._drawn.append(PlannedPage(page.file, page.url, _CV, page.cv.path, variables, lang=page.lang))
            self.problems += empty_lists(page, linked.catalogue.publications)

    def planned(self) -> Iterator[PlannedPage]:
        """A page for each."""
        return iter(self._drawn)
