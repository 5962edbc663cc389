"""Bad bibliographies in whole sites: each row of tests/hostile/index.tsv does what the table says, wherever it shows.

All files that can be read stand in one site, so that one build shows them all; keys that several files share are made
different first. A page cites every entry, a post and its feed some. The rows without a file: test_hostile_project.py.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path

import page_health
import pytest
from bs4 import BeautifulSoup, Tag
from tiny_site import Built, Site

HOSTILE = Path(__file__).resolve().parents[2] / "hostile"
ROWS = {
    row["n"]: row for row in csv.DictReader((HOSTILE / "index.tsv").read_text("utf-8").splitlines(), delimiter="\t")
}
ALONE = {"30", "31", "32", "51", "52"}
"""Files that stop a build, or have something to say only when nothing else is there."""
OWN_KEYS = {"35", "40", "41", "43", "45"}
"""Files that are about their keys."""


@dataclass(frozen=True)
class Shown:
    """One entry as a reader sees it; what is empty is not looked at."""

    title: str = ""
    authors: str = ""
    venue: str = ""
    links: tuple[str, ...] = ()


LONG = "word " * 200_000
DOE = "Jane Doe"
EXPECTED = {
    # row: what is shown of its entries, by the end of their keys; place and code of all that is said
    "1": ({"k1": Shown("A <script>alert(1)</script> title", DOE, "J 2024")}, []),
    "2": ({"k1": Shown("X <img src=x onerror=alert(1)> Y", DOE)}, []),
    "3": ({"k1": Shown('Q "><svg onload=alert(1)> R', DOE)}, []),
    "5": ({"k1": Shown("End </script><script>alert(1)</script>", DOE)}, []),
    "7": ({"k1": Shown("T", DOE)}, [f"{line}:3: unsafe-link" for line in (6, 7, 8, 9)]),
    "9": ({"k1": Shown("T", DOE)}, [f"{line}:3: unsafe-link" for line in (6, 7, 8, 9)]),
    "11": ({"k1": Shown("T", DOE, links=("https://e.org/%22%20onclick=%22alert(1)",))}, []),
    "13": ({"k1": Shown("T", "Jane Doe, <script>x</script>")}, ["2:3: foreign-markup"]),
    "14": (
        {"k1": Shown("T", "J D", "V <iframe src=//e>, <i>1, pp. 1–<script>, 2024")},
        ["5:3: bad-date", "5:3: foreign-markup", "8:3: bad-date"],
    ),
    "16": ({"k1": Shown("T", venue='x" style="position:fixed J, 2024')}, []),
    "18": ({"k1": Shown("**bold** [link](javascript:alert(1)) `code` <http://e.org>")}, []),
    "19": ({"k1": Shown("/etc/passwd x id")}, ["5:3: forbidden-command"] * 4),
    "20": ({"k1": Shown("a x")}, ["5:3: forbidden-command"] * 3 + ["5:3: unknown-command"] * 2),
    "21": ({"k1": Shown("x")}, ["5:3: long-title"]),
    "23": ({"k1": Shown(LONG.strip())}, ["5:3: long-title", "5:3: long-value"]),
    "24": (
        {
            "k1": Shown(
                "ß æ œ í à ô ü ñ ç ą ů ā ż ṣ ḇ o͡o ² ₂ — – “ ” … – x & % $ # _ { }",
                "Émile Zola, Carlos Martín-Vide, Øyvind Štástý, Åsa Łukáč, Văn Nguyễn, P. Erdős",
            )
        },
        [],
    ),
    "25": ({"k1": Shown("O(n²) bounds for k-SAT x<y & B→μ at 5$ and 10%")}, []),
    "27": (
        {"k1": Shown("Open brace", venue="2024"), "k2": Shown("Fine", "B A", "J 2023")},
        ["1:1: missing-field", "2:2: unclosed-brace"],
    ),
    "28": (
        {"k1": Shown("abcgnp.exe x y", links=("https://e.org/gpj.exe",))},
        ["5:3: invisible-characters", "6:3: invisible-characters"],
    ),
    "33": ({"k1": Shown("BOM and CRLF", DOE)}, []),
    "35": ({"paper2024": Shown("latin"), "p\u0430per2024": Shown("cyrillic a")}, ["7:1: lookalike-key"]),
    "37": (
        {
            "k1": Shown(
                "深度学习的隐式偏好 🚀 مرحبا", "王明泽, 김철수, محمد علي, 清华大学, Seán O’Neil", "中国科学 2024"
            )
        },
        [],
    ),
    "38": ({"k1": Shown("first")}, ["7:1: duplicate-key", "7:1: no-topic"]),
    "40": ({"../../evil": Shown("t"), "/etc/x": Shown("t")}, []),
    "41": (
        {"DBLP:conf/nips/W%41.x": Shown("t"), "a.b": Shown("t2"), "a?b#c&d": Shown("t3"), "10.1000/abc-1": Shown("t4")},
        [],
    ),
    "43": ({"a:b": Shown("t"), "a/b": Shown("t2"), "a b": Shown("t3")}, ["13:1: blank-in-key"]),
    "45": ({"3": Shown("t"), "5": Shown("t2")}, ["1:1: numeric-key", "7:1: numeric-key"]),
    "47": ({"a": Shown("A", "Y X", "2024")}, ["1:21: missing-parent"]),
    "48": (
        {"a": Shown("A", "Y X", "neurips 2024")},
        ["1:39: undefined-string", "1:65: bad-date", "1:65: undefined-string"],
    ),
    "50": (
        {"a": Shown("Untitled (r50a)", venue="2024"), "b": Shown("Untitled (r50b)")},
        ["1:1: missing-field", "2:15: missing-field", "2:24: missing-field", "2:34: missing-field"],
    ),
    "54": (
        {
            "k1": Shown(
                "T",
                "World Health Organization, Juan de la Cruz, Jr., Jan van der Berg, A, B, C, D, M. Wang*, OpenAI, et al.",
            )
        },
        ["2:3: bad-name", "2:3: et-al", "2:3: name-mark"],
    ),
    "55": (
        {
            "k0": Shown("t0", venue="J in press"),
            "k1": Shown("t1", venue="J 2024"),
            "k2": Shown("t2", venue="J 2024"),
            "k3": Shown("t3", venue="J 2024"),
            "k4": Shown("t4", venue="J 2024"),
            "k5": Shown("t5", venue="J 2024"),
            "k6": Shown("t6", venue="J"),
            "k7": Shown("t7", venue="J"),
            "k8": Shown("t8", venue="J"),
        },
        [f"{line}:3: bad-date" for line in (11, 23, 30, 43, 49)] + ["51:1: missing-field"],
    ),
}
SAID_ALONE = {
    # row: exit code, start of the report
    "30": (1, "publications.bib:5:13: wrong-encoding: "),
    "31": (1, "publications.bib:2:14: wrong-encoding: "),
    "32": (1, "publications.bib: wrong-encoding: "),
    "51": (0, "publications.bib: empty-file: "),
    "52": (1, "publications.bib: not-bibtex: "),
}


def source(n: str) -> bytes:
    """The file of a row, with keys that no other row has."""
    if n == "23":
        text = f"@article{{k1,\n  author = {{Doe, Jane}},\n  journal = {{J}},\n  year = {{2024}},\n  title = {{{LONG}}}\n}}"
        return text.replace("k1", "r23k1").encode()
    text = (HOSTILE / ROWS[n]["file"]).read_bytes()
    return text if n in OWN_KEYS else re.sub(rb"(@\w+\{)(?=\w+,)", rf"\1r{n}".encode(), text)


def key_of(n: str, end: str) -> str:
    return end if n in OWN_KEYS else f"r{n}{end}"


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The one site with all that can be read."""
    site = Site(tmp_path_factory.mktemp("hostile") / "my site", root)
    files = {f"content/row{n}.bib": source(n) for n in EXPECTED}
    cited = "; ".join(f"@{{{key_of(n, end)}}}" for n, (shown, _) in EXPECTED.items() for end in shown)
    pages = {
        "content/pages/home.md": "Title: Home\nTemplate: home\nsave_as: index.html\nurl:\n\nHello.\n",
        "content/pages/research.md": f"Title: R\nTemplate: research\nTopics: true\n\n- **All**: of it [{cited}]\n",
        "content/news/2024-01-01-a.md": f"Title: A\nDate: 2024-01-01\nSummary: All [{cited}]\n\nAll [{cited}]\n",
    }
    made = {"FEED_ALL_ATOM": "feeds/all.atom.xml", "FEED_ALL_RSS": "feeds/all.rss.xml", "SITEURL": "https://here"}
    return site.build(files | pages, PUBLICATIONS_SRC=list(files), STRICT=True, **made)


