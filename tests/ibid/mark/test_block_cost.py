"""Markdown that nobody writes: reading its blocks ends, and takes time in proportion to its length."""

from __future__ import annotations

import time

import pytest

from ibid.mark.block_rewriting import PLAIN, Rewriting
from ibid.mark.block_structure import read_blocks

LINES = {
    "quotes in one line": lambda n: [">" * n + "a"],
    "items in one line": lambda n: ["- " * n + "a"],
    "levels of a list": lambda n: ["  " * at + "- a" for at in range(n // 20)],
    "lines of a paragraph": lambda n: ["a b"] * n,
    "lines behind a quote": lambda n: ["> a", *["b"] * n],
    "items": lambda n: ["- a"] * n,
    "quotes with open fences": lambda n: ["> ```", "b", ""] * n,
    "formulas without an end": lambda n: ["\\[ a", "", "\\begin{align} b", ""] * n,
    "elements without an end": lambda n: [*["<div>", ""] * n, "</div>"],
    "elements in one another": lambda n: [*["<div>"] * n, "", *["</div>"] * n],
    "blank lines": lambda n: ["- a", *[""] * n, "b"],
    "a heading with blanks": lambda n: ["# a" + " " * n + "b"],
    "a line below a table's head": lambda n: ["a|b", "-|-" + " " * n + "x"],
    "ticks in a table": lambda n: ["a|b", "-|-", "`" * n + "|"],
}
"""Texts that grow with a number."""


def seconds(lines: list[str]) -> float:
    start = time.process_time()
    Rewriting(lines, lambda fence: fence).lines(read_blocks(lines))
    return time.process_time() - start


@pytest.mark.parametrize("name", LINES)
def test_ten_times_the_text_takes_ten_times_as_long(name: str):
    small, large = (min(seconds(LINES[name](n)) for _ in range(2)) for n in (400, 4000))
    assert large < 30 * small + 0.1


def test_what_is_nested_too_deep_is_text():
    lines = [">" * 32]
    assert Rewriting(lines, lambda fence: fence).lines(read_blocks(lines)) == ["> " * 30 + PLAIN + ">>"]
