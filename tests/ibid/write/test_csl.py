"""CSL-JSON: what stands in it, and that others read it."""

import json
import subprocess
from gettext import NullTranslations

import pytest
from bib_records import EXAMPLES, of_type, records
from format_types import CSL_TYPES
from jsonschema import Draft7Validator

from ibid.link.chips import authors_in_text
from ibid.write.exports import csl_date, csl_item, csl_json, join_csl_json, ris
from pelican_bibtex.dates.publication_date import parse_date
from pelican_bibtex.syntax.type_names import TYPES as ENTRY_TYPES

TEXTS = """
    language abstract collection-title container-title container-title-short DOI event-place event-title genre
    ISBN ISSN keyword note original-title PMID publisher publisher-place status title title-short URL version
""".split()  # noqa: SIM905  likewise
TEXTS_OR_NUMBERS = """
    chapter-number collection-number edition issue number number-of-pages number-of-volumes page volume
""".split()  # noqa: SIM905  likewise
NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")
TEXT = {"type": "string", "minLength": 1}
TEXT_OR_NUMBER = {"type": ["string", "number"], "minLength": 1}
NAMES = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": dict.fromkeys(NAME_PARTS, TEXT),
        "minProperties": 1,
        "additionalProperties": False,
    },
}
PARTS = {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {"type": "array", "items": PARTS, "minItems": 1, "maxItems": 2},
        "season": {"type": "integer", "minimum": 1, "maximum": 4},
        "literal": TEXT,
    },
    "minProperties": 1,
    "additionalProperties": False,
}
SCHEMA = Draft7Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "id": TEXT,
                "type": {"enum": sorted(CSL_TYPES)},
                **dict.fromkeys(TEXTS, TEXT),
                **dict.fromkeys(TEXTS_OR_NUMBERS, TEXT_OR_NUMBER),
                **dict.fromkeys(("author", "editor", "translator", "container-author"), NAMES),
                **dict.fromkeys(("accessed", "event-date", "issued", "original-date"), DATE),
            },
            "required": ["id", "type"],
            "additionalProperties": False,
        },
    }
)
SHELF = records(EXAMPLES)
DOE = [{"family": "Doe", "given": "Jane"}]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            "journal",
            {
                "type": "article-journal",
                "title": "On Alpha",
                "author": [
                    {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
                    {"literal": "Acme, Inc."},
                    {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
                ],
                "issued": {"date-parts": [[2024, 5, 3]]},
                "container-title": "Journal of Letters",
                "container-title-short": "J. Lett.",
                "volume": "12",
                "issue": "3",
                "page": "1-39",
                "DOI": "10.1000/182",
                "ISSN": "1234-5678",
                "language": "de",
                "abstract": "We measure.",
                "keyword": "trees, widths",
            },
        ),
        (
            "conference",
            {
                "type": "paper-conference",
                "title": "On Beta",
                "author": [*DOE, {"literal": "others"}],
                "editor": [{"family": "Roe", "given": "Richard"}],
                "issued": {"date-parts": [[2024]]},
                "container-title": "Conference on Letters (COL)",
                "collection-title": "LNCS",
                "collection-number": "5",
                "event-title": "COL 2024",
                "event-place": "Paris",
                "volume": "8",
                "page": "7",
                "publisher": "ACM",
                "publisher-place": "New York",
                "ISBN": "978-3-16-148410-0",
            },
        ),
        (
            "thesis",
            {
                "type": "thesis",
                "title": "On Gamma",
                "author": DOE,
                "issued": {"date-parts": [[2023]]},
                "publisher": "University of Bath",
                "genre": "PhD thesis",
            },
        ),
        (
            "report",
            {
                "type": "report",
                "title": "On Delta",
                "author": DOE,
                "issued": {"date-parts": [[2022]]},
                "publisher": "NASA",
                "genre": "Technical report",
                "number": "TR-7",
            },
        ),
        (
            "book",
            {
                "type": "book",
                "title": "On Epsilon",
                "author": DOE,
                "issued": {"date-parts": [[2021]]},
                "publisher": "Norton",
                "publisher-place": "London",
                "edition": "2",
                "ISBN": "0-306-40615-2",
            },
        ),
        (
            "chapter",
            {
                "type": "chapter",
                "title": "On Zeta",
                "author": DOE,
                "editor": [{"family": "Roe", "given": "Richard"}],
                "issued": {"date-parts": [[2020]]},
                "container-title": "Handbook of Letters",
                "publisher": "Norton",
                "page": "10-20",
            },
        ),
        (
            "preprint",
            {
                "type": "article",
                "title": "On Eta",
                "author": DOE,
                "issued": {"date-parts": [[2024, 10]]},
                "publisher": "arXiv",
                "number": "arXiv:2410.11474",
                "URL": "https://arxiv.org/abs/2410.11474",
            },
        ),
        (
            "newspaper",
            {
                "type": "article-newspaper",
                "title": "On Theta",
                "author": DOE,
                "issued": {"date-parts": [[2019]]},
                "container-title": "The Daily",
            },
        ),
    ],
)
def test_items(key, expected):
    assert csl_item(SHELF[key]) == {"id": key} | expected


