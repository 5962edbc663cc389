"""`Aliases:` in front matter: at each former address of a page or post stands a page that leads to the present one."""

import re

import pytest
from tiny_site import BIB, Site

HOME = "https://doe.example.org/~jane"
TEXT = "\n\nText.\n"


def page(title, *fields, aliases=""):
    lines = [f"Title: {title}", *fields, *([f"Aliases: {aliases}"] if aliases else [])]
    return "\n".join(lines) + TEXT


def leading_on(built):
    """The pages that lead on, by their files, with the address that each leads to."""
    pages = {path: built.page(path) for path in built.files() if path.lower().endswith((".html", ".htm", ".php"))}
    found = {path: page.find("meta", attrs={"http-equiv": "refresh"}) for path, page in pages.items()}
    return {path: tag["content"].removeprefix("0; url=") for path, tag in found.items() if tag}


UNDERSTOOD = [
    # what is written, the file that leads on
    ("/old/address/", "old/address/index.html"),
    ("no/slash", "no/slash/index.html"),
    ("/research-2019.html", "research-2019.html"),
    ("/HTM/Page.HTM", "HTM/Page.HTM"),
    ("/cgi/page.php", "cgi/page.php"),
    ("/folder/index.html", "folder/index.html"),
    ("/v1.2", "v1.2/index.html"),
    ("/node.js/", "node.js/index.html"),
    ("/twice//over/", "twice/over/index.html"),
    ("/caf%C3%A9/", "café/index.html"),
    ("/关于/", "关于/index.html"),
    (f"{HOME}/whole/", "whole/index.html"),
    (f"{HOME}/file.html", "file.html"),
    ("http://DOE.example.org/%7Ejane/browser", "browser/index.html"),
]
FORMS = {
    "content/pages/lines.md": page(
        "Lines", aliases="/lines/1/, /lines/2/\n    /lines/3/  lines/4,\nAliases: /lines/5/"
    ),
    "content/pages/quoted.md": page("Quoted", aliases='["/quoted/1/", "/quoted/2/"]'),
    "content/pages/rest.rst": "R & D\n#####\n:aliases: /rest/1/, /rest/2/\n  /rest/3/\n:aliases: /rest/4/\n\nText.\n",
    "content/pages/html.html": (
        '<html><head><title>H</title><meta name="aliases" content="/html/1/,\n/html/2&#47;"></head><p>x</p></html>'
    ),
    "content/news/2024-01-02-post.md": page("A post", "Date: 2024-01-02", aliases="/blog/post/"),
    "content/pages/home.md": page("Home", "URL:", "save_as: index.html", aliases="/start/"),
    "content/pages/hidden.md": page("Hidden", "Status: hidden", aliases="/secret/"),
    "content/pages/draft.md": page("Draft", "Status: draft", aliases="/half/, /nowhere.pdf, /lines/"),
    "content/pages/about.md": page("About", "Slug: about", aliases="/me/"),
    "content/pages/about.zh.md": page("关于", "Slug: about", "Lang: zh", aliases="/zh/me/"),
    "content/pages/own.md": page("Own", aliases=f"/own/ own /own/index.html {HOME}/own/"),
    "content/pages/set.md": page("Set"),
}
EXPECTED = {
    **{f"lines/{n}/index.html": "lines/" for n in range(1, 6)},
    **{f"quoted/{n}/index.html": "quoted/" for n in (1, 2)},
    **{f"rest/{n}/index.html": "rest/" for n in range(1, 5)},
    **{f"html/{n}/index.html": "html/" for n in (1, 2)},
    "blog/post/index.html": "news/post/",
    "start/index.html": "",
    "secret/index.html": "hidden/",
    "me/index.html": "about/",
    "zh/me/index.html": "zh/about/",
    "elsewhere/index.html": "set/",
    **{file: "all/" for _, file in UNDERSTOOD},
}
SETTINGS = {
    "SITEURL": HOME,
    "PAGE_LANG_URL": "{lang}/{slug}/",
    "PAGE_LANG_SAVE_AS": "{lang}/{slug}/index.html",
    "EXTRA_PATH_METADATA": {"pages/set.md": {"aliases": "/elsewhere/"}},
    "STRICT": True,
}
FILES = {**FORMS, "content/pages/all.md": page("All", aliases=" ".join(written for written, _ in UNDERSTOOD))}


