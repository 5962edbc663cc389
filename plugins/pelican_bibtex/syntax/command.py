"""Commands of a file, such as entries, with fields and faults by offset; parsing those that are well-formed."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.diagnostics.problem import Code
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.syntax.source import NAME, IndexedText, skip


class Macro(str):
    """A part of a value that is the name of an @string, not text."""

    __slots__ = ()


class Field(Struct, frozen=True):
    """One `name = value`."""

    name: str
    """As the author wrote it."""
    start: int
    """The offset of its name."""
    value_start: int
    """The offset of its value, including the delimiter."""
    end: int
    """The offset after its value, including the delimiter."""
    parts: tuple[str, ...]
    """The parts that `#` joins: texts without their delimiters, and `Macro`s."""


class SyntaxFault(Struct, frozen=True):
    """A fault in the syntax, with its offset."""

    code: Code
    message: str
    offset: int


class Body(Struct, frozen=True):
    """The content between a command's delimiters."""

    end: int
    """The offset after the closing delimiter, or after all that could be read."""
    key: str = ""
    """As the author wrote it; empty if there is none."""
    fields: tuple[Field, ...] = ()
    """In the author's order, repeats included."""
    faults: tuple[SyntaxFault, ...] = ()
    """In the order found."""
    intact: bool = True
    """True if BibTeX could read it unchanged."""


class Command(Struct, frozen=True):
    """An entry, or one of `@string`, `@preamble` and `@comment`."""

    word: str
    """The word after the `@`, in lower case."""
    start: int
    """The offset of the `@`."""
    body: Body


_KEY: Final = {
    "}": lazy_pattern(r"\s*+([^\s,={}\"]++)\s*+(?=[,}])"),
    ")": lazy_pattern(r"\s*+([^\s,={}\"()]++)\s*+(?=[,)])"),
}
_FIELD: Final = lazy_pattern(rf"\s*+({NAME})\s*+=\s*+(?=\S)")
_BARE: Final = lazy_pattern(rf"[0-9]++(?![^\s,#{{}}()])|{NAME}")
_JOIN: Final = lazy_pattern(r"\s*+#\s*+(?=\S)")
_STRAY_BRACE: Final = lazy_pattern(r"\s*+\}")

_EARLY_END: Final = lazy_pattern(rf"\s*+,?\s*+{NAME}\s*+=\s*+(?:[\"{{0-9]|{NAME}\s*+[,}})])")
"""Matches text after a closing brace which shows that the entry was meant to go on."""
FIELD_INSIDE: Final = lazy_pattern(rf",\s*+{NAME}\s*+=\s*+[\"{{]|\n[ \t]*+{NAME}[ \t]*+=\s*+[\"{{]")
"""Matches text within a value that looks like a field of its own."""


def read(page: IndexedText, opening: int, word: str) -> Body | None:
    """Return the body that opens here, or None if it is not well-formed."""
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
        if offset > limit:  # a value may quote an entry, but a missing closing brace is a fault
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
    """Return the body that ends here, or None if its closing brace is followed by more of its fields."""
    if ends_early(page.text, end, limit):
        return None
    stray = _STRAY_BRACE.match(page.text, end, limit)
    if not stray:
        return Body(end, key, fields)
    message = f"there is a surplus closing brace after {f'`{key}`' if key else '@string'}; remove it."
    return Body(end, key, fields, (SyntaxFault(codes.STRAY_BRACE, message, stray.end() - 1),))


def ends_early(text: str, offset: int, limit: int) -> bool:
    """Return whether a closing brace before `offset` is surplus: more fields follow, and then another closing brace.

    Without that brace, the text between two entries is a comment, as BibTeX has it.
    """
    if not _EARLY_END.match(text, offset, limit):
        return False
    return any(text.count(last, offset, limit) > text.count(first, offset, limit) for first, last in ("{}", "()"))


def read_value(page: IndexedText, offset: int, limit: int) -> tuple[tuple[str, ...], int] | None:
    """Return the parts of the value that starts here and the offset after it, or None if it is not well-formed."""
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
