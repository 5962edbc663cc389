"""What is wrong in a written site is reported at its source: whole sites, wherever they are to be."""

from __future__ import annotations

import re

from tiny_site import Site

A = """\
Title: A
Summary: about

Here is [gone](/gone/), [no place]({filename}b.md#nope), [no source]({filename}none.md), [not here](#tip).
By [reference][r], ![an image](/images/none.png), [nothing](#), [mail](mailto:a@b.org), [top](#top).
A [blank](</files/a b.pdf>), <a href="/B/">capitals</a>, [outside](https://example.com/x#y), [sound](/b/#two).

# Another

## Two {#two}

#### Four

On <time datetime="May 3">a day</time> and <time datetime="2024-05-03">a day</time>.

<p id="q">x</p><p id="q">y</p><p id="r s">z</p>

```
# no heading: [code](/code/)
```

[r]: ../gone/too/ "T"
"""
B = """\
Title: B

<h2 id="two">Two</h2>

- leads to [A]({filename}a.md#q) and [A](/a/#%74wo) and [text](/a/#:~:text=Here)
"""
R = """\
R
#####

:summary: in reStructuredText

Text `link </gone/rest/>`_, `file <{filename}none.rst>`_ and named_.

.. _named: /gone/named/

.. image:: /images/rest.png
   :alt: x
"""
H = """\
<html><head><title>H</title><meta name="summary" content="in HTML"></head><body>
<p>Text <a href="/gone/html/">link</a>
<img src="{static}/images/html.png" alt="x"></p></body></html>
"""
N = "Title: N\nDate: 2024-01-02\nSummary: A [link](/gone/news/).\n\nText [more](files/rel.pdf) [top](/a/#two).\n"
PEOPLE = "Jane Doe: {owner: true}\nRichard Roe:\n  homepage: https://jane.example/lab/people/roe/\n"
BIB = """\
@article{alpha2020, title={On Alpha}, author={Doe, Jane and Roe, Richard}, journal={J}, year={2020},
  code = {/code/alpha/},
  pdf = {/papers/none.pdf}}
"""
FILES = {
    "content/pages/home.md": "Title: Home\nSummary: s\nsave_as: index.html\nurl:\n\nHello.\n",
    "content/pages/a.md": A,
    "content/pages/b.md": B,
    "content/pages/r.rst": R,
    "content/pages/h.html": H,
    "content/news/2024-01-02-n.md": N,
    "content/people.yml": PEOPLE,
    "content/publications.bib": BIB,
}
MENU = (("Gone", "/gone/menu/"), ("A", "/a/"))
CODE = "content/publications.bib:2: broken-link: the site has nothing at /code/alpha/ (on /publications/alpha2020/, /publications/)"
IN_ITSELF = {
    "content/pages/a.md:4: broken-link: {filename}none.md is not a source of the site (on /a/)",
    "content/pages/a.md:4: missing-anchor: the page /a/ has no id #tip (on /a/)",
    "content/pages/a.md:4: missing-anchor: the page /b/ has no id #nope (on /a/)",
    "content/pages/a.md:5: empty-link: the address of a link is '#' (on /a/) [warning]",
    "content/pages/a.md:8: main-heading: the page has 2 main headings (h1); it should have one (on /a/) [warning]",
    "content/pages/a.md:12: skipped-heading: a heading of level 4 follows one of level 2 (on /a/) [hint]",
    "content/pages/a.md:14: bad-datetime: 'May 3' is not a date or time in ISO 8601 (on /a/) [warning]",
    "content/pages/a.md:16: duplicate-id: the id 'q' occurs 2 times (on /a/)",
    "content/pages/a.md:16: bad-id: the id 'r s' is empty or contains a space (on /a/)",
    "content/pages/a.md:22: broken-link: the site has nothing at /gone/too/ (on /a/)",
    "content/pages/r.rst:6: broken-link: {filename}none.rst is not a source of the site (on /r/)",
    "content/pages/h.html:3: missing-image: {static}/images/html.png: there is no such file in the content folder; add it to a folder in STATIC_PATHS.",
    "content/news/2024-01-02-n.md:5: broken-link: the site has nothing at /news/n/files/rel.pdf (on /news/n/)",
    CODE,
    "content/publications.bib:1:1: missing-file: `alpha2020`: there is no file content/papers/none.pdf for `pdf = {...}`; add it, or correct the path.",
}
"""Wherever the site is."""
FROM_THE_ROOT = {
    "content/pages/a.md:4: broken-link: the site has nothing at /gone/ (on /a/)",
    "content/pages/a.md:5: broken-link: the site has nothing at /images/none.png (on /a/)",
    "content/pages/a.md:6: broken-link: the site has nothing at /files/a b.pdf (on /a/)",
    "content/pages/a.md:6: broken-link: /B/ does not exist, but /b/ does: upper and lower case matter (on /a/)",
    "content/pages/r.rst:6: broken-link: the site has nothing at /gone/rest/ (on /r/)",
    "content/pages/r.rst:8: broken-link: the site has nothing at /gone/named/ (on /r/)",
    "content/pages/r.rst:10: broken-link: the site has nothing at /images/rest.png (on /r/)",
    "content/pages/h.html:2: broken-link: the site has nothing at /gone/html/ (on /h/)",
}
"""Paths that start at a domain's root, where that is the site's."""


