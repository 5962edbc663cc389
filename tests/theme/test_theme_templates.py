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
    """Jinja carries `autoescape` into no block, macro or include, so each must say it for itself."""
    tree = ENVIRONMENT.parse(path.read_text(encoding="utf-8"))
    assert list(unescaped(tree, escaped=False)) == []


def unescaped(node: nodes.Node, *, escaped: bool):
    """The lines of expressions that are put out outside of `autoescape` and without a filter that settles it."""
    if isinstance(node, nodes.Output) and not escaped:
        yield from (part.lineno for part in node.nodes if not settled(part))
    for child in node.iter_child_nodes():
        fresh = isinstance(child, nodes.Block | nodes.Macro)
        yield from unescaped(
            child, escaped=isinstance(child, nodes.ScopedEvalContextModifier) or (escaped and not fresh)
        )


def settled(part: nodes.Expr) -> bool:
    safe_call = isinstance(part, nodes.Call) and isinstance(part.node, nodes.Name) and part.node.name == "super"
    safe_filter = isinstance(part, nodes.Filter) and part.name in ("e", "escape", "safe")
    return isinstance(part, nodes.TemplateData) or safe_filter or safe_call


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_what_authors_write_as_html_is_put_out_as_it_is(path):
    safe = [
        f"{part.node.node.name}.{part.node.attr}"
        for part in ENVIRONMENT.parse(path.read_text(encoding="utf-8")).find_all(nodes.Filter)
        if part.name == "safe"
    ]
    assert set(safe) <= {"page.content", "article.content", "article.summary"}
