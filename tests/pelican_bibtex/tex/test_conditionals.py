"""TeX's conditionals: the branch that holds is read, in text and in formulas; what cannot be known is left."""

from __future__ import annotations

import pytest

from pelican_bibtex.bibliography import Options, read_sources
from pelican_bibtex.syntax.source import Source
from pelican_bibtex.tex.conditionals import resolved

ROWS = [
    # TeX, the same without conditionals that are known
    (r"\ifmmode \check{C}\else \v{C}\fi{}erm", r"\v{C}{}erm"),
    (r"robotics{\ifmmode---\else\textemdash\fi}A", r"robotics{\textemdash}A"),
    (r"$a\ifmmode b\else c\fi$ \ifmmode b\else c\fi", "$ab$ c"),
    (r"\ifmmode a\fi b", "b"),
    (r"\iftrue a\iffalse b\else c\fi\else d\fi", "ac"),
    (r"\iffalse x\ifmmode y\else z\fi\fi w", "w"),
    (r"\iffalse \ifx\a\b c\fi\fi d", "d"),
    (r"\ifx\a\b c\else d\fi \ifmmode e\fi", r"\ifx\a\b c\else d\fi "),
    (r"\fi x \else y", r"\fi x \else y"),
    (r"\ifmmode a", r"\ifmmode a"),
    (r"\iff x", r"\iff x"),
    ("no conditional", "no conditional"),
]


@pytest.mark.parametrize(("tex", "expected"), ROWS, ids=str)
def test_the_branch_that_holds_is_kept(tex, expected):
    assert resolved(tex) == expected


def test_names_are_split_after_that():
    author = r"\ifmmode \check{C}\else \v{C}\fi{}erm\'{\i}k, Ond\ifmmode \check{r}\else \v{r}\fi{}ej"
    bib = f"@article{{k, author={{{author}}}, title={{{{\\ifmmode---\\else\\textemdash\\fi}}A}}, journal={{J}}, year=2020}}"
    found = read_sources([Source("p.bib", bib)], Options())
    (publication,) = found.publications
    assert [name.display for name in publication.authors] == ["Ondřej Čermík"]
    assert publication.title.plain == "—A"
    assert found.problems == ()
    assert r"\ifmmode" in publication.bibtex, "what readers download stays as its author wrote it"