@pytest.fixture(scope="module")
def built(tmp_path_factory, root):
    """One site with each way to write an alias."""
    built = Site(tmp_path_factory.mktemp("aliases"), root).build(FILES, **SETTINGS)
    assert (built.problems, built.code) == ([], 0)
    return built


def test_each_former_address_leads_to_the_present_one(built):
    assert leading_on(built) == {file: f"{HOME}/{new}" for file, new in EXPECTED.items()}


def test_a_page_that_leads_on_works_without_scripts_and_is_not_indexed(built):
    for file, new in EXPECTED.items():
        page = built.page(file)
        assert page.find("link", rel="canonical")["href"] == f"{HOME}/{new}"
        assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
        assert [a["href"] for a in page.main.select("a")] == [f"{HOME}/{new}"]
        assert not page.find("script")
    assert built.page("rest/1/index.html").main.h1.get_text() == "R & D"
    chinese = built.page("zh/me/index.html")
    assert (chinese.html["lang"], chinese.main.h1.get_text()) == ("zh", "关于")
    assert "新地址" in chinese.main.get_text()


def test_former_addresses_are_nowhere_else_on_the_site(built):
    """Neither in the sitemap nor, as Pelican's metadata, in any text."""
    former = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(file.removesuffix('index.html')) for file in EXPECTED)})")
    shown = {file: former.findall(data.decode("utf-8", "replace")) for file, data in built.files().items()}
    assert {file: found for file, found in shown.items() if found} == {}
    assert "half" not in {file.split("/")[0] for file in built.files()}, "a draft has no former address yet"


def test_a_site_that_is_read_from_disk_leads_on_too(site):
    files = {name: FILES[name] for name in ("content/pages/lines.md", "content/pages/home.md", "content/pages/all.md")}
    built = site.build(files, RELATIVE_URLS=True)
    assert built.problems == []
    found = leading_on(built)
    assert found["lines/1/index.html"] == "../../lines/index.html"
    assert found["start/index.html"] == "../index.html"
    assert found["research-2019.html"] == "./all/index.html"
    assert built.page("start/index.html").main.a["href"] == "../index.html"


BAD = [
    ("", "`Aliases:` is empty; write the page's former address, as in `Aliases: /old/address/`, or remove it."),
    (",", "`Aliases:` is empty; write the page's former address, as in `Aliases: /old/address/`, or remove it."),
    ("https://other.example.org/x/", "is not on this site; write an address of this site, as in `/old/address/`."),
    ("//host/x/", "is not on this site; write an address of this site, as in `/old/address/`."),
    ("https://doe.example.org/", "is not on this site; write an address of this site, as in `/old/address/`."),
    ("https://", "is not the address of a page; write it as in `/old/address/`."),
    ("mailto:jane@example.org", "is not the address of a page; write it as in `/old/address/`."),
    ("/../x/", "has a part that starts with a dot; write it from the site's home, as in `/old/address/`."),
    ("a/./b", "has a part that starts with a dot; write it from the site's home, as in `/old/address/`."),
    ("/%2e%2e/x/", "has a part that starts with a dot; write it from the site's home, as in `/old/address/`."),
    (f"{HOME}/../x/", "has a part that starts with a dot; write it from the site's home, as in `/old/address/`."),
    ("/.git/config/", "has a part that starts with a dot; write it from the site's home, as in `/old/address/`."),
    ("/index.php?page=2", "an address cannot contain `?`; write it without that part."),
    ("/research/#top", "an address cannot contain `#`; write it without that part."),
    ("/a%3Ab/", "has ':', which some systems do not allow in file names; remove the line."),
    ("/a%00b/", "has '\\x00', which some systems do not allow in file names; remove the line."),
    ("/a%E9b/", "has '\ufffd', which some systems do not allow in file names; remove the line."),
    ("/cv.pdf", "is the address of a file, and a browser would not show a page there; keep the file at that address, or, if it was a page, write `/cv.pdf/`."),
    ("/~jane/old/", f"would be at {HOME}/~jane/old/, since addresses start at the site's home; write `/old/`, or the whole address with `https://`."),
]  # fmt: skip


