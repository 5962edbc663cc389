"""What readers and other programs get of an entry's venue, parts, numbers and pages: one table for all places."""

from __future__ import annotations

import json
import re
from typing import NamedTuple
from urllib.parse import parse_qsl

import pytest
from bib_records import records
from bs4 import BeautifulSoup
from drawn_site import Press, catalogue_of, read

from ibid.write.metadata import coins, highwire
from pelican_bibtex.facts.venue_names import JOURNALS, named


class VenueRow(NamedTuple):
    """An entry, and what is made of it; ` = ` in RIS stands for the two blanks, hyphen and blank."""

    type: str
    fields: str
    shown: str
    """The line of the venue, in the list and on the page of the publication, without the year, 2024."""
    csl: dict[str, str]
    """The fields of CSL-JSON besides type, title, author and date."""
    ris: str
    """The lines of RIS besides those of type, key, author, title and year."""
    besides: str = ""
    """What only the page of the publication says."""
    code: str = ""
    """The problem that is reported."""


ROWS = [
    # stumps around an address
    *(
        VenueRow("misc", f"howpublished={{{stump}}}", "", {"URL": "https://e.org/x"}, "UR=https://e.org/x")
        for stump in (
            r"Available at \url{https://e.org/x}",
            r"Retrieved from \url{https://e.org/x} on 3 May 2020",
            r"[Online]. Available: \url{https://e.org/x}",
            r"Accessed: May 3, 2020. [Online]. Available: https://e.org/x",
            r"Website (\url{https://e.org/x})",
            r"See \url{https://e.org/x}.",
            r"Available online \XEurl{https://e.org/x}",
        )
    ),
    VenueRow("misc", "howpublished={Online; accessed 3 May 2020}", "", {}, ""),
    VenueRow("misc", "howpublished={Web document}", "Web document", {"publisher": "Web document"}, "PB=Web document"),
    VenueRow(
        "misc",
        r"howpublished={Talk at MIT, slides available at \url{https://e.org/x}}",
        "Talk at MIT, slides",
        {"publisher": "Talk at MIT, slides", "URL": "https://e.org/x"},
        "PB=Talk at MIT, slides|UR=https://e.org/x",
    ),
    VenueRow(
        "misc",
        r"howpublished={\href{https://e.org/x}{Talk at MIT}}",
        "Talk at MIT",
        {"publisher": "Talk at MIT", "URL": "https://e.org/x"},
        "PB=Talk at MIT|UR=https://e.org/x",
    ),
    # the last point
    VenueRow(
        "article", "journal={Phys. Rev. Lett.}", "Phys. Rev. Lett.", {"container-title": "Phys. Rev. Lett."}, "T2=Phys. Rev. Lett."
    ),
    VenueRow("book", r"publisher={Wiley \& Sons, Inc.}", "Wiley & Sons, Inc.", {"publisher": "Wiley & Sons, Inc."}, "PB=Wiley & Sons, Inc."),
    # macros of journals
    *(
        VenueRow("article", f"journal={{{macro}}}", name, {"container-title": name}, f"T2={name}")
        for macro, name in (
            (r"\apj", "The Astrophysical Journal"),
            (r"{\mnras}", "Monthly Notices of the Royal Astronomical Society"),
            (r"\aap{}", "Astronomy and Astrophysics"),
            (r"\prd", "Physical Review D"),
        )
    ),
    # series and volumes
    VenueRow(
        "book",
        "publisher={Simon and Schuster}, series={Lecture Notes in Mathematics}, volume=1234",
        "Simon and Schuster Lecture Notes in Mathematics 1234",
        {"publisher": "Simon and Schuster", "collection-title": "Lecture Notes in Mathematics", "volume": "1234"},
        "T2=Lecture Notes in Mathematics|VL=1234|PB=Simon and Schuster",
    ),
    VenueRow(
        "inproceedings",
        "booktitle={Proc. of X}, series={LNCS}, volume=8, number=5",
        "Proc. of X LNCS 5, vol. 8",
        {"container-title": "Proc. of X", "collection-title": "LNCS", "collection-number": "5", "volume": "8"},
        "T2=Proc. of X|T3=LNCS|VL=8|IS=5",
    ),
    VenueRow(
        "article",
        "journal={J}, series={newseries}, volume=7, part=2, number=3",
        "J new ser., 7.2(3)",
        {"container-title": "J", "collection-title": "new ser.", "volume": "7.2", "issue": "3"},
        "T2=J|T3=new ser.|VL=7.2|IS=3",
    ),
    VenueRow(
        "article",
        "journal={J}, series={2}, volume=7",
        "J 2nd ser., 7",
        {"container-title": "J", "collection-title": "2nd ser.", "volume": "7"},
        "T2=J|T3=2nd ser.|VL=7",
    ),
    # titles of wholes, with subtitle and addition
    VenueRow(
        "incollection",
        "booktitle={Book}, booksubtitle={Sub}, booktitleaddon={Addition}, maintitle={Works}, mainsubtitle={All}, volume=3",
        "Book: Sub. Addition Works: All, vol. 3",
        {"container-title": "Book: Sub. Addition", "collection-title": "Works: All", "volume": "3"},
        "T2=Book: Sub. Addition|T3=Works: All|VL=3",
    ),
    VenueRow(
        "article",
        "journaltitle={J}, journalsubtitle={Sub}, issuetitle={Special}, issuesubtitle={On X}, volume=7",
        "J: Sub 7",
        {"container-title": "J: Sub", "volume": "7", "volume-title": "Special: On X"},
        "T2=J: Sub|VL=7",
        "Special: On X",
    ),
    VenueRow(
        "book",
        "publisher={P}, titleaddon={With a map}, addendum={Reprint of 1950}, origpublisher={Q and others}, origlocation={Bath}",
        "P",
        {
            "title": "T. With a map",
            "publisher": "P",
            "note": "Reprint of 1950",
            "original-publisher": "Q et al.",
            "original-publisher-place": "Bath",
        },
        "TI=T. With a map|PB=P|N1=Reprint of 1950|OP=Q et al.",
        "With a map Reprint of 1950",
    ),
    VenueRow("article", "journal={J}, collaboration={ATLAS}", "J", {"container-title": "J"}, "T2=J", "ATLAS Collaboration"),
    VenueRow(
        "inproceedings",
        "booktitle={Proc. of X}, eventtitle={Meeting on X}, venue={Rome}",
        "Proc. of X",
        {"container-title": "Proc. of X", "event-title": "Meeting on X", "event-place": "Rome"},
        "T2=Proc. of X|C1=Rome",
        "Meeting on X, Rome",
    ),
    VenueRow("software", "version={2.1}, publisher={Zenodo}", "Zenodo version 2.1", {"publisher": "Zenodo", "version": "2.1"}, "ET=2.1|PB=Zenodo"),
    VenueRow(
        "book",
        "publisher={P}, volumes=3, pagetotal={350}, chapter=5",
        "P ch. 5, 3 vols., 350 pp.",
        {"publisher": "P", "number-of-volumes": "3", "number-of-pages": "350", "chapter-number": "5"},
        "PB=P",
    ),
    # pages
    *(
        VenueRow("article", f"journal={{J}}, pages={{{pages}}}", f"J {shown}", {"container-title": "J", **csl}, f"T2=J|{ris}")
        for pages, shown, csl, ris in (
            ("Paper No. 123, 20", "Paper No. 123, 20 pp.", {"page": "Paper No. 123", "number-of-pages": "20"}, "SP=Paper No. 123"),
            ("Art. 45, 12", "Art. 45, 12 pp.", {"page": "Art. 45", "number-of-pages": "12"}, "SP=Art. 45"),
            ("9-+", "p. 9+", {"page": "9+"}, "SP=9+"),
            ("A-12--A-15", "pp. A-12–A-15", {"page": "A-12–A-15"}, "SP=A-12|EP=A-15"),
            ("12-1--12-15", "pp. 12-1–12-15", {"page": "12-1–12-15"}, "SP=12-1|EP=12-15"),
            ("S-12", "S-12", {"page": "S-12"}, "SP=S-12"),
            ("1-39", "pp. 1–39", {"page": "1-39"}, "SP=1|EP=39"),
        )
    ),
    # works that are in something although their type says otherwise
    *(
        VenueRow(name, "journal={J}, volume=7, pages={1--2}", "J vol. 7, pp. 1–2", {"container-title": "J", "volume": "7", "page": "1-2"}, "T2=J|VL=7|SP=1|EP=2")
        for name in ("misc", "book", "online")
    ),
    VenueRow("book", "booktitle={Big Book}, publisher={P}", "P", {"container-title": "Big Book", "publisher": "P"}, "T2=Big Book|PB=P", "Big Book"),
    VenueRow("proceedings", "booktitle={Proc. of X}", "", {"title": "Proc. of X"}, "TI=Proc. of X"),
    # places
    VenueRow(
        "inproceedings",
        "booktitle={CHI}, location={Hamburg}, address={New York}, publisher={ACM}",
        "CHI",
        {"container-title": "CHI", "event-place": "Hamburg", "publisher": "ACM", "publisher-place": "New York"},
        "T2=CHI|PB=ACM|C1=Hamburg",
    ),
    # kinds
    VenueRow("phdthesis", "type={Theses}, school={S}", "S PhD thesis", {"genre": "PhD thesis", "publisher": "S"}, "PB=S|M3=PhD thesis"),
    VenueRow(
        "patent",
        "type={patenteu}, number={EP1}, location={countryus}",
        "European patent EP1",
        {"genre": "European patent", "number": "EP1"},
        "M3=European patent|SN=EP1",
    ),
    # notes and identifiers of databases
    VenueRow("article", "journal={J}, note={Cited by: 12; All Open Access, Green Open Access}", "J", {"container-title": "J"}, "T2=J", code="exported-note"),
    VenueRow(
        "article",
        "journal={J}, note={Best paper; cited By 3}",
        "J",
        {"container-title": "J", "note": "Best paper"},
        "T2=J|N1=Best paper",
        "Best paper",
        "exported-note",
    ),
    VenueRow("article", "journal={J}, eprint={123}, eprinttype={pubmed}", "J", {"container-title": "J", "PMID": "123"}, "T2=J|AN=123"),
    # lists of houses
    VenueRow("book", "publisher={A House and B House}", "A House and B House", {"publisher": "A House and B House"}, "PB=A House and B House"),
    VenueRow("book", "publisher={Hall and others}", "Hall et al.", {"publisher": "Hall et al."}, "PB=Hall et al."),
]  # fmt: skip


