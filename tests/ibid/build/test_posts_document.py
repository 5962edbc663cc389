"""Every example of docs/posts.md, in one post of one site, built strictly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import Tag
from drawn_images import DRAWING, picture
from tiny_site import Built, Site


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    document = (root / "docs/posts.md").read_text("utf-8")
    examples = [found[2] for found in re.finditer(r"(?ms)^(`{3,})markdown\n(.*?)^\1$", document)]
    site = Site(tmp_path_factory.mktemp("posts"), root)
    files = {
        "content/news/2024-01-01-examples.md": "Title: Examples\n\n" + "\n\n".join(examples),
        "content/pages/zh.md": "Title: 页\nLang: zh\nsave_as: zh/index.html\nurl: zh/\n\n> [!NOTE]\n> 文。\n",
        "content/pages/rst.rst": "Rst\n###\n\n.. note:: Mind the gap.\n",
        "content/images/counter.jpg": picture(900, 600, "JPEG"),
        "content/images/counts.svg": DRAWING,
    }
    return site.build(files, STATIC_PATHS=["images"], STRICT=True)


@pytest.fixture(scope="module")
def post(built: Built) -> Tag:
    article = built.page("news/examples/index.html").article
    assert article is not None
    return article


def test_nothing_is_wrong_with_the_examples(built: Built):
    assert (built.code, built.problems) == (0, [])


def test_images_and_figures(post: Tag):
    first = post.find("img")
    assert (first["width"], first["height"], first.parent.name) == ("900", "600", "picture")
    assert post.figure.figcaption.get_text() == "Counts a year, as seen and\nas corrected [1]"


def test_formulas(post: Tag):
    assert [math.get("display") for math in post.find_all("math")] == [None, "block"]
    assert post.find(class_="formula")["tabindex"] == "0"


def test_code_alerts_tables_and_footnotes(post: Tag):
    assert post.select_one(".highlight .nf").get_text() == "rate"
    alerts = {
        tuple(alert["class"]): alert.select_one(".admonition-title").get_text() for alert in post.select("[role=note]")
    }
    assert alerts == {("admonition", "note"): "Note", ("admonition", "warning"): "Moved"}
    assert [cell.get_text() for cell in post.select("td:first-child")] == ["Naive", "Corrected1"]
    assert post.select_one(".footnote a.cite").get_text() == "[2]"


def test_an_alert_is_called_by_the_word_of_its_page_s_language(built: Built):
    assert built.page("zh/index.html").select_one(".admonition-title").get_text() == "注"


def test_a_note_of_restructuredtext_is_the_same(built: Built):
    note = built.page("rst/index.html").select_one(".admonition.note[role=note]")
    assert note.get_text(" ", strip=True) == "Note Mind the gap."
