"""One built site, read by the programs it is written for: not by us."""

import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin

import bibtexparser
import extruct
import pytest
import rispy
from bib_records import EXAMPLES
from feed_rules import feed_faults
from pybtex.database import parse_string
from signposting import find_signposting_html
from tiny_site import Built, Site

SITE = "https://e.org/site"
ODD = r"""
@article{2024, title={A Key that Is a Year}, author={Doe, Jane}, journal={J}, year={2024}, pdf={/publications/2024/a.pdf}}
@article{DBLP:conf/x/y.z, title={A Key with Slashes}, author={Doe, Jane}, journal={J}, year={2024}}
@article{hostile, title={End </script><script>alert(1)</script> "q" 'r' \& s}, author={{O'Neil "X" <b>}}, journal={J},
  year={2024}, abstract={]]> --> \u0000}, keywords={<i>, "x"}}
@misc{nodate, title={Without a Date}, author={Doe, Jane}, howpublished={Blog}}
"""
PEOPLE = "Jane Doe:\n  owner: true\n  orcid: 0000-0002-1825-0097\n  homepage: https://jane.example/\n"
KEYS = {
    *("journal", "conference", "thesis", "report", "book", "chapter", "preprint", "newspaper"),
    *("2024", "DBLP:conf/x/y.z", "hostile", "nodate"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Built:
    """The site, as it would be published."""
    site = Site(tmp_path_factory.mktemp("read"), root)
    files = {
        "content/publications.bib": EXAMPLES + ODD,
        "content/people.yml": PEOPLE,
        "content/pages/home.md": "Title: Home\nTemplate: home\nURL:\nsave_as: index.html\n\nI measure trees.\n",
        "content/pages/research.md": "Title: Research\nTopics: true\n\n- **Trees**: [@journal; @book]\n",
        "content/news/2024-05-03-prize.md": (
            "Title: A prize\nTags: prizes & </script>\nAuthor: Jane Doe\n\nFor [@journal]. ![All of us](/all.png)\n"
        ),
        "content/news/2023-04-03-talk.md": "Title: A talk\nTags: prizes & </script>\n\nSoon.\n",
    }
    lists = {"DIRECT_TEMPLATES": ["index", "tags", "archives", "categories", "authors", "404"], "DEFAULT_PAGINATION": 1}
    years = {"YEAR_ARCHIVE_URL": "news/{date:%Y}/", "YEAR_ARCHIVE_SAVE_AS": "news/{date:%Y}/index.html"}
    return site.build(files, SITEURL=SITE, FEED_ALL_ATOM="feeds/news.atom.xml", **lists, **years)


@pytest.fixture(scope="module")
def server(built: Built) -> Iterator[str]:
    """The address at which its files are served."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(built.folder / "output"))
    handler.func.log_message = lambda *_: None
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}/"
        serving.shutdown()
        thread.join()


def pages(built: Built) -> dict[str, str]:
    """Every page of a publication by its folder."""
    found = sorted((built.folder / "output" / "publications").glob("*/index.html"))
    return {path.parent.name: path.read_text("utf-8") for path in found}


def structured(html: str) -> dict[str, list]:
    """What extruct finds in a page."""
    return extruct.extract(html, base_url=SITE, syntaxes=["json-ld", "opengraph"])


def json_ld(html: str) -> dict[str, dict]:
    """Its JSON-LD by type."""
    return {thing["@type"]: thing for thing in structured(html)["json-ld"]}


def test_a_year_s_files_and_those_of_a_key_that_is_the_year_are_apart(built):
    files = built.files()
    assert files["publications/2024.bib"].count(b"\n@") + 1 == 1
    assert {item["id"] for item in json.loads(files["publications-2024.json"])} == {
        *("journal", "conference", "preprint", "2024", "DBLP:conf/x/y.z", "hostile")
    }
    assert {name for name in files if name.startswith("publications-")} == {
        f"publications-{year}.{ending}" for year in range(2019, 2025) for ending in ("bib", "json")
    }


@pytest.mark.parametrize("name", ["publications.bib", "publications-2024.bib"])
def test_pybtex_and_bibtexparser_read_the_same_keys(built, name):
    text = built.text(name)
    theirs = {entry.key for entry in bibtexparser.parse_string(text).entries}
    assert theirs == set(parse_string(text, "bibtex").entries)
    assert theirs == KEYS if name == "publications.bib" else theirs < KEYS


def test_each_bib_file_is_read_alone(built):
    files = [text.decode() for name, text in built.files().items() if re.fullmatch(r"publications/.*[.]bib", name)]
    assert {key for text in files for key in parse_string(text, "bibtex").entries} == KEYS
    assert {len(bibtexparser.parse_string(text).entries) for text in files} == {1}


def test_csl_json_and_ris_hold_every_publication(built):
    assert {item["id"] for item in json.loads(built.text("publications.json"))} == KEYS
    data = built.files()["publications.ris"].decode()
    assert {one["id"] for one in rispy.loads(data)} == KEYS
    titles = {one["id"]: one["title"] for one in rispy.loads(data)}
    assert titles["hostile"] == "End </script><script>alert(1)</script> \"q\" 'r' & s"


def test_every_feed_keeps_the_rules_of_atom(built):
    feeds = {name: data for name, data in built.files().items() if name.endswith(".atom.xml")}
    assert {*feeds} == {"feeds/news.atom.xml", "feeds/publications.atom.xml", "topics/trees/feed.atom.xml"}
    assert {name: faults for name, data in feeds.items() if (faults := feed_faults(data))} == {}
    assert len(feed_faults(b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>x</id></entry></feed>")) == 8


def test_lists_and_pages_link_their_files_with_media_types(built):
    types = {
        "bib": "application/x-bibtex",
        "json": "application/vnd.citationstyles.csl+json",
        "ris": "application/x-research-info-systems",
    }
    for page, stem in {"publications": "publications", "publications/journal": "publications/journal"}.items():
        links = {a["href"]: a.get("type") for a in built.page(f"{page}/index.html").find_all("a", type=True)}
        assert {f"{SITE}/{stem}.{ending}": type_ for ending, type_ in types.items()}.items() <= links.items()
    of_years = {a["href"] for a in built.page("publications/index.html").select("details.more a")}
    assert {f"{SITE}/publications-2024.bib", f"{SITE}/publications-2019.json"} <= of_years


def test_extruct_reads_what_each_publication_is(built):
    for folder, html in pages(built).items():
        things = json_ld(html)
        assert len(things) == 2, folder
        assert [step["name"] for step in things["BreadcrumbList"]["itemListElement"]][:2] == [
            "Jane Doe",
            "Publications",
        ]
        title = things["BreadcrumbList"]["itemListElement"][2]["name"]
        assert next(thing for type_, thing in things.items() if type_ != "BreadcrumbList")["name"] == title
    hostile = json_ld(pages(built)["hostile"])["ScholarlyArticle"]
    assert hostile["name"] == "End </script><script>alert(1)</script> \"q\" 'r' & s"
    assert hostile["author"] == [{"@type": "Organization", "name": 'O\'Neil "X" <b>'}]


def test_extruct_reads_open_graph_with_absolute_addresses(built):
    [said] = structured(pages(built)["journal"])["opengraph"]
    properties = dict(said["properties"])
    assert properties["og:title"] == "On Alpha · Jane Doe"
    assert properties["og:type"] == "article"
    assert properties["og:url"] == f"{SITE}/publications/journal/"
    assert properties["article:published_time"] == "2024-05-03"


def test_extruct_reads_whose_site_it_is_and_who_wrote_a_post(built):
    owner = json_ld(built.text("index.html"))["Person"]
    assert (owner["name"], owner["url"], owner["sameAs"]) == (
        "Jane Doe",
        f"{SITE}/",
        ["https://orcid.org/0000-0002-1825-0097"],
    )
    posting = json_ld(built.text("news/prize/index.html"))["BlogPosting"]
    assert posting["headline"] == "A prize"
    assert posting["description"].startswith("For [")
    assert posting["author"][0]["sameAs"] == ["https://orcid.org/0000-0002-1825-0097"]
    assert posting["mainEntityOfPage"] == f"{SITE}/news/prize/"
    assert posting["image"] == f"{SITE}/all.png"
    things = json_ld(built.text("index.html"))
    assert things["ProfilePage"]["mainEntity"] == {"@id": owner["@id"]}
    assert (things["WebSite"]["name"], things["WebSite"]["url"]) == ("Jane Doe", f"{SITE}/")


NEWS = ("News", "news/")
CRUMBS = {
    "index.html": [],
    "404.html": [],
    "research/index.html": [("Research", "research/")],
    "publications/index.html": [("Publications", "publications/")],
    "publications/book/index.html": [("Publications", "publications/"), ("On Epsilon", "publications/book/")],
    "topics/trees/index.html": [("Research", "research/"), ("Trees", "topics/trees/")],
    "news/index.html": [NEWS],
    "news/index2.html": [NEWS],
    "news/prize/index.html": [NEWS, ("A prize", "news/prize/")],
    "news/2024/index.html": [NEWS, ("2024", "news/2024/")],
    "archives.html": [NEWS, ("Archive", "archives.html")],
    "tags.html": [NEWS, ("Tags", "tags.html")],
    "tag/prizes.html": [NEWS, ("prizes & </script>", "tag/prizes.html")],
    "category/news.html": [NEWS, ("news", "category/news.html")],
    "author/jane-doe.html": [NEWS, ("Jane Doe", "author/jane-doe.html")],
}


def test_extruct_reads_where_each_kind_of_page_stands(built):
    for path, expected in CRUMBS.items():
        steps = json_ld(built.text(path)).get("BreadcrumbList", {}).get("itemListElement", [])
        home = [("Jane Doe", "")] if expected else []
        assert [(step["name"], step["item"].removeprefix(f"{SITE}/")) for step in steps] == home + expected, path


def test_every_kind_of_page_names_its_one_address(built):
    for path in {*CRUMBS} - {"404.html"}:
        [canonical] = built.page(path).select("link[rel=canonical]")
        assert canonical["href"] == f"{SITE}/{path.removesuffix('index.html')}"
        assert built.page(path).select_one("meta[property='og:url']")["content"] == canonical["href"]


def test_a_publication_s_page_says_all_there_is_to_say(built):
    page = built.page("publications/journal/index.html").main
    assert page.select_one("time[datetime='2024-05-03']").get_text() == "3 May 2024"
    assert [word.get_text() for word in page.select("ul.tags li")] == ["trees", "widths"]
    assert [h2.get_text() for h2 in page.find_all("h2")] == [
        "Abstract",
        "Topics",
        "Mentioned in",
        "Related work",
        "BibTeX",
    ]
    assert not built.page("publications/thesis/index.html").main.select("time, ul.tags")


def test_a_publication_names_related_work(built):
    [heading] = [h2 for h2 in built.page("publications/journal/index.html").find_all("h2") if h2.text == "Related work"]
    assert [a["href"] for a in heading.find_next("ul").find_all("a")] == [f"{SITE}/publications/book/"]
    assert "Related work" not in built.text("publications/thesis/index.html")


def test_a_page_has_highwire_tags_or_coins_or_neither(built):
    def counts(path):
        drawn = built.page(path)
        return len(drawn.select('meta[name^="citation_"]')) > 0, len(drawn.select("span.Z3988"))

    assert counts("publications/index.html") == (False, len(KEYS))
    assert counts("publications/journal/index.html") == (True, 0)
    assert counts("index.html") == (False, 0)


def test_a_pdf_beside_its_page_is_named_to_scholar_engines(built):
    drawn = built.page("publications/2024/index.html")
    assert [tag["content"] for tag in drawn.select('meta[name="citation_pdf_url"]')] == [
        f"{SITE}/publications/2024/a.pdf"
    ]


def test_signposting_reads_the_links(server, built):
    found = find_signposting_html(urljoin(server, "publications/journal/"))
    assert found.citeAs.target == "https://doi.org/10.1000/182"
    assert {(link.target, link.type) for link in found.describedBy} == {
        (f"{SITE}/publications/journal.bib", "application/x-bibtex"),
        (f"{SITE}/publications/journal.json", "application/vnd.citationstyles.csl+json"),
        (f"{SITE}/publications/journal.ris", "application/x-research-info-systems"),
    }
    assert {link.target for link in found.types} == {
        "https://schema.org/AboutPage",
        "https://schema.org/ScholarlyArticle",
    }
    by_jane = find_signposting_html(urljoin(server, "publications/thesis/"))
    assert {link.target for link in by_jane.authors} == {"https://orcid.org/0000-0002-1825-0097"}
    assert by_jane.citeAs is None


def test_a_preview_names_no_host(tmp_path, root):
    files = {"content/publications.bib": EXAMPLES}
    drawn = Site(tmp_path, root).build(files, SITEURL="").page("publications/journal/index.html")
    assert not drawn.select('meta[name$="_url"], meta[property="og:url"], link[rel=canonical]')
    assert drawn.select("link[rel=describedby]")[0]["href"] == "/publications/journal.bib"
    [script] = drawn.select('script[type="application/ld+json"]')
    assert "@id" not in json.loads(script.string)
