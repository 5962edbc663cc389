"""Ibid's pages under other themes: what a reader sees there, and what an author is told where a theme cannot."""

from __future__ import annotations

import re
from textwrap import dedent
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from tiny_site import Built, Site

PAGES = {
    "content/pages/research.md": (
        "Title: Research\nTopics: true\n\nFirst [@alpha2020].\n\n- **Bias** is old: [@*]\n"
        "    - **Flat minima** work [@alpha2020; @beta2021]\n- **Laws** [@gamma2022]\n\n"
        "{publications limit=1}\n\n{topics}\n\n{people owners}\n"
    ),
    "content/pages/research.zh.md": (
        "Title: 研究\nLang: zh\nTopics: true\n\n[@alpha2020]\n\n- **偏差**: [@*]\n"
        "    - **平坦** [@alpha2020; @beta2021]\n- **定律** [@gamma2022]\n"
    ),
    "content/pages/about.md": "Title: About\nTemplate: research\nTopics: false\nAliases: /me/\n\nI.\n",
    "content/news/2024-01-02-first.md": "Title: First\n\nWe wrote [@gamma2022].\n",
    "content/people.yml": "Jane Doe:\n  owner: true\n",
    "content/cv.yml": "education:\n  - degree: PhD\n",
    "content/publications.bib": (
        '@article{alpha2020, title={On $n^2$ \\& <Alpha>" onclick=" \'}, author={Doe, Jane}, year={2020}, abstract={Short.}}\n'
        "@article{beta2021, title={On Beta}, author={Doe, Jane}, year={2021}}\n"
        "@article{gamma2022, title={On Gamma}, author={Doe, Jane}, year={2022}}\n"
    ),
}
ODD = {
    "odd/templates/layout.html": (
        '<!doctype html><html lang="{{ page.lang or DEFAULT_LANG }}"><head><title>{{ SITENAME }}{% block name %}{% endblock %}'
        '</title><meta name="description" content=""></head><body><p id="logo">Odd</p>{% block main %}{% endblock %}</body></html>'
    ),
    "odd/templates/page.html": (
        '{% extends "layout.html" %}{% block name %}: {{ page.title | striptags }}{% endblock %}'
        '{% block main %}<h1 title="{{ page.title | striptags }}">{{ page.title }}</h1>'
        "{% for other in page.translations %}<a class=other href='{{ SITEURL }}/{{ other.url }}'>{{ other.lang }}</a>{% endfor %}"
        "{{ page.content }}{% endblock %}"
    ),
    "odd/templates/search.html": '{% extends "layout.html" %}{% block main %}<p>Of another plugin</p>{% endblock %}',
    "odd/templates/topic.html": "A topic of its own",
    "odd/templates/partials/publication.html": "{{ of.its.own }}",
    "odd/templates/macros/publication.html": "{% macro another() %}{% endmacro %}",
}
"""A theme without a `base.html`, with other blocks, and with templates that are named like some of ours."""
LOGO = {"simple": "body > header a", "notmyidea": "#banner h1", "odd": "#logo"}
"""What each theme shows on its every page."""
TITLE = {"simple": "main h2", "notmyidea": "h1.entry-title", "odd": "h1"}
"""Where each theme shows the title of a page."""

NAMES = {
    "publications/alpha2020/index.html": "On n² & <Alpha>” onclick=” ’",
    "topics/bias/flat-minima/index.html": "Flat minima (Bias)",
    "cv/index.html": "Curriculum vitae",
}
"""What the tab of a browser shows, where that is not the title on the page."""


def build(site: Site, theme: str, **settings: object) -> Built:
    pages = {"PAGE_LANG_URL": "{slug}-{lang}/", "PAGE_LANG_SAVE_AS": "{slug}-{lang}/index.html"}
    names = r"(?:(?P<date>\d{4}-\d{2}-\d{2})-)?(?P<slug>[^.]*)(?:\.(?P<lang>[a-z]{2}))?"
    more = {"FILENAME_METADATA": names, "IBID_PEOPLE": "content/people.yml", "IBID_SEARCH": True, "STRICT": True}
    return site.build(PAGES | ODD, THEME=theme, **pages, **more, **settings)


def astray(built: Built) -> list[str]:
    """The links of pages that lead to no page or to no place on it."""
    pages = {path: built.page(path) for path in built.files() if path.endswith(".html")}
    found = []
    for path, page in pages.items():
        for link in page.select("main a[href], body > a[href], ol a[href], ul a[href], p a[href]"):
            address, place = urldefrag(urljoin(f"/{path}", link["href"]))
            file = unquote(address)[1:]
            file += "index.html" if file.endswith("/") or not file else ""
            if (
                address.startswith("/")
                and file.endswith(".html")
                and not (file in pages and (not place or pages[file].find(id=unquote(place))))
            ):
                found.append(f"{path}: {link['href']}")
    return found


