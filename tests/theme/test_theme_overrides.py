"""What docs/theme.md promises to those who change the theme."""

from __future__ import annotations

import re

import pytest
from bookshelf import TEMPLATES, THEME, catalogue, draw, page, post, record, words
from test_stylesheet import CSS, SCHEMES, contrast, tokens

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


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_example_of_colours_keeps_its_contrast(scheme):
    light, dark = (tokens(block) for block in re.findall(r":root \{(.*?)\}", example("css")))
    colours = SCHEMES[scheme] | (light if scheme == "light" else dark)
    pairs = [("link", "bg"), ("visited", "bg"), ("link", "chip")]
    assert all(contrast(colours[ink], colours[ground]) >= 7 for ink, ground in pairs)


def test_every_token_is_described():
    assert set(re.findall(r"`--([\w-]+)`", DOCS)) == set(re.findall(r"^\s+--([\w-]+):", CSS, re.MULTILINE))


def test_every_block_is_described_and_there():
    table = re.search(r"\| Template \|.*?\n\n", DOCS, re.DOTALL)[0]
    named = set(re.findall(r"`([a-z_]+)`", table))
    made = {block for path in TEMPLATES.glob("*.html") for block in re.findall(r"block (\w+)", path.read_text("utf-8"))}
    assert named == made


def test_every_page_template_is_described():
    described = set(re.findall(r"`(\w+\.html)`", DOCS))
    built_on_index = {"author.html", "category.html", "tag.html", "pagination.html"}
    assert {path.name for path in TEMPLATES.glob("*.html")} - built_on_index <= described
