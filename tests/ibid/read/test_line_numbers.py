"""Each author's file is counted in lines as its editor counts them, whatever characters are in it."""

import pytest

from ibid.check.sources import SourceText
from ibid.features.cv.cv_file import read_cv
from ibid.link.typed_numbers import rewrite_numbers
from ibid.read.front_matter import read_fields
from ibid.read.numbers_file import line_of, with_keys
from ibid.read.people_file import read_people

ENDS = ("\n", "\r\n", "\r")
ODD = ("", "\x0c", "\x0b", "\x1c", "\x85", "\u2028", "\u2029")
"""Nothing, and characters that end a line for Python or for YAML."""
IN_YAML = ("", "\x85", "\u2028", "\u2029")
"""Those that YAML allows."""


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("odd", IN_YAML)
def test_a_fault_in_yaml(end, odd):
    people = end.join(["Jane Doe:", f'  role: "a{odd}b"', "  homepage: nonsense", ""])
    assert [problem.line for problem in read_people(people, "people.yml")[1]] == [3]
    broken = end.join(["a:", f'  role: "a{odd}b"', "  : : :", ""])
    assert [problem.line for problem in read_people(broken, "people.yml")[1]] == [3]
    cv = end.join([f'person: "a{odd}b"', "", f'summary: "{odd}" ', f"x: {{y: '{odd}'}}", ""])
    assert [(one.line, one.column) for one in read_cv(cv, "cv.yml")[1]] == [(3, 10), (4, 1)]
    assert [problem.line for problem in read_people(f'x: "{odd}"{end}y: \x00', "people.yml")[1]] == [2]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("odd", ODD)
def test_a_field_of_front_matter(end, odd):
    sources = {
        ".md": [f"Title: a{odd}b", "Date: 2024-01-01", "Tags: x"],
        ".rst": ["Title", "#####", f":date: 2024{odd}", ":tags: x"],
        ".html": ["<head>", f"<!-- a{odd}", "--><meta name='date' content='2024'>", "<meta name='tags' content='x'>"],
    }
    for suffix, lines in sources.items():
        assert read_fields(end.join(lines), suffix)["tags"].line == len(lines), suffix


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("odd", ODD)
def test_an_address_in_a_source(end, odd):
    text = end.join([f"a{odd}b", "", "see [x](/nowhere/) and", "[x](/nowhere/)", ""])
    assert SourceText(text, lambda address: address).lines_leading("/nowhere/", "/nowhere/") == [3, 4]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("odd", ["", "\x85", "\u2028", "\u2029"])
def test_a_line_of_numbers(end, odd):
    """TOML has no lone carriage returns and no control characters."""
    text = end.join([f"# a{odd}b", '1 = "one"', '2 = "two" # c', ""])
    assert line_of(text, 2) == 3
    assert with_keys(text, {2: "new"}) == text.replace("two", "new")


@pytest.mark.parametrize("odd", ODD)
def test_a_difference_shows_whole_lines(odd):
    rewritten = rewrite_numbers("p.md", f"a{odd}b\n", [], {})
    assert rewritten.diff == ""
    changed = type(rewritten)("p.md", f"a{odd}b\nc\n", f"a{odd}b\nd\n")
    assert changed.diff.split("\n")[3:] == ["-c", "+d", ""]
