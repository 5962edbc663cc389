"""The suites that expect the parts of names: pybtex, bibtexparser, bibtex-ruby, biber, JabRef."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from workshop.peers.expectation import Expectation, name_parts, of_author
from workshop.peers.java_source import JavaTable, rows


def _joined(*parts: Sequence[str]) -> str:
    return name_parts(*(" ".join(part) for part in parts))


def _literals(tree: ast.AST) -> Iterator[Any]:
    """Yield the value of each tuple in a Python source that holds nothing but literals."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple):
            try:
                yield ast.literal_eval(node)
            except ValueError:
                continue


def pybtex(folder: Path) -> Iterator[Expectation]:
    """Yield the rows `(name, (first, prefix, last, lineage), errors)` of the test of names."""
    for path in folder.glob("tests/parse_name_test.py"):
        for row in _literals(ast.parse(path.read_text("utf-8"))):
            match row:
                case (str(name), (list(first), list(prefix), list(last), list(lineage)), _):
                    yield of_author("pybtex", name, [_joined(first, prefix, last, lineage)])


def bibtexparser(folder: Path) -> Iterator[Expectation]:
    """Yield the rows `(name, {first, von, last, jr})` of the test of names, and `(names, [name, name])`."""
    for path in folder.glob("tests/middleware_tests/test_names.py"):
        for row in _literals(ast.parse(path.read_text("utf-8"))):
            match row:
                case (str(name), {"first": first, "von": prefix, "last": last, "jr": suffix}):
                    yield of_author("bibtexparser", name, [_joined(first, prefix, last, suffix)])
                case (str(names), [*several]) if all(isinstance(each, str) for each in several):
                    bibtex = f"@misc{{k, author = {{{names}}}}}"
                    yield Expectation("bibtexparser", bibtex, "k", "count", str(len(several)))


_ROW: Final = re.compile(r"^\s*\|(.*)\|\s*$", re.MULTILINE)


def bibtex_ruby(folder: Path) -> Iterator[Expectation]:
    """Yield the rows `| name | first | von | last | jr |` of the features."""
    for path in sorted(folder.glob("features/**/*nam*.feature")):
        for match in _ROW.finditer(path.read_text("utf-8")):
            cells = [cell.strip().replace("\\\\", "\\") for cell in match[1].split("|")]
            if len(cells) == 5 and cells[1:] != ["first", "von", "last", "jr"]:
                name, first, prefix, last, suffix = cells
                yield of_author("bibtex-ruby", name, [name_parts(first, prefix, last, suffix)])


_VARIABLE: Final = re.compile(r"my \$(\w+) =\s*\{(.*?)\};", re.DOTALL)
_PART: Final = re.compile(r"(given|family|prefix|suffix)\s*=>\s*\{string => (?:'([^']*)'|undef)")
_PARSED: Final = re.compile(r"tparsename(?:_x)?\(\$section,'([^']*)', 'author'\), \$(\w+),")


def biber(folder: Path) -> Iterator[Expectation]:
    """Yield the calls of `tparsename` in `names.t` with the parts that they are compared with."""
    for path in folder.glob("t/names.t"):
        text = path.read_text("utf-8")
        known = {match[1]: dict(_PART.findall(match[2])) for match in _VARIABLE.finditer(text)}
        for name, variable in _PARSED.findall(text):
            parts = known.get(variable, {})
            expected = name_parts(*(parts.get(part, "") for part in ("given", "prefix", "family", "suffix")))
            yield of_author("biber", name, [expected])


def jabref(folder: Path) -> Iterator[Expectation]:
    """Yield the rows that pair a text with `new Author(given, initials, prefix, family, suffix)`, one or several."""
    for path in sorted(folder.rglob("AuthorList*Test.java")):
        for row in rows(path.read_text("utf-8")):
            if (authors := _authors(row)) and len(row.texts) == 1:
                yield of_author("jabref", row.texts[0], authors)


def _authors(row: JavaTable) -> list[str]:
    return [
        name_parts(given or "", prefix or "", family or "", suffix or "")
        for given, _, prefix, family, suffix in row.authors
    ]
