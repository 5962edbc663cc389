"""What counts as a citation, and what it says."""

import pytest

from ibid.citations.grammar import read_group, read_numbers


def said(source: str) -> list[tuple[str, str, str]] | None:
    group = read_group(source)
    return None if group is None else [(c.prefix, c.key, c.locator) for c in group.citations]


@pytest.mark.parametrize(
    ("source", "citations"),
    [
        ("[@a]", [("", "a", "")]),
        ("[@a; @b]", [("", "a", ""), ("", "b", "")]),
        ("[@a;@b;]", [("", "a", ""), ("", "b", "")]),
        ("[@key, Theorem 2]", [("", "key", "Theorem 2")]),
        ("[@key p. 3]", [("", "key", "p. 3")]),
        ("[see @a, pp. 33-35; also @b]", [("see", "a", "pp. 33-35"), ("also", "b", "")]),
        ("[-@a]", [("", "a", "")]),
        ("[@*]", [("", "*", "")]),
        ("[@{odd key;x}, p. 2]", [("", "odd key;x", "p. 2")]),
        ("[@{https://e.org/a?b=1&c}]", [("", "https://e.org/a?b=1&c", "")]),
        ("[@DBLP:conf/nips/W.x]", [("", "DBLP:conf/nips/W.x", "")]),
        ("[@a.]", [("", "a", "")]),
        ("[@_k_]", [("", "_k_", "")]),
        ("[@王2024, 第3章]", [("", "王2024", "第3章")]),
        ("@key", [("", "key", "")]),
        ("@key [p. 3]", [("", "key", "p. 3")]),
        ("@{a b}", [("", "a b", "")]),
    ],
)
def test_keys_are_read_as_pandoc_reads_them(source, citations):
    assert said(source) == citations


@pytest.mark.parametrize(
    "source", ["[a@b.org]", "[foo @]", "[@a; and text]", "[@* and more]", "[@]", "[@ a]", "[ ]", "[]", "[x/@user]"]
)
def test_what_is_no_citation_is_left_alone(source):
    assert read_group(source) is None


@pytest.mark.parametrize(
    ("inner", "numbers"),
    [
        ("8", (8,)),
        ("8, 12", (8, 12)),
        ("8,12", (8, 12)),
        (" 3 - 5 ", (3, 4, 5)),
        ("3–5", (3, 4, 5)),
        ("3, 5-7", (3, 5, 6, 7)),
        ("5-3", ()),
        ("1-100000", ()),
        ("3.5", ()),
        ("^3", ()),
        ("3 apples", ()),
        ("", ()),
        ("-3", ()),
        ("12345678901234567890", ()),
    ],
)
def test_typed_numbers(inner, numbers):
    assert read_numbers(inner) == numbers


def test_a_key_longer_than_pandoc_would_take_is_remembered():
    (citation,) = read_group("[@a--b, p. 3]").citations
    assert (citation.key, citation.longest) == ("a", "a--b")
