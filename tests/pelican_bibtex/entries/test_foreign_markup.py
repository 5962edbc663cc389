"""Markup of HTML, JATS and MathML in fields is read as what it means, and told once a file."""

from __future__ import annotations

import pytest

from pelican_bibtex.bibliography import Options, read_sources
from pelican_bibtex.diagnostics.codes import FOREIGN_MARKUP
from pelican_bibtex.entries.foreign_markup import as_tex
from pelican_bibtex.syntax.source import Source

ROWS = [
    # as a service exports it, as TeX
    ("The <i>E. coli</i> H<sub>2</sub>O", r"The \textit{E. coli} H\textsubscript{2}O"),
    ("<b>a</b> <STRONG>b</STRONG> <scp>x</scp> <tt>y</tt>", r"\textbf{a} \textbf{b} \textsc{x} \texttt{y}"),
    (r"$\less$i$\greater$E. coli$\less$/i$\greater$", r"\textit{E. coli}"),
    (r"{\textless}i{\textgreater}y{\textless}/i{\textgreater}", r"\textit{y}"),
    ("&lt;i&gt;x&lt;/i&gt;", r"\textit{x}"),
    ("<jats:p>One <jats:italic>x</jats:italic></jats:p><jats:p>Two</jats:p>", "One \\textit{x}\n\nTwo"),
    ("<mml:math><mml:mi>x</mml:mi></mml:math>, <inline-formula><tex>$x^2$</tex></inline-formula>", "x, $x^2$"),
    ('Won the <a href="https://x.example">prize</a>', "Won the prize"),
    ("{<i>E} coli</i>", "{<i>E} coli</i>"),
    ("a<b, c>d and $a<b>c$ and <T> and p<q", "a<b, c>d and $a<b>c$ and <T> and p<q"),
    ("<script>x</script>", "<script>x</script>"),
    ("&lt; 3", "&lt; 3"),
]


@pytest.mark.parametrize(("exported", "tex"), ROWS, ids=str)
def test_what_is_meant_as_markup_is_read_as_such(exported, tex):
    assert as_tex(exported) == tex


def test_it_is_told_once_a_file_and_the_author_s_text_stays():
    bib = "@misc{k, title={<i>A</i>}, author={B, C}, year=2020, award={<b>x</b>}, url={https://e.org/<i>a</i>}}"
    found = read_sources([Source("p.bib", bib)], Options())
    (publication,) = found.publications
    assert str(publication.title.html) == "<em>A</em>"
    assert str(publication.award.html) == "<strong>x</strong>"
    assert publication.fields["url"] == "https://e.org/<i>a</i>"
    assert "<i>A</i>" in publication.bibtex
    assert [one.code for one in found.problems].count(FOREIGN_MARKUP) == 1
