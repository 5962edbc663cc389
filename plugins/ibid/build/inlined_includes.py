"""Includes in Ibid's own templates, compiled as part of the template that includes: a third less work for each page.

For an include, Jinja copies the whole context, with all settings, twice, and passes on each piece of text by itself.
Only what lies in Ibid's theme is part of another template: where an author has a template of the same name, the include
stays one, so that it can do what any template can, and its errors are reported at its own lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from jinja2 import Environment, TemplateNotFound, nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser

from ibid import THEME

OWN: Final = Path(THEME, "templates")
"""The folder of Ibid's own templates."""
_PART: Final = "include of a part"
"""The name of the tag; its blanks keep it apart from all that templates can have."""
_CONSTANT: Final = ("string", "block_end")
"""The tokens after `include` if it names one template and has no options."""
_APART: Final = (nodes.Block, nodes.Extends)
"""What a template cannot have as a part of another one."""


class InlinedIncludes(Extension):
    """Makes included templates parts of those that include them, where both are Ibid's own."""

    tags = {_PART}  # noqa: RUF012  as Jinja declares it

    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterable[Token]:
        """Return the tokens of a template, whose includes have the name of our tag if it is Ibid's own."""
        return _renamed(stream) if is_own(stream.filename) else stream

    def parse(self, parser: Parser) -> nodes.Node:
        """Return the content of the included template, or an include as ever if it has to stay one."""
        line = next(parser.stream).lineno
        name = parser.parse_expression()
        part = _part(self.environment, name.value) if isinstance(name, nodes.Const) else None
        if part is None:
            return nodes.Include(name, True, False, lineno=line)
        return nodes.Scope(part, lineno=line)


def is_own(file: str | None) -> bool:
    """Return whether a template is in the folder of Ibid's own."""
    return file is not None and OWN in Path(file).parents


def _part(environment: Environment, name: str) -> list[nodes.Node] | None:
    """Return the nodes of a template of Ibid's own; None if it is another's, or not fit to be a part."""
    if environment.loader is None:
        return None
    try:
        source, file, _ = environment.loader.get_source(environment, name)
    except TemplateNotFound:  # told if the include is reached
        return None
    if not is_own(file):
        return None
    template = environment.parse(source, name, file)
    return None if any(template.find_all(_APART)) else template.body


def _renamed(stream: TokenStream) -> Iterator[Token]:
    """Yield tokens; the name of each include of one template without options is that of our tag."""
    waiting: list[Token] = []
    for token in stream:
        waiting.append(token)
        if _may_start(waiting):
            if len(waiting) < len(_CONSTANT) + 2:
                continue
            begin, include, *rest = waiting
            waiting = [begin, Token(include.lineno, include.type, _PART), *rest]
        yield from waiting
        waiting = []
    yield from waiting


def _may_start(tokens: Sequence[Token]) -> bool:
    """Return whether tokens are the start of an include of one template, or all of it."""
    first, *rest = tokens
    if first.type != "block_begin":
        return False
    kinds = ("name", *_CONSTANT)
    fits = all(token.type == kind for token, kind in zip(rest, kinds, strict=False))
    return fits and (not rest or rest[0].value == "include")