@pytest.mark.parametrize(("theme", "relative"), [("simple", False), ("notmyidea", True), ("odd", False)])
def test_ibids_pages_look_like_those_of_any_theme(site, theme, relative):
    built = build(site, theme, RELATIVE_URLS=relative)
    told = {line.partition(": ")[0] for line in built.problems}
    assert (built.code, told - {"no-description", "main-heading"}) == (0, set())
    titles = {
        "publications/index.html": "Publications",
        "publications/alpha2020/index.html": 'On n2 & <Alpha>" onclick=" \'',
        "topics/bias/flat-minima/index.html": "Flat minima",
        "topics/bias/index.html": "Bias",
        "cv/index.html": "Jane Doe",
        "search/index.html": "Search",
        "me/index.html": "About",
    }
    for path, title in titles.items():
        page = built.page(path)
        assert page.select_one(LOGO[theme])
        assert [one.get_text() for one in page.select(TITLE[theme])][:1] == [title]
        assert NAMES.get(path, title) in page.title.get_text()
        assert [one["content"] for one in page.head.select("meta[name=description]") if one["content"]]
    assert astray(built) == []

    research = built.page("research/index.html")
    assert [a.get_text() for a in research.select("a[role=doc-biblioref]")][:3] == ["[1]", "[1]", "[2]"]
    assert [li["value"] for li in research.select("ol.publications > li")] == ["3"]
    assert research.select("svg.timeline")
    assert "Jane Doe" in research.select_one("ul.people").get_text()
    listed = built.page("publications/index.html")
    assert [li["id"] for li in listed.select("ol.publications > li")] == ["gamma2022", "beta2021", "alpha2020"]
    alpha = built.page("publications/alpha2020/index.html")
    assert alpha.select_one(TITLE[theme]).find("math")
    assert alpha.head.find("meta", {"name": "citation_title"})["content"] == 'On n² & <Alpha>" onclick=" \''
    assert "Flat minima" in alpha.get_text()
    assert "First" in built.page("publications/gamma2022/index.html").get_text()
    for path, lang, other in [("topics/bias/", "en", "zh/topics/bias/"), ("zh/topics/bias/", "zh", "topics/bias/")]:
        page = built.page(f"{path}index.html")
        links = [
            unquote(urljoin(f"/{path}", a["href"])).removesuffix("index.html") for a in page.find_all("a", href=True)
        ]
        assert (page.html["lang"], links.count(f"/{other}")) == (lang, 1)
    search = built.page("search/index.html")
    assert search.select_one("form[role=search]")
    assert urljoin("/search/", search.head.find("script", src=True)["src"])[1:] in built.files()
    assert "url=" in built.page("me/index.html").head.find("meta", {"http-equiv": "refresh"})["content"]
    assert {"publications.bib", "publications/alpha2020.bib", "publications.ris"} <= built.files().keys()


FAILING = {
    "it does not show `page.content`": "<html><title>{{ page.title }}</title></html>",
    "UndefinedError: 'ibid.build.own_templates.ShownPage object' has no attribute 'date'": "{{ page.date.year }}{{ page.content }}",
}

ADVICE = "add a template ibid_page.html that shows `page.title` and `page.content`, as in docs/other-themes.md."


@pytest.mark.parametrize("reason", FAILING)
def test_a_theme_that_cannot_show_them_fails_a_strict_build_once(site, root, reason):
    text = {"content/pages/a.md": "Title: A\nDate: 2024-01-01\n\nText [@alpha2020; @beta2021].\n"}
    theme = {"odd/templates/page.html": FAILING[reason], "odd/templates/article.html": FAILING[reason]}
    built = site.build(
        text | theme,
        THEME="odd",
        STRICT=True,
        IBID_SEVERITY={"no-language": "off", "main-heading": "off", "no-title": "off"},
    )
    assert (built.code, [line for line in built.problems if "no-description" not in line]) == (
        1,
        [
            f"missing-template: the theme cannot show these pages: publication, publications. {reason}; {ADVICE}",
        ],
    )
    example = re.search(r"```jinja\n(.*?)```", (root / "docs/other-themes.md").read_text("utf-8"), re.DOTALL)[1]
    mended = {
        "templates/ibid_page.html": dedent(example),
        "odd/templates/layout.html": ODD["odd/templates/layout.html"],
    }
    again = site.build(mended, THEME_TEMPLATES_OVERRIDES=["templates"])
    assert (again.code, again.page("publications/beta2021/index.html").select_one("#logo + h1").get_text()) == (
        0,
        "On Beta",
    )


def test_an_authors_own_templates_come_first_if_they_are_for_ibid(site):
    """One for a publication, one for an entry, and one for pelican-bibtex, which Pelican writes as ever."""
    templates = {
        "templates/publication.html": "<html><title>{{ record.key }}</title><h1>Mine: {{ record.number }}</h1></html>",
        "templates/macros/publication.html": (
            "{% macro publications(records, root, canonical=false, bibtex=false, ids={}) %}"
            '{% for one in records %}<p{% if canonical %} id="{{ one.slug }}"{% endif %}>{{ one.publication.title.plain }}</p>{% endfor %}'
            "{% endmacro %}{% macro legend(marks) %}{% endmacro %}{% macro downloads(files, root) %}{% endmacro %}"
        ),
        "templates/publications.html": "<ul>{% for key, year, text, bibtex, pdf, slides, poster in publications %}<li>{{ key }}</li>{% endfor %}</ul>",
        "content/publications.bib": "@article{a, title={A < B}, author={Doe, Jane}, year={2020}}\n",
        "content/pages/a.md": "Title: A\n\nText [@a].\n\n{publications}\n",
    }
    built = site.build(
        templates,
        THEME="simple",
        THEME_TEMPLATES_OVERRIDES=["templates"],
        DIRECT_TEMPLATES=["index", "publications"],
        STRICT=True,
    )
    assert [line for line in built.problems if "warning" not in line] == []
    assert built.page("publications/a/index.html").h1.get_text() == "Mine: 1"
    assert built.page("publications/index.html").find("p", id="a").get_text() == "A < B"
    assert "<p>A &lt; B</p>" in built.text("a/index.html")
    assert built.text("publications.html") == "<ul><li>a</li></ul>"
