"""Volume, pages, languages, private fields: the small print."""

from __future__ import annotations

import pytest

from pelican_bibtex.facts.details import details, pages
from pelican_bibtex.facts.language_codes import language, tag_of

PAGES = [
    ("1--39", "pp. 1–39"), ("1-39", "pp. 1–39"), ("1 -- 39", "pp. 1–39"), ("1–39", "pp. 1–39"), ("1---39", "pp. 1–39"),
    ("pp. 1-39", "pp. 1–39"), ("7,41,73--97", "pp. 7,41,73–97"), ("43+", "pp. 43+"), ("5", "p. 5"), ("e1234", "e1234"),
    ("A-12--A-15", "pp. A-12–A-15"), ("xv--xx", "pp. xv–xx"), ("12:1--12:20", "pp. 12:1–12:20"), ("8--8", "p. 8"),
    ("--", ""), ("??", ""), ("n/a", ""), ("to appear", ""), ("", ""), ("1--", "p. 1"), ("1--<script>", "pp. 1–<script>"),
    ("arXiv:2410.11474", ""), ("ENEURO.0019-23.2023", "ENEURO.0019-23.2023"), ("583–-594", "pp. 583–594"), ("1--??", "p. 1"),
    ("E668-E675", "pp. E668–E675"), ("xlviii", "p. xlviii"), ("xii + 166", "pp. xii + 166"),
    ("9-+", "p. 9+"), ("S-12", "S-12"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "shown"), PAGES)
def test_pages_have_a_label_and_a_dash(value, shown):
    assert pages({"pages": value}) == shown.replace(". ", ".\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Paper No. 123, 20", "Paper No. 123, 20 pp."),
        ("Art. 45, 12", "Art. 45, 12 pp."),
        ("Article ID 678, 15 pp.", "Article ID 678, 15 pp."),
        ("article 9, 3 pages", "article 9, 3 pp."),
    ],
)
def test_an_article_with_a_number_has_as_many_pages(value, shown):
    assert pages({"pages": value}).replace("\N{NO-BREAK SPACE}", " ") == shown


DETAILS = [
    ("article", "article", {"volume": "12", "number": "3", "pages": "1--39"}, "12(3), pp. 1–39"),
    ("article", "article", {"number": "3"}, "no. 3"),
    ("article", "article", {"volume": "31", "number": "10-12"}, "31(10–12)"),
    ("book", "book", {"edition": "第二版"}, "第二版"),
    ("book", "book", {"edition": "Revised"}, "Revised ed."),
    ("article", "article", {"volume": "9", "eid": "64"}, "9, article 64"),
    ("article", "article", {"volume": "abs/2410.11474"}, ""),
    ("inproceedings", "inproceedings", {"volume": "12", "number": "3", "pages": "7"}, "vol. 12, no. 3, p. 7"),
    ("book", "book", {"edition": "2"}, "2nd ed."),
    ("book", "book", {"edition": "11"}, "11th ed."),
    ("book", "book", {"edition": "Second"}, "Second ed."),
    ("book", "book", {"edition": "3rd ed."}, "3rd ed."),
    ("thesis", "phdthesis", {}, "PhD thesis"),
    ("thesis", "mastersthesis", {"type": "Diploma thesis"}, "Diploma thesis"),
    ("thesis", "thesis", {"type": "mathesis"}, "Master's thesis"),
    ("report", "techreport", {"number": "TR-7"}, "Technical report TR-7"),
    ("patent", "patent", {"number": "US7"}, "Patent US7"),
    ("misc", "misc", {}, ""),
    ("book", "book", {"series": "LNM", "volume": "1234"}, "LNM 1234"),
    ("book", "book", {"series": "LNM", "number": "5", "volume": "8"}, "LNM 5, vol. 8"),
    ("book", "book", {"series": "Tracts"}, "Tracts"),
    ("inproceedings", "inproceedings", {"series": "PADS", "pages": "7"}, "p. 7"),
    ("inproceedings", "inproceedings", {"series": "CHI '24", "volume": "3"}, "vol. 3"),
    (
        "book",
        "book",
        {"title": "T", "maintitle": "Works", "mainsubtitle": "All", "volume": "3", "series": "S", "number": "4"},
        "Works: All, vol. 3, S 4",
    ),
    ("book", "book", {"part": "2"}, "part 2"),
    ("article", "article", {"volume": "7", "part": "2", "number": "3", "series": "oldseries"}, "old ser., 7.2(3)"),
    ("article", "article", {"volume": "7", "series": "3", "chapter": "9"}, "3rd ser., 7"),
    ("book", "book", {"volumes": "3", "pagetotal": "350"}, "3 vols., 350 pp."),
    ("book", "book", {"volumes": "1", "pagetotal": "350"}, "350 pp."),
    ("inbook", "inbook", {"chapter": "5", "pages": "1-3"}, "ch. 5, pp. 1–3"),
    ("software", "software", {"version": "2.1"}, "version 2.1"),
    ("software", "software", {"version": "v2.1"}, "v2.1"),
    ("thesis", "phdthesis", {"type": "Theses"}, "PhD thesis"),
    ("patent", "patent", {"type": "patenteu", "number": "EP1"}, "European patent EP1"),
]


@pytest.mark.parametrize(("type_", "name", "fields", "shown"), DETAILS)
def test_details_are_one_short_text(type_, name, fields, shown):
    assert details(type_, name, fields).replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("german", "de"), ("ngerman", "de"), ("German", "de"), ("de", "de"), ("deu", "de"), ("british", "en-GB"), ("en-us", "en-US"),
        ("zh_Hans_CN", "zh-Hans-CN"), ("zh-hans-cn", "zh-Hans-CN"), ("langfrench", "fr"), ("pinyin", ""), ("German and English", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_language_becomes_a_bcp_47_tag(name, tag):
    assert tag_of(name) == tag


@pytest.mark.parametrize(
    ("fields", "own", "tag"),
    [
        ({"langid": "german"}, "en", "de"),
        ({"langid": "british"}, "en", ""),
        ({"langid": "british"}, "en-US", ""),
        ({"langid": "x", "language": "French"}, "en", "fr"),
        ({"language": "en"}, "", "en"),
        ({}, "en", ""),
    ],
)
def test_the_sites_own_language_needs_no_tag(fields, own, tag):
    assert language(fields, own) == tag
