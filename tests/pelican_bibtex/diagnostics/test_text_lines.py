"""Lines are counted as editors count them, whatever ends them, and no other character ends one."""

import json

import pytest

from pelican_bibtex.bibliography import Options, read_sources
from pelican_bibtex.diagnostics.codes import UNREADABLE_FILE
from pelican_bibtex.diagnostics.problem import Problem, json_lines
from pelican_bibtex.diagnostics.stop import Stop, text_of
from pelican_bibtex.diagnostics.text_lines import LineTable, lines_of
from pelican_bibtex.syntax.source import Source, decode

ENDS = ("\n", "\r\n", "\r")
NO_ENDS = ("\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
"""Characters at which `str.splitlines` ends a line and editors do not."""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("a", ["a"]),
        ("a\n", ["a\n"]),
        ("a\n\nb", ["a\n", "\n", "b"]),
        ("a\r\nb\rc\n", ["a\r\n", "b\r", "c\n"]),
        ("\r\r\n\n\r", ["\r", "\r\n", "\n", "\r"]),
        *((f"a{char}b\nc", [f"a{char}b\n", "c"]) for char in NO_ENDS),
    ],
)
def test_the_lines_of_a_text(text, lines):
    assert lines_of(text, keep_ends=True) == lines
    assert lines_of(text) == [line.rstrip("\r\n") for line in lines]
    table = LineTable.of(text)
    found = [table.place(offset) for offset in range(len(text))]
    assert found == [(line, column) for line, one in enumerate(lines, 1) for column in range(1, len(one) + 1)]
    assert LineTable.of(text.encode()).line(len(text.encode())) == table.line(len(text))


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("char", ["", *NO_ENDS])
def test_a_fault_of_an_entry_is_at_its_line_and_column(end, char):
    data = end.join(
        [f"% a{char}b", "@misc{k, title = {T},", "  year = {nonsense}}", "@nonsense{z, title={Z}}"]
    ).encode()
    source = decode(data, "p.bib")
    assert isinstance(source, Source)
    problems = read_sources([source], Options()).problems
    assert [(one.line, one.column) for one in problems if one.code.name == "unknown-type"] == [(4, 1)]


@pytest.mark.parametrize("end", ENDS)
def test_bytes_that_are_no_utf_8_are_at_their_line_and_column(end, tmp_path):
    data = f"ä\x0c{end}{end}ö ".encode() + b"\xff"
    found = decode(data, "p.bib")
    assert isinstance(found, Problem)
    assert (found.line, found.column) == (3, 3)
    (tmp_path / "people.yml").write_bytes(data)
    with pytest.raises(Stop) as stopped:
        text_of(tmp_path / "people.yml")
    assert [problem.line for problem in stopped.value.problems] == [3]


@pytest.mark.parametrize("char", NO_ENDS)
def test_a_message_with_an_odd_character_is_one_value_in_json(char):
    problem = Problem(UNREADABLE_FILE, f"a{char}b", f"p{char}.bib")
    [read] = json.loads("\n".join(json_lines([problem])))
    assert (read["message"], read["path"]) == (problem.message, problem.path)
