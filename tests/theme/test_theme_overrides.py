"""What docs/theme.md promises to those who change the theme."""

from __future__ import annotations

import json
import re
import shutil
from ast import literal_eval

from bookshelf import TEMPLATES, THEME, catalogue, draw, page, post, record, words
from test_stylesheet import TOKENS, values

from ibid.features.colours.colour_tokens import fault_of, judge, read_tokens
from workshop.sites import build

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
    assert list(judge(read_tokens(setting))) == []
    light, dark = (values(block) for block in re.findall(r":root \{(.*?)\}", example("css"), re.DOTALL))
    assert list(judge({name: (light[name], dark[name]) for name in light})) == []


def test_every_token_is_described():
    assert set(re.findall(r"`--([\w-]+)`", DOCS)) == TOKENS


def test_every_block_is_described_and_there():
    table = re.search(r"\| Template \|.*?\n\n", DOCS, re.DOTALL)[0]
    named = set(re.findall(r"`([a-z_]+)`", table))
    made = {block for path in TEMPLATES.glob("*.html") for block in re.findall(r"block (\w+)", path.read_text("utf-8"))}
    assert named == made


def documented() -> dict[str, list[str]]:
    """Each template of the page's table, with the blocks named beside it."""
    rows = re.findall(r"^\| (`\w+\.html`.*?) \|.*?\| ?(.*?) ?\|$", DOCS, re.MULTILINE)
    return {
        name: re.findall(r"`(\w+)`", blocks) for names, blocks in rows for name in re.findall(r"`(\w+)\.html`", names)
    }


def override(name: str, blocks: list[str]) -> str:
    """A template of the author's that adds a sign to each of these blocks and leaves what is in it."""
    added = "".join(
        f"{{% block {block} %}}{{{{ super() }}}}{sign(name, block)}{{% endblock %}}\n"
        for block in blocks
        if block != "html_lang"
    )
    return f'{{% extends "!theme/{name}.html" %}}\n{{% block html_lang %}}x-{name[:8]}{{% endblock %}}\n{added}'


def sign(name: str, block: str) -> str:
    return f"({name}, {block})"


WRITTEN = {
    "home": "index.html",
    "research": "research/index.html",
    "publications": "publications/index.html",
    "publication": "publications/gu2022salt/index.html",
    "topic": "topics/sediment/index.html",
    "redirect": "topics/mud/index.html",
    "index": "news/index.html",
    "article": "news/first-map/index.html",
    "authors": "news/authors/index.html",
    "categories": "news/categories/index.html",
    "archives": "news/archive/index.html",
    "tags": "news/tags/index.html",
    "period_archives": "news/2024/index.html",
    "page": "about/index.html",
    "cv": "cv/index.html",
    "search": "search/index.html",
    "404": "404.html",
}
"""A page that is drawn with each template."""


IN_EVERY_PAGE = ("head", "extra_head", "body", "header", "footer")
"""Blocks that no page type fills for itself, so that an override of `base.html` reaches all pages."""


def test_every_documented_block_of_every_template_can_be_filled(tmp_path, root):
    base, own = documented()["base"], documented()
    lab = tmp_path / "lab"
    shutil.copytree(root / "tests" / "sites" / "lab", lab, ignore=shutil.ignore_patterns("cache", "output"))
    (lab / "content/pages/about.md").write_text("Title: 关于\n\n我们。\n", encoding="utf-8")
    (lab / "content/cv.yml").write_text("person: 顾一舟\neducation:\n  - degree: 博士\n", encoding="utf-8")
    (lab / "templates").mkdir()
    for name in own:
        filled = override(name, base if name == "base" else [*base, *own[name]])
        (lab / "templates" / f"{name}.html").write_text(filled, encoding="utf-8")
    settings = {
        "THEME_TEMPLATES_OVERRIDES": ["templates"],
        "THEME": str(root / "theme"),
        "PLUGIN_PATHS": [str(root / "plugins")],
    }
    build(lab, tmp_path / "output", "", *(f"{key}={json.dumps(value)}" for key, value in settings.items()))
    missing = []
    for name, path in WRITTEN.items():
        html = (tmp_path / "output" / path).read_text(encoding="utf-8")
        assert f'lang="x-{name[:8]}"' in html
        blocks = [(name, block) for block in [*base, *own[name]]] + [("base", block) for block in IN_EVERY_PAGE]
        missing += [one for one in blocks if one[1] != "html_lang" and sign(*one) not in html]
    assert missing == []


def test_every_page_template_is_described():
    described = set(re.findall(r"`(\w+\.html)`", DOCS))
    built_on_index = {"author.html", "category.html", "tag.html", "pagination.html"}
    assert {path.name for path in TEMPLATES.glob("*.html")} - built_on_index <= described
