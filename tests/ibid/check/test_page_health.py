"""The look at a site's health sees what it is for; a test that passes with it says something."""

import page_health
import pytest

ILL = [
    # a page, part of what is said of it
    ("<p>x</p><script>alert(1)</script>", "<script> acts"),
    ('<script type="application/ld+json">{"a": "</b>"}</script>', "<script> acts"),
    ("<img src=x onerror=alert(1)>", "onerror of <img> acts"),
    ("<svg onload=alert(1)></svg>", "onload of <svg> acts"),
    ('<p style="position:fixed">x</p>', "style of <p> acts"),
    ('<a href="javascript:alert(1)">x</a>', "leads astray"),
    ('<a href=" JavaScript:alert(1)">x</a>', "leads astray"),
    ('<a href="data:text/html,x">x</a>', "leads astray"),
    ('<a href="//evil.example">x</a>', "leads astray"),
    ('<a href="/a" x">x</a>', "is no attribute"),
    ('<meta http-equiv="refresh" content="0">', "acts"),
    ("<form><button>x</button></form>", "<form> acts"),
    ('<p id="a">x</p><p id="a">y</p>', "the id 'a' occurs 2 times"),
    ('<p id="a b">x</p>', "is no id"),
    ("<p><b>x</p></b>", "closes"),
    ("<div>x", "is never closed"),
    ('<a href="/a" href="/b">x</a>', "twice"),
    ('<a href="/a"></a>', "a link without words"),
    ("<h2> </h2>", "a heading without words"),
]


@pytest.mark.parametrize(("html", "said"), ILL)
def test_what_is_ill_is_seen(html, said):
    assert any(said in fault for fault in page_health.faults("a.html", html.encode()))


@pytest.mark.parametrize(
    "html",
    [
        '<p>1 &lt; 2 <a href="/a/#b">x</a> <a href="https://e.org/?a=1&amp;b">y</a></p>',
        '<script type="application/ld+json">{"a": "\\u003c/script\\u003e"}</script>',
        "<math><mi>x</mi></math><br><hr>",
    ],
)
def test_what_is_sound_is_left_alone(html):
    assert page_health.faults("a.html", html.encode()) == []


def test_dead_links_are_seen():
    page = b'<h1 id="a">A</h1><a href="/b/#c">x</a><a href="#a">y</a><a href="/b/">z</a><a href="/gone">0</a>'
    files = {"index.html": page, "b/index.html": b'<p id="d">B</p>'}
    assert page_health.dead_links(files) == ["index.html: /b/#c", "index.html: /gone"]


@pytest.mark.parametrize("text", ["a None b", "a &amp;amp; b", "a \u202e b"])
def test_leftovers_are_seen(text):
    assert page_health.oddities(f"<p>{text}</p>".encode())
