"""Files of real sites: every entry is read, agrees with pybtex's reading, and stands alone in two other readers.

The corpus belongs to its authors and is not part of this project: without it these tests are skipped.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from pybtex.database.input.bibtex import LowLevelParser, Parser

from pelican_bibtex.entries.entry import Entry
from pelican_bibtex.entries.foreign_markup import as_tex
from pelican_bibtex.entries.pipeline import read_entries
from pelican_bibtex.entries.verbatim import standalone
from pelican_bibtex.syntax.command import Command
from pelican_bibtex.syntax.source import Source, decode
from pelican_bibtex.syntax.tokenizer import commands
from pelican_bibtex.tex.conditionals import resolved

ROOT = Path(__file__).resolve().parents[2]
CORPUS = sorted((ROOT.parent / "shared" / "corpus").glob("*.bib"))
HOSTILE = sorted((ROOT / "tests" / "hostile").glob("*.bib"))
FILES = [pytest.param(path, id=path.stem) for path in CORPUS] or [pytest.param(None, id="no corpus")]

HEAD = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)\s*[{(]", re.MULTILINE)
COUNTED_WRONGLY = {
    # The expression also finds what stands within @comment.
    "inukshuk__bibtex-ruby__test_fixtures_decoret": -1,
}
NO_ENTRIES = {"comment", "preamble", "string"}
PRIVATE = frozenset({"abstract", "note", "keywords"})


def source(path: Path | None) -> Source:
    if path is None:
        pytest.skip("no corpus beside the project")
    found = decode(path.read_bytes(), path.name)
    if not isinstance(found, Source):
        found = decode(path.read_bytes(), path.name, "gb18030")
    assert isinstance(found, Source)
    return found


def entry_commands(text: str) -> list[Command]:
    return [command for command in commands(text) if command.word not in NO_ENTRIES]


def plain(value: str) -> str:
    return " ".join(value.split())


@pytest.mark.parametrize("path", FILES)
def test_every_entry_is_found(path: Path | None):
    text = source(path).text
    heads = [match[1].lower() for match in HEAD.finditer(text)]
    expected = sum(word not in NO_ENTRIES for word in heads) + COUNTED_WRONGLY.get(path.stem, 0)
    assert len(entry_commands(text)) == expected


@pytest.mark.parametrize("path", FILES)
def test_what_is_well_formed_is_read_as_pybtex_reads_it(path: Path | None):
    text = source(path).text
    for command in reversed([*commands(text)]):
        if command.word == "comment":  # pybtex, like BibTeX, would read entries within
            text = text[: command.start] + text[command.body.end :]
    errors: list[Exception] = []
    theirs = [
        (word.lower(), body[0], [(name.lower(), plain("".join(parts))) for name, parts in body[1]])
        for word, body in LowLevelParser(text, handle_error=errors.append, macros=_Names())
        if word.lower() not in NO_ENTRIES
    ]
    if errors:
        assert any(not command.body.intact for command in commands(text))
        return
    ours = [
        (command.word, command.body.key, [(f.name.lower(), plain("".join(f.parts))) for f in command.body.fields])
        for command in entry_commands(text)
    ]
    assert ours == theirs


@pytest.mark.parametrize("path", FILES)
def test_every_problem_is_found_inside_its_entry(path: Path | None):
    bib = source(path)
    spans: dict[str, list[range]] = {}
    for command in entry_commands(bib.text):
        lines = range(bib.locate(command.start)[0], bib.locate(command.body.end)[0] + 1)
        spans.setdefault(command.body.key, []).append(lines)
    for problem in read_entries([bib])[1]:
        assert problem.path == bib.path
        if problem.key and problem.key in spans:
            assert any(problem.line in lines for lines in spans[problem.key]), str(problem)


@pytest.mark.parametrize("path", [*FILES, *(pytest.param(path, id=path.stem) for path in HOSTILE)])
def test_an_entry_alone_says_the_same_in_other_readers(path: Path | None):
    bibtexparser = pytest.importorskip("bibtexparser", "2.0.0b1")
    for entry in read_entries([_any_source(path)])[0]:
        text = standalone(entry, PRIVATE)
        fields = {
            name: plain(value) for name, value in entry.fields.items() if name not in {*PRIVATE, "crossref", "xdata"}
        }
        keys = {entry.key, entry.key if entry.is_keyed else entry.body.key}  # of two works under one key
        found = _pybtex(text, entry)
        read = found and (found[0], _without_markup(found[1], fields))
        assert read in (*((key.replace(" ", "_"), fields) for key in keys), None)
        read = _bibtexparser(bibtexparser, text, entry, fields)
        assert _without_markup(read, fields) == fields


def _without_markup(read: dict[str, str], fields: dict[str, str]) -> dict[str, str]:
    """What another reader has read, with what only we read as markup or conditionals read as we do."""
    return {
        name: value if value == fields.get(name) else plain(resolved(as_tex(value))) for name, value in read.items()
    }


class _Names(dict[str, str]):
    """Strings are left by their names, as the tokenizer leaves them."""

    def __missing__(self, name: str) -> str:
        return name

    def __setitem__(self, name: str, value: str) -> None:
        pass


def _any_source(path: Path | None) -> Source:
    if path is not None and path.stem in {"30_lone_surrogate", "31_latin1", "32_utf16"}:
        pytest.skip("no UTF-8: nothing of it is read")
    return source(path)


def _pybtex(text: str, entry: Entry) -> tuple[str, dict[str, str]] | None:
    """Key and fields, or nothing where braces are deeper than the hundred that pybtex follows."""
    if "{" * 100 in text:
        return None
    [(key, read)] = Parser(person_fields=[]).parse_string(text).entries.items()
    return key, {name.lower(): plain(value) for name, value in read.fields.items()}


def _bibtexparser(library, text: str, entry: Entry, fields: dict[str, str]) -> dict[str, str]:
    logging.disable(logging.CRITICAL)
    try:
        [read] = library.parse_string(text).entries
    finally:
        logging.disable(logging.NOTSET)
    found = {field.key.lower(): plain(str(field.value)) for field in read.fields}
    for name, value in fields.items():
        if value.lower().startswith(found[name].lower()) and len(found[name]) == 3:  # it leaves months by their names
            found[name] = value
        if '{"}' in value:  # it ends a value at a quote in braces, which BibTeX does not
            found[name] = value
    return found