@pytest.fixture(scope="module")
def shown(built: Built) -> dict[str, Tag]:
    """Each publication of the list, by its key as its own BibTeX file says it."""
    items = built.page("publications/index.html").select("ol.publications > li")
    keys = [re.match(r"@\w+\{([^,]+),", built.text(f"publications/{item['id']}.bib")) for item in items]
    return {key[1]: item for key, item in zip(keys, items, strict=True) if key}


@pytest.fixture(scope="module")
def chips(built: Built) -> list[Tag]:
    """The citations of all entries."""
    return built.page("research/index.html").select("a.cite")


def words(element: Tag | None) -> str:
    return " ".join(element.get_text().split()) if element else ""


@pytest.mark.parametrize("n", EXPECTED)
def test_row(built: Built, shown: dict[str, Tag], chips: list[Tag], n: str):
    entries, said = EXPECTED[n]
    places = [re.match(r"content/row(\d+)\.bib:(\d+:\d+: [\w-]+): ", line) for line in built.problems]
    assert [place[2] for place in places if place and place[1] == n] == said
    for end, expected in entries.items():
        item = shown[key_of(n, end).replace(" ", "_")]
        own = built.page(f"publications/{item['id']}/index.html")
        assert_drawn(item, own, expected)
        assert_titled(own, [chip for chip in chips if str(chip["href"]).endswith(f"#{item['id']}")], expected.title)


