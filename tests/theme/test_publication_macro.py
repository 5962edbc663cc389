"""A publication's four lines, as every list and page draws them."""

from __future__ import annotations

from datetime import date

import pytest
from bookshelf import EQUAL, LEAD, OWNER, Author, Date, Link, links, macro, record, words

from ibid.model.records import Backlink
from pelican_bibtex.publication import Name

B = Author("B. Author", homepage="https://b.example/")
MANY = [Author(f"A{i}") for i in range(1, 21)]


def entry(given, **named):
    return macro("entry", "publication", given, "https://x.org", **named).li


def line(given, name):
    return words(entry(given).find(class_=name))


def test_an_entry_is_number_title_authors_venue_and_links_in_this_order():
    pdf = Link("pdf", "PDF", "/papers/widths.pdf")
    assert words(entry(record(17, authors=[OWNER, B], award="Spotlight", links=(pdf,)))) == (
        "[17] Widths of Trees Ada Owner, B. Author "
        "NeurIPS 2024 Spotlight Conference on Neural Information Processing Systems PDF"
    )


def test_a_list_counts_down_and_keeps_the_site_s_numbers():
    drawn = macro("publications", "publication", [record(9), record(4)], "")
    assert drawn.ol["class"] == ["publications"]
    assert drawn.ol.has_attr("reversed")
    assert [li["value"] for li in drawn.find_all("li")] == ["9", "4"]


def test_title_number_homepages_and_links_lead_where_they_should():
    pdf, arxiv = Link("pdf", "PDF", "/papers/w.pdf"), Link("arxiv", "arXiv", "https://arxiv.org/abs/2401.00001")
    assert links(entry(record(17, authors=[OWNER, B], links=(pdf, arxiv)))) == {
        "[17]": "https://x.org/publications/#owner2024widths",
        "Widths of Trees": "https://x.org/publications/owner2024widths/",
        "B. Author": "https://b.example/",
        "PDF": "https://x.org/papers/w.pdf",
        "arXiv": "https://arxiv.org/abs/2401.00001",
    }


@pytest.mark.parametrize(
    ("authors", "shown"),
    [
        ([OWNER], "Ada Owner"),
        ([B, OWNER], "B. Author, Ada Owner"),
        ([Author("C", marks=(EQUAL, LEAD)), B], "C*†, B. Author"),
        ([*MANY[:11], OWNER], ", ".join(f"A{i}" for i in range(1, 12)) + ", Ada Owner"),
        (MANY, "A1, A2, A3, …, A20"),
        ([*MANY[:9], OWNER, *MANY[9:]], "A1, A2, A3, …, Ada Owner, …, A20"),
        ([OWNER, *MANY], "Ada Owner, A1, A2, …, A20"),
        ([*MANY, OWNER], "A1, A2, A3, …, Ada Owner"),
        ([*MANY[:3], OWNER, *MANY[3:]], "A1, A2, A3, Ada Owner, …, A20"),
    ],
)
def test_more_than_twelve_authors_become_the_first_three_the_owner_and_the_last(authors, shown):
    assert line(record(authors=authors), "authors") == shown


def test_the_whole_of_a_long_list_stands_behind_a_summary():
    details = entry(record(authors=MANY)).find("details")
    assert words(details.summary) == "All 20 authors"
    assert words(details.p) == ", ".join(f"A{i}" for i in range(1, 21))


def test_the_owner_is_told_by_weight_and_marks_by_their_meaning():
    authors = entry(record(authors=[Author("Ada Owner", owner=True, marks=(EQUAL,)), B])).find(class_="authors")
    assert [words(b) for b in authors.find_all("b")] == ["Ada Owner"]
    assert [(words(mark), mark["title"]) for mark in authors.find_all("abbr")] == [
        ("*", "indicates equal contribution.")
    ]


