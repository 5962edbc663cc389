"""Topics by years: the figure on the research page and on a topic's page, and the lists there that it leads to."""

import pytest
from bs4 import BeautifulSoup
from tiny_site import Site

from ibid.model.records import Record, Topic
from ibid.model.selection import by_year, year_lists
from ibid.model.topic_figure import one_topic_by_year, topics_by_year
from pelican_bibtex.publication import Date, Location, Publication
from pelican_bibtex.tex import EMPTY

RESEARCH = """\
Title: Research
Topics: true

- **Letters**: [@*]
    - **Old**: [@alpha2020; @beta2021]
    - **New**: [@gamma2022]
- **Numbers & Co**: [@gamma2022]
- **Nothing**: soon

{topics}
"""


def topic(name, *years):
    """A topic whose publications are of these years; words stand in a year's place, and None is no date."""
    records = [
        Record(
            Publication(f"k{n}", "article", "published", EMPTY, date(year), Location("", 0, 0)),
            n, f"k{n}", f"publications/k{n}/", f"publications/#k{n}", f"publications/k{n}.bib",
        )
        for n, year in enumerate(years, 1)
    ]  # fmt: skip
    return Topic(name, name.lower(), f"research/#{name.lower()}", all=tuple(records), page=f"topics/{name.lower()}/")


def date(year):
    return Date(literal=year) if isinstance(year, str) else Date(year)


def cells(figure):
    return [[(cell.column.label, cell.count) for cell in row.cells] for row in figure.rows]


@pytest.mark.parametrize(
    ("years", "columns", "counts"),
    [
        ((2020,), ["2020"], [("2020", 1)]),
        ((2020, 2022, 2022), ["2020", "2021", "2022"], [("2020", 1), ("2022", 2)]),
        ((2015, 2022), [str(year) for year in range(2015, 2023)], [("2015", 1), ("2022", 1)]),
        ((1999, 2013, 2015, 2022), ["≤2015", *(str(year) for year in range(2016, 2023))], [("≤2015", 3), ("2022", 1)]),
        ((2020, None, "in press"), ["2020", ""], [("2020", 1), ("", 2)]),
        ((None,), [""], [("", 1)]),
        ((1, 3000), ["≤2993", *(str(year) for year in range(2994, 3001))], [("≤2993", 1), ("3000", 1)]),
        ((-44, -43), ["-44", "-43"], [("-44", 1), ("-43", 1)]),
    ],
)
def test_columns_are_years_in_a_row_and_few(years, columns, counts):
    figure = topics_by_year([topic("A", *years)])
    assert [column.label for column in figure.columns] == columns
    assert cells(figure) == [counts]
    assert figure.columns[-1].x + figure.columns[-1].width <= figure.width == 360


def test_every_publication_is_counted_once():
    figure = topics_by_year([topic("A", 1990, 2001, 2001, None, "in press"), topic("B", 2020, 2021)])
    assert [sum(cell.count for cell in row.cells) for row in figure.rows] == [5, 2]
    assert [sum(len(year.records) for year in row.years) for row in figure.rows] == [5, 2]


def test_the_more_in_a_year_the_darker():
    figure = topics_by_year([topic("A", 2020, *[2021] * 2, *[2022] * 8)])
    assert [cell.tint for cell in figure.rows[0].cells] == [".1", ".1", ".26"]


def test_cells_lead_to_the_year_on_the_topics_page():
    (row,) = topics_by_year([topic("A", 2020, "in press", None)]).rows
    assert [cell.url for cell in row.cells] == ["topics/a/#year:2020", "topics/a/#year:in-press"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Short", "Short"),
        ("x" * 42, "x" * 42),
        ("x" * 43, "x" * 42 + "…"),
        ("深" * 22, "深" * 21 + "…"),
    ],
)
def test_long_names_are_cut_in_the_drawing(name, shown):
    (row,) = topics_by_year([topic(name, 2020)]).rows
    assert row.name == shown


def test_of_many_topics_the_largest_are_drawn_in_the_order_of_the_page():
    topics = [topic(f"T{n}", *[2020] * n) for n in range(20)]
    assert [row.topic.name for row in topics_by_year(topics).rows] == [f"T{n}" for n in range(8, 20)]


@pytest.mark.parametrize(("years", "drawn"), [((), False), ((2020, 2020), False), ((2020, 2021), True)])
def test_a_topics_own_figure_needs_two_columns(years, drawn):
    one = topic("A", *years)
    assert bool(one_topic_by_year(one, by_year(one.all))) == drawn


def test_without_publications_there_is_no_figure():
    assert topics_by_year([topic("A")]) is None
    assert topics_by_year([]) is None


@pytest.fixture(scope="module")
def built(tmp_path_factory, root):
    """One site whose research page has the figure."""
    site = Site(tmp_path_factory.mktemp("figure"), root)
    return site.build({"content/pages/research.md": RESEARCH})


