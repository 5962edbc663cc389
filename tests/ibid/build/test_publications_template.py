"""`publications` in DIRECT_TEMPLATES, as pelican-bibtex's readme has it: the page is the list."""

from __future__ import annotations

README = """\
{% extends "base.html" %}
{% block title %}Publications{% endblock %}
{% block content %}<h1>Publications</h1>
<ul>{% for key, year, text, bibtex, pdf, slides, poster in publications %}<li id="{{ key }}">{{ text }}</li>{% endfor %}</ul>
{% endblock %}
"""
"""A template written for pelican-bibtex."""
POST = {"content/news/2024-01-01-a.md": "Title: A\nDate: 2024-01-01\n\nSee [@beta2021].\n"}
DIRECT = {"DIRECT_TEMPLATES": ["index", "publications"], "SITEURL": "https://here.example"}


def _ids(built, page):
    return [entry["id"] for entry in built.page(page).select("main li[id]")]


def test_pelican_s_page_is_the_same_list_with_one_canonical_address(site):
    built = site.build(POST, STRICT=True, **DIRECT)
    assert built.problems == []
    for page in ("publications.html", "publications/index.html"):
        assert _ids(built, page) == ["gamma2022", "beta2021", "alpha2020"]
        assert built.page(page).select_one("link[rel=canonical]")["href"] == "https://here.example/publications/"
    assert "publications.html" not in built.text("sitemap.xml")


def test_at_the_same_address_it_is_written_once(site):
    own = {"PUBLICATIONS_SAVE_AS": "publications/index.html", "PUBLICATIONS_URL": "publications/"}
    built = site.build(POST, STRICT=True, **DIRECT, **own)
    assert built.problems == []
    assert _ids(built, "publications/index.html") == ["gamma2022", "beta2021", "alpha2020"]
    assert "publications.html" not in built.files()


def test_a_template_for_pelican_bibtex_draws_both(site):
    site.write({"templates/publications.html": README})
    built = site.build(POST, STRICT=True, THEME_TEMPLATES_OVERRIDES=["templates"], **DIRECT)
    assert built.code == 0, built.stderr
    for page in ("publications.html", "publications/index.html"):
        assert sorted(_ids(built, page)) == ["alpha2020", "beta2021", "gamma2022"]
