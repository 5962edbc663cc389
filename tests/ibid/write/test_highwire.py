"""Highwire tags, as scholar engines and Zotero read them."""

import pytest
from bib_records import EXAMPLES, of_type, records

from ibid.read.people_file import read_people
from ibid.write.metadata import highwire
from ibid.write.metadata.head_tags import scholar_name
from pelican_bibtex.names.name_list import parse_names
from pelican_bibtex.syntax.type_names import TYPES

SITE = "https://e.org/site"
SHELF = records(EXAMPLES)


def tags(record, root=SITE, language="en"):
    return [f"{name.removeprefix('citation_')}: {content}" for name, content in highwire(record, root, language)]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            "journal",
            """title: On Alpha
            author: van Beethoven, Ludwig
            author: Acme Inc.
            author: King, Martin Luther, Jr.
            publication_date: 2024/05/03
            journal_title: Journal of Letters
            volume: 12
            issue: 3
            firstpage: 1
            lastpage: 39
            doi: 10.1000/182
            issn: 1234-5678
            language: de
            keywords: trees
            keywords: widths
            abstract: We measure.""",
        ),
        (
            "conference",
            """title: On Beta
            author: Doe, Jane
            editor: Roe, Richard
            publication_date: 2024
            conference_title: Conference on Letters (COL)
            publisher: ACM
            series_title: LNCS
            volume: 8
            firstpage: 7
            isbn: 978-3-16-148410-0
            language: en""",
        ),
        (
            "thesis",
            """title: On Gamma
            author: Doe, Jane
            publication_date: 2023
            dissertation_institution: University of Bath
            dissertation_name: PhD thesis
            language: en""",
        ),
        (
            "report",
            """title: On Delta
            author: Doe, Jane
            publication_date: 2022
            technical_report_institution: NASA
            technical_report_number: TR-7
            language: en""",
        ),
        (
            "book",
            """title: On Epsilon
            author: Doe, Jane
            publication_date: 2021
            publisher: Norton
            isbn: 0-306-40615-2
            language: en""",
        ),
        (
            "chapter",
            """title: On Zeta
            author: Doe, Jane
            editor: Roe, Richard
            publication_date: 2020
            inbook_title: Handbook of Letters
            book_title: Handbook of Letters
            publisher: Norton
            firstpage: 10
            lastpage: 20
            language: en""",
        ),
        (
            "preprint",
            """title: On Eta
            author: Doe, Jane
            publication_date: 2024
            publisher: arXiv
            arxiv_id: 2410.11474
            language: en""",
        ),
    ],
)
def test_tags(key, expected):
    lines = [line.strip() for line in expected.splitlines()]
    assert tags(SHELF[key]) == [*lines, f"abstract_html_url: {SITE}/publications/{key}/"]


@pytest.mark.parametrize("root", ["", ".", "../..", "/site"])
def test_without_a_host_no_address_is_given(root):
    assert not [name for name, _ in highwire(SHELF["journal"], root) if name.endswith("_url")]


@pytest.mark.parametrize(
    ("pdf", "url"),
    [
        ("/publications/k/x.pdf", f"{SITE}/publications/k/x.pdf"),
        ("/files/x.pdf", None),
        ("/publications/x.pdf", None),
        ("/publications/k/sub/x.pdf", None),
        ("https://arxiv.org/pdf/2410.11474.pdf", None),
    ],
)
def test_a_pdf_counts_beside_its_page_alone(pdf, url):
    [one] = records(f"@article{{k, title={{T}}, journal={{J}}, year=2024, pdf={{{pdf}}}}}").values()
    assert dict(highwire(one, SITE)).get("citation_pdf_url") == url


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Doe, Jane Mary", "Doe, Jane Mary"),
        ("van der Berg, Jan", "van der Berg, Jan"),
        # Zotero would read two authors here: words and a blank on both sides of the comma.
        ("van der Berg, Jan Pieter", "Jan Pieter van der Berg"),
        ("Garc{\\'i}a M{\\'a}rquez, J. R.", "J. R. García Márquez"),
        ("{University of Bath, Department of Letters}", "University of Bath Department of Letters"),
        ("Plato", "Plato"),
    ],
)
def test_each_name_is_one_author(name, shown):
    assert scholar_name(parse_names(name)[0][0]) == shown


def test_an_author_s_orcid_stands_behind_them():
    people, _ = read_people("Jane Doe:\n  orcid: 0000-0002-1825-0097\n", "people.yml")
    [one] = records("@misc{k, title={T}, author={Roe, Richard and Doe, Jane and Poe, A.}, year=2024}", people).values()
    assert tags(one)[1:5] == [
        "author: Roe, Richard",
        "author: Doe, Jane",
        "author_orcid: https://orcid.org/0000-0002-1825-0097",
        "author: Poe, A.",
    ]


def test_three_thousand_authors_are_three_thousand_tags():
    names = " and ".join(f"Doe, Jane{n}" for n in range(3000))
    [one] = records(f"@article{{k, title={{T}}, author={{{names}}}, journal={{J}}, year=2024}}").values()
    assert len([1 for name, _ in highwire(one) if name == "citation_author"]) == 3000


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_type_has_a_title_an_author_and_a_year(name):
    found = dict(highwire(of_type(name)))
    given = [found[f"citation_{tag}"] for tag in ("title", "author", "publication_date")]
    assert given == ["On Alpha", "Doe, Jane", "2024"]
    venues = {f"citation_{kind}_title" for kind in ("journal", "conference", "inbook")} & set(found)
    assert len(venues) <= 1
