"""Other plugins beside ours: they may read and change pages at any signal, and the written site is right all the same."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

PAGE = "Title: Research\nTopics: true\n\n- **T** [@alpha2020]\n- **U** see [@beta2021; @gamma2022]\n\n{publications}\n"
POST = "Title: A post\nDate: 2024-05-03\n\nCiting [@alpha2020] and [research]({filename}../pages/research.md).\n"
SUMMARY = "Title: B\nDate: 2024-05-04\nSummary: As in [@alpha2020], see [a]({filename}a.md).\n\nText.\n"
FILES = {"content/pages/research.md": PAGE, "content/news/a.md": POST, "content/news/b.md": SUMMARY}
PLUGIN = """
from pathlib import Path
from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator

def of(generators):
    for one in generators if isinstance(generators, list) else [generators]:
        yield from getattr(one, "articles", []) if isinstance(one, ArticlesGenerator) else getattr(one, "pages", [])

def run(generators):
    for content in of(generators):
        {does}

def register(): signals.{signal}.connect(run)
"""
READS = "content.content, content.summary"
SIGNALS = ["article_generator_finalized", "page_generator_finalized", "all_generators_finalized"]


def build(site, files: Mapping[str, str], does: str, signal: str, *, first: bool = True):
    site.write({"plugins/odd_one.py": PLUGIN.format(does=does, signal=signal)})
    names = ["odd_one", "pelican_bibtex", "ibid"] if first else ["pelican_bibtex", "ibid", "odd_one"]
    paths = ["plugins", *(path for path in site.settings["PLUGIN_PATHS"] if path != "plugins")]
    return site.build(files, PLUGINS=names, PLUGIN_PATHS=paths)


@pytest.mark.parametrize("first", [True, False])
def test_a_plugin_that_reads_pages_early_changes_nothing(site, first):
    expected = site.build(FILES)
    for signal in SIGNALS:
        built = build(site, FILES, READS, signal, first=first)
        assert (built.problems, built.files()) == (expected.problems, expected.files()), signal


def test_a_plugin_finds_links_in_what_it_reads_when_all_is_read(site):
    build(
        site,
        FILES,
        "Path(content.slug + '.seen').write_text(content.content + content.summary)",
        "all_generators_finalized",
    )
    seen = "".join(path.read_text() for path in site.folder.glob("*.seen"))
    assert seen.count("doc-biblioref") == 9, "four in texts and in summaries cut from them, and one in a summary"
    assert "<ibid-" not in seen


def test_a_page_that_was_taken_too_early_is_an_error_with_its_plugin(site):
    does = "content.metadata['summary'] = content._summary = ''; content.taken = content._content"
    template = '{% extends "!theme/page.html" %}{% block content %}<h1>R</h1>{{ page.taken|safe }}{% endblock %}'
    site.settings |= {"THEME_TEMPLATES_OVERRIDES": ["templates"]}
    built = build(site, {**FILES, "templates/page.html": template}, does, "page_generator_finalized")
    said = [line for line in built.problems if "unfinished-page" in line]
    assert len(said) == 1, built.problems
    assert said[0].startswith("content/pages/research.md")
    assert said[0].endswith("remove the plugin that causes it: odd_one (on /research/)")
    assert site.build(STRICT=True).code == 1


def test_a_page_may_show_what_a_placeholder_looks_like(site):
    shown = "Title: Research\n\nWe write `<ibid-cite>` and &lt;ibid-list&gt;.\n"
    assert not [line for line in site.build({"content/pages/research.md": shown}).problems if "unfinished" in line]