def test_what_no_address_can_be_is_reported_with_its_line(site):
    long = "/" + "x" * 256 + "/"
    deep = "/x" * 600
    written = [*BAD, (long, ""), (deep, "")]
    pages = {
        f"content/pages/{n:02}.md": page(f"P{n}").replace("\n\n", f"\nAliases: {one}\n\n", 1)
        for n, (one, _) in enumerate(written)
    }
    built = site.build(pages, SITEURL=HOME, STRICT=True)
    assert built.code == 1
    said = [line.partition(": bad-alias: ") for line in built.problems]
    assert [place for place, _, _ in said] == [f"content/pages/{n:02}.md:2" for n in range(len(written))]
    assert leading_on(built) == {}
    for (one, expected), (_, _, message) in zip(written, said, strict=True):
        assert message.endswith(expected or "...` is longer than a file name can be; remove the line."), one
        assert message.startswith("`Aliases:`" if one in ("", ",") else f"`{one[:40]}"), one


def test_lines_are_those_of_the_addresses(site):
    files = {
        "content/pages/a.md": "Title: A\nAliases: /ok/\n    /x.pdf\nSummary: s\nAliases: /y.pdf\n\nText.\n",
        "content/pages/b.rst": "B\n#\n:summary: s\n:aliases: /z.pdf,\n  /w.pdf\n\nText.\n",
        "content/pages/c.html": '<html><head><title>C</title>\n<meta name="aliases" content="/v.pdf"></head><p>x</p></html>',
        "content/pages/d.md": page("D"),
    }
    built = site.build(files, EXTRA_PATH_METADATA={"pages/d.md": {"aliases": "/u.pdf"}})
    assert [re.sub(" is the address of .*", "", line) for line in built.problems] == [
        "content/pages/a.md:3: bad-alias: `/x.pdf`",
        "content/pages/a.md:5: bad-alias: `/y.pdf`",
        "content/pages/b.rst:4: bad-alias: `/z.pdf`",
        "content/pages/b.rst:5: bad-alias: `/w.pdf`",
        "content/pages/c.html:2: bad-alias: `/v.pdf`",
        "content/pages/d.md: bad-alias: `/u.pdf`",
    ]


@pytest.mark.parametrize("address", ["", "http://localhost:8000", "//doe.example.org"])
def test_a_whole_address_is_judged_when_that_of_the_site_is_known(site, address):
    built = site.build(
        {"content/pages/a.md": page("A", aliases=f"{HOME}/x/ https://other.example/ /y/")}, SITEURL=address
    )
    assert [line for line in built.problems if "alias" in line] == []
    assert list(leading_on(built)) == ["y/index.html"]


TAKEN = {
    "content/publications.bib": BIB.replace("{beta2021,", "{delta, ids={beta2021},"),
    "content/pages/research.md": "Title: R\nTopics: true\nMoved: x -> a\n\n- **A** [@alpha2020; @delta; @gamma2022]\n",
    "content/pages/one.md": page("One", aliases="/two/"),
    "content/pages/two.md": page("Two", aliases="/one/ /two/"),
    "content/pages/five.md": page("Five", aliases="/shared/ /shared/index.html"),
    "content/pages/four.md": page("Four", aliases="/shared/"),
    "content/pages/draft.md": page("Draft", "Status: draft", "save_as: half/index.html"),
    "content/news/2024-01-02-post.md": page("Post", "Date: 2024-01-02", "Tags: t"),
    "content/files/slides.html": "<p>Slides</p>",
    "content/files/deck.html/a.txt": "a folder",
}
OTHERS = [
    # what is written, what has that address
    ("/four/", "content/pages/four.md"),
    ("/half/", "content/pages/draft.md"),
    ("/news/post/", "content/news/2024-01-02-post.md"),
    ("/news/", "a page of the theme"),
    ("/tag/t.html", "a page of the theme"),
    ("/files/slides.html", "content/files/slides.html"),
    ("/publications/", "the list of publications"),
    ("/publications/delta/", "content/publications.bib:2"),
    ("/publications/beta2021/", "content/publications.bib:2, ids beta2021 of delta"),
    ("/topics/a/", "content/pages/research.md, topic a"),
    ("/topics/x/", "content/pages/research.md, Moved: topics/x/"),
    ("/search/", "IBID_SEARCH"),
]  # fmt: skip
BESIDE = [("/one/index.html/x/", "one/index.html"), ("/files/deck.html", "files/deck.html/a.txt")]


