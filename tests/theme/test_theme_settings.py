"""The settings a Pelican user expects a theme to honour."""

from __future__ import annotations

import pytest
from bookshelf import ADA, catalogue, draw, links, page, post, record, settings, words
from pelican.paginator import Paginator

from ibid.model.person import Person

MENU = (("Research", "/research/"), ("CV", "/cv.html"), ("Code", "https://code.example/ada"))


def menu(output_file="x/index.html", **conf):
    return draw("404", conf, output_file=output_file).find("nav")


def test_menuitems_get_the_site_s_address_and_absolute_ones_are_left_alone():
    assert links(menu(MENUITEMS=MENU)) == {
        "Research": "https://ada.example/research/",
        "CV": "https://ada.example/cv.html",
        "Code": "https://code.example/ada",
    }
    assert links(menu(MENUITEMS=(("CDN", "//cdn.example/"),))) == {"CDN": "//cdn.example/"}


@pytest.mark.parametrize(
    ("output_file", "current"),
    [
        ("research/index.html", [("Research", "page")]),
        ("research/x/index.html", [("Research", "true")]),
        ("research2/index.html", []),
        ("cv.html", [("CV", "page")]),
        ("index.html", []),
    ],
)
def test_the_current_item_says_so(output_file, current):
    nav = menu(output_file, MENUITEMS=MENU)
    assert [(words(a), a["aria-current"]) for a in nav.find_all("a", attrs={"aria-current": True})] == current


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JaVaScript:x",
        "java\tscript:x",
        "\x01javascript:x",
        "data:text/html,x",
    ],
)
def test_an_item_that_would_run_a_script_is_dropped(url):
    assert menu(MENUITEMS=(("Bad", url),)) is None


def test_without_menuitems_the_pages_are_listed_as_in_simple():
    pages = [page("Research", slug="research"), page("Home", slug="x", url="", save_as="index.html")]
    conf = {"PAGE_URL": "{slug}/", "PAGE_SAVE_AS": "{slug}/index.html", "DISPLAY_PAGES_ON_MENU": True}
    assert links(draw("404", conf, pages=pages).nav) == {"Research": f"https://ada.example/{pages[0].url}"}
    assert draw("404", conf | {"DISPLAY_PAGES_ON_MENU": False}, pages=pages).find("nav") is None


def test_a_page_that_menuitems_name_is_not_listed_twice():
    listed = page("Research", slug="research", url="research/")
    nav = draw("404", {"MENUITEMS": MENU[:1]}, pages=[listed]).nav
    assert len(nav.find_all("a")) == 1


def test_quickstart_s_placeholders_are_left_out_of_the_footer():
    conf = {"LINKS": (("Pelican", "https://getpelican.com/"), ("Change me", "#")), "SOCIAL": (("Another", "#"),)}
    assert links(draw("404", conf).find("footer"))["Pelican"] == "https://getpelican.com/"
    assert "Change me" not in words(draw("404", conf).find("footer"))


def test_a_site_without_links_or_feed_has_no_empty_footer():
    assert draw("404", {"FEED_ALL_ATOM": None}).find("footer") is None


@pytest.mark.parametrize(
    ("conf", "feeds"),
    [
        ({"FEED_ALL_ATOM": "feeds/news.atom.xml"}, ["https://ada.example/feeds/news.atom.xml"]),
        ({"FEED_ALL_ATOM": None, "FEED_ALL_RSS": "rss.xml"}, ["https://ada.example/rss.xml"]),
        ({"FEED_ALL_ATOM": "a.xml", "FEED_ALL_ATOM_URL": "atom/"}, ["https://ada.example/atom/"]),
        (
            {"FEED_ALL_ATOM": None, "FEED_ATOM": "b.xml", "FEED_RSS": "c.xml"},
            ["https://ada.example/b.xml", "https://ada.example/c.xml"],
        ),
        ({"FEED_ALL_ATOM": None, "FEED_DOMAIN": "https://feeds.example"}, []),
    ],
)
def test_feeds_are_named_in_the_head(conf, feeds):
    found = draw("404", conf).find_all("link", rel="alternate")
    assert [link["href"] for link in found] == feeds
    assert all(link["type"].startswith("application/") and link["title"] for link in found)


@pytest.mark.parametrize(
    ("siteurl", "output_file", "canonical"),
    [
        ("https://ada.example", "publications/index.html", "https://ada.example/publications/"),
        ("https://ada.example/site", "cv.html", "https://ada.example/site/cv.html"),
        ("https://ada.example", "news/index2.html", "https://ada.example/news/index2.html"),
        ("https://ada.example", "index.html", "https://ada.example/"),
        ("", "index.html", None),
        ("..", "cv/index.html", None),
    ],
)
def test_the_canonical_address_is_known_once_siteurl_is_absolute(siteurl, output_file, canonical):
    drawn = draw("tags", {}, SITEURL=siteurl, output_file=output_file, tags=[])
    link, graph = drawn.find("link", rel="canonical"), drawn.find("meta", property="og:url")
    assert (link and link["href"]) == canonical
    assert (graph and graph["content"]) == canonical


@pytest.mark.parametrize("root", ["", "..", "https://ada.example/site"])
def test_every_address_of_the_site_starts_at_its_root(root):
    drawn = draw("404", {"MENUITEMS": MENU[:1], "STYLESHEET_URL": "/my.css"}, SITEURL=root)
    assert [link["href"] for link in drawn.find_all("link", rel="stylesheet")] == [
        f"{root}/theme/css/ibid.css",
        f"{root}/my.css",
    ]
    assert drawn.find("header").a["href"] == f"{root}/"


def test_the_language_is_the_page_s_or_the_site_s():
    assert draw("404", {"DEFAULT_LANG": "zh"}).html["lang"] == "zh"
    assert draw("page", page=page(lang="zh")).html["lang"] == "zh"
    assert draw("article", article=post(lang="de")).html["lang"] == "de"


def test_translations_are_linked_both_for_readers_and_for_search_engines():
    here, there = page("Research", lang="en", slug="r"), page("研究", lang="zh", slug="r-zh")
    here.translations = [there]
    drawn = draw("page", page=here)
    other = drawn.find("a", hreflang="zh")
    assert (words(other), other["lang"]) == ("中文", "zh")
    assert [link["hreflang"] for link in drawn.find_all("link", hreflang=True)] == ["en", "x-default", "zh"]


def test_pages_of_a_long_list_are_linked_in_words():
    made = settings(DEFAULT_PAGINATION=1, INDEX_SAVE_AS="news/index.html")
    paginator = Paginator("news/index.html", "news/", [post("B"), post("A", "2023-01-01")], made, 1)
    drawn = draw(
        "index", articles_page=paginator.page(1), articles_paginator=paginator, articles_next_page=paginator.page(2)
    )
    pager = drawn.find("nav", attrs={"aria-label": "Pages of this list"})
    assert words(pager) == "Page 1 of 2 Older"


def test_open_graph_has_a_picture_once_its_address_can_be_absolute():
    owner = Person("Ada Owner", owner=True, portrait="images/ada.jpg")
    site = catalogue(record(), owners=(owner,))
    image = draw("404", ibid=site).find("meta", property="og:image")
    assert image["content"] == "https://ada.example/images/ada.jpg"
    assert draw("404", ibid=site, SITEURL="").find("meta", property="og:image") is None
    assert draw("404", ibid=catalogue(record(), owners=(ADA,))).find("meta", property="og:image") is None
