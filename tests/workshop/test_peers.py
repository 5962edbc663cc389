"""`python -m workshop.peers FOLDER` on a folder with one small test of our own in the form of each suite."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from workshop.peers import __main__ as peers
from workshop.peers.java_source import rows

BIBTEX = "@article{doe, author = {Doe, Jane}, title = {On A}, journaltitle = {Letters}, date = {2024}}"
ITEM = {
    "id": "doe", "type": "article-journal", "author": [{"family": "Doe", "given": "Jane"}], "title": "On a",
    "container-title": "Letters", "issued": {"date-parts": [[2024]]},
}  # fmt: skip
SUITES = {
    "pandoc/test/command/biblatex-own.md": f"""```
% pandoc -f biblatex -t markdown -s
{BIBTEX}
^D
---
references:
- id: doe
  author:
  - family: Doe
    given: Jane
  title: On a
  issued: 2024
---
```
""",
    "citation-js/packages/plugin-bibtex/test/input.json": json.dumps({"@biblatex/text": {"a text": [BIBTEX, [ITEM]]}}),
    "citation-js/packages/plugin-bibtex/test/mapping/biblatex-input.bib": BIBTEX,
    "citation-js/packages/plugin-bibtex/test/mapping/biblatex-csl.json": json.dumps([{**ITEM, "type": "song"}]),
    "biblatex-csl-converter/test/fixtures/import/bib/own.bib": BIBTEX,
    "biblatex-csl-converter/test/fixtures/import/bib/own.json": json.dumps({"entries": {"1": {"entry_key": "doe"}}}),
    "biblatex-csl-converter/test/fixtures/export/own.csl": json.dumps({"1": ITEM}),
    "biber/t/names.t": """my $name1 =
    { given => {string => 'Jane', initial => ['J']}, family => {string => 'Doe', initial => ['D']},
      prefix => {string => undef, initial => undef}, suffix => {string => undef, initial => undef}};
is_deeply(tparsename($section,'Jane Doe', 'author'), $name1, 'parsename 1');
""",
    "biber/t/tdata/names.bib": "@book{L1, author = {Jane Ann de Doe}, title = {On {A}}, date = {2024-05}}",
    "biber/t/tdata/names.bbl": r"""    \entry{L1}{book}{}{}
      \name{author}{1}{}{%
        {{hash=0}{%
           family={Doe},
           given={Jane\bibnamedelima Ann},
           prefix={de}}}%
      }
      \field{title}{On {A}}
      \field{month}{5}
      \field{year}{2024}
    \endentry
""",
    "pybtex/tests/parse_name_test.py": "names = [('Jane de Doe', (['Jane'], ['de'], ['Doe'], []), None)]",
    "pybtex/tests/bibtex_parser_test.py": f"class Own:\n  input_string = {BIBTEX!r}\n"
    "  correct_result = Data([('doe', Entry('article', [('title', 'On A')]))])\n",
    "python-bibtexparser/tests/middleware_tests/test_names.py": "CASES = [('Jane Doe', {'first': ['Jane'], 'von': [],"
    " 'last': ['Doe'], 'jr': []}), ('A B and C D', ['A B', 'C D'])]",
    "bibtex-ruby/features/names.feature": "| name | first | von | last | jr |\n| Jane Doe | Jane | | Doe | |\n",
    "jabref/AuthorListTest.java": 'Arguments.of("Doe, Jane", new Author("Jane", "J.", null, "Doe", null))',
    "jabref/DateTest.java": 'Arguments.of(LocalDate.of(2024, Month.MAY, 3), "2024-05-03")',
    "jabref/DOITest.java": 'Arguments.of("10.1000/182", new DOI("doi:10.1000/182").asString())',
    "jabref/NormalizePagesFormatterTest.java": 'Arguments.of("1--2", "1-2")',
    "jabref/LatexToUnicodeFormatterTest.java": 'assertEquals("ä", formatter.format("{\\\\\\"{a}}"));',
}
COUNTS = {
    "pandoc": (3, 3, 0),
    "biblatex-csl-converter": (5, 5, 0),
    "citation-js": (10, 9, 1),
    "biber": (4, 4, 0),
    "pybtex": (2, 2, 0),
    "python-bibtexparser": (2, 2, 0),
    "bibtex-ruby": (1, 1, 0),
    "jabref": (5, 5, 0),
}
"""Suite -> how many values it expects, how many agree, how many are wrong."""


@pytest.fixture
def folder(tmp_path: Path, require_tool: Callable[..., str]) -> Path:
    require_tool("pandoc")
    for name, text in SUITES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_each_suite_is_read_and_counted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(sys, "argv", ["peers", str(folder)])
    assert peers.main() == 1
    lines = capsys.readouterr().out.splitlines()
    said = [line.split(", 0 of entries")[0] for line in lines if "expected" in line]
    assert said == [
        f"{name}: {expected} values expected, {agree} agree, 0 differ with a reason, {wrong} wrong"
        for name, (expected, agree, wrong) in COUNTS.items()
    ]
    assert [line for line in lines if "wrong:" in line] == [
        "  wrong: p.bib:1: doe (article): type: ``: Ibid 'article-journal', citation-js 'song'"
    ]


def test_a_suite_that_is_not_there_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(sys, "argv", ["peers", str(tmp_path)])
    assert peers.main() == 0
    assert capsys.readouterr().out == ""


def test_rows_of_java_are_read():
    [row] = rows('x(Arguments.of("a (\\"b\\")", new Author("C", null, null, "D)", null), """\n    e\n    f""")));')
    assert row.texts == ('a ("b")', "e\nf")
    assert row.authors == (("C", None, None, "D)", None),)
