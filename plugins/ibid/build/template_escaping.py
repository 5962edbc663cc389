"""Escaping of templates: on for those of the theme and of the author, as Pelican has it for all others.

A template is told by its file, since a theme, a plugin and an author may each have one of the same name. Jinja asks
`autoescape` for a name, which only the loader of the environment can turn into a file; so an extension, which every
environment of a build constructs for itself, gives each its own function.

Jinja renders a block under the name of the template that was asked for, which may be one of a plugin that extends ours
and is not escaped itself. So our blocks turn escaping on for themselves, by the tags that Jinja documents for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import Environment, TemplateNotFound
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from ibid import THEME
from ibid.features.colours.colour_tokens import STYLESHEET

_Rule = bool | Callable[[str | None], bool]


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of the templates that are escaped; in those of the author, files with other endings are not."""

    theme: tuple[Path, ...]
    author: tuple[Path, ...]
    endings: tuple[str, ...]

    def is_escaped(self, file: str | None) -> bool:
        """Return whether a template is escaped; one without a file is not."""
        return lies_in(self.theme, file) or self.is_author_s(file)

    def is_author_s(self, file: str | None) -> bool:
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
    theme, endings = [Path(THEME, "templates")], tuple(settings["TEMPLATE_EXTENSIONS"])
    if not Path(settings["THEME"], STYLESHEET).is_file():
        return Places(tuple(theme), (), endings)
    packages = [folder for plugin in plugins for folder in getattr(plugin, "__path__", ())]
    author = [Path(folder) for folder in settings["THEME_TEMPLATES_OVERRIDES"] if not lies_in(packages, folder)]
    if "autoescape" in settings["JINJA_ENVIRONMENT"]:
        author = []
    return Places((*theme, Path(settings["THEME"], "templates")), tuple(author), endings)


def escaping(settings: Mapping[str, Any], plugins: Iterable[object] = ()) -> dict[str, Any]:
    """Return JINJA_ENVIRONMENT with an extension that escapes the templates of the theme and of the author."""
    given = settings["JINJA_ENVIRONMENT"]

    class EscapingHere(Escaping):
        places = places_of(settings, plugins)

    return {**given, "extensions": [*given.get("extensions", ()), EscapingHere]}


class Escaping(Extension):
    """Turns escaping on in the environments of one build."""

    places: ClassVar[Places]

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.autoescape = _Autoescape(environment, self.places, environment.autoescape)

    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterable[Token]:
        """Return the tokens of a template, with `autoescape` at the start of each of our blocks."""
        return _with_escaped_blocks(stream) if self.places.is_escaped(stream.filename) else stream


class _Autoescape:
    """Jinja's option `autoescape`: whether a template is escaped, by its name."""

    def __init__(self, environment: Environment, places: Places, others: _Rule) -> None:
        """`others` is the option for templates in other places."""
        self.environment, self.places, self.others = environment, places, others
        self.known: dict[str, bool] = {}

    def __call__(self, name: str | None) -> bool:
        if name is not None and name not in self.known:
            self.known[name] = self.places.is_escaped(source_of(self.environment, name)[1])
        ours = name is not None and self.known[name]
        return ours or (self.others(name) if callable(self.others) else self.others)


def source_of(environment: Environment, name: str) -> tuple[str, str | None]:
    """Return the text and the file of a template, None if it comes from none; a file that is no text is none."""
    if environment.loader is None or not environment.loader.has_source_access:
        return "", None
    try:
        text, file, _ = environment.loader.get_source(environment, name)
    except (TemplateNotFound, UnicodeDecodeError):
        return "", None
    return text, file


def _with_escaped_blocks(stream: TokenStream) -> Iterator[Token]:
    """Yield the tokens of a template, with a pair of tags in each block; Jinja lets a required block hold nothing."""
    pairs: list[bool] = []
    words: list[str] = []
    for token in stream:
        if token.type == "block_begin":
            words = []
            if stream.current.test("name:endblock") and pairs and pairs.pop():
                yield from _tag(token.lineno, "endautoescape")
        elif token.type == "name":
            words.append(token.value)
        yield token
        if token.type == "block_end" and words[:1] == ["block"]:
            pairs.append("required" not in words[2:])
            if pairs[-1]:
                yield from _tag(token.lineno, "autoescape", "true")


def _tag(line: int, *words: str) -> Iterator[Token]:
    yield Token(line, "block_begin", "{%")
    yield from (Token(line, "name", word) for word in words)
    yield Token(line, "block_end", "%}")