def test_an_alias_never_takes_the_place_of_anything(site):
    pages = {f"content/pages/p{n:02}.md": page(f"P{n}", aliases=one) for n, (one, _) in enumerate([*OTHERS, *BESIDE])}
    caps = {"content/pages/q.md": page("Q", aliases="/ONE/ /fine/ /Fine/")}
    settings = {"STATIC_PATHS": ["files"], "STRICT": True, "IBID_SEARCH": True}
    plain = {name: re.sub("Aliases: .*\n", "", text) for name, text in {**pages, **caps}.items()}
    without = site.build({**TAKEN, **plain}, **settings).files()
    built = site.build({**pages, **caps})
    assert built.code == 1
    expected = [
        ("content/pages/four.md:2", "`/shared/` already redirects to content/pages/five.md:2, and can redirect to only one page; remove one of the two."),
        ("content/pages/one.md:2", "`/two/` is the address of content/pages/two.md; remove it, or change that address."),
        ("content/pages/two.md:2", "`/one/` is the address of content/pages/one.md; remove it, or change that address."),
        *((f"content/pages/p{n:02}.md:2", f"`{one}` is the address of {owner}; remove it, or change that address.") for n, (one, owner) in enumerate(OTHERS)),
        *((f"content/pages/p{n:02}.md:2", f"`{one}` cannot exist beside {other}: a file and a folder cannot share a name; remove it.") for n, (one, other) in enumerate(BESIDE, len(OTHERS))),
    ]  # fmt: skip
    assert sorted(line for line in built.problems if "bad-alias" in line) == sorted(
        ": bad-alias: ".join(one) for one in expected
    )
    assert [line for line in built.problems if "address-twins" in line] == [
        "content/pages/q.md:2: address-twins: `/Fine/` is left out: it and fine/index.html (content/pages/q.md:2, Aliases: /fine/) differ only in upper and lower case; change or remove it. [warning]",
        "content/pages/q.md:2: address-twins: `/ONE/` is left out: it and one/index.html (content/pages/one.md) differ only in upper and lower case; change or remove it. [warning]",
    ]
    now = built.files()
    assert now.keys() - without.keys() == {"fine/index.html"}
    assert {file for file in without if without[file] != now[file]} == {".ibid-site"}, "the record of all files"


def test_a_page_that_moves_and_moves_back(site):
    """The page at the former address takes the place of the page that was there, and gives it back."""
    first = site.build({"content/pages/old.md": page("A"), "content/pages/b.md": page("B", aliases="/c/")})
    (site.folder / "content/pages/old.md").unlink()
    moved = site.build({"content/pages/new.md": page("A", aliases="/old/"), "content/pages/b.md": page("B")})
    assert leading_on(moved) == {"old/index.html": "/new/"}
    assert (first.problems, moved.problems) == ([], [])
    (site.folder / "content/pages/new.md").unlink()
    back = site.build({"content/pages/old.md": page("A")})
    assert leading_on(back) == {}
    assert "Text." in back.page("old/index.html").main.get_text()


def test_what_is_wrong_on_such_a_page_is_put_down_to_the_alias(site):
    site.write({"templates/redirect.html": "<html lang=en><title>T</title><h1>T</h1><p id='a b'></p></html>"})
    built = site.build({"content/pages/a.md": page("A", aliases="/x/")}, THEME_TEMPLATES_OVERRIDES=["templates"])
    [line] = [line for line in built.problems if "bad-id" in line]
    assert (line.split(": ")[0], "/x/" in line) == ("content/pages/a.md:2", True)
