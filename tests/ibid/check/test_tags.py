"""The reader of start tags sees what Python's html.parser sees, on pages of ours and on pages that nobody would write."""

from __future__ import annotations

import os
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibid.problems import codes
from ibid.write.page_facts import read_page
from workshop import zygote

WRITTEN = [
    codes.BROKEN_LINK, codes.MISSING_ANCHOR, codes.EMPTY_LINK, codes.OWN_ADDRESS, codes.DUPLICATE_ID, codes.BAD_ID, codes.NO_TITLE,
    codes.NO_DESCRIPTION, codes.NO_CANONICAL, codes.NO_LANGUAGE, codes.MAIN_HEADING, codes.SKIPPED_HEADING, codes.BAD_DATETIME,
    codes.SAME_ADDRESS, codes.ADDRESS_TWINS,
]  # fmt: skip
RAW = {"script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"}


class Reference(HTMLParser):
    """Ids, links, headings, title and language, by the standard library's tokenizer."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.headings: list[int] = []
        self.lang: str | None = None
        self.title: str | None = None
        self._raw = ""
        self._text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._raw:
            return
        given = {name: value or "" for name, value in reversed(attrs)}
        if "id" in given:
            self.ids.append(given["id"])
        if tag in {"a", "area"} and "href" in given:
            self.links.add(given["href"].strip())
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.headings.append(int(tag[1]))
        if tag == "html":
            self.lang = given.get("lang", "").strip()
        if tag in RAW:
            self._raw, self._text = tag, ""

    def set_cdata_mode(self, elem: str, **how: bool) -> None:
        """A script in a text area is text of that, which the parser's older versions do not know."""
        if self._raw in {"", elem}:
            super().set_cdata_mode(elem, **how)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._raw:
            if tag == "title" and self.title is None:
                self.title = " ".join(self._text.split())
            self._raw = ""

    def handle_data(self, data: str) -> None:
        self._text += data


def seen(html: str) -> tuple[object, ...]:
    page = read_page(html)
    return page.ids, page.links, page.headings, page.lang


def expected(html: str) -> tuple[object, ...]:
    reference = Reference(html)
    return reference.ids, reference.links, reference.headings, reference.lang


PIECES = [
    '<a href="/a?b=1&amp;c">', "<A HREF=/x>", "<a href='/q' >", '<p id="a">', "<p ID=b class='x'>", "<br/>", '<img src="/i.png" id=z />',
    "<h1>", '<h2 id="t">', "</h2>", "<hr>", "<!-- <a href='/no'> -->", "<!---->", "<script>", "</script>", '<script src="/s.js">', "<style>",
    "</style>", "<title>", "</title>", "<textarea>", "</textarea>", "text", "1 < 2", "a > b", '"', "'", "&lt;a href=/n&gt;",
    '<a title="1 > 0" href="/gt">', "<a title='<b id=no>' href=/in>", '<html lang="en">', "</p>", '<a\nhref\n=\n"/nl"\n>', '<a id="1" id="2">',
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_tags_are_those_that_a_parser_sees(html):
    closed = html + "-->" + "".join(f"</{name}>" for name in ("script", "style", "title", "textarea"))
    assert seen(closed) == expected(closed)


@pytest.mark.parametrize(
    ("html", "addresses"),
    [
        ('<img srcset="/a.png 1x, /b,c.png 2x" src=/d.png>', {"/a.png", "/b,c.png", "/d.png"}),
        ('<link rel="preload" imagesrcset="/a.webp 400w, /b.webp 800w">', {"/a.webp", "/b.webp"}),
        ('<meta property="og:image" content="https://e.org/i.png">', {"https://e.org/i.png"}),
        ('<meta http-equiv="refresh" content="0; url=/new/">', {"/new/"}),
        ('<meta name="citation_title" content="/no/">', set()),
        ('<object data="/o.svg"></object><p data="/no">', {"/o.svg"}),
        ('<svg><use xlink:href="#shape"/></svg>', {"#shape"}),
        ('<a href=" /a/ ">x</a><a href="/?a=1&amp;b=2">', {"/a/", "/?a=1&b=2"}),
        ('<video poster="/p.jpg"><source src="/v.webm"></video>', {"/p.jpg", "/v.webm"}),
        ("<p>/no/ href=/no/</p>", set()),
    ],
)
def test_what_leads_somewhere(html, addresses):
    assert read_page(html).addresses == addresses


def test_an_unclosed_tag_or_a_long_run_of_quotes_takes_no_time():
    for html in ("<a " + "x=' " * 20_000, "<a " + '"' * 50_000, "<" * 50_000, "<!--" * 20_000, "<script>" * 5_000):
        read_page(html)


@pytest.fixture(scope="module", params=["demo", "gallery"])
def pages(request, root, tmp_path_factory):
    """Every page of a site of ours, which is built as it is published, and has nothing to report but hints."""
    output = tmp_path_factory.mktemp(request.param)
    folder = root if request.param == "demo" else root / "tests/sites/gallery"
    settings = ["-e", 'SITEURL="https://me.example/lab"', 'FEED_ALL_ATOM="feeds/news.atom.xml"', "STRICT=true"]
    done = zygote.run(["pelican", "content", "-o", str(output), *settings], folder, os.environ)
    assert done.returncode == 0, done.stderr
    assert not [code for code in WRITTEN if f"{code.name}: " in done.stderr], done.stderr
    return {file: file.read_text("utf-8") for file in sorted(output.rglob("*.html"))}


def test_pages_of_ours_are_read_as_a_parser_reads_them(pages):
    for file, html in pages.items():
        page, reference = read_page(html), Reference(html)
        assert (page.ids, page.links, page.headings, page.lang) == expected(html), file
        assert page.title == reference.title, file
