"""Reading files into entries: `@string`s are inserted, keys checked, inheritance resolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.diagnostics.problem import Problem, in_reading_order
from pelican_bibtex.entries.data_values import with_data_values
from pelican_bibtex.entries.entry import Entry, unique, with_aliases
from pelican_bibtex.entries.fields import FieldReader
from pelican_bibtex.entries.inheritance import inherit
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.syntax.command import Command
from pelican_bibtex.syntax.source import Source, visible
from pelican_bibtex.syntax.tokenizer import commands, mangled_entries

_NO_ENTRIES: Final = frozenset({"comment", "preamble", "string"})
NO_PUBLICATIONS: Final = frozenset({"xdata", "set", "control", "ieeetranbstctl"})
"""Entries that hold data for others, group others or control a style."""

_IDLE_LINES: Final = lazy_pattern(r"(?:\s*+(?:%[^\n]*+|---[ \t]*+(?=\n|\Z)))*+\s*+\Z")
"""Matches a file with nothing to read: blanks, comments, empty front matter."""


def read_entries(sources: Sequence[Source]) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the entries of all publications in all files, in order, and all problems in the files.

    Broken entries are included, with what could be read of them. Of entries with the same key the first counts.
    """
    files = [(source, tuple(commands(source.text))) for source in sources]
    problems = [problem for source, found in files for problem in _syntax_problems(source, found)]
    entries = inherit(with_data_values(_own(files, problems), problems), problems)
    for entry in entries:
        if entry.type == "set":
            message = f"`{entry.key}` is a set of entries, which is not shown itself; cite its members."
            problems.append(entry.problem(codes.UNPUBLISHED_SET, message))
    published = tuple(entry for entry in entries if entry.type not in NO_PUBLICATIONS)
    problems += _nothing_read(files, bool(published))
    return published, tuple(in_reading_order(problems))


def read_own_entries(sources: Sequence[Source]) -> tuple[Entry, ...]:
    """Return all entries of all files, those that only hold data for others too, without what they inherit."""
    return tuple(_own([(source, tuple(commands(source.text))) for source in sources], []))


def _own(files: Sequence[tuple[Source, Sequence[Command]]], problems: list[Problem]) -> list[Entry]:
    strings = ((source, command) for source, found in files for command in found if command.word == "string")
    fields = FieldReader(strings, problems)
    return with_aliases(unique(_entries(files, fields), problems), problems)


def _syntax_problems(source: Source, found: Sequence[Command]) -> Iterator[Problem]:
    offset = 0
    for command in found:
        for key, fault in mangled_entries(source.text, offset, command.start):
            yield Problem(fault.code, visible(fault.message), source.path, *source.locate(fault.offset), visible(key))
        for fault in command.body.faults:
            place = source.locate(fault.offset)
            yield Problem(fault.code, visible(fault.message), source.path, *place, visible(command.body.key))
        offset = command.body.end
    for key, fault in mangled_entries(source.text, offset, len(source.text)):
        yield Problem(fault.code, visible(fault.message), source.path, *source.locate(fault.offset), visible(key))


def _entries(files: Sequence[tuple[Source, Sequence[Command]]], fields: FieldReader) -> Iterator[Entry]:
    unnamed = 0
    for source, found in files:
        for command in found:
            if command.word == "string":
                fields.define(command)
            elif command.word not in _NO_ENTRIES:
                key = visible(command.body.key)
                if not key:
                    unnamed += 1
                    key = f"unnamed-{unnamed}"
                yield fields.entry(source, command, key)


def _nothing_read(files: Sequence[tuple[Source, Sequence[Command]]], is_read: bool) -> Iterator[Problem]:
    """Yield a problem for each file with text but no command, or for all if they give no entry together."""
    for source, found in files:
        if is_read and found:
            continue
        if _IDLE_LINES.match(source.text):
            if not is_read:
                yield Problem(codes.EMPTY_FILE, "the bibliography is empty; add an entry.", source.path)
        elif not found:
            yield Problem(codes.NOT_BIBTEX, "this file has no BibTeX entry; is it the right file?", source.path)
        elif all(command.word in _NO_ENTRIES for command in found):
            message = "this file has no entry that can be shown; is it the right file?"
            yield Problem(codes.NOT_BIBTEX, message, source.path)
