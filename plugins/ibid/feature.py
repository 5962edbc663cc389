"""What a feature is: a record of when a site uses it, and the steps at which it adds to a build.

`registry.py` lists the features. A feature imports the core and never another feature; the core imports none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from msgspec import Struct

from ibid.check.links import Elsewhere
from ibid.check.sources import Finding
from ibid.languages.page_languages import Languages, Version
from ibid.languages.words import Words
from ibid.link.citations import Part
from ibid.link.linking import Linked
from ibid.mark.markdown_extension import MarkdownRules
from ibid.model.people import People
from ibid.model.planned import PlannedFile, PlannedPage, Site
from ibid.model.records import Document, Redirect
from ibid.model.targets import Root
from ibid.read.settings import Judge, Settings
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.publication import Publication


class Feature(Struct, frozen=True):
    """One feature; its steps are imported only for sites that use it."""

    name: str
    used: Callable[[Mapping[str, Any]], bool]
    """Returns whether a site uses it, by Pelican's settings."""
    steps: str
    """The module and the class of its `Steps`: `ibid.features.cv.cv_pages:CvSteps`."""

    def load(self) -> type[Steps]:
        """Return the class of its steps."""
        module, _, name = self.steps.partition(":")
        found: type[Steps] = getattr(import_module(module), name)
        return found


class PageAccess(Struct, frozen=True):
    """Functions that read the HTML of Pelican's pages and posts, and put it back."""

    fields_of: Callable[[Any], Iterable[tuple[str, str]]]
    """Returns the body of a page or post and its other HTML fields, each with its name."""
    put_back: Callable[[Any, str, str], None]
    """Replaces the HTML of a field."""
    searched: Callable[[Path], str]
    """Returns the source of a page or post without its code and comments."""


Planned = PlannedPage | PlannedFile


class Steps:
    """What a feature adds to one build, in the order of the methods; by default nothing.

    `context` is Pelican's context, which includes its settings.
    """

    rules: ClassVar[MarkdownRules | None] = None
    """Its rules of Markdown."""
    write_math: ClassVar[Callable[..., str] | None] = None
    """The function that writes a formula of reStructuredText: `write_formula` of formulas."""
    judges: ClassVar[Mapping[str, Judge]] = {}
    """Functions that return the fault of a setting's value, by the name of the setting."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.problems: list[Problem] = []
        """The problems that were found since they were last taken."""
        self.pictures: object | None = None
        """Images for templates and lists in pages, from `place` on."""

    def sources(self, given: Mapping[str, Any]) -> Iterable[Path]:
        """READ: return the author's files that it reads; Pelican does not copy them. `given` are Pelican's settings."""
        return ()

    def read(self, given: Mapping[str, Any], people: People) -> None:
        """READ: read these files; raises Stop for one that the build needs and cannot use."""

    def place(
        self, contents: Iterable[Any], publications: Iterable[Publication], context: Mapping[str, Any], to: PageAccess
    ) -> None:
        """LINK: change pages and posts before anything in them is linked."""

    def languages(self) -> Mapping[str, str]:
        """LINK: return the language of each page that it adds, by its file below the output folder."""
        return {}

    def versions(self, words: Words) -> Mapping[str, tuple[Version, ...]]:
        """LINK: return all versions of each page that it adds, by its address."""
        return {}

    def parts(self, languages: Languages) -> Iterable[Part]:
        """LINK: return the texts of these pages that contain something to link."""
        return ()

    def redirects(self, documents: Iterable[Document], root: Root) -> Iterable[Redirect]:
        """LINK: return the redirects from former addresses of pages and posts."""
        return ()

    def check_part(self, part: Part) -> Iterator[Problem]:
        """LINK: yield the problems of its placeholders in a text."""
        return iter(())

    def linked(self, linked: Linked) -> None:
        """LINK: plan its pages with the linked texts."""

    def finish(self, content: Any) -> None:
        """LINK: change a page or post after everything in it is linked."""

    def variables(self, context: Mapping[str, Any]) -> Mapping[str, Any]:
        """LINK: return variables for templates."""
        return {}

    def planned(self, site: Site, context: Mapping[str, Any], taken: Callable[[], set[str]]) -> Iterator[Planned]:
        """WRITE: yield its pages and files; `taken` returns the files that the author or another plugin provides."""
        return iter(())

    def written(self, context: Mapping[str, Any]) -> None:
        """WRITE: finish after all pages are written."""

    def origins(self) -> Mapping[str, str]:
        """CHECK: return the source of each page that it adds, by its file."""
        return {}

    def check_outside(self, outside: Elsewhere, home: str, today: date) -> tuple[list[Finding], list[Problem]] | None:
        """CHECK: return what is wrong with links to other sites; None if it does not check them."""
        return None
