"""RIS: its lines, and what rispy reads in them."""

import pytest
import rispy
from bib_records import EXAMPLES, of_type, records

from ibid.write.exports import join_ris, ris
from pelican_bibtex.syntax.type_names import TYPES as ENTRY_TYPES

SHELF = records(EXAMPLES)


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        (
            "journal",
            """TY  - JOUR
            ID  - journal
            AU  - van Beethoven, Ludwig
            AU  - Acme Inc.
            AU  - King, Martin Luther, Jr.
            TI  - On Alpha
            PY  - 2024
            DA  - 2024/05/03/
            T2  - Journal of Letters
            J2  - J. Lett.
            VL  - 12
            IS  - 3
            SP  - 1
            EP  - 39
            SN  - 1234-5678
            DO  - 10.1000/182
            AB  - We measure.
            KW  - trees
            KW  - widths
            LA  - de""",
        ),
        (
            "conference",
            """TY  - CPAPER
            ID  - conference
            AU  - Doe, Jane
            ED  - Roe, Richard
            TI  - On Beta
            PY  - 2024
            T2  - Conference on Letters (COL)
            T3  - LNCS
            VL  - 8
            IS  - 5
            SP  - 7
            PB  - ACM
            C1  - Paris
            SN  - 978-3-16-148410-0""",
        ),
        (
            "report",
            """TY  - RPRT
            ID  - report
            AU  - Doe, Jane
            TI  - On Delta
            PY  - 2022
            PB  - NASA
            M3  - Technical report
            SN  - TR-7""",
        ),
        (
            "preprint",
            """TY  - UNPB
            ID  - preprint
            AU  - Doe, Jane
            TI  - On Eta
            PY  - 2024
            DA  - 2024/10//
            PB  - arXiv
            AN  - arXiv:2410.11474
            UR  - https://arxiv.org/abs/2410.11474""",
        ),
    ],
)
def test_lines(key, lines):
    expected = [line.strip() for line in lines.splitlines()]
    assert ris(SHELF[key]).split("\r\n") == [*expected, "ER  - ", ""]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ("date={2024-21}", "DA  - 2024///spring"),
        ("year={forthcoming}", "PY  - forthcoming"),
        ("year={2024}, translator={Roe, Richard}", "A4  - Roe, Richard"),
        ("year={2024}, abstract={One.\n\nTY  - BOOK\n\nER  - }", "AB  - One. TY - BOOK ER -"),
        ("year={2024}, pdf={https://e.org/x.pdf}", "L1  - https://e.org/x.pdf"),
        ("year={2024}, entrysubtype={magazine}", "TY  - MGZN"),
    ],
)
def test_a_line(fields, line):
    [one] = records(f"@article{{k, title={{T}}, author={{Doe, Jane}}, journal={{J}}, {fields}}}").values()
    assert line in ris(one).split("\r\n")


def test_a_pdf_without_a_host_is_no_address():
    [one] = records("@article{k, title={T}, journal={J}, pdf={/x.pdf}, year=2024}").values()
    assert "x.pdf" not in ris(one)


@pytest.mark.parametrize("name", sorted(ENTRY_TYPES))
def test_rispy_reads_every_type_of_entry(name):
    [read] = rispy.loads(join_ris(map(ris, [of_type(name)])).decode())
    assert (read["title"], read["authors"], read["year"]) == ("On Alpha", ["Doe, Jane"], "2024")


def test_rispy_reads_a_file():
    data = join_ris(map(ris, SHELF.values()))
    read = {one["id"]: one for one in rispy.loads(data.decode())}
    assert list(read) == list(SHELF)
    assert read["journal"]["title"] == "On Alpha"
    assert read["journal"]["keywords"] == ["trees", "widths"]
    assert read["conference"]["unknown_tag"] == {"ED": ["Roe, Richard"]}
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
