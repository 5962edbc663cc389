"""Includes of Ibid's own templates become parts of the template that includes; what readers get is the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader

from ibid.build import inlined_includes
from ibid.build.inlined_includes import InlinedIncludes

PART = "{% set inner = 'set inside' %}[{{ x }}|{{ given }}|{{ y }}]"
ROWS = {
    "{% include 'part.html' %}": 0,
    "{%- include 'part.html' -%} .": 0,
    "{% set y = 2 %}{% include 'part.html' %}": 0,
    "{% for x in 'ab' %}{% include 'part.html' %}{% endfor %}{{ x }}": 0,
    "{% with y = 'w' %}{% include 'part.html' %}{% endwith %}{{ y }}": 0,
    "{% include 'part.html' %}{{ inner }}": 0,
    "{% include 'nested.html' %}": 0,
    "{% macro m(x) %}{% include 'part.html' %}{% endmacro %}{{ m(5) }}": 0,
    "{% block b %}{% include 'part.html' %}{% endblock %}": 0,
    "{% include 'part.html' without context %}": 1,
    "{% include 'none.html' ignore missing %}": 1,
    "{% include ['none.html', 'part.html'] %}": 1,
    "{% include name %}": 1,
    "{% include 'with_block.html' %}": 1,
    "{% if false %}{% include 'none.html' %}{% endif %}": 1,
    "{% include 'authors.html' %}": 1,
    "{% raw %}{% include 'part.html' %}{% endraw %}": 0,
}
"""Templates, and how many of their includes stay includes."""
OTHERS = {
    "part.html": PART,
    "nested.html": "<{% set y = 'nested' %}{% include 'part.html' %}>",
    "with_block.html": "{% block c %}{{ x }}{% endblock %}",
}
LOADING = ("get_template", "select_template", "get_or_select_template")
GIVEN = {"x": "<x>", "given": "g", "name": "part.html"}


def environment(folder: Path, *extensions: type[InlinedIncludes]) -> Environment:
    loader = ChoiceLoader([DictLoader({"authors.html": "the author's {{ x }}"}), FileSystemLoader(folder)])
    return Environment(loader=loader, autoescape=True, extensions=extensions)


@pytest.fixture
def own(tmp_path, monkeypatch) -> Path:
    for name, text in OTHERS.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.setattr(inlined_includes, "OWN", tmp_path)
    return tmp_path


@pytest.mark.parametrize(("source", "left"), ROWS.items(), ids=str)
def test_what_is_written_is_the_same(own, source, left):
    (own / "page.html").write_text(source, "utf-8")
    inlined, plain = environment(own, InlinedIncludes), environment(own)
    assert inlined.get_template("page.html").render(GIVEN) == plain.get_template("page.html").render(GIVEN)
    code = inlined.compile(source, "page.html", str(own / "page.html"), raw=True)
    assert sum(code.count(f"environment.{get}(") for get in LOADING) == left


def test_the_includes_of_an_author_stay_includes(own):
    code = environment(own, InlinedIncludes).compile("{% include 'part.html' %}", "mine.html", "/mine.html", raw=True)
    assert "environment.get_template(" in code
