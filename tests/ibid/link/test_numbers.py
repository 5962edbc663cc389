"""A number once assigned never changes and is never used twice."""

import tomllib

import pytest

from ibid.link.numbers import Numbered, assign
from ibid.read.numbers_file import line_of, lines_for, read_numbers, renumbered, with_added, with_keys

A = Numbered("a", (2020, 13, 32))
B = Numbered("b", (2022, 13, 32))
C = Numbered("c", (2021, 5, 32))
FROZEN = {"a": 1, "c": 2, "b": 3}


def test_without_a_file_the_oldest_is_1():
    assert assign([B, A, C], {}).by_key == {"a": 1, "c": 2, "b": 3}


@pytest.mark.parametrize(
    ("what", "publications", "numbers", "added"),
    [
        ("a newer one", [A, B, C, Numbered("new", (2023, 13, 32))], {**FROZEN, "new": 4}, {"new": 4}),
        ("an older one", [A, B, C, Numbered("old", (1999, 1, 1))], {**FROZEN, "old": 4}, {"old": 4}),
        ("a re-dated one", [Numbered("a", (2030, 1, 1)), B, C], FROZEN, {}),
        ("a removed one", [A, B], {"a": 1, "b": 3}, {}),
        ("the newest removed, one added", [A, C, Numbered("x", (2024, 1, 1))], {"a": 1, "c": 2, "x": 4}, {"x": 4}),
        ("all removed but one new", [Numbered("x", (2024, 1, 1))], {"x": 4}, {"x": 4}),
        ("under a new key", [A, C, Numbered("b2", (2022, 1, 1), ("b",))], {"a": 1, "c": 2, "b2": 3}, {}),
    ],
)
def test_no_frozen_number_moves_or_is_given_twice(what, publications, numbers, added):
    given = assign(publications, FROZEN)
    assert given.by_key == numbers
    assert given.added == added
    assert len(set(given.by_key.values())) == len(given.by_key)


def test_of_equal_dates_the_first_in_the_bibliography_gets_the_highest_number():
    new = [Numbered(key, (2024, 1, 1)) for key in "xyz"]
    assert assign([A, *new], FROZEN).added == {"z": 4, "y": 5, "x": 6}
    assert assign([Numbered("w", (2023, 1, 1)), *new], FROZEN).added == {"w": 4, "z": 5, "y": 6, "x": 7}


def test_a_number_of_a_removed_publication_is_remembered():
    assert assign([A, B], FROZEN).retired == {2: "c"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('1 = "a"\nx = "b"\n', 'numbers.toml:2: bad-numbers: `x` is not a number; write lines such as `12 = "key"`.'),
        ("1 = 2\n", 'numbers.toml:1: bad-numbers: the value of 1 is 2, which is not a key; write `1 = "key"`.'),
        (
            '1 = "a"\n\n3 = "a"\n',
            "numbers.toml:3: bad-numbers: `a` has two numbers, 1 and 3; keep the one that was published first.",
        ),
        ('0 = "a"\n', 'numbers.toml:1: bad-numbers: `0` is not a number; write lines such as `12 = "key"`.'),
    ],
)
def test_a_line_that_cannot_be_used_is_reported_where_it_stands(text, problem):
    _, problems = read_numbers(text, "numbers.toml")
    assert [str(p) for p in problems] == [problem]


@pytest.mark.parametrize("text", ['1 = "a"\n1 = "b"\n', "1 = \n", '<<<<<<< HEAD\n1 = "a"\n'])
def test_a_file_that_is_no_toml_is_reported_with_its_line(text):
    frozen, (problem,) = read_numbers(text, "numbers.toml")
    assert frozen == {}
    assert problem.line > 0
    assert "write each number once" in problem.message


@pytest.mark.parametrize(
    "key", ["plain", 'with "quotes"', "back\\slash", "DBLP:conf/x", "ключ", "tab\tkey", "\U000e0001x"]
)
def test_lines_are_toml_whatever_the_key(key):
    assert tomllib.loads(lines_for({key: 7})) == {"7": key}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('1 = "a"\n', '1 = "a"\n2 = "b"\n'),
        ('1 = "a"', '1 = "a"\n2 = "b"\n'),
        ('# mine\r\n1 = "a"\r\n', '# mine\r\n1 = "a"\r\n2 = "b"\r\n'),
    ],
)
def test_added_lines_leave_the_rest_as_it_is(before, after):
    assert with_added(before, {"b": 2}) == after


ODD = """\
# mine

1 = "a" # the first
# 2020
 "2" = 'b'
3 = \"\"\"
c\"\"\"
# last"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, ODD),
        ({1: "x"}, ODD.replace('"a"', '"x"')),
        ({2: "x"}, ODD.replace(""" "2" = 'b'""", '2 = "x"')),
        ({3: "x"}, ODD.replace('3 = """\nc"""', '3 = "x"')),
        ({1: "b", 2: "a"}, ODD.replace('"a"', '"b"').replace(""" "2" = 'b'""", '2 = "a"')),
    ],
)
def test_another_key_in_a_line_leaves_the_rest_as_it_is(keys, expected, newline):
    assert with_keys(ODD.replace("\n", newline), keys) == expected.replace("\n", newline)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"a": 1, "b": 2, "c": 3}, '# mine\n\n1 = "a" # the first\n# 2020\n2 = "b"\n3 = "c"\n# last'),
        ({"c": 1, "b": 2, "a": 3}, '# mine\n\n1 = "c"\n# 2020\n2 = "b"\n3 = "a" # the first\n# last'),
        ({"new": 1, "c": 2}, '# mine\n\n1 = "new"\n# 2020\n2 = "c"\n# last'),
        ({}, "# mine\n\n# 2020\n# last"),
    ],
)
def test_renumbering_keeps_every_comment_of_its_author(numbers, expected, newline):
    assert renumbered(ODD.replace("\n", newline), numbers) == expected.replace("\n", newline)


def test_a_line_is_found_as_editors_count_them():
    assert line_of('# a\u2028b\x85c\n1 = "a"\n', 1) == 2
