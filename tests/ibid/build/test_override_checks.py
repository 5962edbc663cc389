"""Templates of the author's own that show HTML and do not say that it is safe: one problem each, with what to write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tiny_site import Site

SETTINGS = {"COPYRIGHT": "&copy; <b>Jane</b>", "PLACE": "A & B", "SITENAME": "<i>Jane</i>"}
FILES = {
    "content/news/a.md": "Title: Q &amp; <em>A</em>\nDate: 2024-01-02\nSubject: A < B\n\nText.\n",
    "templates/logo.html": b"\x89PNG\xff",  # no text, which nobody asks for
    "templates/broken.html": "{% block %}{{ page.content }}",
    "templates/notes.txt": "{{ page.content }}",
}
TOLD = [
    ("{{ page.content }}", "1: page.content", ""),
    ("<p>\n{{ article.summary | truncate(9) }}", "2: article.summary", ""),
    ("{% block x %}\n\n{{ entry.content or none }}{% endblock %}", "3: entry.content", ""),
    ("{% for p in pages %}{{ p.content if p.lang else '' }}{% endfor %}", "1: p.content", ""),
    ("{% macro x() %}{{ page.content | trim }}{% endmacro %}", "1: page.content", ""),
    ("{{ COPYRIGHT }}", "1: COPYRIGHT", ""),
    ("{{ 'By ' ~ COPYRIGHT }}", "1: COPYRIGHT", ""),
    ("{% set own = COPYRIGHT %}{{ own }}", "1: own", ""),
    ("{{ article.title }}", "1: article.title", ""),
    ("{{ tags | join('<br>') }}", "1: '<br>'", ""),
    ("{{ page.subtitle or '&nbsp;' }}", "1: '&nbsp;'", ""),
    ("{{ _('%(x)s', x=page.content) }}", "1: page.content", ""),
    ("{{ page.content }}\n{{ COPYRIGHT }}\n{{ page.content }}", "1: page.content", "COPYRIGHT in line 2, page.content in line 3"),
    ("{% autoescape true %}{% block x %}{{ page.content }}{% endblock %}{% endautoescape %}", "1: page.content", ""),
]  # fmt: skip
"""A template, the line and what is reported of it, and what else."""
NOT_TOLD = [
    "{{ page.content | safe }}",
    "{{ page.content | e }}",
    "{{ page.content | striptags | truncate(9) }}",
    "{{ page.content | striptags | replace('&nbsp;', ' ') }}",
    "{{ page.content | length }}",
    "{{ page.content.split() | length }}",
    "{% if page.content %}{% set long = page.content | length > 9 %}{{ long }}{% endif %}",
    "{{ 'yes' if page.content else 'no' }}{{ page.content == '<p>' }}",
    "{% autoescape true %}{{ page.content }}{% endautoescape %}",
    "{% autoescape false %}{{ COPYRIGHT }}{% endautoescape %}",
    "{{ SITENAME }}{{ PLACE }}{{ article.subject }}{{ 'a < b > c & d' }}",
    "{{ ibid.publications[0].publication.title }}{{ chip(ibid.publications[0], SITEURL) }}",
    "{% set COPYRIGHT %}<b>{{ PLACE }}</b>{% endset %}{{ mine(page.content) }}",
    "<b>&copy;</b>",
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, root: Path) -> dict[str, str]:
    """The report of one site with all these templates: for each that is named, the rest of its line."""
    files = dict(FILES)
    for kind, templates in (("told", [row[0] for row in TOLD]), ("not", NOT_TOLD)):
        files |= {f"templates/{kind}{n}.html": template for n, template in enumerate(templates)}
    folder = tmp_path_factory.mktemp("overrides")
    built = Site(folder, root).build(files, THEME_TEMPLATES_OVERRIDES=["templates"], **SETTINGS)
    assert built.code == 0
    return dict(re.findall(r"^templates/([^:]*):(.*)$", built.stderr, re.MULTILINE))


@pytest.mark.parametrize(("number", "row"), list(enumerate(TOLD)), ids=[row[0] for row in TOLD])
def test_html_that_readers_see_as_text_is_reported_once_a_template(told: dict[str, str], number: int, row):
    line, _, what = row[1].partition(": ")
    more = f"; likewise {row[2]}" if row[2] else ""
    start = f"{line}: escaped-markup: {what} is HTML, which readers see as text; write {{{{ {what} | safe }}}}"
    assert told.get(f"told{number}.html") == f"{start}{more}."


def test_nothing_else_is(told: dict[str, str]):
    assert told.keys() == {f"told{number}.html" for number in range(len(TOLD))}


def test_a_strict_build_stops(tmp_path: Path, root: Path):
    files = {"templates/own.html": "{{ page.content }}"}
    built = Site(tmp_path, root).build(files, THEME_TEMPLATES_OVERRIDES=["templates"], STRICT=True)
    assert built.code == 1
    assert built.problems[0].startswith("templates/own.html:1: escaped-markup: ")
    built = Site(tmp_path, root).build(files, THEME="simple", THEME_TEMPLATES_OVERRIDES=["templates"], STRICT=True)
    assert "escaped-markup" not in built.stderr
