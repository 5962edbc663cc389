"""Posts in lists and feeds: no ids, no footnotes without their place, and inner links that lead to the post."""

from __future__ import annotations

import html
import re

import pytest
from bs4 import BeautifulSoup
from tiny_site import Site

from ibid.link.excerpts import in_feed, in_list, sentences

MARK = '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'
NOTE = (
    '<div class="footnote"><ol><li id="fn:1"><p>N <a class="footnote-backref" href="#fnref:1">b</a></p></li></ol></div>'
)
RST_MARK = '<a class="footnote-reference" href="#footnote-1" id="footnote-reference-1">[1]</a>'
RST_NOTE = (
    '<table class="docutils footnote" id="footnote-1"><tr><td><a class="fn-backref" href="#footnote-reference-1">[1]</a>'
    "</td><td>N</td></tr></table>"
)

EXCERPTS = [
    ("<p>A</p>", "<p>A</p>", "<p>A</p>"),
    ('<h2 id="a">A</h2>', "<h2>A</h2>", "<h2>A</h2>"),
    ('<a href="#a&amp;b">x</a>', '<a href="/p/#a&amp;b">x</a>', '<a href="/p/#a&amp;b">x</a>'),
    ('<a href="/q/#a">x</a>', '<a href="/q/#a">x</a>', '<a href="/q/#a">x</a>'),
    (
        f"<p>A{MARK}</p>{NOTE}",
        "<p>A</p>",
        '<p>A<sup>1</sup></p><div class="footnote"><ol><li><p>N </p></li></ol></div>',
    ),
    (
        f"<p>A {RST_MARK}</p>{RST_NOTE}<p>B</p>",
        "<p>A </p><p>B</p>",
        '<p>A [1]</p><table class="docutils footnote"><tr><td>[1]</td><td>N</td></tr></table><p>B</p>',
    ),
    ("<pre>&lt;a id=&quot;x&quot; href=&quot;#y&quot;></pre>", None, None),
    ("<p>C# and #tags id=3</p>", None, None),
]
"""HTML of a post at /p/, and what a list and a feed have of it; None if that is all, unchanged."""


@pytest.mark.parametrize(("post", "listed", "fed"), EXCERPTS)
def test_a_post_outside_of_its_page(post, listed, fed):
    assert in_list(post, "/p/") == (post if listed is None else listed)
    assert in_feed(post, "/p/") == (post if fed is None else fed)


@pytest.mark.parametrize(
    ("summary", "described"),
    [
        ("<h2>Head</h2>\n<p>A &amp; <b>b</b> <code>c</code>.</p>", "A & b c."),
        ("<figure><img src=x><figcaption>Cap</figcaption></figure><p>Text.</p>", "Text."),
        ('<div class="highlight"><pre>code</pre></div><p>Text<sup>2</sup>.</p>', "Text2."),
        ('<ol reversed class="publications"><li>P <ol><li>x</li></ol></li></ol><p>Text.</p>', "Text."),
        ("<ol><li>One.</li> <li>Two.</li></ol>", "One. Two."),
        ("<h2>Head</h2>", ""),
    ],
)
def test_a_description_holds_sentences(summary, described):
    assert sentences(summary) == described


BODY = "## Part\n\nWords[^1] and [a part](#part).\n\n[^1]: A note.\n"
POSTS = {
    "content/news/2024-01-01-cut.md": f"Title: Cut\nTags: one\n\n{BODY}",
    "content/news/2024-01-02-own.md": f"Title: Own\nTags: one\nSummary: **Bold**{{#bold}} and [there](#part).\n\n{BODY}",
    "content/news/2024-01-03-docutils.rst": "R\n#\n\n:tags: one\n\nWords [1]_.\n\nPart\n====\n\n.. [1] A note.\n",
    "content/pages/home.md": "Title: Home\nTemplate: home\nsave_as: index.html\nurl:\n\nWords.\n",
}
FEEDS = {"FEED_ALL_ATOM": "feeds/all.atom.xml", "FEED_ALL_RSS": "feeds/all.rss.xml"}
WHOLE = {"RSS_FEED_SUMMARY_ONLY": False}


@pytest.fixture(scope="module")
def built(tmp_path_factory, root):
    site = Site(tmp_path_factory.mktemp("excerpts"), root)
    direct = ["index", "tags", "archives"]
    made = site.build(POSTS, SITEURL="https://here.example/x", DIRECT_TEMPLATES=direct, **FEEDS, **WHOLE)
    assert made.problems == []
    return made


def _foreign(part):
    """The ids and the links within a page, which only the post's own page has."""
    parsed = BeautifulSoup(str(part), "html.parser")
    return [tag.attrs for tag in parsed.select('[id], [href^="#"]')]


@pytest.mark.parametrize("page", ["index.html", "news/index.html", "tag/one.html", "archives.html"])
def test_lists_of_posts_have_no_ids_or_footnotes_of_the_posts(built, page):
    (posts,) = built.page(page).select(".news")
    assert _foreign(posts) == []
    assert "fn" not in str(posts)
    assert "[1]" not in posts.get_text()


def test_links_within_a_post_lead_to_it_from_lists(built):
    led = [a["href"] for a in built.page("news/index.html").select(".news p a")]
    assert led == ["https://here.example/x/news/own/#part", "https://here.example/x/news/cut/#part"]


@pytest.mark.parametrize("feed", FEEDS.values())
def test_feeds_have_the_whole_post_with_its_footnotes_as_text(built, feed):
    written = re.findall(r">(&lt;[^<]*)</(?:content|description|summary)>", built.text(feed))
    texts = [html.unescape(text) for text in written]
    whole = [text for text in texts if "A note." in text]
    assert [_foreign(text) for text in texts] == [[]] * len(texts)
    assert len(whole) == len(POSTS) - 1
    assert any("<sup>1</sup>" in text for text in whole)


def test_descriptions_of_posts_hold_their_sentences(built):
    described = built.page("news/cut/index.html").select_one("meta[name=description]")["content"]
    assert described == "Words and a part."


def test_the_post_itself_keeps_its_ids(built):
    assert built.page("news/cut/index.html").select_one("h2#part")
    assert built.page("news/cut/index.html").select_one('a[href="#fn:1"]')
