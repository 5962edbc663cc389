"""Input that nobody expects: a build ends, with a report that names the file, and other files are written as usual."""

from __future__ import annotations

import os

import pytest
from tiny_site import Built, Site

PAGES = {
    "brackets": "Title: A\n\n![a picture](http://[1]/x.png)\n",
    "bracket-link": "Title: B\n\n[a]({filename}//[x/) and [b](http://[1/)\n",
    "bracket-html": 'Title: C\n\n<a href="{filename}//[x/">a</a> <img src="//[x/" alt="a">\n',
    "svg": "Title: D\n\n![a drawing]({static}/images/endless.svg)\n",
    "nested": f"Title: E\n\n{'>' * 10_000} quoted\n\n{'- ' * 10_000}item\n",
    "open": "Title: F\n\n" + "\\[ a\n\n<div>\n\n" * 2000 + "```\n" + "> $$\n" * 2000,
}
"""Pages by their names."""
RST = {
    "piped": "P\n=\n\n.. include:: pipe.txt\n\nText.\n",
    "cited": "C\n=\n\n.. contents::\n\nWhy [@alpha2020]\n----------------\n\nText.\n",
}
FILES = {
    "content/files/cv.zh.pdf": "%PDF-1.4 ",
    "content/files/jquery.ui.js": "var a;",
    "content/images/endless.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e309 1"/>',
}


REPORTED = [
    ("bracket-html.md:3: broken-link: //[x/ has no valid host between // and the next /"),
    ("bracket-html.md:3: broken-link: {filename}//[x/ is not a source of the site"),
    ("bracket-link.md:3: broken-link: http://[1/ has no valid host between // and the next /"),
    ("bracket-link.md:3: broken-link: {filename}//[x/ is not a source of the site"),
    ("brackets.md:3: broken-link: http://[1]/x.png has no valid host between // and the next /"),
    ("circle: special-file: this is a link to a folder above it, and is left out"),
    ("pipe.txt: special-file: this is a named pipe, and is left out"),
    ("piped.rst: left-out: Pelican left this file out: SystemMessage: content/pages/piped.rst:4: "),
]
"""The start of every message, after the folder."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, root) -> Built:
    site = Site(tmp_path_factory.mktemp("odd") / "my site", root)
    pages = {f"content/pages/{name}.md": text for name, text in PAGES.items()}
    pages |= {f"content/pages/{name}.rst": text for name, text in RST.items()}
    (site.folder / "content/pages").mkdir(parents=True)
    os.mkfifo(site.folder / "content/pages/pipe.txt")
    (site.folder / "content/pages/circle").symlink_to("..")
    return site.build(pages | FILES, STATIC_PATHS=["files", "images"])


def test_each_fault_is_reported_once_at_its_file(built: Built):
    for line, wanted in zip(built.problems, REPORTED, strict=True):
        assert line.startswith(f"content/pages/{wanted}")


def test_all_other_pages_and_files_are_written(built: Built):
    pages = {f"{name}/index.html" for name in PAGES | RST if name != "piped"}
    assert pages | {"files/cv.zh.pdf", "files/jquery.ui.js", "images/endless.svg"} <= built.files().keys()


def test_a_heading_that_cites_is_linked_from_the_table_of_contents(built: Built):
    page = built.page("cited/index.html")
    entry, heading = page.select_one(".contents li a"), page.select_one("h2, .section h2")
    assert entry.get_text() == "Why"
    assert heading.get_text() == "Why [1]"
    assert page.select_one(entry["href"]) is not None
    assert heading.select_one("a.cite").find_parent("a") is None


def test_a_drawing_of_no_known_size_is_shown_without_one(built: Built):
    image = built.page("svg/index.html").select_one("article img")
    assert image.has_attr("src")
    assert not image.has_attr("width")
