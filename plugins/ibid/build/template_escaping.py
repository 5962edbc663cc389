"""Escaping of templates: on for those of the theme and of the author; others stay unescaped, as Pelican renders them.

Which template is whose depends on its file. Jinja's option `autoescape` gets only a name, and `!theme/page.html`, the
author's `page.html` that extends it, and the one of Pelican's theme `simple` have the same name. Jinja gives the file
to extensions, so an extension adds a tag at the start of each template. A block is rendered with the setting of the
template that extends it, which may be a plugin's; so the content of each block gets a tag too. The names of the tags
contain blanks: no template can have them already.

The author's own templates are checked for HTML that readers would see as text, since it is not marked as safe.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from operator import itemgetter
from os.path import normpath
from pathlib import Path
from typing import Any, ClassVar, Final

from jinja2 import Environment, TemplateError, nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser
from msgspec import Struct
from pelican.contents import Content

from ibid import THEME
from ibid.build.inlined_includes import InlinedIncludes
from ibid.mark.html_reader import ATTRIBUTES, NAME
from ibid.problems import codes
from ibid.read.pelican_context import is_our_theme
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.lazy_pattern import lazy_pattern

PLACES: Final = "ibid_escaped"
"""The name under which an environment has its `Places`."""
_TEMPLATE: Final = "template with escaping"
_CONTENT: Final = "block with escaping"
"""What Jinja calls a block that an author does not close."""


class Places(Struct, frozen=True):
    """The folders of the templates that are escaped; in those of the author, files with other endings are not."""

    theme: tuple[Path, ...]
    author: tuple[Path, ...] = ()
    endings: tuple[str, ...] = ()
    is_ours: bool = False
    """Whether the site's theme is ours or a copy of it."""

    def is_escaped(self, file: str | None) -> bool:
        """Return whether a template is escaped; one without a file is not."""
        return lies_in(self.theme, file) or self.is_authors_own(file)

    def is_authors_own(self, file: str | None) -> bool:
        """Return whether a template is one of the author's that are escaped."""
        return file is not None and file.endswith(self.endings) and lies_in(self.author, file)


def lies_in(folders: Iterable[Path | str], file: Path | str | None) -> bool:
    """Return whether a file is in one of some folders, by its path: it may be a link to a file elsewhere."""
    return file is not None and any(_whole(file).is_relative_to(_whole(folder)) for folder in folders)


def _whole(path: Path | str) -> Path:
    return Path(normpath(Path(path).absolute()))


def places_of(settings: Mapping[str, Any], plugins: Iterable[object] = ()) -> Places:
    """Return the folders whose templates are escaped: with another theme than ours or a copy of it, only ours.

    `plugins` are those that Pelican has loaded; what they add to THEME_TEMPLATES_OVERRIDES is theirs. An `autoescape`
    of the author's in JINJA_ENVIRONMENT counts for the author's own templates.
    """
    ours = Path(THEME, "templates")
    if not is_our_theme(settings):
        return Places((ours,))
    packages = [folder for plugin in plugins for folder in getattr(plugin, "__path__", ())]
    author = [Path(folder) for folder in settings["THEME_TEMPLATES_OVERRIDES"] if not lies_in(packages, folder)]
    if "autoescape" in settings["JINJA_ENVIRONMENT"]:
        author = []
    theme, endings = (ours, Path(settings["THEME"], "templates")), tuple(settings["TEMPLATE_EXTENSIONS"])
    return Places(theme, tuple(author), endings, is_ours=True)


def escaping(settings: Mapping[str, Any], plugins: Iterable[object] = ()) -> dict[str, Any]:
    """Return JINJA_ENVIRONMENT with extensions that escape templates of theme and author, and inline our includes."""
    given = settings["JINJA_ENVIRONMENT"]

    class EscapingHere(Escaping):
        places = places_of(settings, plugins)

    return {**given, "extensions": [*given.get("extensions", ()), EscapingHere, InlinedIncludes]}


class Escaping(Extension):
    """Turns escaping on in the templates of some places, for the environments of one build."""

    tags = {_TEMPLATE, _CONTENT}  # noqa: RUF012  as Jinja declares it
    places: ClassVar[Places]

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.extend(**{PLACES: self.places})

    def parse(self, parser: Parser) -> nodes.Node:
        """Return what turns escaping on or off, in the rest of a template or up to the end of a block."""
        tag = next(parser.stream)
        options = [nodes.Keyword("autoescape", parser.parse_expression())]
        if tag.value == _TEMPLATE:
            return nodes.EvalContextModifier(options, lineno=tag.lineno)
        content = parser.parse_statements(("name:endblock",), drop_needle=True)
        return nodes.ScopedEvalContextModifier(options, content, lineno=tag.lineno)

    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterable[Token]:
        """Return the tokens of a template with tags: ours are escaped, others not, also if one extends the other."""
        if self.places.is_escaped(stream.filename):
            return self._turned_on(stream)
        if stream.filename is None or not self.places.is_ours:
            return stream
        return _with_tags(stream, "true" if self._others(stream.name) else "false")

    def _turned_on(self, stream: TokenStream) -> Iterator[Token]:
        yield from _tag(1, _TEMPLATE, "true")
        yield from _with_tags(stream, "true")

    def _others(self, name: str | None) -> bool:
        rule = self.environment.autoescape
        return rule(name) if callable(rule) else rule


def _with_tags(stream: TokenStream, value: str) -> Iterator[Token]:
    """Yield the tokens of a template with a tag in each block, but for required ones, which Jinja wants empty."""
    tagged: list[bool] = []
    words: list[str] = []
    for token in stream:
        if token.type == "block_begin":
            words = []
            if stream.current.test("name:endblock") and tagged and tagged.pop():
                yield from _tag(token.lineno, "endblock")
        elif token.type == "name":
            words.append(token.value)
        yield token
        if token.type == "block_end" and words[:1] == ["block"]:
            tagged.append("required" not in words[2:])
            if tagged[-1]:
                yield from _tag(token.lineno, _CONTENT, value)


def _tag(line: int, *words: str) -> Iterator[Token]:
    yield Token(line, "block_begin", "{%")
    yield from (Token(line, "name", word) for word in words)
    yield Token(line, "block_end", "%}")


_MARKUP: Final = lazy_pattern(rf"</?{NAME}{ATTRIBUTES}>|&(?:#\w+|[a-zA-Z]\w*);")
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