@pytest.fixture(scope="module")
def drawn(root):
    """Every file of a site with all rows, and the codes of what is reported, by key."""
    texts = []
    for number, row in enumerate(ROWS):
        title = "" if row.type == "proceedings" else "title={T}, "
        texts.append(f"@{row.type}{{k{number}, {title}author={{Doe, Jane}}, year={{2024}}, {row.fields}}}")
    found = read("\n".join(texts))
    codes: dict[str, str] = {problem.key: problem.code.name for problem in found.problems}
    return {path: data.decode() for path, data in Press(root).draw(catalogue_of(found)).items()}, codes


def text_of(element) -> str:
    """The text of an element in one line, with plain blanks and without the year."""
    return re.sub(r"(?:^|, | )2024$", "", " ".join(element.get_text().split())) if element else ""


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[f"{row.type} {row.fields}"[:60] for row in ROWS])
def test_every_place_has_the_right_value(drawn, number):
    files, codes = drawn
    row, key = ROWS[number], f"k{number}"
    of_list = BeautifulSoup(files["publications/index.html"], "html.parser").find(id=key)
    page = BeautifulSoup(files[f"publications/{key}/index.html"], "html.parser").find("article")
    assert [text_of(one.find(class_="venue")) for one in (of_list, page)] == [row.shown] * 2
    assert " ".join(text_of(one) for one in page.find_all("p", class_=False)) == row.besides
    [item] = json.loads(files[f"publications/{key}.json"])
    usual = {"id", "type", "author", "issued"} | ({"title"} if item.get("title") == "T" else set())
    assert {name: value for name, value in item.items() if name not in usual} == row.csl
    lines = re.findall(r"^(\w\w)  - (.*)$", files[f"publications/{key}.ris"].replace("\r", ""), re.MULTILINE)
    own = [f"{tag}={value}" for tag, value in lines if tag not in {"TY", "ID", "AU", "PY", "ER"} and value != "T"]
    assert own == [line for line in row.ris.split("|") if line]
    assert row.fields.split(",")[0] in files[f"publications/{key}.bib"]
    assert codes.get(key, "") == row.code


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[f"{row.type} {row.fields}"[:60] for row in ROWS])
def test_the_metadata_of_pages_says_the_same(number):
    row = ROWS[number]
    title = "" if row.type == "proceedings" else "title={T}, "
    record = records(f"@{row.type}{{k, {title}author={{Doe, Jane}}, year={{2024}}, {row.fields}}}")["k"]
    tags, pairs = dict(highwire(record)), dict(parse_qsl(coins(record)))
    lines = dict(line.split("=", 1) for line in row.ris.split("|") if line)
    houses = {"citation_publisher", "citation_dissertation_institution"} & set(tags)
    assert {tags[house] for house in houses} == ({row.csl["publisher"]} if "publisher" in row.csl else set())
    assert (tags.get("citation_firstpage", ""), tags.get("citation_lastpage", "")) == (
        lines.get("SP", ""),
        lines.get("EP", ""),
    )
    assert tags.get("citation_volume", "") == row.csl.get("volume", "")
    containers = {tags.get(f"citation_{kind}_title") for kind in ("journal", "conference", "inbook")} - {None}
    assert containers <= {row.csl.get("container-title")}
    assert pairs.get("rft.pages", "") in {"", row.csl.get("page", "")}
    assert pairs.get("rft.pub", pairs.get("rft.publisher", "")) in {"", row.csl.get("publisher", "")}


def test_a_macro_of_a_journal_is_a_name_alone():
    assert [name for macro, name in JOURNALS.items() if named(f"\\{macro}") != name or not name[0].isupper()] == []
    assert named(r"\unknown") == r"\unknown"
    assert named(r"\apj Letters") == r"\apj Letters"