def test_and_others_is_et_al_and_editors_stand_in_for_authors():
    assert line(record(authors=[B], others=True), "authors") == "B. Author, et al."
    edited = record(authors=[], editors=(Name("Editor", "Edith"), Name("Other", "Ed")))
    assert line(edited, "authors") == "Edith Editor, Ed Other (eds.)"
    more = record(authors=[], editors=(Name("Ed", "Xan"),), more_editors=True)
    assert line(more, "authors") == "Xan Ed, et al. (eds.)"


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, "NeurIPS 2024 Conference on Neural Information Processing Systems"),
        ({"award": "Spotlight"}, "NeurIPS 2024 Spotlight Conference on Neural Information Processing Systems"),
        (
            {"short_venue": "", "venue": "Annals of Trees", "details": "12(3), pp. 1–9"},
            "Annals of Trees 12(3), pp. 1–9, 2024",
        ),
        ({"short_venue": "JMLR", "venue": "JMLR"}, "JMLR 2024"),
        ({"short_venue": "", "venue": "Workshop on Trees, 2024"}, "Workshop on Trees, 2024"),
        ({"short_venue": "", "venue": ""}, "2024"),
        ({"short_venue": "", "venue": "", "date": Date(literal="forthcoming")}, "forthcoming"),
        ({"short_venue": "", "venue": "Annals of Trees", "status": "accepted"}, "Annals of Trees 2024, to appear"),
        ({"short_venue": "", "venue": "", "status": "submitted"}, "2024, under review"),
    ],
)
def test_the_short_venue_comes_first_and_the_year_once(fields, shown):
    assert line(record(**fields), "venue") == shown


def test_an_entry_with_nothing_but_a_title_has_no_empty_line():
    drawn = entry(record(3, authors=[], venue="", short_venue="", date=Date(), bibtex=""), canonical=True, bibtex=True)
    assert words(drawn) == "[3] Widths of Trees"
    assert [child.name for child in drawn.find_all(True, recursive=False) if child.get_text()] == ["a", "p"]


def test_an_entry_without_a_title_goes_by_its_key():
    assert line(record(title=""), "title") == "owner2024widths"


def test_titles_keep_their_markup_but_never_hold_a_link_within_the_link():
    title = entry(record(title=r"\emph{Deep} trees at \url{https://x.org} in $O(n^2)$")).find(class_="title")
    assert words(title.em) == "Deep"
    assert title.find("math")
    assert len(title.find_all("a")) == 1


def test_only_the_canonical_list_owns_anchors_and_carries_bibtex_and_the_ways_back():
    given = record(topics=[Backlink("Trees", "research/#trees")])
    view = macro("publications", "publication", [given], "")
    assert not view.find(id=True)
    assert not view.find("details")
    canonical = macro("publications", "publication", [given], "", canonical=True, bibtex=True)
    assert canonical.li["id"] == "owner2024widths"
    assert words(canonical.find("pre")).startswith("@inproceedings{owner2024widths,")
    assert canonical.find("a", type="application/x-bibtex")["href"] == "/publications/owner2024widths.bib"


def test_what_cites_it_is_linked_back_to_the_very_bullet_and_post():
    given = record(
        topics=[
            Backlink("Design", "research/#a/design", "Theory"),
            Backlink("Bias", "research/#a/bias", "Theory"),
            Backlink("Design", "research/#b/design", "Practice"),
        ],
        mentions=[Backlink("A prize", "news/a-prize/", when=date(2024, 9, 26)), Backlink("Ada Owner", "")],
    )
    cited = macro("cited", "publication", given, "https://x.org")
    assert words(cited) == "↑ Design (Theory) · Bias · Design (Practice) · Mentioned in A prize"
    assert [a["role"] for a in cited.find_all("a")] == ["doc-backlink"] * 4
    assert links(cited)["Design (Practice)"] == "https://x.org/research/#b/design"
    assert links(cited)["A prize"] == "https://x.org/news/a-prize/"


def test_a_list_leads_to_the_deepest_topics_and_to_what_tells_more():
    given = record(
        topics=[
            Backlink("Theory", "research/#a"),
            Backlink("Bias", "research/#a/bias", "Theory", within=("research/#a",)),
            Backlink("Practice", "research/#b"),
        ],
        mentions=[
            Backlink("Ada Owner", ""),
            Backlink("Curriculum vitae", "cv/", is_cv=True),
            Backlink("Prizes", "prizes/"),
        ],
    )
    assert words(macro("cited", "publication", given, "")) == "↑ Bias · Practice · Mentioned in Prizes"


def test_the_language_of_a_title_in_another_language_is_said():
    assert entry(record(title="随机梯度下降", language="zh")).find(class_="title").a["lang"] == "zh"
    assert not entry(record()).find(lang=True)


@pytest.mark.parametrize(
    ("marks", "legend"),
    [
        ((), ""),
        ((EQUAL,), "* indicates equal contribution."),
        ((EQUAL, LEAD), "* indicates equal contribution. † led the work."),
    ],
)
def test_the_legend_has_a_sentence_for_each_mark(marks, legend):
    assert words(macro("legend", "publication", marks)) == legend


def test_the_root_of_a_text_is_left_to_pelican():
    drawn = macro("publications", "publication", [record()], "{filename}/@site", canonical=True)
    assert links(drawn)["Widths of Trees"] == "{filename}/@site/publications/owner2024widths/"
