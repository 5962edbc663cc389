"""What docs/theme.md promises to those who change the theme."""

from __future__ import annotations

import re
from ast import literal_eval

from bookshelf import TEMPLATES, THEME, catalogue, draw, page, post, record, words
from test_stylesheet import DECLARED

from ibid.colours.judgement import judge
from ibid.colours.stylesheet import declared_in
from ibid.colours.tokens import fault_of, read_tokens, stylesheet_of

DOCS = (THEME.parent / "docs/theme.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    """The page's example in one language."""
    return re.search(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)[1]


def test_the_example_of_an_override_does_what_the_page_says(tmp_path):
    (tmp_path / "home.html").write_text(example("jinja"), encoding="utf-8")
    conf = {"THEME_TEMPLATES_OVERRIDES": [str(tmp_path)]}
    variables = {"page": page("Home"), "articles": [post()], "ibid": catalogue(record(selected=True))}
    drawn = draw("home", conf, **variables)
    assert [words(h2) for h2 in drawn.find_all("h2")] == ["Research", "Selected publications"]
    assert words(drawn.body).endswith("Supported by the Tree Fund. Feed")


def test_the_examples_of_colours_keep_their_contrast():
    setting = literal_eval(re.search(r"IBID_TOKENS = (\{.*?\n\})", DOCS, re.DOTALL)[1])
    assert fault_of(setting) == ""
    for css in (stylesheet_of(read_tokens(setting)), example("css")):
        declared = [*DECLARED, *declared_in(css, "mine.css")]
        assert list(judge(declared, frozenset({"mine.css"}))) == []


def test_every_token_is_described():
    assert set(re.findall(r"`--([\w-]+)`", DOCS)) == {each.name for each in DECLARED}


def test_every_block_is_described_and_there():
    table = re.search(r"\| Template \|.*?\n\n", DOCS, re.DOTALL)[0]
    named = set(re.findall(r"`([a-z_]+)`", table))
    made = {block for path in TEMPLATES.glob("*.html") for block in re.findall(r"block (\w+)", path.read_text("utf-8"))}
    assert named == made


def test_every_page_template_is_described():
    described = set(re.findall(r"`(\w+\.html)`", DOCS))
    built_on_index = {"author.html", "category.html", "tag.html", "pagination.html"}
    assert {path.name for path in TEMPLATES.glob("*.html")} - built_on_index <= described
