r"""Formulas in pages: tests/cases/formulas.md, then whole sites.

⟨x⟩ is the MathML of x in a line, ⟪x⟫ a displayed one in its scrolling frame, ⟦1 x⟧ what line 1 has and cannot be read.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from tiny_site import Built, Site

from ibid.features.formulas import reads_formulas
from ibid.features.formulas.formulas import RULES as FORMULAS
from ibid.features.images.image_steps import RULES as FIGURES
from ibid.mark.markdown_extension import IbidExtension
from pelican_bibtex.tex.math import formula_alone
from pelican_bibtex.tex.mathml import UnreadableError

CASES = Path(__file__).parents[2] / "cases/formulas.md"
EXTENSIONS = [
    "markdown.extensions.extra",
    IbidExtension([FORMULAS, FIGURES], without={"ibid-tables"}),
]


def cases() -> list:
    blocks = re.split(r"^\.\n", CASES.read_text("utf-8"), flags=re.MULTILINE)
    rows = zip(blocks[::3], blocks[1::3], blocks[2::3], strict=False)
    return [pytest.param(source, expected, id=title.strip()) for title, source, expected in rows]


def readable(html: str) -> str:
    formula = r'<math alttext="([^"]*)"[^>]*>.*?</math>'
    html = re.sub(rf'<(div|span) class="formula" tabindex="0">\s*{formula}\s*</\1>', r"⟪\2⟫", html, flags=re.DOTALL)
    html = re.sub(rf"{formula}(?:\n(?=</))?", r"⟨\1⟩", html, flags=re.DOTALL)
    html = re.sub(r"[⟨⟪][^⟩⟫]*[⟩⟫]", lambda m: unescape(m[0]), html)
    failed = r'<ibid-formula data-line="(\d*)" data-source="([^"]*)"></ibid-formula>'
    return re.sub(failed, lambda m: f"⟦{m[1]} {unescape(m[2])}⟧", html) + "\n"


@pytest.mark.parametrize(("source", "expected"), cases())
def test_formulas_in_markdown(source: str, expected: str):
    assert readable(Markdown(extensions=EXTENSIONS).convert(source)) == expected


@pytest.mark.parametrize(
    ("tex", "part"),
    [
        (
            r"\begin{align} a &= b \\ c &= d \end{align}",
            '<mtd class="align-right"><mi>c</mi></mtd><mtd class="align-left">',
        ),
        (r"\begin{gathered}a\\b\end{gathered}", "<mtr><mtd><mi>b</mi></mtd></mtr>"),
        (r"\begin{equation*} a \nonumber \end{equation*}", "<mi>a</mi>"),
        (r"\operatorname*{argmin}_{x \in \{1\}} f", '<munder><mrow><mo movablelimits="true">argmin</mo></mrow>'),
        (r"\max_x f", '<munder><mo movablelimits="true">max</mo><mi>x</mi></munder>'),
        (r"\mathop{\rm ess}\limits_x", "<munder><mrow><mrow><mi"),
        ("7", "<mn>7</mn>"),
        (r"a \& b", "<mi>&amp;</mi>"),
    ],
)
def test_what_authors_write_is_understood(tex: str, part: str):
    assert part in formula_alone(tex, display=True)


@pytest.mark.parametrize("tex", ["a & b", r"\frac{", r"\R", r"\label{a} x", r"\href{javascript:x}{y}", "a_"])
def test_what_is_not_understood_is_not_guessed(tex: str):
    with pytest.raises(UnreadableError):
        formula_alone(tex, display=True)


PAGE = r"""Title: Formulas
Summary: Of $O(n^2)$ and [@alpha2020].
Topics: true

- **On $p$-norms**: in $\ell_2[2]$ [@alpha2020]
- **Else**: [@beta2021; @gamma2022]

Text $a<b$.

<script>alert("$x$")</script>

| $x | y$ |

