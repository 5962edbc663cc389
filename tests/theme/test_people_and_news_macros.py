"""Co-authors, profiles and news as lines."""

from __future__ import annotations

import pytest
from bookshelf import links, macro, post, words

from ibid.model.person import Person

WEINAN = Person(
    "Weinan E",
    homepage="https://web.math.princeton.edu/~weinan/",
    affiliations=("Peking University", "Princeton University", "AI for Science Institute"),
)


@pytest.mark.parametrize(
    ("person", "line"),
    [
        (WEINAN, "Weinan E. Peking University; Princeton University; AI for Science Institute."),
        (Person("Chao Ma", affiliations=("Stanford University",)), "Chao Ma. Stanford University."),
        (Person("Lei Wu"), "Lei Wu."),
    ],
)
def test_a_co_author_is_a_name_and_affiliations(person, line):
    assert words(macro("people", "people", [person], "").li) == line


def test_a_co_author_s_name_leads_to_their_homepage():
    assert links(macro("people", "people", [WEINAN], "")) == {"Weinan E": "https://web.math.princeton.edu/~weinan/"}


def test_profiles_are_mail_then_orcid_then_the_author_s_own_without_any_dangerous_one():
    given = Person(
        "Ada Owner",
        email="ada@x.org",
        orcid="0000-0002-1825-0097",
        links=(("Scholar", "https://scholar.example/"), ("CV", "/cv/"), ("Bad", "javascript:alert(1)")),
    )
    assert links(macro("profiles", "people", given, "..")) == {
        "Email": "mailto:ada@x.org",
        "ORCID": "https://orcid.org/0000-0002-1825-0097",
        "Scholar": "https://scholar.example/",
        "CV": "../cv/",
    }


def test_someone_without_profiles_has_no_empty_list():
    assert words(macro("profiles", "people", Person("Ada Owner"), "")) == ""


@pytest.mark.parametrize(
    ("date_format", "shown"),
    [("%b %Y", "Sep 2024"), ("%d.%m.%Y", "26.09.2024"), ("%a %d %B %Y", "2024-09-26")],
)
def test_a_line_of_news_shows_the_author_s_date_format_or_iso_in_place_of_pelican_s_long_one(date_format, shown):
    drawn = macro("lines", "news", [post()], "", conf={"DEFAULT_DATE_FORMAT": date_format})
    assert words(drawn.time) == shown
    assert drawn.time["datetime"] == "2024-09-26"


def test_news_by_year_leads_to_the_archive_of_the_year_where_there_is_one():
    posts = [post("New", "2024-02-01"), post("Old", "2023-02-01"), post("Older", "2023-01-01")]
    plain = macro("by_year", "news", posts, "")
    assert [words(h2) for h2 in plain.find_all("h2")] == ["2024", "2023"]
    assert [len(ul.find_all("li")) for ul in plain.find_all("ul")] == [1, 2]
    linked = macro("by_year", "news", posts, "..", "news/{date:%Y}/")
    assert links(linked)["2023"] == "../news/2023/"
