"""Signposting: which links a publication's page has for machines."""

import pytest
from bib_records import EXAMPLES, records

from ibid.read.people_file import read_people
from ibid.write.metadata import signposting

SITE = "https://e.org/site"
SHELF = records(EXAMPLES)


def links(record, root=SITE):
    return [(link.rel, link.href, link.type) for link in signposting(record, root)]


def one(fields, people=None):
    return records(f"@article{{k, title={{T}}, author={{Doe, Jane}}, journal={{J}}, year=2024, {fields}}}", people)["k"]


def test_a_publication_s_links():
    people, _ = read_people("Jane Doe:\n  orcid: 0000-0002-1825-0097\n", "people.yml")
    given = one("doi={10.1000/182}, pdf={/publications/k/k.pdf}, license={CC BY-SA 4.0}", people)
    assert links(given) == [
        ("cite-as", "https://doi.org/10.1000/182", ""),
        ("describedby", f"{SITE}/publications/k.bib", "application/x-bibtex"),
        ("describedby", f"{SITE}/publications/k.json", "application/vnd.citationstyles.csl+json"),
        ("describedby", f"{SITE}/publications/k.ris", "application/x-research-info-systems"),
        ("author", "https://orcid.org/0000-0002-1825-0097", ""),
        ("type", "https://schema.org/AboutPage", ""),
        ("type", "https://schema.org/ScholarlyArticle", ""),
        ("item", f"{SITE}/publications/k/k.pdf", "application/pdf"),
        ("license", "https://creativecommons.org/licenses/by-sa/4.0/", ""),
    ]


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("journal", "https://doi.org/10.1000/182"),
        ("preprint", "https://doi.org/10.48550/arXiv.2410.11474"),
        ("thesis", None),
    ],
)
def test_what_it_is_to_be_cited_as(key, address):
    assert {rel: href for rel, href, _ in links(SHELF[key])}.get("cite-as") == address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("cc by-nc-nd 3.0", "https://creativecommons.org/licenses/by-nc-nd/3.0/"),
        ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("https://e.org/licence", "https://e.org/licence"),
        ("javascript:alert(1)", None),
        ("all rights reserved", None),
    ],
)
def test_licences(written, address):
    assert {rel: href for rel, href, _ in links(one(f"license={{{written}}}"))}.get("license") == address


def test_an_author_without_an_orcid_has_their_home_page_and_one_of_neither_has_no_link():
    people, _ = read_people("Jane Doe:\n  homepage: https://jane.example/\nA. Poe: {}\n", "people.yml")
    assert [href for rel, href, _ in links(one("", people)) if rel == "author"] == ["https://jane.example/"]
    assert not [rel for rel, _, _ in links(SHELF["thesis"]) if rel == "author"]


def test_files_are_found_in_a_preview_too():
    assert ("describedby", "/publications/journal.bib", "application/x-bibtex") in links(SHELF["journal"], "")
