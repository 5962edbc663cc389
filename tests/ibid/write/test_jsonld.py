"""JSON-LD: what it says, and that nothing in it ends its element."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from bib_records import EXAMPLES, of_type, records

from ibid.model.person import Person
from ibid.read.people_file import read_people
from ibid.write.metadata import breadcrumbs, home, person, post, publication
from pelican_bibtex.syntax.type_names import TYPES as ENTRY_TYPES

SITE = "https://e.org/site"
SHELF = records(EXAMPLES)
DOE = [{"@type": "Person", "name": "Jane Doe", "givenName": "Jane", "familyName": "Doe"}]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            "journal",
            {
                "@type": "ScholarlyArticle",
                "name": "On Alpha",
                "author": [
                    {
                        "@type": "Person",
                        "name": "Ludwig van Beethoven",
                        "givenName": "Ludwig",
                        "familyName": "van Beethoven",
                    },
                    {"@type": "Organization", "name": "Acme, Inc."},
                    {
                        "@type": "Person",
                        "name": "Martin Luther King, Jr.",
                        "givenName": "Martin Luther",
                        "familyName": "King",
                    },
                ],
                "datePublished": "2024-05-03",
                "isPartOf": {
                    "@type": "PublicationIssue",
                    "issueNumber": "3",
                    "isPartOf": {
                        "@type": "PublicationVolume",
                        "volumeNumber": "12",
                        "isPartOf": {"@type": "Periodical", "name": "Journal of Letters", "issn": "1234-5678"},
                    },
                },
                "pagination": "1-39",
                "pageStart": "1",
                "pageEnd": "39",
                "identifier": {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.1000/182"},
                "sameAs": ["https://doi.org/10.1000/182"],
                "inLanguage": "de",
                "abstract": "We measure.",
                "keywords": ["trees", "widths"],
            },
        ),
        (
            "thesis",
            {
                "@type": "Thesis",
                "name": "On Gamma",
                "author": DOE,
                "datePublished": "2023",
                "publisher": {"@type": "Organization", "name": "University of Bath"},
                "genre": "PhD thesis",
                "inLanguage": "en",
            },
        ),
        (
            "chapter",
            {
                "@type": "Chapter",
                "name": "On Zeta",
                "author": DOE,
                "editor": [{"@type": "Person", "name": "Richard Roe", "givenName": "Richard", "familyName": "Roe"}],
                "datePublished": "2020",
                "isPartOf": {"@type": "Book", "name": "Handbook of Letters"},
                "publisher": {"@type": "Organization", "name": "Norton"},
                "pagination": "10-20",
                "pageStart": "10",
                "pageEnd": "20",
                "inLanguage": "en",
            },
        ),
        (
            "preprint",
            {
                "@type": "ScholarlyArticle",
                "name": "On Eta",
                "author": DOE,
                "datePublished": "2024-10",
                "publisher": {"@type": "Organization", "name": "arXiv"},
                "sameAs": ["https://arxiv.org/abs/2410.11474"],
                "inLanguage": "en",
                "creativeWorkStatus": "Preprint",
            },
        ),
    ],
)
def test_publications(key, expected):
    address = f"{SITE}/publications/{key}/"
    head = {"@context": "https://schema.org", "@id": address, "url": address}
    assert json.loads(publication(SHELF[key], SITE, "en")) == head | expected


def test_without_a_host_it_has_no_address():
    assert "@id" not in json.loads(publication(SHELF["book"], ""))


@pytest.mark.parametrize(
    ("key", "type_"),
    [("report", "Report"), ("book", "Book"), ("conference", "ScholarlyArticle"), ("newspaper", "NewsArticle")],
)
def test_types(key, type_):
    assert json.loads(publication(SHELF[key]))["@type"] == type_


@pytest.mark.parametrize("name", sorted(ENTRY_TYPES))
def test_every_type_of_entry(name):
    said = json.loads(publication(of_type(name), SITE))
    assert (said["name"], said["datePublished"], said["author"]) == ("On Alpha", "2024", DOE)


def test_what_people_yml_knows_of_an_author():
    people, _ = read_people(
        "Jane Doe:\n  orcid: 0000-0002-1825-0097\n  homepage: https://jane.example/\n  affiliations: [Bath]\n", "p.yml"
    )
    [one] = records("@misc{k, title={T}, author={Doe, Jane}, year=2024}", people).values()
    assert json.loads(publication(one))["author"] == [
        DOE[0]
        | {
            "url": "https://jane.example/",
            "sameAs": ["https://orcid.org/0000-0002-1825-0097"],
            "affiliation": [{"@type": "Organization", "name": "Bath"}],
        }
    ]


def test_an_owner_at_home():
    jane = Person(
        "Jane Doe",
        native="珍",
        orcid="0000-0002-1825-0097",
        role="PhD student",
        portrait="images/jane.jpg",
        links=(("Scholar", "https://scholar.example/j"), ("CV", "/cv/")),
    )
    assert json.loads(person(jane, SITE)) == {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": "Jane Doe",
        "alternateName": "珍",
        "@id": f"{SITE}/#owner",
        "url": f"{SITE}/",
        "sameAs": ["https://orcid.org/0000-0002-1825-0097", "https://scholar.example/j"],
        "image": f"{SITE}/images/jane.jpg",
        "jobTitle": "PhD student",
    }
    assert json.loads(person(jane, ".")).keys().isdisjoint({"@id", "url", "image"})


JANE, RICHARD = (
    Person("Jane Doe", homepage="https://jane.example/"),
    Person("Richard Roe", portrait="r.jpg", role="Dean"),
)
SITE_ITSELF = {"@type": "WebSite", "@id": f"{SITE}/#site", "name": "</Lab>", "url": f"{SITE}/"}


@pytest.mark.parametrize(
    ("owners", "root", "expected"),
    [
        ((), "", []),
        ((), SITE, [SITE_ITSELF]),
        ((JANE,), ".", [{"@type": "Person", "name": "Jane Doe", "url": "https://jane.example/"}]),
        (
            (JANE,),
            SITE,
            [
                {"@type": "Person", "name": "Jane Doe", "@id": f"{SITE}/#owner", "url": f"{SITE}/"},
                SITE_ITSELF,
                {
                    "@type": "ProfilePage",
                    "url": f"{SITE}/en/",
                    "inLanguage": "en",
                    "mainEntity": {"@id": f"{SITE}/#owner"},
                },
            ],
        ),
        (
            (JANE, RICHARD),
            SITE,
            [
                {
                    "@type": "ResearchOrganization",
                    "@id": f"{SITE}/#owner",
                    "name": "</Lab>",
                    "url": f"{SITE}/",
                    "member": [
                        {"@type": "Person", "name": "Jane Doe", "url": "https://jane.example/"},
                        {"@type": "Person", "name": "Richard Roe", "image": f"{SITE}/r.jpg", "jobTitle": "Dean"},
                    ],
                },
                SITE_ITSELF,
            ],
        ),
    ],
)
def test_whose_site_it_is(owners, root, expected):
    said = [json.loads(each) for each in home(owners, "</Lab>", "", root, url="en/", language="en")]
    assert said == [{"@context": "https://schema.org"} | thing for thing in expected]


def test_a_post():
    when = datetime(2024, 5, 3, tzinfo=UTC)
    article = SimpleNamespace(
        title="A <em>prize</em> &amp; more",
        content='<p>Text <img alt="a > b" src="/images/a.png?x=1&amp;y=2"> <img src="b.png"></p>',
        summary="<p>We\nwon.</p>",
        url="news/prize/",
        date=when,
        lang="zh_CN",
        authors=["Jane Doe", "Guest"],
        tags=["prizes"],
    )
    said = json.loads(post(article, SITE, [Person("Jane Doe", homepage="https://jane.example/")]))
    assert said == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "@id": f"{SITE}/news/prize/",
        "url": f"{SITE}/news/prize/",
        "mainEntityOfPage": f"{SITE}/news/prize/",
        "image": f"{SITE}/images/a.png?x=1&y=2",
        "headline": "A prize & more",
        "description": "We won.",
        "author": [
            {"@type": "Person", "name": "Jane Doe", "url": "https://jane.example/"},
            {"@type": "Person", "name": "Guest"},
        ],
        "datePublished": "2024-05-03T00:00:00+00:00",
        "inLanguage": "zh-CN",
        "keywords": ["prizes"],
    }


def test_breadcrumbs_need_a_host():
    crumbs = [("Home", ""), ("A < B", "publications/k/"), ("C", "news/index.html"), ("D", "reindex.html")]
    said = json.loads(breadcrumbs(crumbs, SITE))
    assert [(step["position"], step["name"], step["item"]) for step in said["itemListElement"]] == [
        (1, "Home", f"{SITE}/"),
        (2, "A < B", f"{SITE}/publications/k/"),
        (3, "C", f"{SITE}/news/"),
        (4, "D", f"{SITE}/reindex.html"),
    ]
    assert breadcrumbs(crumbs, "") == ""


@pytest.mark.parametrize(
    "title", ["</script><script>alert(1)</script>", "<!--<script>", "A & B", 'say "x\\y"', "line\u2028end\u2029", "😀"]
)
def test_nothing_ends_its_element(title):
    written = str(person(Person(title)))
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written)["name"] == title
