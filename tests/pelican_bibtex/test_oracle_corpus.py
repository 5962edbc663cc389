"""The publications of real sites beside what pandoc makes of them: names and years, through the whole reader.

Pandoc is given each entry's own BibTeX as we export it, so that it reads the faulty files too. Where we disagree, the
reason why ours is right stands here. Titles and other texts: test_tex_corpus.py.

The corpus belongs to its authors and is not part of this project: without it these tests are skipped.
"""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pelican_bibtex.bibliography import Options, read_bibliography
from pelican_bibtex.diagnostics import codes
from pelican_bibtex.publication import Publication

CORPUS = sorted((Path(__file__).resolve().parents[3] / "shared" / "corpus").glob("*.bib"))
Item = Mapping[str, Any]
Pair = tuple[Publication, Item]

UNREADABLE = {
    "Einstein:1906:ORM": "pandoc loses its place among the quotation marks; the same values in braces it reads",
    "易仕和，2013": "pandoc takes no full-width comma in a key",
}
MENDED = {
    codes.NAME_MARK, codes.NAME_ORDER, codes.NAME_SEPARATOR, codes.BRACED_NAMES, codes.NAME_SUFFIX, codes.ET_AL, codes.NAME_FORMAT,
    codes.EMPTY_NAME,
}  # fmt: skip
"""Reported faults in names: we read what the author meant, pandoc what stands there."""
NAMES = {
    "a separator in capitals is one: BibTeX compares `and` without case": lambda p: " AND " in p.fields["author"],
    "pandoc drops the soft sign, a command it does not know": lambda p: "\\cprime" in p.fields["author"],
    "Chinese names come family first": lambda p: any(name.family_first for name in p.authors),
}
YEARS = {
    "`1915--1916` is a range, of which pandoc shows nothing": lambda p: p.date.end is not None,
    "`c1988`, `[1936]`, `1947(民国三十六年)`, `June 2010` have one year, which is shown and reported": lambda p: (
        p.date.year
    ),
}


@pytest.fixture(scope="module")
def pairs(require_tool: Callable[..., str]) -> list[Pair]:
    """Every publication that both read, whose names hold no reported fault."""
    if not CORPUS:
        pytest.skip("no corpus beside the project")
    publications = [each for path in CORPUS for each in sound(path)]
    file = "\n".join(renamed(each.bibtex, number) for number, each in enumerate(publications))
    command = [require_tool("pandoc"), "-f", "biblatex", "-t", "csljson"]
    run = subprocess.run(command, input=file, capture_output=True, encoding="utf-8", check=True)
    items = {item["id"]: item for item in json.loads(run.stdout)}
    assert len(items) == len(publications) > 3_000
    return [(each, items[f"k{number}"]) for number, each in enumerate(publications)]


def sound(path: Path) -> list[Publication]:
    bibliography = read_bibliography([path])
    if [problem.code for problem in bibliography.problems] == [codes.WRONG_ENCODING]:
        bibliography = read_bibliography([path], Options("gb18030"))
    mended = {problem.key for problem in bibliography.problems if problem.code in MENDED}
    return [each for each in bibliography.publications if each.key not in {*mended, *UNREADABLE}]


def renamed(bibtex: str, number: int) -> str:
    """The entry under a key that no other file has."""
    return re.sub(r"^(@[^{(]+[{(]\s*)[^,]*", rf"\g<1>k{number}", bibtex, count=1)


def names(publication: Publication) -> list[str]:
    return [same(name.display) for name in publication.authors] + ["others"] * publication.others


def their_names(item: Item) -> list[str]:
    parts = ("given", "dropping-particle", "non-dropping-particle", "family")
    return [
        same(
            name.get("literal")
            or " ".join(name[part] for part in parts if name.get(part))
            + (f", {name['suffix']}" if "suffix" in name else "")
        )
        for name in item.get("author", [])
    ]


def same(name: str) -> str:
    """Without what is style: blanks between initials, curly apostrophes, and the i that pandoc leaves without its dot."""
    name = re.sub("ı(?=[\u0300-\u036f])", "i", unicodedata.normalize("NFD", name)).translate({0x2019: "'", 0x02B9: "'"})
    return " ".join(re.sub(r"(?<=\b\w)\.(?=\w)", ". ", unicodedata.normalize("NFC", name)).split())


def their_year(item: Item) -> int | None:
    parts = item.get("issued", {}).get("date-parts")
    return int(parts[0][0]) if parts and parts[0] else None


def explained(publication: Publication, reasons: Mapping[str, Callable[[Publication], object]]) -> bool:
    return any(applies(publication) for applies in reasons.values())


def test_names_are_those_of_pandoc_or_better_for_a_reason(pairs: list[Pair]):
    different = [(ours, theirs) for ours, theirs in pairs if names(ours) != their_names(theirs)]
    assert [(p.key, names(p), their_names(item)) for p, item in different if not explained(p, NAMES)] == []


def test_years_are_those_of_pandoc_or_better_for_a_reason(pairs: list[Pair]):
    different = [(ours, theirs) for ours, theirs in pairs if ours.date.year != their_year(theirs)]
    assert [
        (p.key, p.date, their_year(item)) for p, item in different if their_year(item) or not explained(p, YEARS)
    ] == []


@pytest.mark.parametrize("reason", NAMES)
def test_every_reason_for_names_is_needed(pairs: list[Pair], reason: str):
    assert any(names(ours) != their_names(theirs) and NAMES[reason](ours) for ours, theirs in pairs if ours.authors)


@pytest.mark.parametrize("reason", YEARS)
def test_every_reason_for_years_is_needed(pairs: list[Pair], reason: str):
    assert any(ours.date.year != their_year(theirs) and YEARS[reason](ours) for ours, theirs in pairs)
