"""Links of pages that are read from disk."""

from __future__ import annotations

import pytest
from tiny_site import Site

from ibid.write.written_pages import openable

HOME = "https://e.org/~jane"
LINKS = [
    ("", ""),
    ("#x", "#x"),
    ("?q=1", "?q=1"),
    (".", "./index.html"),
    ("..", "../index.html"),
    ("./", "./index.html"),
    ("../research/", "../research/index.html"),
    ("../research/#a/b", "../research/index.html#a/b"),
    ("../news/?p=2#x", "../news/index.html?p=2#x"),
    ("../a.bib", "../a.bib"),
    ("../标签/r&amp;d/", "../标签/r&amp;d/index.html"),
    ("/", "../index.html"),
    ("/research/#x", "../research/index.html#x"),
    ("/files/a.pdf", "../files/a.pdf"),
    (HOME, "../index.html"),
    (f"{HOME}/news/", "../news/index.html"),
    (f"{HOME}x/", f"{HOME}x/"),
    ("//other.org/", "//other.org/"),
    ("https://other.org/a/", "https://other.org/a/"),
    ("mailto:jane@e.org", "mailto:jane@e.org"),
    ("javascript:void/", "javascript:void/"),
]


@pytest.mark.parametrize(("written", "read"), LINKS)
def test_a_link(written, read):
    html = '<p><a class="a > b" data-x href="{0}">{1}</a> <svg><a href=\'{0}\'><rect/></a></svg>'
    done = openable(html.format(written, written.replace("<", "")), "..", HOME)
    assert done == html.format(read, written)
    assert openable(done, "..", HOME) == done


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('<img alt="" src="/images/a.png">', '<img alt="" src="../images/a.png">'),
        ('<meta http-equiv="refresh" content="0; url=../new/">', '<meta http-equiv="refresh" content="0; url=../new/index.html">'),
        ('<link rel="canonical" href="../a/">', None),
        ('<meta property="og:url" content="/a/">', None),
        ("<code>&lt;a href=\"x/\"></code> <pre>a href='x/'</pre>", None),
        ('<script type="application/ld+json">{"url": "/a/"}</script>', None),
        ('<a title="href=\'x/\'">', None),
        ("<abbr href='x/'>", None),
        ('<a name="x">' * 2000, None),
    ],
)  # fmt: skip
def test_what_else_leads_somewhere(written, read):
    assert openable(written, "..") == (read or written)


def test_a_site_and_what_is_not_followed(tmp_path, root):
    files = {
        "content/pages/home.md": "Title: Home\nURL:\nsave_as: index.html\nTemplate: home\n\n[Us](/research/) [@beta2021].\n",
        "content/pages/research.md": "Title: R\nSlug: research\nTopics: true\nMoved: old -> letters\n\n- **Letters**: [@alpha2020]\n",
        "content/news/2021-02-03-a b.md": "Title: A\nSummary: See [@gamma2022], [it]({filename}../pages/research.md).\n\nText.\n",
    }
    settings = {"RELATIVE_URLS": True, "DIRECT_TEMPLATES": ["index", "404"]}
    archive = {"YEAR_ARCHIVE_URL": "news/{date:%Y}/", "YEAR_ARCHIVE_SAVE_AS": "news/{date:%Y}/index.html"}
    site = Site(tmp_path, root)
    built = site.build(files, **settings, **archive)

    def links(path):
        return [a["href"] for a in built.page(path).select("main a") if not a["href"].endswith((".bib", ".json"))]

    assert links("index.html")[:2] == ["./research/index.html", "./publications/index.html#beta2021"]
    assert links("404.html") == ["./index.html"]
    assert set(links("news/index.html")) == {
        "../news/a b/index.html",
        "../news/2021/index.html",
        "../publications/index.html#gamma2022",
        "../research/index.html",
    }
    assert set(links("news/2021/index.html")) == {
        "../../news/a b/index.html",
        "../../publications/index.html#gamma2022",
        "../../research/index.html",
    }
    assert links("topics/old/index.html") == ["../../topics/letters/index.html"]
    assert "sitemap.xml" not in built.files()
    assert "robots.txt" not in built.files()

    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "output/publications").glob("*/*.html")}
    again = site.build(SITEURL=HOME)
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps, "a page that says the same is not touched"
    assert set(again.text("sitemap.xml").split()) >= {f"<loc>{HOME}/</loc>", f"<loc>{HOME}/news/a%20b/</loc>"}
    assert f'href="{HOME}/news/"' not in again.text("index.html")