Bad: $\frac{x$.
"""
RST = r"""Rest
####

In a line :math:`x^2`, and

.. math::

   \frac{a}{b}

.. math:: \frac{
"""


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = Site(tmp_path_factory.mktemp("formulas"), root)
    post = "Title: A post\n\n" + "word " * 47 + r"$\frac{a + b}{c + d}$ end of it all."
    files = {"content/pages/page.md": PAGE, "content/pages/rest.rst": RST, "content/news/2024-01-01-post.md": post}
    return site.build(files, FEED_ALL_ATOM="feed.xml", SITEURL="https://e.org", TYPOGRIFY=True)


def test_a_page_with_formulas_topics_and_a_summary(built: Built):
    page = built.page("page/index.html")
    assert [math["alttext"] for math in page.main.find_all("math")] == ["p", r"\ell_2[2]", "a<b", "x | y"]
    assert page.select_one("meta[name=description]")["content"] == "Of O(n2) and [1]."
    assert page.main.code.get_text() == r"$\frac{x$"
    assert 'alert("$x$")' in built.text("page/index.html")
    assert built.page("topics/on-p-norms/index.html").h1.get_text() == "On p-norms"


def test_restructuredtext_has_the_same(built: Built):
    inline, block = built.page("rest/index.html").main.find_all("math")
    assert (inline["alttext"], inline.parent.name) == ("x^2", "p")
    assert (block["display"], block.parent["class"], block.parent["tabindex"]) == ("block", ["formula"], "0")


def test_what_cannot_be_read_is_said_with_its_line(built: Built):
    found = [line for line in built.problems if "unreadable-math" in line]
    assert [line.partition(" [warning]")[0] for line in found] == [
        "content/pages/page.md:14: unreadable-math: `$\\frac{x$`: an argument is missing; it is shown as written.",
        "content/pages/rest.rst:10: unreadable-math: `$$\\frac{$$`: its braces or commands do not match; it is shown as written.",
    ]


def test_feeds_have_formulas_and_summaries_are_cut_before_one_not_in_it(built: Built):
    entry = feedparser.parse(built.text("feed.xml")).entries[0]
    assert BeautifulSoup(entry.content[0].value, "html.parser").find("math")
    listed = built.page("news/index.html").select_one(".news p")
    assert listed.get_text().endswith("word …")
    assert not listed.find("math")


@pytest.mark.parametrize(
    ("settings", "ours"),
    [
        ({"IBID_MATH": True}, True),
        ({"IBID_MATH": False}, False),
        ({"IBID_MATH": True, "PLUGINS": ["render_math"]}, False),
        ({"IBID_MATH": True, "MARKDOWN": {"extension_configs": {"pymdownx.arithmatex": {}}}}, False),
        ({"IBID_MATH": True, "MARKDOWN": {"extensions": ["mdx_math", IbidExtension()]}}, False),
        (
            {"IBID_MATH": True, "MARKDOWN": {"extensions": [IbidExtension([FORMULAS])]}, "PLUGINS": ["ibid"]},
            True,
        ),
    ],
)
def test_another_reader_of_formulas_goes_first(settings: dict, ours: bool):
    assert reads_formulas(settings) is ours


def test_a_formula_in_a_title_is_drawn_in_the_heading_and_plain_elsewhere(site):
    files = {
        "content/news/a.md": "Title: The $O(n^2)$ bound & $x<y$\nDate: 2024-05-03\n\nWe cite [@alpha2020].\n",
        "content/pages/b.md": "Title: On \\(p\\)-values for $20 and $30\n\nText.\n",
    }
    built = site.build(
        files, SITEURL="https://e.org", FEED_ALL_ATOM="feed.xml", SLUGIFY_SOURCE="title", FILENAME_METADATA=""
    )
    (post,) = [page for page in built.files() if page.startswith("news/") and page != "news/index.html"]
    page = built.page(post)
    assert [math.name for math in page.select("h1 math")] == ["math", "math"]
    assert page.title.text.startswith("The O(n²) bound & x<y")
    assert '"headline": "The O(n²) bound & x\\u003cy"' in str(page).replace("\\u0026", "&")
    assert "The O(n²) bound" in built.text("news/index.html")
    assert "The O(n²) bound" in built.text("feed.xml")
    assert "The O(n²) bound" in built.text("publications/alpha2020/index.html")
    assert not [path for path, data in built.files().items() if b"$O(n" in data]
    other = built.page(next(path for path in built.files() if "values" in path))
    assert other.title.text.startswith("On p-values for $20 and $30")
    assert "Traceback" not in built.stderr
