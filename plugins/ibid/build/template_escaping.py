"""Escaping of templates: on for those of the theme and of the author; others stay unescaped, as Pelican renders them.

Which template is whose depends on its file. Jinja's option `autoescape` gets only a name, and `!theme/page.html`, the
author's `page.html` that extends it, and the one of Pelican's theme `simple` have the same name. Jinja gives the file
to extensions, so an extension adds a tag at the start of each template. A block is rendered with the setting of the
template that extends it, which may be a plugin's; so the content of each block gets a tag too. The names of the tags
contain blanks: no template can have them already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path
from typing import Any, ClassVar, Final

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser

from ibid import THEME
from ibid.read.pelican_context import is_our_theme

PLACES: Final = "ibid_escaped"
"""The name under which an environment has its `Places`."""
_TEMPLATE: Final = "template with escaping"
_CONTENT: Final = "block with escaping"
"""What Jinja calls a block that an author does not close."""


@dataclass(frozen=True, slots=True)
class Places:
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
    """Return JINJA_ENVIRONMENT with an extension that escapes the templates of the theme and of the author."""
    given = settings["JINJA_ENVIRONMENT"]

    class EscapingHere(Escaping):
        places = places_of(settings, plugins)

    return {**given, "extensions": [*given.get("extensions", ()), EscapingHere]}


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
