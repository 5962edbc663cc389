"""A template that was compiled once is drawn as one that is compiled now, and compiled anew once anything differs."""

from __future__ import annotations

import os
from pathlib import Path

from tiny_site import Site, pages_of

from workshop import zygote

PROGRAM = """\
from jinja2 import DictLoader, Environment
from jinja2.exceptions import TemplateSyntaxError
from jinja2.ext import Extension

def starting_with(given):
    class Here(Extension):
        word = given

        def preprocess(self, source, name, filename=None):
            return self.word + source

    return Here

def drawn(source, name="a.html", **settings):
    try:
        return Environment(loader=DictLoader({name: source}), **settings).get_template(name).render(x="<")
    except TemplateSyntaxError as error:
        return f"{error.name}:{error.lineno}"

SOURCE = "{% if x %}\\n  {{ x }}{% endif %}"
print([
    drawn(SOURCE),
    drawn(SOURCE, autoescape=True),
    drawn(SOURCE, autoescape=lambda name: name == "a.html"),
    drawn(SOURCE, "b.html", autoescape=lambda name: name == "a.html"),
    drawn(SOURCE, trim_blocks=True),
    drawn(SOURCE, variable_start_string="[[", variable_end_string="]]"),
    drawn(SOURCE + "."),
    drawn("{% if %}"),
    drawn("{% if %}", "b.html"),
    *(drawn("x", extensions=[starting_with(word)]) for word in "ab"),
])
"""


def test_each_setting_has_its_own_code(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    fresh, *forked = (zygote.run(["program"], tmp_path, os.environ, fresh=fresh) for fresh in (True, False, False))
    assert fresh.stdout == (
        "['\\n  <', '\\n  &lt;', '\\n  &lt;', '\\n  <', '  <', '\\n  {{ x }}', '\\n  <.', 'a.html:1', 'b.html:1', 'ax', 'bx']\n"
    )
    assert [done.stdout for done in forked] == [fresh.stdout] * 2


def test_a_site_is_the_same_with_templates_of_an_earlier_run(tmp_path: Path, root: Path) -> None:
    site = Site(tmp_path / "site", root)
    site.build(pages_of(["See [@alpha2020]."]))
    built = [site.run("pelican", "content", "-d", fresh=fresh).files() for fresh in (False, True)]
    assert built[0] == built[1]
    assert len(built[0]) > 20


def test_a_template_changed_between_two_builds_is_read_anew(tmp_path: Path, root: Path) -> None:
    site = Site(tmp_path / "site", root)
    site.settings["THEME_TEMPLATES_OVERRIDES"] = ["mine"]
    for word in ("one", "two", "one"):
        page = f"<p>{word}: {{{{ page.title }}}}"
        built = site.build({"content/pages/a.md": "Title: A\n\nText.\n", "mine/page.html": page})
        assert built.text("a/index.html") == f"<p>{word}: A"


def test_a_fault_is_reported_as_ever(tmp_path: Path, root: Path) -> None:
    site = Site(tmp_path / "site", root)
    site.settings["THEME_TEMPLATES_OVERRIDES"] = ["mine"]
    site.build(pages_of(["Text."]))
    site.write({"mine/page.html": "\n{{ nothing.at.all }}"})
    fresh, *forked = (
        zygote.run(["pelican", "content"], site.folder, os.environ, fresh=each) for each in (True, False, False)
    )
    assert "mine/page.html:2: broken-build: " in fresh.stderr
    assert [done.stderr for done in forked] == [fresh.stderr] * 2
