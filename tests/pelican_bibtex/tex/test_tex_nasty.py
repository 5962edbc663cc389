"""Whatever a field holds: no exception, no active content, balanced HTML, nothing left of TeX, linear time."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pelican_bibtex.tex import parse
from pelican_bibtex.tex.commands import MEANINGS
from pelican_bibtex.tex.urls import safe_url

ALLOWED = {"em", "strong", "span", "code", "sub", "sup", "a"}
MATHML = {"math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msup", "msub", "msubsup", "mfrac", "msqrt", "mroot"}
MATHML |= {"mover", "munder", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom"}
MATHML |= {"mmultiscripts", "mprescripts"}
ATTRIBUTES = {"href", "class", "display", "mathvariant", "stretchy", "fence", "form", "accent", "movablelimits"}
ATTRIBUTES |= {"displaystyle", "scriptlevel", "linethickness", "width", "minsize", "maxsize", "lspace", "rspace"}
ATTRIBUTES |= {"separator", "accentunder", "largeop", "symmetric"}

COMMANDS = [f"\\{name}" for name in MEANINGS]
MATH = [
    r"\frac",
    r"\sqrt",
    r"\left",
    r"\right",
    r"\text",
    r"\begin{matrix}",
    r"\end{matrix}",
    r"\href",
    r"\color",
    r"\hat",
]
SIGNS = [*"{}[]()$~^_&%#'`\"-\\ <>|=*a1é", "$$", "\\(", "\\)", "\\[", "\\]", "--", "``", "''", "王", "\u0301", "\u202e"]
WORDS = [
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "http://a.b/",
    '" onclick="x',
    "&lt;b&gt;",
    "&#60;",
    "\x00",
]
WORDS += ["{\\textbackslash}", "{\\textdollar}", "{\\^{}}", "\\foo", "\ud800", "\ufffe", "&amp;"]

nasty = st.lists(
    st.one_of(st.sampled_from(SIGNS), st.sampled_from(COMMANDS + MATH), st.sampled_from(WORDS), st.text(max_size=4)),
    max_size=24,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(nasty)
@example(r"\href{https://a.b/\" onclick=x}{\url{javascript:x}}")
@example(r"$\text{</math><script>}$ $\color{\"onload=x}{y}$")
@example("$\\mathbf{<}$\\verb|<b>|")
def test_any_value_is_a_safe_text(source: str) -> None:
    text, complaints = parse(source)
    soup = BeautifulSoup(f"<p>{text.html}</p>", "html.parser").p
    assert soup is not None
    for tag in soup.find_all(True):
        assert tag.name in ALLOWED | MATHML
        assert set(tag.attrs) <= ATTRIBUTES
        if tag.name == "a":
            assert safe_url(str(tag["href"])) == tag["href"]
            assert not tag.find("a")
    opened = re.findall(r"<([a-z]+)", text.html)
    assert sorted(opened) == sorted(re.findall(r"</([a-z]+)>", text.html)), "balanced"
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text.html + text.plain)
    assert "  " not in text.plain
    assert text.unlinked.count("<a") == 0
    for complaint in complaints:
        assert complaint.message
        assert "\n" not in complaint.message


PRINTS_NO_BRACE = [
    f"\\{name}" for name, meaning in MEANINGS.items() if not (isinstance(meaning, str) and set(meaning) & set("\\{}"))
]

AS_TYPED = {"\\verb", "\\url", "\\nolinkurl", "\\path", "\\(", "\\["}
"""What shows its argument letter for letter, in TeX too: code, addresses, and formulas that cannot be read."""


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([command for command in PRINTS_NO_BRACE if command not in AS_TYPED]),
            st.sampled_from(["{", "}", " ", "a", "é", "~", "--", "word", "$x^2$"]),
        ),
        max_size=16,
    ).map("".join)
)
def test_nothing_of_tex_reaches_a_reader(source: str) -> None:
    assert not set(parse(source)[0].plain) & set("\\{}")


MEGABYTE = 1_000_000
BOMBS = {
    "words": "word " * (MEGABYTE // 5),
    "nested braces": "{" * (MEGABYTE // 2) + "x" + "}" * (MEGABYTE // 2),
    "open braces": "{" * MEGABYTE,
    "closing braces": "}" * MEGABYTE,
    "dollars": "$ " * (MEGABYTE // 2),
    "open formulas": "\\({" * (MEGABYTE // 3) + "\\)",
    "nested emphasis": "\\emph{" * (MEGABYTE // 12) + "x " * (MEGABYTE // 4) + "}" * (MEGABYTE // 12),
    "waiting accents": "\\'" * (MEGABYTE // 2),
    "nested accents": "\\'{" * (MEGABYTE // 3),
    "switches": "{\\em " * (MEGABYTE // 5),
    "open addresses": "\\url{" * (MEGABYTE // 5),
    "open options": "\\foo[" * (MEGABYTE // 5),
    "delimited": "\\verb|" * (MEGABYTE // 6),
    "definitions": "\\def\\a{\\a\\a}" * (MEGABYTE // 12),
    "ampersands": "&" * MEGABYTE,
    "entities": "&amp;" * (MEGABYTE // 5),
    "half entities": "&" + "amp;" * (MEGABYTE // 4),
    "escaped twice": "{\\$}{\\textbackslash}a" * (MEGABYTE // 20),
    "quotes": "`'" * (MEGABYTE // 2),
    "one long formula": "$" + "x" * MEGABYTE + "$",
    "the same formula": "$x_1$ " * (MEGABYTE // 6),
    "formulas": "".join(f"$x_{{{number}}}$" for number in range(MEGABYTE // 10)),
    "combining marks": "e" + "\u0301" * MEGABYTE,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_megabyte_is_read_to_its_end(name: str) -> None:
    """Each in about a second: anything quadratic would keep this suite waiting for minutes."""
    text, complaints = parse(BOMBS[name])
    assert "long-value" in {complaint.code.name for complaint in complaints}
    assert len(complaints) <= 50
    assert text.html is not None


def test_ten_thousand_braces_hold_what_they_hold() -> None:
    text, complaints = parse("{" * 10_000 + "x" + "}" * 10_000)
    assert text.html == "x"
    assert not complaints


def test_formulas_nested_too_deep_are_text() -> None:
    for nested in ("{" * 200 + "x" + "}" * 200, "\\sqrt" * 400 + "x", "\\frac" * 400, "\\begin{matrix}" * 100):
        assert parse(f"${nested}$")[0].plain


@pytest.mark.parametrize("name", sorted(MEANINGS))
def test_every_command_can_stand_anywhere(name: str) -> None:
    for source in (f"\\{name}", f"\\{name}{{a}}", f"\\{name}{{a}}{{b}} c", f"{{\\{name} a}}", f"\\emph\\{name} x"):
        assert isinstance(parse(source)[0].plain, str)
