"""What others ask of a publication, field by field."""

import pytest
from bib_records import EXAMPLES, records

from ibid.model.citable import FORMS, inverted
from pelican_bibtex.facts.entry_types import TYPES
from pelican_bibtex.names.name_list import parse_names

SHELF = records(EXAMPLES)


def facts(fields, type_="article"):
    return records(f"@{type_}{{k, title={{T}}, author={{Doe, Jane}}, year={{2024}}, {fields}}}")["k"].citable


@pytest.mark.parametrize(
    ("type_", "fields", "form"),
    [
        ("article", "journal={J}", "article"),
        ("article", "journal={arXiv preprint arXiv:2410.11474}", "preprint"),
        ("article", "journal={J}, pubstate={submitted}", "preprint"),
        ("article", "journal={J}, pubstate={inpress}", "article"),
        ("article", "journal={J}, entrysubtype={magazine}", "magazine"),
        ("article", "journal={J}, entrysubtype={nonacademic}", "article"),
        ("misc", "eprint={2410.11474}", "preprint"),
        ("misc", "howpublished={Blog}", "misc"),
        ("techreport", "institution={NASA}", "report"),
        ("inproceedings", "booktitle={C}, note={under review}", "inproceedings"),
        ("unpublished", "note={Manuscript}", "unpublished"),
        ("unpublished", "eprint={2410.11474}", "preprint"),
        ("phdthesis", "eprint={2410.11474}", "thesis"),
        ("book", "eprint={2410.11474}, pubstate={submitted}", "book"),
    ],
)
def test_form(type_, fields, form):
    assert facts(fields, type_).form == form


@pytest.mark.parametrize(("given", "shown"), [(390, "x" * 390), (391, "x" * 390 + "…"), (1_000_000, "x" * 390 + "…")])
def test_an_endless_title_is_cut(given, shown):
    assert records(f"@misc{{k, title={{{'x' * given}}}}}")["k"].citable.title == shown


def test_every_type_is_a_form():
    assert {"preprint", "magazine", "newspaper"} == FORMS - TYPES
    assert TYPES < FORMS


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
        ("misc", "howpublished={Blog of \\url{https://e.org}}", "Blog of"),
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
