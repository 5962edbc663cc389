"""The theme's words in each language of a site: Ibid's own catalogues, and the author's, which come first."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import NullTranslations
from pathlib import Path

from ibid.languages.catalogue_file import read_catalogue
from ibid.languages.tags import bcp47, widening
from pelican_bibtex.diagnostics.problem import Problem

OURS = Path(__file__).parent
"""`zh.po` and its like; English is the source and has none."""


class Words:
    """The words of the languages that a site is written in."""

    def __init__(self, languages: Iterable[str] = (), author: Path | None = None) -> None:
        """`author` is a folder of the author's own catalogues, which need not exist: `de.po`, `zh-CN.po`."""
        self.problems: list[Problem] = []
        self._folders = [_catalogues(folder) for folder in (author, OURS) if folder]
        self._words = {language: self._of(language) for language in dict.fromkeys(map(bcp47, languages))}

    def of(self, language: str) -> NullTranslations:
        """The words in a language; those in English where there is no catalogue."""
        return self._words.get(language) or self._words.get(bcp47(language)) or NullTranslations()

    def paths(self, language: str) -> list[Path]:
        """The catalogues of a language: the narrowest first, the author's before ours."""
        return [folder[name] for name in widening(language) for folder in self._folders if name in folder]

    def _of(self, language: str) -> NullTranslations:
        """What none of the catalogues has stays as it is in English."""
        words = NullTranslations()
        for path in reversed(self.paths(language)):
            words = self._with(path, language, words)
        return words

    def _with(self, path: Path, language: str, behind: NullTranslations) -> NullTranslations:
        found, problems = read_catalogue(path, language)
        self.problems += [problem for problem in problems if problem not in self.problems]
        if found is None:
            return behind
        found.add_fallback(behind)
        return found


def _catalogues(folder: Path) -> dict[str, Path]:
    """The catalogues of a folder by their language."""
    return {bcp47(path.stem): path for path in sorted(folder.glob("*.po")) if path.is_file()}
