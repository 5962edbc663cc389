"""Markdown that nobody writes: its blocks are right, and reading them takes time in proportion to its length."""

from __future__ import annotations

import time

import pytest
from markdown import Markdown

from ibid.mark.block_rewriting import PLAIN, Rewriting
from ibid.mark.block_structure import read_blocks
from ibid.mark.github_markdown import PARTS
from ibid.mark.markdown_extension import IbidExtension

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


ODD = [
    ("- d\n- \n", "<ul>\n<li>d</li>\n<li></li>\n</ul>"),
    ("> a\n===\n", "<blockquote>\n<p>a\n===</p>\n</blockquote>"),
    ("> - a\n      - b\n", "<blockquote>\n<ul>\n<li>a\n    - b</li>\n</ul>\n</blockquote>"),
    ("a\n    > b\n", "<p>a\n&gt; b</p>"),
    ("| a |\n|---|\n2) b\n", '</tbody>\n</table>\n<ol start="2">\n<li>b</li>\n</ol>'),
    ("<div>\n<div>\n\n*a*\n\n</div>\n</div>\n", "<div>\n<div>\n<p><em>a</em></p>\n</div>\n</div>"),
    ('<div title="[@a]">\n\n*a*\n\n</div>\n', '<div title="[@a]">\n<p><em>a</em></p>\n</div>'),
]
"""Markdown, and a part of its HTML, as CommonMark has it."""


@pytest.mark.parametrize(("markdown", "html"), ODD)
def test_odd_blocks_are_those_of_common_mark(markdown: str, html: str):
    ours = IbidExtension(github=PARTS.keys())
    text = Markdown(extensions=["extra", "sane_lists", ours]).convert(markdown)
    assert html in text


def test_what_is_nested_too_deep_is_text():
    lines = [">" * 32]
    assert Rewriting(lines, lambda fence: fence).lines(read_blocks(lines)) == ["> " * 30 + PLAIN + ">>"]
