"""What a field's TeX is as HTML: phrasing content, escaped once."""

import pytest
from markupsafe import Markup

from pelican_bibtex.tex import parse

STYLES = {
    r"\emph{a} \textit{b} {\em c} {\it d}": "<em>a</em> <em>b</em> <em>c</em> <em>d</em>",
    r"\emph{a \emph{b} c}": "<em>a <em>b</em> c</em>",
    r"\textbf{a} {\bf b} \mkbibbold{c}": "<strong>a</strong> <strong>b</strong> <strong>c</strong>",
    r"\textsc{Foo} {\sc Bar}": '<span class="small-caps">Foo</span> <span class="small-caps">Bar</span>',
    r"\texttt{a--b} {\tt c} \verb|\d|": r"<code>a--b</code> <code>c</code> <code>\d</code>",
    r"20\textsuperscript{th} CO\textsubscript{2}": "20<sup>th</sup> CO<sub>2</sub>",
    r"20$^{th}$ CO$_2$ AC\({}^{\mbox{0}}\)": "20<sup>th</sup> CO<sub>2</sub> AC<sup>0</sup>",
    r"{\em a \bf b} c": "<em>a <strong>b</strong></em> c",
    r"{\em a \rm b} c": "<em>a </em>b c",
    r"\emph\textbf{a} \textbf b": "<em><strong>a</strong></em> <strong>b</strong>",
    r"\enquote{a \enquote{b}}": "“a ‘b’”",
    r"\emph{} \textbf{}x": "x",
    "a~b": "a\u00a0b",
    r"z.\,B.": "z.\u202fB.",
}

LINKS = {
    r"\url{http://a.b/~c\_d}": '<a href="http://a.b/~c_d">http://a.b/~c_d</a>',
    r"\href{https://a.b/x\%20y\#z}{the \emph{page}}": '<a href="https://a.b/x%20y#z">the <em>page</em></a>',
    r"\href{mailto:a@b.org}{mail} \href{/papers/x.pdf}{here}": (
        '<a href="mailto:a@b.org">mail</a> <a href="/papers/x.pdf">here</a>'
    ),
    r"\href{javascript:alert(1)}{text}": "text",
    r"\href{https://a.b/" + '"' + r" onclick=x}{text}": '<a href="https://a.b/%22%20onclick=x">text</a>',
    r"\href{https://a.b}{\url{https://c.d}}": '<a href="https://a.b">https://c.d</a>',
}

LITERAL = {
    "A <script>alert(1)</script> title": "A &lt;script&gt;alert(1)&lt;/script&gt; title",
    "&lt;script&gt; &amp;lt;b&amp;gt;": "&lt;script&gt; &lt;b&gt;",
    "a & b \\& c": "a &amp; b &amp; c",
    "**bold** [link](javascript:alert(1)) `code` <http://e.org>": (
        "**bold** [link](javascript:alert(1)) `code` &lt;http://e.org&gt;"
    ),
    r"\verb|<b>| \texttt{<i>}": "<code>&lt;b&gt;</code> <code>&lt;i&gt;</code>",
}

FORMULAS = {
    "$k$": "<math><mi>k</mi></math>",
    "$$k$$": "<math><mi>k</mi></math>",
    "$x<y$": "<math><mrow><mi>x</mi><mo>&lt;</mo><mi>y</mi></mrow></math>",
    r"\[n^2\]": '<math display="block"><mrow><msup><mi>n</mi><mn>2</mn></msup></mrow></math>',
    r"$n\log^2 n$": (
        '<math><mrow><mi>n</mi><mspace width="0.167em"></mspace><msup><mi>log</mi><mn>2</mn></msup>'
        '<mspace width="0.167em"></mspace><mi>n</mi></mrow></math>'
    ),
    r"$|x|$": (
        '<math><mrow><mo stretchy="false" lspace="0em" rspace="0em">|</mo><mi>x</mi>'
        '<mo stretchy="false" lspace="0em" rspace="0em">|</mo></mrow></math>'
    ),
    r"$\left|x\right|$": (
        '<math><mrow><mrow><mo stretchy="true" fence="true" form="prefix">|</mo><mi>x</mi>'
        '<mo stretchy="true" fence="true" form="postfix">|</mo></mrow></mrow></math>'
    ),
    r"$\log(\log n)$": (
        '<math><mrow><mi>log</mi><mo stretchy="false">(</mo><mi>log</mi><mspace width="0.167em"></mspace><mi>n</mi>'
        '<mo stretchy="false">)</mo></mrow></math>'
    ),
    r"$\mathbf{x}$": "<math><mrow><mi>𝐱</mi></mrow></math>",
    r"$\mathcal{O}(n)$": (
        '<math><mrow><mi>𝒪</mi><mo stretchy="false">(</mo><mi>n</mi><mo stretchy="false">)</mo></mrow></math>'
    ),
    r"$\text{<b>&amp;}$": "<math><mrow><mtext>&lt;b&gt;&amp;</mtext></mrow></math>",
    r"$\href{javascript:alert(1)}{x}$": "href javascript:alert(1) x",
    r"$\class{evil}{x}$": "class evil x",
    r"$\color{red}{x}$": "<math><mrow><mstyle><mrow><mi>x</mi></mrow></mstyle></mrow></math>",
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [pair for table in (STYLES, LINKS, LITERAL, FORMULAS) for pair in table.items()],
)
def test_html(source: str, expected: str) -> None:
    html = parse(source)[0].html
    assert html == expected
    assert isinstance(html, Markup)


def test_a_title_with_a_link_can_stand_in_a_link() -> None:
    text = parse(r"On \href{https://a.b}{the \emph{web}}, \url{https://c.d}")[0]
    assert text.unlinked == "On the <em>web</em>, https://c.d"


def test_templates_show_the_html() -> None:
    assert Markup("<b>{}</b>").format(parse(r"\emph{a} & b")[0]) == "<b><em>a</em> &amp; b</b>"
