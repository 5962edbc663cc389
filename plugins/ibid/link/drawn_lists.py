"""Lists in pages, rendered by the theme's own macros, so that a publication looks the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from jinja2 import Environment, TemplateNotFound
from jinja2.environment import TemplateModule

from ibid.languages.page_languages import Languages
from ibid.languages.template_translation import LANGUAGE
from ibid.link.citations import Part
from ibid.link.topics import LinkedPart
from ibid.mark.list_grammar import PlacedList, read_list, stray_list
from ibid.mark.placeholders import LIST
from ibid.model.addresses import ROOT
from ibid.model.catalogue import Catalogue
from ibid.model.records import Record
from ibid.model.selection import arrange, empty_filters, shown_by
from ibid.model.topic_figure import topics_by_year
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem

_MACROS = {
    "publications": ("macros/publication.html", "publications"),
    "groups": ("macros/publication.html", "groups"),
    "topics": ("macros/topics.html", "timeline"),
    "legend": ("macros/publication.html", "legend"),
    "people": ("macros/people.html", "people"),
}
"""The theme's template and macro for each kind of list."""


class Macros:
    """The theme's macros, for each language in which they are called."""

    def __init__(self, environment: Environment, languages: Languages) -> None:
        self.environment = environment
        self.languages = languages
        self.modules: dict[tuple[str, str], TemplateModule] = {}

    def of(self, template: str, language: str) -> Any:
        """Return the macros of a template in a language; raises TemplateNotFound."""
        if (template, language) not in self.modules:
            variables = {"languages": self.languages, LANGUAGE: language}
            self.modules[template, language] = self.environment.get_template(template).make_module(variables)
        return self.modules[template, language]


class Drawing:
    """Renders the lists of one build."""

    def __init__(self, environment: Environment, catalogue: Catalogue, languages: Languages) -> None:
        self.macros = Macros(environment, languages)
        self.catalogue = catalogue
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
            return self._call(placed.kind, part, self.catalogue.people, ROOT)

        return draw

    def _publications(self, placed: PlacedList, part: Part) -> str:
        records = shown_by(placed, self.catalogue.publications)
        if not placed.group:
            return self._call("publications", part, records, ROOT)
        words = self.macros.languages.words(part.document.lang)
        topics = self.catalogue.topics_in(part.document.lang)
        return self._call("groups", part, arrange(records, placed.group, placed.order, topics, words), ROOT)

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
                    yield from shown_by(placed, self.catalogue.publications)

    def _call(self, kind: str, part: Part, *arguments: Any) -> str:
        template, macro = _MACROS[kind]
        try:
            macros = self.macros.of(template, part.document.lang)
            return str(getattr(macros, macro)(*arguments))
        except (TemplateNotFound, AttributeError):
            message = f"the theme has no macro `{macro}` in {template}, so {{{kind}}} shows nothing."
            self.problems.append(Problem(codes.BAD_LIST, message, part.document.path))
            return ""


def list_problems(parts: Iterable[LinkedPart], records: Sequence[Record]) -> Iterator[Problem]:
    """Yield the problems of the lists in pages."""
    for linked in parts:
        for placeholder in linked.part.placeholders:
            if placeholder.name != LIST:
                continue
            path, line = linked.part.document.path, placeholder.line
            if stray := stray_list(placeholder.source):
                yield Problem(codes.STRAY_LIST, stray, path, line)
                continue
            placed, faults = read_list(placeholder.source)
            for fault in (*faults, *empty_filters(placed, records)):
                yield Problem(codes.BAD_LIST, fault, path, line)
