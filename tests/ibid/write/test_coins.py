"""COinS, as Zotero reads them: its table of formats and genres stands in `item_type`."""

from urllib.parse import parse_qsl

import pytest
from bib_records import EXAMPLES, of_type, records
from format_types import ITEM_TYPES

from ibid.write.metadata.coins import coins
from pelican_bibtex.syntax.type_names import TYPES

SHELF = records(EXAMPLES)


def item_type(pairs):
    """What Zotero makes of a ContextObject (the function parseContextObject of its openurl.js)."""
    kind = dict(pairs)["rft_val_fmt"].removeprefix("info:ofi/fmt:kev:mtx:")
    genres = {"bookitem": "bookSection", "conference": "conferencePaper", "proceeding": "conferencePaper"}
    if kind == "book":
        return {**genres, "report": "report", "document": "document"}.get(dict(pairs).get("rft.genre"), "book")
    if kind == "dc":
        named = dict(pairs)["rft.type"]
        return named if named in ITEM_TYPES else "webpage"
    return {"journal": "journalArticle", "dissertation": "thesis", "patent": "patent"}[kind]


def pairs_of(record):
    """The pairs, read as strictly as can be: none is blank, none is malformed."""
    return parse_qsl(coins(record), keep_blank_values=True, strict_parsing=True)


@pytest.mark.parametrize(
    ("key", "type_", "expected"),
    [
        (
            "journal",
            "journalArticle",
            """genre=article
            atitle=On Alpha
            jtitle=Journal of Letters
            au=van Beethoven, Ludwig
            aucorp=Acme, Inc.
            au=King, Martin Luther, Jr.
            date=2024-05-03
            volume=12
            issue=3
            pages=1-39
            spage=1
            epage=39
            issn=1234-5678""",
        ),
        (
            "conference",
            "conferencePaper",
            """genre=proceeding
            atitle=On Beta
            btitle=Conference on Letters (COL)
            au=Doe, Jane
            date=2024
            volume=8
            pages=7
            spage=7
            isbn=978-3-16-148410-0
            pub=ACM
            place=New York
            series=LNCS""",
        ),
        (
            "thesis",
            "thesis",
            """genre=dissertation
            title=On Gamma
            au=Doe, Jane
            date=2023
            inst=University of Bath
            degree=PhD thesis""",
        ),
        (
            "report",
            "report",
            """genre=report
            btitle=On Delta
            au=Doe, Jane
            date=2022
            pub=NASA""",
        ),
        (
            "chapter",
            "bookSection",
            """genre=bookitem
            atitle=On Zeta
            btitle=Handbook of Letters
            au=Doe, Jane
            date=2020
            pages=10-20
            spage=10
            epage=20
            pub=Norton""",
        ),
        (
            "preprint",
            "preprint",
            """type=preprint
            title=On Eta
            creator=Doe, Jane
            date=2024-10
            publisher=arXiv""",
        ),
    ],
)
def test_pairs(key, type_, expected):
    pairs = pairs_of(SHELF[key])
    assert item_type(pairs) == type_
    found = [f"{name.removeprefix('rft.')}={value}" for name, value in pairs if name.startswith("rft.")]
    assert found == [line.strip() for line in expected.splitlines()]


def test_identifiers_are_addresses():
    assert [value for name, value in pairs_of(SHELF["journal"]) if name == "rft_id"] == ["info:doi/10.1000/182"]
    [one] = records("@online{k, title={T}, url={https://e.org/a?b=c&d}, year=2024}").values()
    assert [value for name, value in pairs_of(one) if name == "rft_id"] == ["https://e.org/a?b=c&d"]


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_type_has_its_title_author_and_year(name):
    pairs = dict(pairs_of(of_type(name)))
    own = {"rft.title", "rft.atitle"} & set(pairs) or {"rft.btitle", "rft.jtitle"} & set(pairs)
    assert [pairs[title] for title in own] == ["On Alpha"]
    assert {pairs.get(f"rft.{role}") for role in ("au", "creator", "inventor")} == {"Doe, Jane", None}
    assert pairs["rft.date"] == "2024"


def test_signs_that_divide_pairs_stand_in_values():
    [one] = records(r"@article{k, title={A \& B = C + D; 100\% \"u}, journal={J}, year=2024}").values()
    assert dict(pairs_of(one))["rft.atitle"] == "A & B = C + D; 100% ü"
