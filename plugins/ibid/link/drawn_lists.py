"""Lists in pages, rendered by the theme's own macros, so that a publication looks the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateNotFound

from ibid.languages.page_languages import Languages
from ibid.languages.template_translation import LANGUAGE
from ibid.link.citations import Part
from ibid.link.linking import Linked
from ibid.link.topics import LinkedPart
from ibid.mark.code import MARKDOWN
from ibid.mark.list_grammar import CITED, COAUTHORS, OWNERS, PlacedList, read_list, stray_list
from ibid.mark.placeholders import LIST
from ibid.model.addresses import ROOT
from ibid.model.catalogue import Catalogue
from ibid.model.person import Person
from ibid.model.records import Record
from ibid.model.selection import arrange, shown_by, unknown_values, why_empty
from ibid.model.topic_figure import topics_by_year
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Code, Problem

_MACROS = {
    "publications": ("macros/publication.html", "publications"),
    "groups": ("macros/publication.html", "groups"),
    "topics": ("macros/topics.html", "timeline"),
    "legend": ("macros/publication.html", "legend"),
    "people": ("macros/people.html", "people"),
}
"""The theme's template and macro for each kind of list."""
_NO_ONE = "write people into people.yml, with `owner: true` those of the site; docs/people.md describes it."


class Macros:
    """The theme's macros, and ours where it has none, for each language in which they are called."""

    def __init__(
        self, theirs: Environment, ours: Callable[[], Environment], languages: Languages, pictures: object | None
    ) -> None:
        """`ours` returns the environment of our templates; `pictures` are the images that a feature has for them."""
        self.theirs, self.ours = theirs, ours
        self.pictures = pictures
        self.languages = languages
        self.known: dict[tuple[str, str, str], Callable[..., str]] = {}

    def of(self, template: str, name: str, language: str) -> Callable[..., str]:
        """Return a macro of a template in a language."""
        key = template, name, language
        if key not in self.known:
            try:
                self.known[key] = self._macro(self.theirs, *key)
            except (TemplateNotFound, AttributeError):
                self.known[key] = self._macro(self.ours(), *key)
        return self.known[key]

    def _macro(self, environment: Environment, template: str, name: str, language: str) -> Callable[..., str]:
        variables = {"languages": self.languages, LANGUAGE: language, "pictures": self.pictures}
        macro: Callable[..., str] = getattr(environment.get_template(template).make_module(variables), name)
        return macro


class Drawing:
    """Renders the lists of one build."""

    def __init__(self, macros: Macros, linked: Linked) -> None:
        self.macros = macros
        self.catalogue = linked.catalogue
        self.cited = cited_on_pages(linked.parts)
        self.problems: list[Problem] = []

    def for_part(self, part: Part) -> Callable[[PlacedList], str]:
        """Return a function that renders the lists of one page; its legend explains only the marks in these lists."""
        shown = list(self._shown(part))

        def draw(placed: PlacedList) -> str:
            if placed.kind == "publications":
                return self._publications(placed, part)
            if placed.kind == "topics":
                return self._topics(part)
            if placed.kind == "legend":
                return self._call(placed.kind, part, self.catalogue.marks_in(shown))
            return self._call(placed.kind, part, people_of(placed, self.catalogue), ROOT)

        return draw

    def _publications(self, placed: PlacedList, part: Part) -> str:
        records = shown_by(self._on_page(placed, part), self.catalogue.publications, part.document.lang)
        if not records:
            return ""
        if not placed.group:
            return self._call("publications", part, records, ROOT)
        words = self.macros.languages.words(part.document.lang)
        topics = self.catalogue.topics_in(part.document.lang)
        return self._call("groups", part, arrange(records, placed.group, placed.order, topics, words), ROOT)

    def _on_page(self, placed: PlacedList, part: Part) -> PlacedList:
        return placed.on_page(self.cited.get(part.document.path, ()))

    def _topics(self, part: Part) -> str:
        """Return the figure of the page's own topics, or if it has none, of the research page's."""
        pages = (*self.catalogue.topic_pages, *self.catalogue.translated_pages)
        own = [page.topic for page in pages if not page.parents and page.document.path == part.document.path]
        figure = topics_by_year(own or self.catalogue.topics_in(part.document.lang))
        if figure:
            return self._call("topics", part, figure, ROOT)
        line = next(one.line for one in part.placeholders if one.name == LIST and one.source.startswith("topics"))
        message = "{topics} shows nothing: no topic on a published page cites a publication yet."
        self.problems.append(Problem(codes.BAD_LIST, message, part.document.path, line))
        return ""

    def _shown(self, part: Part) -> Iterable[Record]:
        for placeholder in part.placeholders:
            if placeholder.name == LIST:
                placed, _ = read_list(placeholder.source)
                if placed.kind == "publications":
                    yield from shown_by(self._on_page(placed, part), self.catalogue.publications)

    def _call(self, kind: str, part: Part, *arguments: Any) -> str:
        return str(self.macros.of(*_MACROS[kind], part.document.lang)(*arguments))


def cited_on_pages(parts: Iterable[LinkedPart]) -> dict[str, dict[str, None]]:
    """Return the keys that each page or post cites, by its path."""
    cited: dict[str, dict[str, None]] = {}
    for linked in parts:
        keys = (reference.key for resolved in linked.resolved for reference in resolved.references)
        cited.setdefault(linked.part.document.path, {}).update({key: None for key in keys if key})
    return cited


def people_of(placed: PlacedList, catalogue: Catalogue) -> tuple[Person, ...]:
    """Return the people that a list shows: without a word those of a lab, or the co-authors of a single owner."""
    is_lab = len(catalogue.owners) > 1
    whose = placed.whose or (OWNERS if is_lab else COAUTHORS,)
    owners = (person for person in catalogue.owners if person.listed)
    return (*(owners if OWNERS in whose else ()), *(catalogue.people if COAUTHORS in whose else ()))


def list_problems(linked: Linked) -> Iterator[Problem]:
    """Yield the problems of the lists in pages."""
    cited = cited_on_pages(linked.parts)
    for part in (one.part for one in linked.parts):
        for placeholder in part.placeholders:
            if placeholder.name == LIST:
                keys = cited.get(part.document.path, {})
                markdown = Path(part.document.path).suffix.lower() in MARKDOWN
                if stray := stray_list(placeholder.source, markdown=markdown):
                    yield Problem(codes.STRAY_LIST, stray, part.document.path, placeholder.line)
                    continue
                for code, message in _faults(placeholder.source, keys, linked):
                    yield Problem(code, message, part.document.path, placeholder.line)


def _faults(source: str, cited: Iterable[str], linked: Linked) -> Iterator[tuple[Code, str]]:
    placed, faults = read_list(source)
    records, here = linked.catalogue.publications, placed.on_page(cited)
    wrong = [*faults, *unknown_values(here, records, linked.known)]
    yield from ((codes.BAD_LIST, fault) for fault in wrong)
    cites_nothing = "this page cites no publication" if placed.has(CITED) and not cited else ""
    reason = why_empty(here, records) if placed.kind == "publications" and not wrong else ""
    if reason:
        yield codes.EMPTY_LIST, f"{{{source}}} shows nothing today, since {cites_nothing or reason}."
    if placed.kind == "people" and not wrong and not people_of(placed, linked.catalogue):
        yield codes.EMPTY_LIST, f"{{{source}}} shows no one; {_NO_ONE}"
