"""A command of a file, such as an entry, with its fields and faults by offset; reading the well-formed ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.diagnostics.problem import Code
from pelican_bibtex.syntax.source import NAME, IndexedText, skip


class Macro(str):
    """A part of a value that is the name of an @string, not text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One `name = value`."""

    name: str
    """As the author wrote it."""
    start: int
    """Where its name starts."""
    value_start: int
    """Where its value starts, the delimiter included."""
    end: int
    """Where its value ends, the delimiter included."""
    parts: tuple[str, ...]
    """What `#` joins: texts without their delimiters, and `Macro`s."""


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """What is wrong, and where."""

    code: Code
    message: str
    offset: int


@dataclass(frozen=True, slots=True)
class Body:
    """What stands between a command's delimiters."""

    end: int
    """The offset after the closing delimiter, or after all that could be read."""
    key: str = ""
    """As the author wrote it; empty where there is none."""
    fields: tuple[Field, ...] = ()
    """In the author's order, repeats included."""
    faults: tuple[SyntaxFault, ...] = ()
    """In the order found."""
    intact: bool = True
    """BibTeX would read it as it stands."""


@dataclass(frozen=True, slots=True)
class Command:
    """An entry, or one of `@string`, `@preamble` and `@comment`."""

    word: str
    """What stands after the `@`, in lower case."""
    start: int
    """The offset of the `@`."""
    body: Body


_KEY: Final = {
    "}": re.compile(r"\s*+([^\s,={}\"]++)\s*+(?=[,}])"),
    ")": re.compile(r"\s*+([^\s,={}\"()]++)\s*+(?=[,)])"),
}
_FIELD: Final = re.compile(rf"\s*+({NAME})\s*+=\s*+(?=\S)")
_BARE: Final = re.compile(rf"[0-9]++(?![^\s,#{{}}()])|{NAME}")
_JOIN: Final = re.compile(r"\s*+#\s*+(?=\S)")
_STRAY_BRACE: Final = re.compile(r"\s*+\}")

EARLY_END: Final = re.compile(rf"\s*+,?\s*+{NAME}\s*+=\s*+(?:[\"{{0-9]|{NAME}\s*+[,}})])")
"""What shows, after a closing brace, that the entry was to go on."""
FIELD_INSIDE: Final = re.compile(rf",\s*+{NAME}\s*+=\s*+[\"{{]|\n[ \t]*+{NAME}[ \t]*+=\s*+[\"{{]")
"""What looks like a field of its own within a value."""


def read(page: IndexedText, opening: int, word: str) -> Body | None:
    """The body that opens here, if it is well-formed."""
    closing = "}" if page.text[opening] == "{" else ")"
    limit = page.next_head(opening)
    if word == "preamble":
        return _preamble(page, opening + 1, closing)
    if word == "string":
        return _fields(page, opening + 1, closing, limit, "")
    key = _KEY[closing].match(page.text, opening + 1, limit)
    if not key:
        return None
    offset = key.end() + (page.text[key.end()] == ",")
    return _fields(page, offset, closing, limit, key[1])


def _preamble(page: IndexedText, offset: int, closing: str) -> Body | None:
    limit = len(page.text)
    offset = skip(page.text, offset, limit)
    value = read_value(page, offset, limit) if offset < limit else None
    end = skip(page.text, value[1], limit) if value else limit
    return Body(end + 1) if page.text.startswith(closing, end) else None


def _fields(page: IndexedText, offset: int, closing: str, limit: int, key: str) -> Body | None:
    text = page.text
    fields: list[Field] = []
    while match := _FIELD.match(text, offset, limit):
        start = match.end()
        value = read_value(page, start, limit)
        if value is None:
            return None
        parts, offset = value
        if offset > limit:  # an entry quoted within a value is well-formed; a brace that was forgotten is not
            if FIELD_INSIDE.search(text, start, limit):
                return None
            limit = page.next_head(offset)
        fields.append(Field(match[1], match.start(1), start, offset, parts))
        if not text.startswith(",", offset):
            offset = skip(text, offset, limit)
            if not text.startswith(",", offset):
                break
        offset += 1
    end = skip(text, offset, limit)
    return _closed(page, end + 1, limit, key, tuple(fields)) if text.startswith(closing, end, limit) else None


def _closed(page: IndexedText, end: int, limit: int, key: str, fields: tuple[Field, ...]) -> Body | None:
    """The body that ends here, unless its closing brace is followed by more of its fields."""
    if EARLY_END.match(page.text, end, limit):
        return None
    stray = _STRAY_BRACE.match(page.text, end, limit)
    if not stray:
        return Body(end, key, fields)
    message = f"a closing brace too many follows {f'`{key}`' if key else '@string'}; remove it"
    return Body(end, key, fields, (SyntaxFault(codes.STRAY_BRACE, message, stray.end() - 1),))


def read_value(page: IndexedText, offset: int, limit: int) -> tuple[tuple[str, ...], int] | None:
    """The parts of the value that starts here and the offset after it, if it is well-formed."""
    found = _part(page, offset, limit)
    if found is None:
        return None
    part, offset = found
    joined = _JOIN.match(page.text, offset, limit)
    if not joined:
        return (part,), offset
    parts = [part]
    while joined:
        found = _part(page, joined.end(), limit)
        if found is None:
            return None
        part, offset = found
        parts.append(part)
        joined = _JOIN.match(page.text, offset, limit)
    return tuple(parts), offset


def _part(page: IndexedText, offset: int, limit: int) -> tuple[str, int] | None:
    text = page.text
    if text[offset] in '{"':
        end = page.closers.get(offset) if text[offset] == "{" else page.closing_quote(offset, limit)
        return None if end is None else (text[offset + 1 : end], end + 1)
    bare = _BARE.match(text, offset, limit)
    if not bare:
        return None
    return (bare[0] if bare[0].isdigit() else Macro(bare[0])), bare.end()
