"""Checks of an author's own templates: HTML that readers would see as text, since it is not marked as safe."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, TemplateError, nodes
from pelican.contents import Content

from ibid.build.template_escaping import PLACES, Places
from ibid.mark.html_reader import ATTRIBUTES, NAME
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem, shown

_MARKUP: Final = re.compile(rf"</?{NAME}{ATTRIBUTES}>|&(?:#\w+|[a-zA-Z]\w*);")
_SETTLED: Final = frozenset(
    {"safe", "e", "escape", "forceescape", "striptags", "tojson", "urlencode", "length", "count"}
)
"""Filters after which a value is marked as HTML, or is text or a number."""
_FILLED: Final = frozenset({"default", "d", "join"})
"""Filters that show what they are given too."""
_TRANSLATIONS: Final = frozenset({"_", "gettext", "ngettext"})
_OPAQUE: Final = (nodes.Compare, nodes.Not, nodes.Test)
"""Expressions that are true or false, whatever is in them."""
_TEXTS: Final = frozenset({"SITENAME", "SITESUBTITLE"})
"""Settings that the theme shows as they were written."""
_CONTENTS: Final = frozenset({"article", "page", "post"})
"""The names that templates give to a post or page."""


def escaped_markup(
    environment: Environment, settings: Mapping[str, Any], contents: Iterable[Content]
) -> Iterator[Problem]:
    """Yield one problem for each template of the author's that shows HTML and does not say that it is safe."""
    places = getattr(environment, PLACES, None)
    if places and places.author:
        sources = _Sources.of(settings, contents)
        for file, template in _escaped_templates(environment, places):
            if found := sorted(sources.shown_in(template), key=itemgetter(0)):
                yield _problem(file, found)


def _escaped_templates(environment: Environment, places: Places) -> Iterator[tuple[Path, nodes.Template]]:
    """Yield the author's templates that are escaped, as they were written, but for those that Jinja cannot read."""
    for name in environment.list_templates(filter_func=lambda name: name.endswith(places.endings)):
        with suppress(TemplateError, UnicodeDecodeError):
            source, file, _ = environment.loader.get_source(environment, name) if environment.loader else ("", "", None)
            if file and places.is_authors_own(file):
                yield Path(file), environment.parse(source)  # without its file, so that it gets no tags of ours


def _problem(file: Path, found: list[tuple[int, str]]) -> Problem:
    line, what = found[0]
    others = [f"{other} in line {at}" for at, other in dict.fromkeys(found[1:]) if (at, other) != (line, what)]
    more = f"; likewise {', '.join(others)}" if others else ""
    message = f"{what} is HTML, which readers see as text; write {{{{ {what} | safe }}}}{more}."
    return Problem(codes.ESCAPED_MARKUP, message, shown(file), line)


class _Sources:
    """What holds HTML in the templates of one site."""

    def __init__(self, fields: Collection[str], names: Collection[str]) -> None:
        """`fields` of posts and pages hold HTML here, and so do the settings of these `names`."""
        self.fields, self.names = fields, names

    @classmethod
    def of(cls, settings: Mapping[str, Any], contents: Iterable[Content]) -> _Sources:
        """Return the fields and settings with a tag or an entity in them."""
        given = (item for content in contents for item in content.metadata.items())
        return cls(_with_markup(given), _with_markup(settings.items()) - _TEXTS)

    def shown_in(self, node: nodes.Node, names: Collection[str] | None = None) -> Iterator[tuple[int, str]]:
        """Yield the line and the source of each HTML that is shown without a filter that settles what it is."""
        names = self._named_in(node) if names is None else names
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.ScopedEvalContextModifier):  # the author's own pair of tags
                for block in child.find_all(nodes.Block):  # in which Jinja has the tags end
                    yield from self.shown_in(block, names)
            elif isinstance(child, nodes.Output):
                yield from self._html_in(child, names)
            else:
                yield from self.shown_in(child, names)

    def _named_in(self, template: nodes.Node) -> frozenset[str]:
        """Return the names of settings and variables that hold HTML in a template."""
        names = set(self.names)
        for assigned in template.find_all(nodes.Assign):
            if isinstance(assigned.target, nodes.Name):
                held = any(self._html_in(assigned, names - {assigned.target.name}))
                (names.add if held else names.discard)(assigned.target.name)
        return frozenset(names)

    def _html_in(self, node: nodes.Node, names: Collection[str]) -> Iterator[tuple[int, str]]:
        filled = not isinstance(node, nodes.Filter) or node.name in _FILLED
        for child in node.iter_child_nodes(exclude=("target", "test") if filled else ("args", "kwargs")):
            if source := self._source(child, names):
                yield child.lineno, source
            elif not _hides(child):
                yield from self._html_in(child, names)

    def _source(self, node: nodes.Node, names: Collection[str]) -> str:
        """Return an expression that holds HTML as it is written, or an empty string."""
        if isinstance(node, nodes.Name):
            return node.name if node.name in names else ""
        if isinstance(node, nodes.Const):
            return repr(node.value) if isinstance(node.value, str) and _MARKUP.search(node.value) else ""
        if not isinstance(node, nodes.Getattr):
            return ""
        is_field = isinstance(node.node, nodes.Name) and node.node.name in _CONTENTS and node.attr in self.fields
        return _dotted(node) if is_field or node.attr in ("content", "summary") else ""


def _with_markup(items: Iterable[tuple[str, object]]) -> frozenset[str]:
    return frozenset(name for name, value in items if isinstance(value, str) and _MARKUP.search(value))


def _hides(node: nodes.Node) -> bool:
    """Return whether an expression does not show what is in it: it settles it, tests it, or passes it to a macro."""
    if isinstance(node, nodes.Filter):
        return node.name in _SETTLED
    if isinstance(node, nodes.Call):
        return not (isinstance(node.node, nodes.Name) and node.node.name in _TRANSLATIONS)
    return isinstance(node, (*_OPAQUE, nodes.Getattr, nodes.Getitem))


def _dotted(node: nodes.Expr) -> str:
    """Return an attribute as it is written, `page.content`; what it is looked up in may be more than a name."""
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"
