"""How the templates are made: small, escaped, and free of anything a strict policy would stop."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookshelf import TEMPLATES, environment, settings
from jinja2 import nodes

FILES = sorted(TEMPLATES.rglob("*.html"))
PELICAN = ["archives", "article", "author", "authors", "base", "categories", "category", "index", "page"]
PELICAN += ["period_archives", "tag", "tags"]
IBID = ["home", "research", "publications", "publication", "topic", "redirect", "404"]
ENVIRONMENT = environment(settings())


def name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


@pytest.mark.parametrize("template", PELICAN + IBID)
def test_every_template_that_pelican_and_ibid_expect_is_there(template):
    assert ENVIRONMENT.get_template(f"{template}.html")


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name != "macros"], ids=name)
def test_pages_and_partials_stay_within_forty_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 40


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_template_says_what_it_is_for(path):
    assert path.read_text(encoding="utf-8").startswith("{#- ")


@pytest.mark.parametrize("path", FILES, ids=name)
def test_everything_put_out_is_escaped(path):
    """The plugin turns escaping on for the whole file and for each block, and no tag in it turns it off."""
    tree = ENVIRONMENT.parse(path.read_text(encoding="utf-8"), name(path), str(path))
    blocks = list(tree.find_all(nodes.Block))
    assert type(tree.body[0]) is nodes.EvalContextModifier
    assert all(isinstance(block.body[0], nodes.ScopedEvalContextModifier) for block in blocks)
    tags = [turned_on(found) for found in tree.find_all(nodes.EvalContextModifier)]
    assert all(tags)
    assert len(tags) > len(blocks), "each inlined include brings its own tag"


def turned_on(found: nodes.EvalContextModifier) -> bool:
    [option] = found.options
    return option.key == "autoescape" and option.value.as_const()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_what_authors_write_as_html_is_put_out_as_it_is(path):
    safe = [
        f"{part.node.node.name}.{part.node.attr}"
        for part in ENVIRONMENT.parse(path.read_text(encoding="utf-8")).find_all(nodes.Filter)
        if part.name == "safe"
    ]
    assert set(safe) <= {"page.content", "article.content", "article.summary"}
