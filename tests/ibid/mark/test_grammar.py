"""What counts as a citation, and what it says."""

import re

import pytest

from ibid.mark.citation_grammar import IN_TEXT, read_group, read_numbers
from ibid.mark.html_citations import add_placeholders
from ibid.mark.line_tokens import add_tokens
from ibid.mark.markdown_citations import words
from ibid.mark.tokens import without_tokens
from workshop.scanning import OPENINGS, PIECES, never_closed

_CITED = re.compile('<ibid-cite data-line="1" data-source="([^"]*)"></ibid-cite>')
_STRAY = re.compile('<ibid-stray data-line="1" data-source="[^"]*"></ibid-stray>')


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
        ("[@k{ii, A, D-Z}, with a suffix]", [("", "k", "ii, A, D-Z, with a suffix")]),
        ("[@k, {pp. iv, (xv)} and more]", [("", "k", "pp. iv, (xv) and more")]),
        ("[@k{}, 99 years later]", [("", "k", "99 years later")]),
        ("[cf.\\ @k, p.\\ 1]", [("cf.\u00a0", "k", "p.\u00a01")]),
        ("[-@a]", [("", "a", "")]),
        ("[@*]", [("", "*", "")]),
        ("[@{odd key;x}, p. 2]", [("", "odd key;x", "p. 2")]),
        ("[@{https://e.org/a?b=1&c}]", [("", "https://e.org/a?b=1&c", "")]),
        ("[@DBLP:conf/nips/W.x]", [("", "DBLP:conf/nips/W.x", "")]),
        ("[@a.]", [("", "a", "")]),
        ("[ask a@b.org; x]", None),
        ("[ask a@b.org of @c]", [("ask a@b.org of", "c", "")]),
        ("[@_k_]", [("", "_k_", "")]),
        ("[@王2024, 第3章]", [("", "王2024", "第3章")]),
        ("@key", [("", "key", "")]),
        ("@key [p. 3]", [("", "key", "p. 3")]),
        ("@{a b}", [("", "a b", "")]),
        ("@{a [b}", [("", "a [b", "")]),
        ("@key [p. 3; q; also @b, r; -@c]", [("", "key", "p. 3; q"), ("also", "b", "r"), ("", "c", "")]),
        (r"[see \@x and @a, \[b\] and c\; d]", [(r"see @x and", "a", "[b] and c; d")]),
        (r"@key [mail \@b]", [("", "key", "mail @b")]),
    ],
)
def test_keys_are_read_as_pandoc_reads_them(source, citations):
    assert said(source) == citations


@pytest.mark.parametrize(
    "source",
    [
        *("[a@b.org]", "[foo @]", "[@a; and text]", "[@* and more]", "[@]", "[@ a]", "[ ]", "[]", "[x/@user]"),
        *("[@a", "@a]", "@a [", "@a x", "x", "", r"[\@a; @b]", r"[\@a]"),
        *("@key [p. 3; mail bob@x.org]", "@key [p. 3; @b; c]"),
    ],
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
        ("3-3", ()),
        ("12345678901234567890", ()),
    ],
)
def test_typed_numbers(inner, numbers):
    assert read_numbers(inner) == numbers


def test_a_key_longer_than_pandoc_would_take_is_remembered():
    (citation,) = read_group("[@a--b, p. 3]").citations
    assert (citation.key, citation.longest) == ("a", "a--b")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@a [p. 3; mail bob@x.org]", "@a"),
        ("@a [p. 3; also x-@b]", "@a"),
        ("@a [p. 3; also -@b]", "@a [p. 3; also -@b]"),
        ("@a [p. 3; q](u)", "@a"),
        (r"@a [see \@b]", r"@a [see \@b]"),
    ],
)
def test_a_bracket_behind_a_key_belongs_to_it_where_it_can_be_read(text, found):
    assert re.match(IN_TEXT[False], text)[0] == found
    assert read_group(found) is not None


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("opening", OPENINGS)
def test_a_line_that_never_closes_what_it_opens_stays_however_long_it_is(opening, piece):
    line = never_closed(opening, piece, 40_000)  # took 20 seconds where a bracket was looked for again and again
    assert without_tokens(add_tokens([line], 1, frozenset(), topics=True)[0]) == line
    assert words(line, str) == line.strip()
    marked = add_placeholders(line, line, topics=True)
    assert _STRAY.sub("", _CITED.sub(lambda cited: cited[1], marked)) == line
