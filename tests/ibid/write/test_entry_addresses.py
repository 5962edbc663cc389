"""Addresses in all that is written of an entry: each can be followed, whatever its author or a program wrote."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from bib_records import records
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ibid.model.records import Record
from ibid.write.exports import csl_item, ris
from ibid.write.metadata import coins, highwire, json_ld, signposting
from pelican_bibtex.facts.links import LABELS

FIELDS = ["url", "doi", "eprint", "howpublished", "note", "license", *LABELS]
PIECES = [
    "http://e.org/", "https://doi.org/10.1000/", "10.1000/", "10/abc", "mailto:", "/papers/", "javascript:", "e.org/x",
    "arXiv:2410.11474", "http://[", "]/", "@", ":80", ":99999", "http://", "//", "\\url{", "\\href{", "}{", "{", "}", "\\",
    "\\_", "\\~{}", "\\textless", "\\foo", "\\char`\\~", "\\string", "$\\sim$", "$<$", "$", "`", "'", '"', "<", ">", "&amp;",
    "&amp;amp;", "&lt;", "&#92;", "&#x7d;", "&nbsp;", "&", ";", "#", "?a=b", "%2F", "%3C", "%", "%E9", " ", ", ", "é", "王", "\u202e",
    "x.pdf", "a", "Available at ", "<a href=\"http://e.org/",
]  # fmt: skip

value = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)


def written(record: Record) -> Iterator[str]:
    """Every address in the links, the texts, the exported files and the metadata of a publication."""
    publication = record.publication
    yield from (link.url for link in publication.links)
    soup = BeautifulSoup(f"<p>{publication.note.html} {publication.venue.html}</p>", "html.parser")
    yield from (str(anchor["href"]) for anchor in soup.find_all("a"))
    yield csl_item(record).get("URL", "")
    yield from re.findall(r"^(?:UR|L1)  - (.*)\r$", ris(record), re.MULTILINE)
    yield from (content for name, content in highwire(record, "https://h.example") if name.endswith("_url"))
    yield from (url for name, url in parse_qsl(coins(record)) if name == "rft_id" and not url.startswith("info:"))
    yield from (link.href for link in signposting(record, "https://h.example"))
    thing = json.loads(json_ld.publication(record, "https://h.example"))
    yield from (*thing.get("sameAs", ()), thing.get("license", ""), thing.get("encoding", {}).get("contentUrl", ""))


def fault(url: str) -> str:
    """What keeps an address from being followed, or an empty string."""
    try:
        urlsplit(url).port  # noqa: B018  it raises
    except ValueError as error:
        return str(error)
    if found := re.search(r"[\\{}`\s\x00-\x1f<>\"]", url):
        return f"holds {found[0]!r}"
    return "holds an HTML entity" if re.search(r"&(?:#\w+|[a-z]+);", url) and html.unescape(url) != url else ""


@settings(max_examples=150, deadline=None)
@example({"pdf": "mailto:http://e.org/"}, "misc")
@given(st.dictionaries(st.sampled_from(FIELDS), value, min_size=1, max_size=3), st.sampled_from(["misc", "article"]))
def test_every_address_written_can_be_followed(fields: dict[str, str], type_: str) -> None:
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items())
    for record in records(f"@{type_}{{k, title={{T}}, author={{Doe, Jane}}, year={{2024}},\n{lines}}}\n").values():
        assert [(url, fault(url)) for url in written(record) if fault(url)] == []


ADDRESSES = [
    # fields; what CSL-JSON, RIS and COinS have as address, and as DOI
    ("url={https://e.org/a.pdf}", "https://e.org/a.pdf", ""),
    ("howpublished={Available at \\url{https://e.org/a.pdf}}", "https://e.org/a.pdf", ""),
    ("pdf={https://e.org/a.pdf}", "", ""),
    (r"url={http://h.example/$\sim$a?b&amp;c}", "http://h.example/~a?b&c", ""),
    (r"doi={10.1175/X{\textless}2712:Y{\textgreater}2\#3}", "", "10.1175/X<2712:Y>2#3"),
    ("doi={https://doi.org/10.1000/a%3C1:b%3E2}", "", "10.1000/a<1:b>2"),
    ("doi={10.1128/jb.1}, url={https://doi.org/10.1128%2Fjb.1}", "", "10.1128/jb.1"),
    ("doi={http://site.example/x}", "http://site.example/x", ""),
    ("doi={https://doi.org/10/abc9}", "", "10/abc9"),
]


@pytest.mark.parametrize(("fields", "url", "doi"), ADDRESSES)
def test_every_format_has_the_same_address_and_the_same_doi(fields: str, url: str, doi: str) -> None:
    record = records(f"@misc{{k, title={{T}}, author={{Doe, Jane}}, year={{2024}}, {fields}}}")["k"]
    item, lines, pairs = csl_item(record), dict(re.findall(r"(\w\w)  - (.*)\r", ris(record))), parse_qsl(coins(record))
    ids = [content for name, content in pairs if name == "rft_id"]
    assert (item.get("URL", ""), lines.get("UR", ""), "".join(one for one in ids if "info:" not in one)) == (url,) * 3
    assert (item.get("DOI", ""), lines.get("DO", "")) == (doi, doi)
    assert dict(highwire(record)).get("citation_doi", "") == doi
    assert f"info:doi/{doi}" in [*ids, "info:doi/"]
