"""Patterns that are compiled when they are first used do all that compiled ones do."""

from __future__ import annotations

import re

import pytest

from pelican_bibtex.lazy_pattern import lazy_pattern


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        (lambda p: p.match("AB1")["word"], "AB"),
        (lambda p: p.fullmatch("ab1"), None),
        (lambda p: p.search("1 ab", 1).start(), 2),
        (lambda p: [found[0] for found in p.finditer("a 1 b")], ["a", "b"]),
        (lambda p: p.findall("a 1 b"), ["a", "b"]),
        (lambda p: p.sub("-", "a 1 b"), "- 1 -"),
        (lambda p: p.subn("-", "a 1 b"), ("- 1 -", 2)),
        (lambda p: p.split("1a2"), ["1", "a", "2"]),
        (
            lambda p: (p.pattern, p.flags & re.IGNORECASE, p.groups, dict(p.groupindex)),
            ("(?P<word>[a-z]+)", re.IGNORECASE, 1, {"word": 1}),
        ),
    ],
)
def test_every_use_compiles_it(used, expected):
    pattern = lazy_pattern("(?P<word>[a-z]+)", re.IGNORECASE)
    assert used(pattern) == expected
    assert used(pattern) == expected, "the second time without compiling"


def test_bytes_and_faults():
    assert lazy_pattern(rb"\d+").findall(b"1 22") == [b"1", b"22"]
    assert repr(lazy_pattern("a+")) == "lazy_pattern('a+')"
    with pytest.raises(re.error):
        lazy_pattern("(").match("")
    with pytest.raises(AttributeError):
        lazy_pattern("a").unknown  # type: ignore[attr-defined]  # noqa: B018  as said
