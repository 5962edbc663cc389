"""The site read from disk, as a folder that somebody was sent: RELATIVE_URLS, without a server. And below a path of one."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from kinds import GALLERY

from workshop.host import hosted
from workshop.sites import FOLDERS, build

FOLLOWED = re.compile(r"""<a [^>]*href="([^"]*)|http-equiv="refresh" content="0; url=([^"]*)""")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gallery, in a folder with an odd name."""
    output = tmp_path_factory.mktemp("from") / "Jane’s site #1, 100 %"
    build(FOLDERS["gallery"], output, "", "RELATIVE_URLS=true")
    return output


def test_every_link_of_every_page_leads_to_a_file(folder):
    def dead(file):
        for found in FOLLOWED.finditer(file.read_text("utf-8")):
            link = urljoin(file.as_uri(), found[1] or found[2])
            if link.startswith("file:") and not Path(unquote(urlsplit(link).path)).is_file():
                yield f"{file.relative_to(folder)}: {found[1] or found[2]}"

    assert [link for file in folder.rglob("*.html") for link in dead(file)] == []


def test_each_kind_of_page_has_all_it_needs_and_asks_nobody(folder, page):
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.on("request", lambda request: asked.append(request.url))
    for path in (path for kind, path in GALLERY.items() if kind != "search"):
        page.goto((folder / path[1:] / ("index.html" if path.endswith("/") else "")).as_uri())
        assert "system-ui" in page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily"), "the styles are there"
    assert said == []
    assert {url for url in asked if not url.startswith(folder.as_uri())} == set()


def test_search_says_that_it_needs_a_server(folder, page):
    page.goto((folder / "search/index.html").as_uri())
    assert "a page that comes from a web server" in page.get_by_role("status").inner_text()
    assert page.locator("main a").count() > 1, "and where to look instead"


def test_a_reader_finds_the_way(folder, page):
    page.goto((folder / "index.html").as_uri())
    the_way(page)


def test_a_reader_finds_the_way_below_a_path(tmp_path, page):
    with hosted(tmp_path) as host:
        build(FOLDERS["gallery"], tmp_path / "~ines", f"{host}/~ines")
        page.goto(f"{host}/~ines/")
        the_way(page)


def the_way(page):
    """Menu, citation, link back, figure, sub-page, list, home."""

    def click(link):
        with page.expect_navigation():
            page.locator(link).first.click()

    def follow(link, heading):
        click(link)
        assert page.locator("h1").inner_text() == heading

    follow("nav a:text('Research')", "Research")
    assert page.locator("nav [aria-current=page]").inner_text() == "Research"
    follow("main li a.cite[href*='publications/']", "Publications")
    assert page.locator(":target .number").count() == 1
    follow(":target .cited a", "Research")
    assert page.locator(":target").evaluate("e => e.matches('li')")
    follow("main svg a text", "Inference")
    click("main .title a")
    assert page.locator("article.publication").count() == 1
    follow("nav a:text('News')", "News")
    follow("main nav a[rel=next]", "News")
    follow("header a.name", "Ines Holm 何茵")
