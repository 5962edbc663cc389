"""The demo is the first user's site. Its research page must say what that page said, now with links that lead home."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

SEED = (Path(__file__).parents[2] / "sites/seed/research.txt").read_text("utf-8")
SEED_LINES = [re.sub(r"^[\s•]+", "", line).strip() for line in SEED.splitlines() if line.strip()]


@pytest.fixture(scope="session")
def demo(root, tmp_path_factory):
    """The demo, built as the README says, into a folder of its own."""
    output = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "pelican", "content", "-o", str(output)],
        cwd=root, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stderr == "", "the demo is without fault"
    return output


@pytest.fixture(scope="session")
def research(demo) -> Tag:
    return page(demo, "research/index.html").main


def page(demo, path) -> BeautifulSoup:
    return BeautifulSoup((demo / path).read_text("utf-8"), "html.parser")


def lines_of(main: Tag) -> Iterator[str]:
    """The page's lines as the seed has them: a line a heading, paragraph and bullet, lists of publications left out."""
    for element in main.find_all(["h1", "h2", "p", "li"]):
        if element.find_parent("ol") or (element.name == "p" and element.find_parent("li")):
            continue
        yield " ".join(own_text(element).split())


def own_text(element: Tag) -> str:
    return "".join(
        child.get_text() if isinstance(child, Tag) else str(child)
        for child in element.children
        if not (isinstance(child, Tag) and child.name in {"ul", "ol"})
    )


def numbers(item: Tag) -> list[int]:
    return [int(li["value"]) for li in item.find_all("li", attrs={"value": True})]


def test_the_page_says_what_the_seed_says_word_for_word(research):
    assert list(lines_of(research)) == SEED_LINES


def test_all_39_numbers_are_links_to_the_publication_of_that_number(demo, research):
    chips = research.select("a.cite")
    assert len(chips) == 39 == len(re.findall(r"\[\d+\]", SEED))
    publications = page(demo, "publications/index.html")
    for chip in chips:
        path, _, fragment = chip["href"].partition("#")
        assert path == "/publications/"
        entry = publications.find(id=fragment)
        assert chip.get_text() == f"[{entry['value']}]"
        assert chip["title"] in entry.get_text()


def test_the_14_topics_are_nested_as_in_the_seed(research):
    depth = {line.strip("• "): (len(line) - len(line.lstrip())) // 4 for line in SEED.splitlines() if "•" in line}
    bullets = [li for li in research.find_all("li", id=True) if not li.find_parent("ol")]
    assert len(bullets) == 14
    for bullet in bullets:
        text = " ".join(own_text(bullet).split()) or " ".join(bullet.p.get_text().split())
        assert len(bullet.find_parents("li")) == depth[text]
    assert len({bullet["id"] for bullet in bullets}) == 14, "three of them are called Algorithm Design"


def test_the_lists_that_the_seed_lost_are_there(research):
    headings = {h2.get_text(strip=True): h2 for h2 in research.find_all("h2")}
    assert numbers(headings["Recent Publications"].find_next("ol")) == [10, 9, 8, 7, 6, 5, 4, 3, 2]
    assert numbers(headings["Recent Preprints"].find_next("ol")) == [12, 11, 1]


def test_two_papers_carry_the_mark_that_the_legend_explains(research):
    marked = [li["value"] for li in research.select("ol.publications > li") if "*" in li.get_text()]
    assert marked == ["12", "11"]


def test_co_authors_have_their_homepages(research):
    people = research.select("ul.people a")
    assert [(a.get_text(), a["href"]) for a in people] == [
        ("Weinan E", "https://web.math.princeton.edu/~weinan/"),
        ("Chao Ma", "https://www.chaom.org/"),
        ("Lei Wu", "https://leiwu0.github.io/"),
        ("Weijie J. Su", "http://stat.wharton.upenn.edu/~suw/"),
    ]


def test_roll_ups_written_as_a_star_come_out_with_the_numbers_of_the_seed(root, research):
    source = (root / "content/pages/research.md").read_text("utf-8")
    assert re.findall(r"\*\*(.+?)\*\*.*\[@\*\]", source) == [
        "Transformer and Large Language Model",
        "Non-convex and Convex Optimization",
    ]
    said = "\n".join(lines_of(research))
    assert "theory and algorithm. [8][10][12]\n" in said
    assert "theory and algorithm. [2][4][6][10][11][12]\n" in said


def test_the_home_page_has_the_top_topics_with_their_roll_ups(demo):
    home = page(demo, "index.html")
    shown = {}
    for item in home.select("main li"):
        link = item.find("a", href=re.compile("^/research/#"))
        if link:
            shown[link.get_text(strip=True)] = [chip.get_text() for chip in item.select("a.cite")]
    assert shown == {
        "Deep Learning Theory": ["[1]", "[2]", "[3]", "[4]", "[5]", "[6]", "[8]", "[9]", "[10]", "[11]", "[12]"],
        "Transformer and Large Language Model": ["[8]", "[10]", "[12]"],
        "Non-convex and Convex Optimization": ["[2]", "[4]", "[6]", "[10]", "[11]", "[12]"],
        "CV and NLP": ["[7]"],
    }


def test_both_directions_agree_over_the_whole_site(demo):
    """Every chip in a page's own text has its way back from the publication, and every way back has its chip."""
    there: set[tuple[str, str]] = set()
    for file in sorted(demo.rglob("index.html")):
        url = "/" + file.relative_to(demo).as_posix().removesuffix("index.html")
        if url.startswith(("/publications/", "/topics/")) or url in {"/news/", "/news/tags/"} or "/tag/" in url:
            continue  # lists, which repeat what the pages themselves say
        for chip in page(demo, url[1:] + "index.html").main.select("a.cite"):
            bullet = chip.find_parent("li")
            if bullet is None or bullet.get("id"):  # the home page's topics are a list, too
                there.add((chip["href"].partition("#")[2], f"{url}#{bullet['id']}" if bullet else url))
    back = {
        (entry["id"], link["href"])
        for entry in page(demo, "publications/index.html").select("ol.publications > li")
        for link in page(demo, f"publications/{entry['id']}/index.html").select('a[role="doc-backlink"]')
    }
    assert there == back
    assert len(there) > 39


def test_every_way_back_leads_to_something(demo):
    for link in page(demo, "publications/index.html").select('a[role="doc-backlink"]'):
        path, _, fragment = link["href"].partition("#")
        target = page(demo, f"{path[1:]}index.html")
        assert not fragment or target.find(id=fragment)