def assert_drawn(item: Tag, own: BeautifulSoup, expected: Shown) -> None:
    """On the list and on its own page."""
    for place in (item, own.main):
        if expected.authors:
            assert words(place.select_one(".authors")) == expected.authors
        if expected.venue:
            assert words(place.select_one(".venue")) == expected.venue
        assert tuple(str(a["href"]) for a in place.select(".links > a")) == expected.links
    if "²" not in expected.title:  # on the page it is a raised 2
        assert words(own.h1) == words(item.select_one(".title")) == expected.title


def assert_titled(own: BeautifulSoup, chips: list[Tag], plain: str) -> None:
    """In what engines read, and in the chips of those who cite it; an endless title is cut."""
    titles = [words(own.title).removesuffix(" · Jane Doe"), *(str(chip["title"]) for chip in chips)]
    assert chips
    assert all(len(title) < 400 for title in titles)
    titles += [str(meta["content"]) for meta in own.find_all("meta", attrs={"name": "citation_title"})]
    titles += [json.loads(str(data.string)).get("name", plain) for data in own.select('[type="application/ld+json"]')]
    assert all(title == plain or (title.endswith("…") and plain.startswith(title[:-1])) for title in titles)


def test_nothing_that_is_written_acts_or_is_broken(built: Built):
    faults = [fault for name, data in built.files().items() for fault in page_health.faults(name, data)]
    assert faults == []


def test_no_leftover_is_shown(built: Built):
    pages = {name: data for name, data in built.files().items() if name.endswith(".html")}
    assert [(name, odd) for name, data in pages.items() for odd in page_health.oddities(data)] == []


def test_every_link_within_the_site_leads_to_something(built: Built):
    assert page_health.dead_links(built.files()) == []


def test_what_is_exported_has_one_kind_of_line_end(built: Built):
    assert not [name for name, data in built.files().items() if name.endswith(".bib") and b"\r" in data]


def test_nothing_is_written_outside_of_the_output(built: Built):
    assert {path.name for path in built.folder.iterdir()} == {"cache", "content", "output", "pelicanconf.py"}
    assert {path.name for path in built.folder.parent.iterdir()} == {"my site"}


def test_no_name_of_a_file_is_unsafe_or_two_files_under_one_name(built: Built):
    names = list(built.files())
    assert all(re.fullmatch(r"[\w./-]+", name, re.ASCII) for name in names)
    assert len({name.lower() for name in names}) == len(names)


def test_a_strict_build_fails_for_the_errors(built: Built):
    assert built.code == 1
    assert "5 errors" in built.stdout


def test_pages_stay_small_where_a_title_is_endless(built: Built):
    page = built.page("publications/r23k1/index.html")
    for element in page.select('title, meta[name="description"], meta[property]'):
        assert len(str(element)) < 1_000


@pytest.mark.parametrize("n", SAID_ALONE)
def test_row_alone(site: Site, n: str):
    built = site.build({"content/publications.bib": source(n)})
    code, said = SAID_ALONE[n]
    assert built.code == code
    assert built.problems[0].startswith(f"content/{said}")
    if code:
        assert built.files() == {}, "the last site stays as it was"


def test_row_31_with_the_setting_is_read(site: Site):
    built = site.build({"content/publications.bib": source("31")}, PUBLICATIONS_ENCODING="latin-1")
    item = built.page("publications/index.html").select_one("ol.publications > li")
    assert item is not None
    assert (words(item.select_one(".title")), words(item.select_one(".authors"))) == ("Über", "Jörg Müller")


def test_every_row_with_a_file_has_its_test():
    with_file = {n for n, row in ROWS.items() if row["file"]} - {"56"}
    assert with_file == set(EXPECTED) | set(SAID_ALONE)
