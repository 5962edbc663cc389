"""What others ask of a publication, field by field."""

import pytest
from bib_records import EXAMPLES, records

from ibid.model.citable import inverted
from pelican_bibtex.names.name_list import parse_names

SHELF = records(EXAMPLES)


def facts(fields, type_="article"):
    return records(f"@{type_}{{k, title={{T}}, author={{Doe, Jane}}, year={{2024}}, {fields}}}")["k"].citable


@pytest.mark.parametrize(("given", "shown"), [(390, "x" * 390), (391, "x" * 390 + "…"), (1_000_000, "x" * 390 + "…")])
def test_an_endless_title_is_cut(given, shown):
    assert records(f"@misc{{k, title={{{'x' * given}}}}}")["k"].citable.title == shown


@pytest.mark.parametrize(
    ("fields", "pages"),
    [
        ("pages={1--39}", ("1-39", "1", "39")),
        ("pages={7}", ("7", "7", "")),
        ("pages={1–3, 9–12}", ("1-3, 9-12", "1", "12")),
        ("pages={xi--xx}", ("xi-xx", "xi", "xx")),
        ("eid={e1002}", ("e1002", "e1002", "")),
        ("pages={}", ("", "", "")),
        ("pages={n/a}", ("", "", "")),
    ],
)
def test_pages(fields, pages):
    found = facts(fields)
    assert (found.pages, found.first_page, found.last_page) == pages


@pytest.mark.parametrize(
    ("type_", "fields", "publisher"),
    [
        ("misc", "howpublished={Blog of \\url{https://e.org}}", "Blog"),
        ("misc", "eprint={2410.11474}", "arXiv"),
        ("report", "institution={NASA}, publisher={GPO}", "NASA"),
        ("thesis", "school={Bath}", "Bath"),
        ("book", "publisher={Norton}, institution={NASA}", "Norton"),
        ("article", "journal={J}", ""),
    ],
)
def test_publisher(type_, fields, publisher):
    assert facts(fields, type_).publisher == publisher


@pytest.mark.parametrize(
    ("type_", "fields", "genre"),
    [
        ("phdthesis", "", "PhD thesis"),
        ("mastersthesis", "", "Master's thesis"),
        ("thesis", "type={bathesis}", "Bachelor's thesis"),
        ("thesis", "type={Habilitation}", "Habilitation"),
        ("thesis", "", ""),
        ("techreport", "", "Technical report"),
        ("patent", "type={patentus}", "US patent"),
        ("article", "type={x}", ""),
    ],
)
def test_genre(type_, fields, genre):
    assert facts(fields, type_).genre == genre


def test_the_number_of_a_journal_is_an_issue_and_any_other_is_not():
    journal, report = SHELF["journal"].citable, SHELF["report"].citable
    assert (journal.volume, journal.issue, journal.number) == ("12", "3", "")
    assert (report.issue, report.number) == ("", "TR-7")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Doe, Jane", "Doe, Jane"),
        ("van Beethoven, Ludwig", "van Beethoven, Ludwig"),
        ("King, Jr., Martin Luther", "King, Martin Luther, Jr."),
        ("{Acme, Inc.}", "Acme Inc."),
        ("王, 明泽", "王, 明泽"),
        ("王明泽", "王明泽"),
        ("Plato", "Plato"),
    ],
)
def test_inverted_names(name, shown):
    assert inverted(parse_names(name)[0][0]) == shown
