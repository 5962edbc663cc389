"""What each kind of page shows, and that it shows something sensible when there is little."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from bookshelf import ADA, EQUAL, OWNER, Author, Date, Link, catalogue, draw, links, page, post, record, settings, words
from pelican.paginator import Paginator

from ibid.model.person import Person
from ibid.model.records import Backlink


def home(**variables):
    return draw("home", page=page("Home", "<p>I study trees.</p>"), output_file="index.html", **variables)


def test_home_says_who_then_news_topics_and_selected_publications():
    site = catalogue(record(2, key="new", selected=True), record(1, key="old"))
    drawn = home(ibid=site, articles=[post("A prize")])
    assert words(drawn.h1) == "Ada Owner"
    assert words(drawn.find(class_="hero")) == "Ada Owner PhD student, Example University I study trees."
    assert [words(h2) for h2 in drawn.find_all("h2")] == ["News", "Research", "Selected publications"]
    assert [li["value"] for li in drawn.ol.find_all("li")] == ["2"]


def test_home_shows_each_topic_with_its_roll_up_as_chips():
    topics = home(ibid=catalogue(record(2, key="b"), record(1, key="a"))).find(class_="topics")
    assert words(topics) == "Tree Theory [1][2]"
    assert links(topics) == {
        "Tree Theory": "https://ada.example/research/#tree-theory",
        "[1]": "https://ada.example/publications/#a",
        "[2]": "https://ada.example/publications/#b",
    }


def test_home_shows_the_newest_five_when_nothing_is_selected():
    drawn = home(ibid=catalogue(*(record(n, key=f"k{n}") for n in range(9, 0, -1))))
    assert words(drawn.find_all("h2")[-1]) == "Recent publications"
    assert [li["value"] for li in drawn.ol.find_all("li")] == ["9", "8", "7", "6", "5"]


def test_home_shows_six_posts_and_leads_to_the_others():
    posts = [post(f"Post {n}", f"2024-09-{n:02}") for n in range(9, 0, -1)]
    news = home(articles=posts, INDEX_SAVE_AS="news/index.html").find(class_="news")
    assert len(news.find_all("li")) == 6
    assert links(news.parent)["All news"] == "https://ada.example/news/"


def test_home_explains_the_marks_it_shows_and_no_others():
    marked = record(1, authors=[OWNER, Author("B", marks=(EQUAL,))])
    assert words(home(ibid=catalogue(marked)).find(class_="legend")) == "* indicates equal contribution."
    assert home(ibid=catalogue(record())).find(class_="legend") is None


def test_home_has_a_portrait_of_known_size_with_its_text():
    owner = Person("Ada Owner", native="阿达", owner=True, portrait="images/ada.jpg")
    drawn = home(ibid=catalogue(record(), owners=(owner,)))
    assert drawn.img.attrs == {
        "src": "https://ada.example/images/ada.jpg", "alt": "Portrait of Ada Owner", "width": "160", "height": "200",
    }  # fmt: skip
    assert words(drawn.h1) == "Ada Owner 阿达"


def test_a_lab_s_home_has_the_lab_s_name_and_its_people():
    drawn = home(ibid=catalogue(record(), owners=(ADA, Person("Bo", owner=True))), SITENAME="Tree Lab")
    assert words(drawn.h1) == "Tree Lab"
    assert words(drawn.find(class_="people")) == "Ada Owner. PhD student; Example University. Bo."


@pytest.mark.parametrize("site", [{}, {"ibid": catalogue(topics=(), owners=())}])
def test_home_stands_without_the_plugin_and_without_publications(site):
    drawn = home(**site)
    assert words(drawn.main) == "Ada Owner I study trees."


def test_publications_stand_under_their_years_words_first_and_undated_last():
    records = [
        record(5, key="e", date=Date()),
        record(4, key="d", date=Date(2023)),
        record(3, key="c", date=Date(literal="forthcoming")),
        record(2, key="b", date=Date(2024)),
        record(1, key="a", date=Date(2023)),
    ]
    drawn = draw("publications", records=records, ibid=catalogue(*records))
    shown = [(words(h2), [li["id"] for li in h2.find_next("ol").find_all("li")]) for h2 in drawn.find_all("h2")]
    assert shown == [("Forthcoming", ["c"]), ("2024", ["b"]), ("2023", ["d", "a"]), ("Undated", ["e"])]


def test_many_years_are_linked_at_the_top():
    records = [record(n, key=f"k{n}", date=Date(2020 + n)) for n in (4, 3, 2)]
    drawn = draw("publications", records=records, ibid=catalogue(*records))
    assert links(drawn.find("nav", attrs={"aria-label": "Years"})) == {
        "2024": "#year:2024", "2023": "#year:2023", "2022": "#year:2022",
    }  # fmt: skip
    assert drawn.find(id="year:2023").name == "h2"


def test_the_list_ends_with_its_files_and_its_feed():
    drawn = draw("publications", records=(record(),), ibid=catalogue(record()), feed="feeds/p.atom.xml")
    assert links(drawn.main)["Feed"] == "https://ada.example/feeds/p.atom.xml"
    assert "Feed" not in links(draw("publications", records=(record(),), ibid=catalogue(record())).main)


def test_the_theme_s_own_ids_are_none_that_a_key_or_a_topic_can_have():
    records = [record(1, key=key, date=Date(2024)) for key in ("main", "page-main", "2024", "year-2024")]
    ids = [tag["id"] for tag in draw("publications", records=records, ibid=catalogue(*records)).find_all(id=True)]
    assert len(ids) == len(set(ids)) == 6


def test_a_publication_s_page_has_all_that_is_known_of_it():
    given = record(
        17,
        authors=[OWNER, *(Author(f"A{n}") for n in range(1, 14))],
        award="Spotlight",
        abstract="We measure trees.",
        note="Talk in Bath.",
        links=(Link("pdf", "PDF", "/papers/w.pdf"),),
        topics=[Backlink("Bias", "research/#theory/bias", "Theory")],
        mentions=[Backlink("A prize", "news/a-prize/", when=date(2024, 9, 26))],
    )
    drawn = draw("publication", record=given, ibid=catalogue(given))
    assert words(drawn.h1) == "Widths of Trees"
    assert words(drawn.find(class_="authors")).endswith("A12, A13")
    for shown in (
        "Publications [17]", "NeurIPS 2024 Spotlight", "PDF", "Talk in Bath.", "Abstract We measure trees.",
        "Topics Bias · Theory", "Mentioned in 2024-09-26 A prize", "BibTeX @inproceedings{owner2024widths,",
    ):  # fmt: skip
        assert shown in words(drawn.main)
    assert links(drawn.main)["Bias"] == "https://ada.example/research/#theory/bias"
    assert links(drawn.main)["[17]"] == "https://ada.example/publications/#owner2024widths"
    assert links(drawn.main)["BibTeX"] == "https://ada.example/publications/owner2024widths.bib"
    assert links(drawn.main)["CSL-JSON"] == "https://ada.example/publications/owner2024widths.json"
    assert links(drawn.main)["RIS"] == "https://ada.example/publications/owner2024widths.ris"


def test_a_publication_of_which_only_the_key_is_known_still_has_a_page():
    bare = record(1, title="", authors=[], venue="", short_venue="", date=Date(), bibtex="")
    drawn = draw("publication", record=bare)
    assert words(drawn.main) == "Publications [1] owner2024widths"
    assert words(drawn.title) == "owner2024widths · Ada Owner"


def test_a_post_has_its_date_and_tags_and_is_not_signed_by_the_site_s_own_author():
    tags = [SimpleNamespace(name="neurips", url="tag/neurips/")]
    given = post("A prize", tags=tags, author=SimpleNamespace(name="Ada Owner", url="author/ada/", slug="ada"))
    given.category = SimpleNamespace(url="category/news/", slug="news")
    drawn = draw("article", {"AUTHOR": "Ada Owner", "CATEGORY_SAVE_AS": "", "TAG_SAVE_AS": ""}, article=given)
    assert words(drawn.h1) == "A prize"
    assert drawn.time["datetime"].startswith("2024-09-26")
    assert "Ada" not in words(drawn.find(class_="byline"))
    assert not links(drawn.article), "pages that are not written are not linked"


def test_a_title_marked_up_by_typogrify_is_text_in_heading_line_and_head():
    given = post("Ada&#8217;s <span class='caps'>NSF</span> grant &amp;&nbsp;more")
    drawn = draw("article", article=given)
    assert words(drawn.h1) == "Ada’s NSF grant & more"
    assert words(drawn.title) == "Ada’s NSF grant & more · Ada Owner"
    assert drawn.find("meta", property="og:title")["content"] == words(drawn.title)


def test_news_of_a_year_are_dated_lines_with_their_summaries():
    drawn = draw(
        "period_archives", dates=[post("A prize", content="<p>We won.</p>")], period=(2024,), period_num=(2024,)
    )
    assert words(drawn.h1) == "News of 2024"
    assert words(drawn.find(class_="news").div) == "A prize We won."


def test_an_address_that_leads_nowhere_leads_home_and_is_kept_from_search_engines():
    drawn = draw("404")
    assert links(drawn.main) == {"home page": "https://ada.example/"}
    drawn = draw("404", {"IBID_SEARCH": True})
    assert words(drawn.main).endswith("Start from the home page, or search.")
    assert links(drawn.main)["search"] == "https://ada.example/search/"
    assert drawn.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert drawn.find("link", rel="canonical") is None


def test_home_shows_the_site_s_subtitle_where_the_owner_has_no_role():
    owner = Person("Ada Owner", owner=True)
    drawn = home(ibid=catalogue(record(), owners=(owner,)), SITESUBTITLE="Theory of trees")
    assert words(drawn.find(class_="role")) == "Theory of trees"


def test_the_list_of_posts_leads_to_the_overviews_that_are_written():
    conf = {"DIRECT_TEMPLATES": ["index", "tags"], "TAGS_SAVE_AS": "news/tags/index.html"}
    paginator = Paginator("index.html", "", [post()], settings(**conf))
    drawn = draw("index", conf, articles_page=paginator.page(1), articles_paginator=paginator)
    assert links(drawn.find(class_="more")) == {"Tags": "https://ada.example/news/tags/"}