def said(built) -> set[str]:
    """The report, without what is guessed and without how many pages there are."""
    lines = [re.sub(r"; did you mean [^ ]*\?", "", line) for line in built.problems]
    return {re.sub(r" and \d+ more\)", " and more)", line) for line in lines}


def test_a_site_whose_address_is_not_known(site):
    built = site.build(FILES, MENUITEMS=MENU)
    assert said(built) == {
        *IN_ITSELF,
        *FROM_THE_ROOT,
        "content/news/2024-01-02-n.md:3: broken-link: the site has nothing at /gone/news/ (on /category/news.html, /news/)",
        f"pelicanconf.py:{line_of(site, 'MENUITEMS')}: broken-link: the site has nothing at /gone/menu/ (on /a/, /archives.html and more)",
    }
    assert built.code == 0
    strict = site.build(
        STRICT=True, IBID_SEVERITY={"broken-link": "warning", "missing-anchor": "off", "bad-id": "hint"}
    )
    assert strict.code == 1
    errors = {line.partition(": ")[0] for line in strict.problems if not re.search(r" \[(warning|hint)\]", line)}
    assert errors == {"content/pages/a.md:16", "content/pages/h.html:3", "content/publications.bib:1:1"}


def test_a_site_below_a_path(site):
    built = site.build(FILES, MENUITEMS=MENU, SITEURL="https://jane.example/lab", FEED_ALL_ATOM="feeds/news.atom.xml")
    out = "is outside of the site, which is at /lab/; write {filename} or {static} and the source"
    assert said(built) == {
        *IN_ITSELF - {CODE},
        CODE.replace("/publications/)", "/publications/ and more)"),
        f"content/pages/a.md:6: broken-link: /b/#two {out} (on /a/)",
        f"content/pages/b.md:5: broken-link: /a/#%74wo {out} (on /b/)",
        f"content/pages/b.md:5: broken-link: /a/#:~:text=Here {out} (on /b/)",
        f"content/news/2024-01-02-n.md:5: broken-link: /a/#two {out} (on /news/n/)",
        "content/people.yml:3: broken-link: the site has nothing at /people/roe/ (on /publications/alpha2020/, /publications/)",
        f"pelicanconf.py:{line_of(site, 'MENUITEMS')}: broken-link: the site has nothing at /gone/menu/ (on /a/, /archives.html and more)",
    }


def test_a_site_that_is_read_from_disk(site):
    built = site.build(FILES, MENUITEMS=MENU, RELATIVE_URLS=True)
    assert said(built) > IN_ITSELF | FROM_THE_ROOT
    assert len(said(built)) == len(IN_ITSELF | FROM_THE_ROOT) + 2


def test_a_sound_site_has_nothing_to_report(site):
    """At its address, with feeds, a sitemap, a page in two languages and one that topics quote."""
    files = {
        "content/pages/home.md": "Title: Home\nSummary: s\nsave_as: index.html\nurl:\n\nTo [old](http://jane.example/a/).\n",
        "content/pages/a.md": "Title: A b\nTopics: true\n\n- **T** [x](../a/#t) ![i]({static}/files/i%20j.svg) [@alpha2020]\n- **U**{#u} [@beta2021; @gamma2022]\n",
        "content/pages/a.zh.md": "Title: 甲\nLang: zh\nTopics: true\n\n- **T** [甲]({filename}a.md#u) [@alpha2020]\n- **U** [@beta2021; @gamma2022]\n",
        "content/news/2024-01-02-n.md": "Title: N\nDate: 2024-01-02\n\nA footnote.[^1]\n\n[^1]: It is at home here.\n",
        "content/news/2024-01-03-m.md": "Title: M\nDate: 2024-01-03\n\nA footnote.[^1]\n\n[^1]: It is at home here.\n",
        "content/files/i j.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        "content/files/deck/index.html": '<p id="a"><p id="a"><a href="/nowhere/">a deck of another program</a>',
        "output/old/index.html": '<a href="/nowhere/">of a build before</a>',
        "output/.ibid-site": "",
    }
    built = site.build(
        files, SITEURL="https://jane.example", STATIC_PATHS=["files"], FEED_ALL_ATOM="feeds/news.atom.xml", DISPLAY_PAGES_ON_MENU=True,
        PAGE_LANG_URL="{slug}-{lang}/", PAGE_LANG_SAVE_AS="{slug}-{lang}/index.html",
    )  # fmt: skip
    assert built.problems == [
        "content/pages/home.md:6: own-address: /a/ on this site is linked with http://, but the site has https:// (on /) [warning]"
    ]