def figure_of(built, path) -> BeautifulSoup:
    (figure,) = built.page(path).main.find_all("figure")
    return figure


def test_the_figure_on_the_research_page(built):
    figure = figure_of(built, "research/index.html")
    assert [(a["aria-label"], a["href"]) for a in figure.svg.find_all("a")] == [
        ("Letters: 3 publications", "/topics/letters/"),
        ("Letters, 2020: 1", "/topics/letters/#year:2020"),
        ("Letters, 2021: 1", "/topics/letters/#year:2021"),
        ("Letters, 2022: 1", "/topics/letters/#year:2022"),
        ("Numbers & Co: 1 publication", "/topics/numbers-co/"),
        ("Numbers & Co, 2022: 1", "/topics/numbers-co/#year:2022"),
    ]
    assert figure.svg["aria-label"] == "Topics by year"


@pytest.mark.parametrize(
    ("years", "lists"),
    [
        ((), []),
        ((2024,), [("", 1)]),
        ((2024, 2024), [("2024", 2)]),
        ((2023, 2024), [("", 2)]),
        ((2023, 2024, 2024), [("", 3)]),
        ((2023, 2024, 2024, 2024), [("2024", 3), ("2023", 1)]),
        ((2020, 2024, 2024, "in press", None), [("", 5)]),
        ((2024, 2024, 2024, 2024, "in press", None), [("In press", 1), ("2024", 4), ("Undated", 1)]),
    ],
)
def test_years_have_headings_where_there_are_two_publications_to_each(years, lists):
    drawn = year_lists(by_year(topic("T", *years).all))
    assert [(one.year.label if one.year else "", len(one.records)) for one in drawn] == lists


def test_a_list_of_all_goes_by_year_and_the_first_of_each_can_be_led_to(built):
    items = built.page("topics/letters/index.html").select("h2 ~ ol.publications > li")
    assert [(item["value"], item["id"]) for item in items] == [
        ("3", "year:2022"),
        ("2", "year:2021"),
        ("1", "year:2020"),
    ]


def test_each_cell_leads_to_a_heading_or_to_the_first_of_a_year(built):
    for path in ("research/index.html", "topics/letters/index.html"):
        for link in figure_of(built, path).svg.find_all("a"):
            page, _, fragment = link["href"].partition("#")
            target = built.page(f"{page[1:]}index.html")
            assert not fragment or target.find(["h3", "li"], id=fragment)


def test_the_table_says_the_same(built):
    table = figure_of(built, "research/index.html").details.table
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    assert rows == [
        ["Topic", "Year", "Publications"],
        ["Letters", "2022", "1"],
        ["2021", "1"],
        ["2020", "1"],
        ["Numbers & Co", "2022", "1"],
    ]
    assert [th["rowspan"] for th in table.find_all("th", scope="rowgroup")] == ["3", "1"]


def test_the_figure_of_one_topic_has_no_name_in_it(built):
    figure = figure_of(built, "topics/letters/index.html")
    assert [a["aria-label"] for a in figure.svg.find_all("a")] == [
        "Letters, 2020: 1",
        "Letters, 2021: 1",
        "Letters, 2022: 1",
    ]
    assert not built.page("topics/numbers-co/index.html").find("svg"), "one year is no figure"


def test_it_follows_the_strictest_policy(built):
    """No style and no script of its own; colours are those of the text and the links around it."""
    for path in ("research/index.html", "topics/letters/index.html"):
        figure = figure_of(built, path)
        assert not figure.find(["style", "script"])
        assert not figure.find(style=True)
        assert {element["fill"] for element in figure.svg.find_all(fill=True)} <= {"currentColor", "none"}


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("Title: A\n\n{topics}\n", "{topics} shows nothing: no topic on a published page cites a publication yet."),
        ("Title: A\n\n{topics limit=3}\n", "{topics} has no filters; remove `limit=3`."),
    ],
)
def test_what_it_cannot_show_is_reported(site, page, said):
    assert f"content/pages/a.md:3: bad-list: {said}" in site.build({"content/pages/a.md": page}).problems


def test_each_page_with_topics_shows_its_own(site):
    group = RESEARCH.replace("Title: Research", "Title: Group").replace("**", "***").replace("Letters", "Teams")
    pages = {"content/pages/research.md": RESEARCH, "content/pages/group.md": group.replace("***", "**")}
    pages["content/news/2024-01-01-post.md"] = "Title: P\nDate: 2024-01-01\n\n{topics}\n"
    built = site.build(pages)
    names = {
        path: built.page(path).figure.table.find("th", scope="rowgroup").get_text()
        for path in ("research/index.html", "group/index.html", "news/post/index.html")
    }
    assert names == {"research/index.html": "Letters", "group/index.html": "Teams", "news/post/index.html": "Letters"}
    assert built.page("news/post/index.html").figure.svg.a["href"] == "/topics/letters/"
