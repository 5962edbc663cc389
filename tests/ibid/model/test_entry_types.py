"""The table of entry types: whole, legal in every format, and what lists and formats make of one entry."""

import pytest
from bib_records import records
from format_types import LEGAL
from msgspec.structs import fields as columns

from ibid.model.entry_types import ENTRY_TYPES, FORMATS_SHOWN, HEADINGS, EntryType, entry_type, entry_type_page, heading
from pelican_bibtex.syntax.type_names import JOURNALS, NUMBERED, OF_A_KIND, TYPES


def of(type_, fields):
    entry = f"@{type_}{{k, title={{T}}, author={{Doe, Jane}}, year={{2024}}, {fields}}}"
    return records(entry)["k"].publication


def test_every_type_has_one_row():
    names = [row.name for row in ENTRY_TYPES]
    assert sorted(names) == sorted({*TYPES, "preprint", "magazine", "newspaper", "talk"})


def test_every_column_of_a_format_is_judged_and_shown():
    formats = {column.name for column in columns(EntryType)} - {"name", "heading", "venue", "preprint"}
    assert formats == set(LEGAL) == set(FORMATS_SHOWN)


@pytest.mark.parametrize("column", LEGAL)
def test_every_value_is_legal_in_its_format(column):
    assert {getattr(row, column) for row in ENTRY_TYPES} <= LEGAL[column]


def test_headings_and_rules_agree_with_what_the_bibliography_shows():
    assert {row.heading for row in ENTRY_TYPES} == set(HEADINGS)
    assert {row.name for row in ENTRY_TYPES if row.venue == "journal"} - {"magazine", "newspaper"} == JOURNALS
    assert {row.name for row in ENTRY_TYPES if row.is_housed} == OF_A_KIND - {"patent"}
    assert NUMBERED < OF_A_KIND < TYPES


def test_the_page_has_the_whole_table(root):
    page = (root / "docs/entry-types.md").read_text("utf-8")
    assert page == entry_type_page(), "renew it: python -m ibid.model.entry_types > docs/entry-types.md"


@pytest.mark.parametrize(
    ("type_", "fields", "name"),
    [
        ("article", "journal={J}", "article"),
        ("article", "journal={arXiv preprint arXiv:2410.11474}", "preprint"),
        ("article", "journal={J}, pubstate={submitted}", "article"),
        ("article", "journal={Submitted to J}", "preprint"),
        ("article", "pubstate={submitted}", "preprint"),
        ("unpublished", "note={Invited talk, Workshop on Letters}", "talk"),
        ("misc", "howpublished={Keynote at COL}", "talk"),
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
def test_the_type_that_formats_see(type_, fields, name):
    assert entry_type(of(type_, fields)).name == name


@pytest.mark.parametrize(
    ("type_", "fields", "expected"),
    [
        ("article", "journal={J}", "Journal articles"),
        ("article", "journal={J}, entrysubtype={magazine}", "Journal articles"),
        ("article", "journal={J}, pubstate={submitted}", "Preprints"),
        ("article", "journal={arXiv preprint arXiv:2410.11474}", "Preprints"),
        ("article", "journal={arXiv preprint arXiv:2410.11474}, pubstate={published}", "Journal articles"),
        ("inproceedings", "booktitle={C}, note={under review}", "Preprints"),
        ("conference", "booktitle={C}", "Conference papers"),
        ("mastersthesis", "school={Bath}", "Theses"),
        ("review", "journal={J}", "Other"),
        ("talk", "", "Other"),
    ],
)
def test_the_heading_in_a_list_by_type(type_, fields, expected):
    assert heading(of(type_, fields)) == expected
