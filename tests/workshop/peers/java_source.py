"""Rows of parametrised tests in Java, `Arguments.of(...)`, read as far as the tables of JabRef need it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent
from typing import Final

from msgspec import Struct

_STRING: Final = r'"""\n(?P<block>.*?)"""|"(?P<text>(?:[^"\\]|\\.)*)"'
_TOKEN: Final = re.compile(rf"{_STRING}|(?P<open>\()|(?P<close>\))", re.DOTALL)
_START: Final = re.compile(r"Arguments\.of\(")
_AUTHOR: Final = re.compile(r"new Author\(((?:[^()\"]|\"(?:[^\"\\]|\\.)*\")*)\)")
_ARGUMENT: Final = re.compile(rf"{_STRING}|null", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "s": " "}
_PARTS: Final = 5


class JavaTable(Struct, frozen=True):
    """One row of a table of arguments."""

    source: str
    """As it stands, without `Arguments.of(` and `)`."""
    texts: tuple[str, ...]
    """Its strings, without those of authors."""
    authors: tuple[tuple[str | None, ...], ...]
    """The arguments of each `new Author(...)`."""


def rows(source: str) -> Iterator[JavaTable]:
    """Yield each row of a file."""
    for start in _START.finditer(source):
        if (end := _end(source, start.end())) is not None:
            row = source[start.end() : end]
            authors = [tuple(_arguments(match[1])) for match in _AUTHOR.finditer(row)]
            texts = tuple(each for each in _arguments(_AUTHOR.sub("", row)) if each is not None)
            yield JavaTable(row, texts, tuple(each for each in authors if len(each) == _PARTS))


def _end(source: str, offset: int) -> int | None:
    depth = 1
    for token in _TOKEN.finditer(source, offset):
        depth += bool(token["open"]) - bool(token["close"])
        if not depth:
            return token.start()
    return None


def _arguments(source: str) -> Iterator[str | None]:
    for match in _ARGUMENT.finditer(source):
        if match["block"] is not None:
            yield unescaped(dedent(match["block"]))
        else:
            yield None if match["text"] is None else unescaped(match["text"])


def unescaped(text: str) -> str:
    """Return the value of a string literal."""
    return _ESCAPE.sub(
        lambda match: chr(int(match[1][1:], 16)) if len(match[1]) > 1 else _ESCAPES.get(match[1], match[1]), text
    )