@pytest.mark.parametrize(
    ("date", "csl"),
    [
        ("2024-05-03", {"date-parts": [[2024, 5, 3]]}),
        ("2024-05/2024-06", {"date-parts": [[2024, 5], [2024, 6]]}),
        ("2024/..", {"date-parts": [[2024]]}),
        ("2024-21", {"date-parts": [[2024]], "season": 1}),
        ("-0044-03-15", {"date-parts": [[-44, 3, 15]]}),
        ("", {}),
    ],
)
def test_dates(date, csl):
    assert csl_date(parse_date({"date": date})[0]) == csl


def test_words_in_place_of_a_year():
    assert csl_date(parse_date({"year": "forthcoming"})[0]) == {"literal": "forthcoming"}


@pytest.mark.parametrize("name", sorted(ENTRY_TYPES))
def test_every_type_of_entry_is_valid(name):
    items = json.loads(join_csl_json(map(csl_json, [of_type(name)])))
    assert [error.message for error in SCHEMA.iter_errors(items)] == []
    assert items[0]["title"] == "On Alpha"


def test_a_file_holds_its_publications_in_their_order_and_ends_in_a_line_feed():
    data = join_csl_json(map(csl_json, SHELF.values()))
    assert [item["id"] for item in json.loads(data)] == list(SHELF)
    assert data.endswith(b"\n]\n")
    assert b"\r" not in data
    assert list(SCHEMA.iter_errors(json.loads(data))) == []


def test_a_file_of_nothing_is_an_empty_list():
    assert json.loads(join_csl_json(map(csl_json, []))) == []


def test_pandoc_reads_it(require_tool):
    command = [require_tool("pandoc"), "--from", "csljson", "--to", "csljson"]
    done = subprocess.run(command, input=join_csl_json(map(csl_json, SHELF.values())), capture_output=True, check=True)
    read = {item["id"]: item for item in json.loads(done.stdout)}
    assert {key: item["title"] for key, item in read.items()} == {
        key: record.publication.title.plain for key, record in SHELF.items()
    }
    assert [name.get("family") or name["literal"] for name in read["journal"]["author"]] == [
        "Beethoven",
        "Acme, Inc.",
        "King",
    ]
    assert read["journal"]["issued"]["date-parts"] == [[2024, 5, 3]]


def test_more_editors_than_are_named_are_told():
    bib = "@book{more, title={T}, editor={Ed, Xan and others}, year={2020}}"
    shelf = records(bib + "@book{two, title={T}, editor={Brad, Al and Colli, Bo}, year={2020}}")
    assert csl_item(shelf["more"])["editor"] == [{"family": "Ed", "given": "Xan"}, {"literal": "others"}]
    assert [line for line in ris(shelf["more"]).splitlines() if "others" in line] == []
    assert shelf["more"].publication.text.startswith("Xan Ed et al. (eds.).")
    shown = [authors_in_text(shelf[key].publication, NullTranslations()) for key in ("more", "two")]
    assert shown == ["Ed et al.", "Brad and Colli"]


def test_a_prefix_that_is_written_together_with_the_family_name_stays_so():
    record = records("@book{k, title={T}, author={family=Orme, given=Luc, prefix=d'}, year={2020}}")["k"]
    assert csl_item(record)["author"] == [{"family": "Orme", "given": "Luc", "non-dropping-particle": "d'"}]
    assert "AU  - d'Orme, Luc" in ris(record)
    assert authors_in_text(record.publication, NullTranslations()) == "d'Orme"


def test_a_title_has_the_markup_of_csl():
    bib = r"@misc{k, title={\emph{A} \textsubscript{2} a\textsuperscript{b} <scp>c</scp> \enquote{d}}, author={B, C}, year=2020}"
    small = '<span style="font-variant:small-caps;">c</span>'
    assert csl_item(records(bib)["k"])["title"] == f"<i>A</i> <sub>2</sub> a<sup>b</sup> {small} “d”"
