"""Hostile values in every export and every kind of metadata: safe, valid, and the value itself.

Each format is read by a program of its own kind; what the pages around them look like is tested with whole sites.
"""

import json
import re
import unicodedata
from pathlib import Path
from urllib.parse import parse_qsl

import bibtexparser
import pytest
import rispy
from bib_records import of_file, records
from bs4 import BeautifulSoup
from jinja2 import Environment

from ibid.model.catalogue import Catalogue
from ibid.write import metadata
from ibid.write.exports import bibtex, csl_json, export_files, join_bibtex, join_csl_json, join_ris, ris
from pelican_bibtex.tex.text import subscript, superscript

FILES = sorted((Path(__file__).resolve().parents[2] / "hostile").glob("*.bib"))
SITE = "https://e.org"
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
NASTY = {
    "script": "</script><script>alert(1)</script>",
    "comment": "<!-- <script> --> ]]>",
    "quotes": """ "double" 'single' `back` """,
    "ampersands": r"\\& \\&amp; \\&#60; a=b;c\\%41+d",
    "lines": "one\n\nTY  - BOOK\nER  - \n\ntwo",
    "line_ends": "one\u2028two\u2029three\x85four\x0bfive",
    "bidi": "abc\u202efdp.exe\u202c x",
    "null": "a\x00b\x1bc",
    "emoji": "👩\u200d🔬 e\u0301",
    "templates": "{{ 7*7 }} ${x} %(y)s",
}
"""Values for every text field of an entry."""
META = Environment(autoescape=True).from_string(
    '{% for name, content in tags %}<meta name="{{ name }}" content="{{ content }}">{% endfor %}'
)


def shelves():
    """The hostile files, then an entry for each nasty value."""
    yield from ((path.stem, of_file(path)) for path in FILES)
    for name, value in NASTY.items():
        fields = ("title", "journal", "publisher", "note", "abstract", "keywords", "institution", "url", "doi", "type")
        body = ", ".join(f"{field} = {{{value}}}" for field in fields)
        yield name, records(f"@article{{{name}, author = {{{{{value}}} and Doe, Jane}}, year = 2024, {body}}}")


SHELVES = {name: tuple(shelf.values()) for name, shelf in shelves() if shelf}
on_every_shelf = pytest.mark.parametrize("shelf", SHELVES.values(), ids=SHELVES.keys())


def one_line(text):
    return " ".join(text.split())


SCRIPTS = {"sub": subscript, "sup": superscript}


@on_every_shelf
def test_csl_json(shelf):
    items = json.loads(join_csl_json(map(csl_json, shelf)))
    assert [item["id"] for item in items] == [record.key for record in shelf]
    assert [plainly(item["title"]) for item in items] == [record.publication.title.plain for record in shelf]


def plainly(title: str) -> str:
    """A title without the markup of CSL, with the characters that plain text has for it."""
    title = re.sub(r"<(su[bp])>(.*?)</\1>", lambda found: SCRIPTS[found[1]](found[2]) or found[2], title)
    return re.sub(r"</?[ib]>|</?span[^>]*>", "", title)


@on_every_shelf
def test_ris(shelf):
    data = join_ris(map(ris, shelf))
    assert all(re.match(r"[A-Z][A-Z0-9]  - |$", line) for line in data.decode().split("\r\n"))
    read = rispy.loads(data.decode())
    assert [one["title"] for one in read] == [one_line(record.publication.title.plain) for record in shelf]


@on_every_shelf
def test_bibtex_of_each(shelf):
    for record in shelf:
        assert len(bibtexparser.parse_string(join_bibtex(map(bibtex, [record])).decode()).entries) == 1


@on_every_shelf
def test_highwire_in_attributes(shelf):
    for record in shelf:
        tags = metadata.highwire(record, SITE, "en")
        read = BeautifulSoup(META.render(tags=tags), "html.parser").find_all(True)
        assert [(tag["name"], tag["content"]) for tag in read] == list(tags)
        assert dict(tags)["citation_title"] == one_line(record.publication.title.plain)


@on_every_shelf
def test_json_ld_in_an_element(shelf):
    for record in shelf:
        text = metadata.publication(record, SITE)
        element = BeautifulSoup(f"<script type=x>{text}</script>!", "html.parser")
        assert len(element.find_all(True)) == 1
        assert json.loads(element.script.string)["name"] == record.publication.title.plain


@on_every_shelf
def test_coins(shelf):
    for record in shelf:
        read = parse_qsl(metadata.coins(record), keep_blank_values=True, strict_parsing=True)
        titles = {value for name, value in read if name in {"rft.atitle", "rft.btitle", "rft.title", "rft.jtitle"}}
        assert record.publication.title.plain in titles
        assert re.fullmatch(r"[\w.%~=&-]+", metadata.coins(record), re.ASCII)


@on_every_shelf
def test_addresses_are_safe(shelf):
    for record in shelf:
        for link in metadata.signposting(record, SITE):
            assert re.fullmatch(r"https?://[^\s\"'<>\\\\]+", link.href)
            assert ".." not in link.href or record.key == ".."


@on_every_shelf
def test_nothing_invisible_turns_the_text_around(shelf):
    written = [
        join_csl_json(map(csl_json, shelf)),
        join_ris(map(ris, shelf)),
        *(metadata.publication(record).encode() for record in shelf),
    ]
    for data in written:
        assert not TURNING.search(data.decode())
        assert not [char for char in data.decode() if unicodedata.category(char) == "Cc" and char not in "\r\n"]


def test_no_key_can_take_a_file_of_a_list_or_leave_its_folder():
    keys = ["2024", "publications", "publications-2024", "index", "../x", "/etc/passwd", "a/b", "A", "a", "year", "con"]
    shelf = records("\n".join(f"@misc{{{key}, title={{T}}, year=2024}}" for key in keys))
    files = [planned.path for planned in export_files(Catalogue(tuple(shelf.values())))]
    assert len(shelf) == len(keys)
    assert len({path.lower() for path in files}) == len(files) == 3 + 2 + 3 * len(keys)
    assert all(re.fullmatch(r"publications(?:-2024|/[\w-]+)?\.(?:bib|json|ris)", path) for path in files)


def test_three_thousand_authors():
    names = " and ".join(f"Family{n}, Given{n}" for n in range(3000))
    [record] = records(f"@article{{k, title={{T}}, journal={{J}}, year=2024, author={{{names}}}}}").values()
    assert len(json.loads(join_csl_json(map(csl_json, [record])))[0]["author"]) == 3000
    assert len(rispy.loads(join_ris(map(ris, [record])).decode())[0]["authors"]) == 3000
    assert len(json.loads(metadata.publication(record))["author"]) == 3000
    assert metadata.coins(record).count("&rft.au=") == 3000


def test_a_thousand_publications_have_all_their_files():
    entries = "\n".join(
        f"@inproceedings{{k{n}, title={{On {{Alpha}} {n}}}, author={{Doe, Jane and Roe, Richard}}, year={1990 + n % 30},"
        f" booktitle={{Conference on Letters}}, pages={{{n}--{n + 9}}}, doi={{10.1000/{n}}}, publisher={{ACM}}}}"
        for n in range(1000)
    )
    shelf = tuple(records(entries).values())
    files = list(export_files(Catalogue(shelf)))
    for record in shelf:
        metadata.highwire(record, SITE), metadata.publication(record, SITE), metadata.coins(record)
    assert len(files) == 3 + 30 * 2 + 3 * 1000
