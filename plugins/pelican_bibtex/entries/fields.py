"""The fields of entries: `@string`s are inserted, blanks collapsed, repeats and invisible characters removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.diagnostics.problem import Code, Problem
from pelican_bibtex.diagnostics.suggestions import did_you_mean
from pelican_bibtex.entries.entry import Entry, Nearest
from pelican_bibtex.entries.foreign_markup import as_tex, may_have_markup
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Location
from pelican_bibtex.syntax.command import Command, Field, Macro
from pelican_bibtex.syntax.source import INVISIBLE, Source, code_points, collapse, paragraphs, visible
from pelican_bibtex.tex.conditionals import resolved

MONTHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "jan": "January",
        "feb": "February",
        "mar": "March",
        "apr": "April",
        "may": "May",
        "jun": "June",
        "jul": "July",
        "aug": "August",
        "sep": "September",
        "oct": "October",
        "nov": "November",
        "dec": "December",
    }
)
"""The strings that every BibTeX style defines."""

_WORDS: Final = frozenset(
    {"true", "false", "yes", "no", "on", "off", "sept", *(month.lower() for month in MONTHS.values())}
)
"""Words that are no `@string` and that say by themselves what is meant."""

_ADDRESSES: Final = frozenset({"url", "doi", "file", "eprint"})
_STARTS: Final = ("http://", "https://", "/")
"""Fields and values that are addresses, in which `<` is no markup."""

LONGEST: Final = 100_000
"""Maximum number of characters of parts joined by `#`: strings made of strings can double at every step."""


def join(parts: Iterable[str], strings: Mapping[str, str]) -> str:
    """Return the parts of a value as one text; the name of an undefined string is kept as text."""
    return "".join(
        strings.get(part.lower(), str(part)) if isinstance(part, Macro) else collapse(part) for part in parts
    )


def undefined(parts: Iterable[str], strings: Mapping[str, str]) -> list[str]:
    """Return the names among the parts that are not defined as strings."""
    return [str(part) for part in parts if isinstance(part, Macro) and part.lower() not in strings]


def is_too_long(parts: tuple[str, ...], strings: Mapping[str, str]) -> bool:
    """Return whether several parts have more than `LONGEST` characters together, without joining them."""
    if len(parts) == 1:
        return False
    return sum(len(strings.get(part.lower(), part) if isinstance(part, Macro) else part) for part in parts) > LONGEST


_SWALLOWED: Final = lazy_pattern(r",[ \t]*+\n[ \t]*+([A-Za-z][\w+:-]*+)[ \t]*+=[ \t]*+[\"{]")
_ENTRY_INSIDE: Final = lazy_pattern(r"@\s*\w+\s*\{")
_IN_PARAGRAPHS: Final = frozenset({"abstract"})


class FieldReader:
    """Reads the fields of one command after another, and keeps the strings defined so far.

    An @string is valid from its definition on, a new definition from there on. A string that is used before it is
    defined, perhaps because another file defines it, has the text of its first definition.
    """

    def __init__(self, definitions: Iterable[tuple[Source, Command]], problems: list[Problem]) -> None:
        """Take the @string commands of all files from `definitions`; faults are added to `problems`."""
        self._problems = problems
        self._marked: set[str] = set()
        """The files whose markup of other formats was reported."""
        self._strings = dict(MONTHS)
        self._nearest = Nearest(self._strings)
        first: dict[str, str] = {}
        texts: list[tuple[str, str]] = []
        for source, command in definitions:
            for field in command.body.fields:
                self._define(source, field)
                name = field.name.lower()
                texts.append((name, self._strings[name]))
                first.setdefault(name, self._strings[name])
        self._strings.update(first)
        self._texts = iter(texts)

    def _define(self, source: Source, field: Field) -> None:
        name = field.name.lower()
        text = collapse(self._text(source, field, ""))
        before = self._strings.get(name, text)
        if before != text and name not in MONTHS:
            message = (
                f"the string `{field.name}` was `{before[:40]}` and is `{text[:40]}` from here on; rename one of them."
            )
            self._report(codes.REDEFINED_STRING, message, source, field)
        self._strings[name] = text

    def define(self, command: Command) -> None:
        """Apply an @string command: from here on the string has this text."""
        for _ in command.body.fields:
            name, text = next(self._texts)
            self._strings[name] = text

    def entry(self, source: Source, command: Command, key: str) -> Entry:
        """Return the entry of a command."""
        fields: dict[str, str] = {}
        positions: dict[str, tuple[int, int]] = {}
        for field in command.body.fields:
            name = field.name.lower()
            if name in fields:
                message = f"`{key}` already has a `{name}` in line {positions[name][0]}; remove one of the two."
                self._report(codes.DUPLICATE_FIELD, message, source, field, key)
                continue
            text = self._text(source, field, key)
            if may_have_markup(text) and name not in _ADDRESSES and not text.startswith(_STARTS):
                text = self._without_markup(text, source, field, key)
            text = resolved(text)
            if "\n" in text:
                self._look_for_swallowed(source, field, key, text)
            fields[name] = paragraphs(text) if name in _IN_PARAGRAPHS else collapse(text).strip(" ")
            positions[name] = source.locate(field.start)
        location = Location(source.path, *source.locate(command.start))
        return Entry(command.word, key, fields, location, positions, source, command.start, command.body)

    def _without_markup(self, text: str, source: Source, field: Field, key: str) -> str:
        """Return a text with the markup of other formats as TeX; the first of a file is reported."""
        made = as_tex(text)
        if made != text and source.path not in self._marked:
            self._marked.add(source.path)
            message = f"`{field.name}` of `{key}` has markup of another format, which is read as TeX; write it in TeX."
            self._report(codes.FOREIGN_MARKUP, message, source, field, key)
        return made

    def _text(self, source: Source, field: Field, key: str) -> str:
        part = field.parts[0]
        text = part if type(part) is str and len(field.parts) == 1 else self._joined(source, field, key)
        if source.has_invisible and INVISIBLE.search(text):
            message = f"`{field.name}` contains invisible characters ({code_points(text)}); delete them."
            self._report(codes.INVISIBLE_CHARACTERS, message, source, field, key)
            return visible(text)
        return text

    def _joined(self, source: Source, field: Field, key: str) -> str:
        for name in undefined(field.parts, self._strings):
            if len(field.parts) == 1 and name.lower() in _WORDS:
                message = f"the value of `{field.name}` of `{key}` is not in braces; write `{field.name} = {{{name}}}`."
                self._report(codes.BARE_VALUE, message, source, field, key)
                continue
            otherwise = f"put it in braces, or define it with `@string{{{name} = {{...}}}}`."
            mend = did_you_mean(self._nearest.to(name.lower()), otherwise, "`{}`")
            message = f"`{field.name}` uses the string `{name}`, which is not defined; {mend}"
            self._report(codes.UNDEFINED_STRING, message, source, field, key)
        if is_too_long(field.parts, self._strings):
            message = f"`{field.name}` has more than {LONGEST:,} characters with its strings; the rest is cut off."
            self._report(codes.STRING_TOO_LONG, message, source, field, key)
            return join(field.parts[:1], self._strings)[:LONGEST]
        return join(field.parts, self._strings)

    def _look_for_swallowed(self, source: Source, field: Field, key: str, text: str) -> None:
        swallowed = _SWALLOWED.search(text)
        if swallowed and not _ENTRY_INSIDE.search(text):
            message = (
                f"`{field.name}` of `{key}` contains a line `{swallowed[1]} =`; is a closing brace missing before it?"
            )
            self._report(codes.SWALLOWED_FIELD, message, source, field, key)

    def _report(self, code: Code, message: str, source: Source, field: Field, key: str = "") -> None:
        line, column = source.locate(field.start)
        self._problems.append(Problem(code, visible(message), source.path, line, column, key))
