"""Where addresses lead, and what a date is: tables."""

import page_health
import pytest

from ibid.check.essentials import is_datetime
from ibid.check.links import Links, addresses_in
from ibid.model.targets import Outside, Root, SitePlace, files_of
from ibid.write.page_facts import read_page

ROOTS = {
    "": Root(""),
    "at a domain": Root("https://me.example"),
    "below a path": Root("https://me.example/lab/", ["https://feeds.example"]),
}
LED = [
    # the site, an address, the page it stands on, where it leads
    ("", "/news/", "", SitePlace("news/")),
    ("", "../b/#c", "a/", SitePlace("b/", "c")),
    ("", "#c", "a/", SitePlace("a/", "c")),
    ("", "?page=2", "a/", SitePlace("a/")),
    ("", "/a%20b.pdf", "", SitePlace("a b.pdf")),
    ("", "/a/index.html", "", SitePlace("a/")),
    ("", "/a/./b/../c/", "", SitePlace("a/c/")),
    ("", "/a/..", "", SitePlace("")),
    ("", "/a/?x#y", "", SitePlace("a/", "y")),
    ("", "https://me.example/", "", Outside("https://me.example/")),
    ("", "mailto:a@b.org", "", None),
    ("", "data:image/png;base64,xx", "", None),
    ("", "javascript:void(0)", "", None),
    ("", "//cdn.example/x.js", "", Outside("https://cdn.example/x.js")),
    ("", "https://[x", "", Outside("https://[x")),
    ("", "https:a/", "b/", SitePlace("b/a/")),
    ("", "https:a/", "c/", SitePlace("c/a/")),
    ("", "../../../a/", "b/", SitePlace("a/")),
    ("at a domain", "https://me.example/a/#b", "", SitePlace("a/", "b", "https")),
    ("at a domain", "http://ME.example/a/", "", SitePlace("a/", "", "http")),
    ("at a domain", "https://me.example", "", SitePlace("", "", "https")),
    ("at a domain", "https://you.example/a/#b", "", Outside("https://you.example/a/")),
    ("below a path", "https://me.example/lab/a/", "", SitePlace("a/", "", "https")),
    ("below a path", "https://me.example/lab", "", SitePlace("", "", "https")),
    ("below a path", "https://me.example/labour/", "", Outside("https://me.example/labour/", "labour/")),
    ("below a path", "/a/", "b/", Outside("https://me.example/a/", "a/")),
    ("below a path", "../a/", "b/", SitePlace("a/")),
    ("below a path", "https://feeds.example/lab/f.xml", "", SitePlace("f.xml", "", "https")),
]


@pytest.mark.parametrize(("site", "address", "page", "led"), LED)
def test_where_an_address_leads(site, address, page, led):
    assert ROOTS[site].lead(address, page) == led


@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("", ("index.html",)),
        ("a/", ("a/index.html",)),
        ("a", ("a", "a/index.html", "a.html")),
        ("a.pdf", ("a.pdf", "a.pdf/index.html", "a.pdf.html")),
    ],
)
def test_what_a_server_sends(path, files):
    assert files_of(path) == files


DATES = "2024 2024-05 2024-05-03 2024-02-29 2024-05-03T18:00 2024-05-03T18:00:30.5Z 2024-05-03T18:00+08:00 18:30 05-03 2024-W05 P3D PT1H30M"


@pytest.mark.parametrize("value", [*DATES.split(), "2024-05-03 18:00", "12024-05-03"])
def test_what_html_takes_for_a_date(value):
    assert is_datetime(value)


@pytest.mark.parametrize(
    "value", ["", "May 3", "2024-13", "2023-02-29", "2024-5-3", "3.5.2024", "2024-05-03T25:00", "2024-W54", "P", "24"]
)
def test_what_it_does_not(value):
    assert not is_datetime(value)


@pytest.mark.parametrize(
    ("file", "text", "addresses"),
    [
        ("f.xml", '<feed><link href="/f.xml" rel="self"/><entry><link href="/a/?x=1&amp;y"/></entry></feed>', ["/f.xml", "/a/?x=1&y"]),
        ("f.rss", '<rss><link>/a/</link><enclosure url="/a.mp3"/><description>&lt;a href="/no"&gt;</description></rss>', ["/a/", "/a.mp3"]),
        ("sitemap.xml", '<loc>https://e.org/a/</loc><xhtml:link rel="alternate" href="/zh/"/>', ["https://e.org/a/", "/zh/"]),
        ("s.css", "/* url(/no) */ a { background: url('/a.svg') } b { src: url(b.woff2) } @import \"c.css\";", ["/a.svg", "b.woff2", "c.css"]),
        ("m.webmanifest", '{"start_url": "/", "icons": [{"src": "/i.png"}]}', ["/", "/i.png"]),
        ("m.webmanifest", "[not json", []),
        ("a.json", '{"href": "/no"}', []),
    ],
)  # fmt: skip
def test_what_other_files_lead_to(file, text, addresses):
    assert list(addresses_in(file, text)) == addresses


def test_a_whole_site_is_judged_as_a_slower_reader_judges_it():
    """`page_health` looks at pages with another parser, and finds files and places in its own way."""
    files = {
        "index.html": b'<h1 id="a">A</h1><a href="/b/#c">x</a><a href="#a">y</a><a href="b/">z</a><a href="/gone">0</a>',
        "b/index.html": b'<p id="d">B</p><a href="../#a">1</a><a href="c.html#%C3%A9">2</a><a href="../d.pdf">3</a><!-- <a href="/no"> -->',
        "b/c.html": '<p id="\u00e9">C</p><link href="/s.css"><a href="/b/nothing/">4</a><a href="/b/?q#d">5</a>'.encode(),
        "s.css": b"",
    }
    pages = {name: read_page(data.decode()) for name, data in files.items() if name.endswith(".html")}
    found = Links(Root(""), frozenset(files), pages).in_pages()
    assert {f"{each.file}: {each.address}" for each in found} == set(page_health.dead_links(files))
