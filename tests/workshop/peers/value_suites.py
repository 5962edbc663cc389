"""The suites that expect dates, identifiers, pages and texts, and entries of a `.bbl` file: JabRef, biber, pybtex."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pelican_bibtex import tex
from workshop.peers.csl_comparison import plain
from workshop.peers.expectation import Expectation, name_parts
from workshop.peers.java_source import rows, unescaped

_DATE: Final = re.compile(r"(?:LocalDate|YearMonth|Year)\.of\((-?\d+)(?:, Month\.(\w+))?(?:, (\d+))?\)")
_MONTHS: Final = (
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY"),
    *("AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
)
_FORMATTED: Final = re.compile(r'assertEquals\("((?:[^"\\]|\\.)*)",\s*formatter\.format\("((?:[^"\\]|\\.)*)"\)\)')


def jabref(folder: Path) -> Iterator[Expectation]:
    """Yield the rows of the tests of dates, DOIs, pages, and of TeX as text."""
    for name, read in _TABLES.items():
        for path in folder.rglob(name):
            yield from read(path.read_text("utf-8"))


def _dates(source: str) -> Iterator[Expectation]:
    for row in rows(source):
        if (dates := _DATE.findall(row.source)) and len(row.texts) == 1:
            yield _of_field("date", row.texts[0], "issued", "/".join(_joined(*date) for date in dates))


def _dois(source: str) -> Iterator[Expectation]:
    for row in rows(source):
        if "asString()" in row.source and len(row.texts) == 2:
            yield _of_field("doi", row.texts[1], "DOI", row.texts[0].lower())


def _pages(source: str) -> Iterator[Expectation]:
    for row in rows(source):
        if len(row.texts) == 2:
            yield _of_field("pages", row.texts[1], "page", plain(row.texts[0]))


def _texts(source: str) -> Iterator[Expectation]:
    for expected, given in _FORMATTED.findall(source):
        yield _of_field("title", unescaped(given), "title", plain(unescaped(expected)))


_TABLES: Final = {
    "DateTest.java": _dates,
    "DOITest.java": _dois,
    "NormalizePagesFormatterTest.java": _pages,
    "LatexToUnicodeFormatterTest.java": _texts,
}


def _of_field(field: str, value: str, variable: str, expected: str) -> Expectation:
    return Expectation("jabref", f"@article{{k, {field} = {{{value}}}}}", "k", variable, expected)


def _joined(year: str, month: str, day: str) -> str:
    return "-".join([year, *([str(_MONTHS.index(month) + 1)] if month else []), *([day] if day else [])])


_ENTRY: Final = re.compile(r"\\entry\{([^{}]+)\}\{\w+\}(.*?)\\endentry", re.DOTALL)
_LIST: Final = re.compile(r"\\name\{author\}\{\d+\}\{[^\n]*\}\{%(.*?)\n\s*\}\n\s*\\", re.DOTALL)
_BRACED: Final = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
_PART: Final = re.compile(rf"\b(family|given|prefix|suffix)={_BRACED}")
_FIELD: Final = re.compile(rf"\\field\{{(title|year|month|day|volume)\}}{_BRACED}")
_DELIMITER: Final = re.compile(r"\\bibnamedelim[a-d]\s*|\\bibnamedelimi\s*")
_AS_CSL: Final = {"title": "title", "volume": "volume"}


def biber(folder: Path) -> Iterator[Expectation]:
    """Yield names, titles, dates and volumes of the entries in each test and its `.bbl`, from the `.bib` of its name."""
    for path in sorted(folder.glob("t/tdata/*.bib")):
        for expected in (folder / "t" / f"{path.stem}.t", path.with_suffix(".bbl")):
            if expected.exists():
                yield from _entries(path.read_bytes().decode("utf-8", "replace"), expected.read_text("utf-8"))


def _entries(bibtex: str, expected: str) -> Iterator[Expectation]:
    for key, body in _ENTRY.findall(expected):
        if people := _LIST.search(body):
            names = [dict(_PART.findall(_DELIMITER.sub(" ", person))) for person in people[1].split("hash=")[1:]]
            parts = (name_parts(*(name.get(part, "") for part in _NAME)) for name in names)
            yield Expectation("biber", bibtex, key, "names", "; ".join(parts))
        fields = dict(_FIELD.findall(body))
        for field, variable in _AS_CSL.items():
            if field in fields:
                yield Expectation("biber", bibtex, key, variable, plain(tex.plain(fields[field])))
        if "year" in fields:
            date = "-".join(fields[part] for part in ("year", "month", "day") if fields.get(part))
            yield Expectation("biber", bibtex, key, "issued", date)


_NAME: Final = ("given", "prefix", "family", "suffix")


def pybtex(folder: Path) -> Iterator[Expectation]:
    """Yield the fields of the entries that the tests of the parser expect of one input."""
    for path in folder.glob("tests/bibtex_parser_test.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            values = {
                target.id: each.value
                for each in (node.body if isinstance(node, ast.ClassDef) else ())
                if isinstance(each, ast.Assign)
                for target in each.targets
                if isinstance(target, ast.Name)
            }
            if "input_string" in values and "correct_result" in values:
                yield from _fields(str(ast.literal_eval(values["input_string"])), values["correct_result"])


def _fields(bibtex: str, result: ast.expr) -> Iterator[Expectation]:
    for pair in ast.walk(result):
        match pair:
            case ast.Tuple(elts=[ast.Constant(value=str(key)), ast.Call(args=[_, *more], keywords=keywords)]):
                given = [*more[:1], *(each.value for each in keywords if each.arg == "fields")]
                for name, value in dict(ast.literal_eval(given[0])).items() if given else ():
                    yield Expectation("pybtex", bibtex, key, f"field {name.lower()}", plain(value))