def test_what_all_pages_lack_is_said_once(site):
    templates = {
        "templates/base.html": "<html><head><title></title></head><body>{% block content %}{% endblock %}</body></html>"
    }
    for name in (
        "page",
        "article",
        "index",
        "archives",
        "category",
        "author",
        "tag",
        "tags",
        "categories",
        "authors",
        "period_archives",
    ):
        templates[f"templates/{name}.html"] = '{% extends "base.html" %}'
    pages = {f"content/pages/{n}.md": f"Title: {n}\n\nText.\n" for n in "abcdefg"}
    built = site.build(
        {**templates, **pages}, THEME="simple", THEME_TEMPLATES_OVERRIDES=["templates"], SITEURL="https://jane.example", FEED_ALL_ATOM=None
    )  # fmt: skip
    codes = {line.partition(": ")[0] for line in built.problems}
    assert codes == {"missing-template", "no-title", "no-language", "no-description", "no-canonical", "main-heading"}
    assert [line for line in built.problems if line.startswith("no-title")] == [
        "no-title: the page has no title (on /a/, /archives.html and 10 more)"
    ]


def test_two_sources_of_one_file_are_named_and_the_site_is_written(site):
    page = "Title: {0}\nSlug: {1}\nSummary: s\n\n{0}\n"
    post = "Title: {0}\nDate: 2024-01-01\nSlug: x\n\n{0}\n"
    built = site.build(
        {
            "content/pages/a.md": page.format("A", "a"),
            "content/pages/b.md": page.format("B", "a"),
            "content/pages/c.md": page.format("C", "A"),
            "content/pages/mine.md": "Title: M\nsave_as: a/index.html\nurl: a/\n\nM\n",
            "content/news/2024-01-01-x.md": post.format("X"),
            "content/news/2024-01-02-y.md": post.format("Y"),
            "content/files/one.txt": "1",
            "content/files/two.txt": "2",
        },
        STATIC_PATHS=["files"],
        EXTRA_PATH_METADATA={"files/one.txt": {"path": "tags.html"}, "files/two.txt": {"path": "x.txt"}},
    )
    last = "change the Slug, save_as or name of one of them."
    assert built.problems == [
        f"content/files/one.txt: same-address: this and a page of the theme would both be tags.html; {last}",
        f"content/news/2024-01-02-y.md: same-address: this and content/news/2024-01-01-x.md would both be news/x/index.html; {last}",
        f"content/pages/a.md: same-address: this and content/pages/mine.md would both be a/index.html; {last}",
        f"content/pages/b.md: same-address: this and content/pages/mine.md would both be a/index.html; {last}",
        "content/pages/mine.md: address-twins: a/index.html and A/index.html (from content/pages/c.md) differ only in upper and lower case; change one of them. [warning]",
    ]
    assert built.page("a/index.html").main.p.get_text() == "M"


def test_hostile_addresses_stay_within_their_line(site):
    page = (
        "Title: A\nSummary: s\n\n"
        '<a href="/x&#10;content/pages/b.md:1: unknown-key: forged">a</a> <a href="/&#x202e;fdp">b</a> <a href="/%0Ay">c</a>\n'
        '<a href="/{0}">d</a> <a href="http://[x">e</a> <a href="java&#10;script:x">f</a> <a href="/\'&quot;<b>">g</a>\n'
    )
    built = site.build({"content/pages/a.md": page.replace("{0}", "z" * 5000)})
    assert [line.partition(": ")[0].partition(":")[0] for line in built.problems] == ["content/pages/a.md"] * 6
    assert sum(": broken-link: the site has nothing at /" in line for line in built.problems) == 5
    assert sum(": broken-link: http://[x has no valid host" in line for line in built.problems) == 1
    assert not [line for line in built.problems if "\u202e" in line or len(line) > 700]


def line_of(site: Site, setting: str) -> int:
    lines = (site.folder / "pelicanconf.py").read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(setting))


def test_a_word_of_prose_that_reads_like_the_address_is_not_meant(tmp_path, root):
    text = "Title: A\nSummary: s\n\nOf a talk, and of talk.pdf too.\n\nSee [it](talk) and [this](talk.pdf).\n"
    built = Site(tmp_path, root).build({"content/pages/a.md": text})
    assert sorted(problem.split(":")[1] for problem in built.problems if "broken-link" in problem) == ["6", "6"]
