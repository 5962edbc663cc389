"""Citations on a built site: what a reader sees, and what an author reads when one is wrong."""

import re

import markdown
import pytest
from tiny_site import Site, pages_of

RESEARCH = """\
Title: Research
Topics: true

- **Letters**: [@*]
    - **First**: on alpha [@alpha2020] and beta [@beta2021].
    - **Last**: on gamma [@gamma2022].
"""


def own_html(built, path):
    """The page's own HTML without white space that does not matter."""
    return re.sub(r"\s+", " ", str(built.page(path).main))


def chips(built, path):
    return [(a.get_text(), a["href"]) for a in built.page(path).main.select("a.cite")]


SHOWN = [
    ("[@alpha2020]", "[1]"),
    ("[@gamma2022; @alpha2020]", "[1][3]"),
    ("[@alpha2020; @alpha2020]", "[1]"),
    ("faster [@gamma2022]; better [@alpha2020; @gamma2022]", "faster [3]; better [1][3]"),
    ("[@beta2021, Theorem 2]", "[2, Theorem 2]"),
    ("[see @beta2021, p. 3; also @alpha2020]", "see [2, p. 3]; also [1]"),
    ("[@alpha2020, p. 1; @alpha2020, p. 9]", "[1, p. 1][1, p. 9]"),
    ("@beta2021 [Theorem 2]", "Doe and Roe [2, Theorem 2]"),
    ("[@beta2021{ii, A, D-Z}, with a suffix]", "[2, ii, A, D-Z, with a suffix]"),
    ("[@beta2021{}, 99 years later]", "[2, 99 years later]"),
    ("[@beta2021, p.\\ 1]", "[2, p.\u00a01]"),
    ("*@beta2021*", "Doe and Roe [2]"),
    ("_@beta2021_", "Doe and Roe [2]"),
    ("__@beta2021__", "Doe and Roe [2]"),
    ("[3-3]", "[3-3]"),
    ("learning[@alpha2020]", "learning[1]"),
    ("[@alpha2020, <b>]", "[1, <b>]"),
]


@pytest.fixture(scope="module")
def all_written(tmp_path_factory, root):
    """One site with a page for each row."""
    pages = pages_of(f"Text {written} text." for written, _ in SHOWN)
    return Site(tmp_path_factory.mktemp("written"), root).build(pages)


@pytest.mark.parametrize(("page", "written", "shown"), [(n, *row) for n, row in enumerate(SHOWN)])
def test_a_citation_shows_as_its_numbers(all_written, page, written, shown):
    assert all_written.page(f"{page}/index.html").main.find("p").get_text() == f"Text {shown} text."


def test_a_chip_leads_to_the_entry_and_says_its_title(site):
    built = site.build({"content/pages/a.md": "Title: A\n\nText [@alpha2020].\n"})
    chip = built.page("a/index.html").select_one("a.cite")
    assert (chip["href"], chip["title"], chip["role"]) == ("/publications/#alpha2020", "On Alpha", "doc-biblioref")
    assert "On Alpha" in built.page("publications/index.html").find(id="alpha2020").get_text()


def test_numbers_typed_by_hand_are_the_same_links(site):
    typed = RESEARCH.replace("[@alpha2020]", "[1]").replace("[@beta2021]", "[2]").replace("[@gamma2022]", "[3]")
    typed = typed.replace("[@*]", "[1, 2-3]")
    site.write({"content/numbers.toml": '1 = "alpha2020"\n2 = "beta2021"\n3 = "gamma2022"\n'})
    built = site.build({"content/pages/keys.md": RESEARCH, "content/pages/typed.md": typed.replace(": R", ": T")})
    assert built.problems == []
    assert chips(built, "keys/index.html") == chips(built, "typed/index.html")


def test_numbers_are_text_on_pages_without_topics(site):
    built = site.build({"content/pages/a.md": "Title: A\n\nArray[3] and [1].\n"})
    assert chips(built, "a/index.html") == []
    assert built.page("a/index.html").main.find("p").get_text() == "Array[3] and [1]."


def test_links_are_right_at_every_depth_in_summaries_and_in_feeds(site):
    post = "Title: News\nDate: 2024-01-01\nSummary: In short [@beta2021]\n\nAt length [@alpha2020].\n"
    built = site.build(
        {"content/news/2024-01-01-news.md": post},
        SITEURL="https://e.org/~jane",
        FEED_ALL_ATOM="feeds/news.atom.xml",
        FEED_DOMAIN="https://e.org/~jane",
    )
    assert 'href="https://e.org/~jane/publications/#alpha2020"' in built.text("news/news/index.html")
    feed = built.text("feeds/news.atom.xml")
    assert "https://e.org/~jane/publications/#alpha2020" in feed
    assert "https://e.org/~jane/publications/#beta2021" in feed
    assert "@site" not in feed


def test_relative_urls(site):
    post = "Title: News\nDate: 2024-01-01\n\nAt length [@alpha2020].\n"
    built = site.build({"content/news/2024-01-01-news.md": post}, RELATIVE_URLS=True)
    assert chips(built, "news/news/index.html") == [("[1]", "../../publications/index.html#alpha2020")]


def test_typogrify_and_smart_quotes_leave_citations_alone(site):
    built = site.build(
        {"content/pages/a.md": 'Title: A\n\n"NASA" [@ALPHA--x] ok.\n'},
        TYPOGRIFY=True,
        MARKDOWN={"extension_configs": {"markdown.extensions.smarty": {}}, "output_format": "html5"},
    )
    assert "[?ALPHA]" in built.page("a/index.html").main.get_text()
    assert "caps" in str(built.page("a/index.html").main)


def test_typogrify_leaves_what_stands_between_brackets_and_braces_alone(site):
    texts = {
        "[@alpha2020, R & D] AT&T": "[1, R & D] AT&T",
        '@beta2021 [3rd "ed." & NASA]': 'Doe and Roe [2, 3rd "ed." & NASA]',
        'x {publications keyword="R & D"} y': 'x {publications keyword="R & D"} y',
        "$a & b$ x": "$a & b$ x",
        "![R & D, as in [@alpha2020]](data:,) x": " x",
    }
    built = site.build(pages_of(texts), TYPOGRIFY=True)
    shown = [built.page(f"{n}/index.html").main.find("p").get_text() for n in range(len(texts))]
    assert [text.replace("\xa0", " ") for text in shown] == list(texts.values())
    assert not [path for path, content in built.files().items() if b"<ibid-" in content]
    codes = [problem.split(": ")[1] for problem in built.problems]
    assert codes == ["stray-list", "unreadable-math", "stray-citation"]


def test_restructuredtext_and_html_are_read_too(site):
    rst = "A\n#\n\nText [@alpha2020], ``[@beta2021]`` and\n`a link [@beta2021] <https://e.org>`__.\n"
    html = "<html><head><title>B</title></head><body><p>Text [@gamma2022] <code>[@alpha2020]</code></p></body></html>"
    built = site.build({"content/pages/a.rst": rst, "content/pages/b.html": html})
    assert chips(built, "a/index.html") == [("[1]", "/publications/#alpha2020")]
    assert chips(built, "b/index.html") == [("[3]", "/publications/#gamma2022")]


WRONG = [
    ("x [@alpha202] x", 4, "unknown-key: @alpha202 is not in the bibliography; did you mean @alpha2020?"),
    (
        "x [@zzz] x",
        4,
        "unknown-key: @zzz is not in the bibliography; add it to the bibliography, or write `\\@zzz` if this is not a citation.",
    ),
    (
        "\n```\n[@nope]\n```\n\nx [@ALPHA2020]",
        9,
        "unknown-key: @ALPHA2020 is not in the bibliography; did you mean @alpha2020?",
    ),
    (
        "- **A**: [99]",
        4,
        "unknown-number: [99] is not the number of a publication; the highest is 3. Cite by key, as in `[@key]`.",
    ),
    (
        "- **A**: [@*] [@alpha2020]",
        4,
        "stray-roll-up: `[@*]` cites all that the sub-topics cite, but this topic has no sub-topics; cite by key.",
    ),
    ("first [@alpha202,\np. 3] x", 4, "unknown-key: @alpha202 is not in the bibliography; did you mean @alpha2020?"),
    (
        "- **A**: w [@*, p. 3]\n    - **B**: [@alpha2020]",
        4,
        "stray-roll-up: [@*, p. 3] is not read as a citation: a roll-up has no other words",
    ),
    ("- **A**: w [see @*; @beta2021]\n    - **B**: [@alpha2020]", 4, "stray-roll-up: [see @*; @beta2021] is not read"),
    ("- **A**: w @alpha2020 [p. 3; @*]\n    - **B**: [@alpha2020]", 4, "stray-roll-up: [p. 3; @*] is not read"),
    (
        "x [@alpha2020, see @*] x",
        4,
        "stray-citation: [@alpha2020, see @*] contains @*, but not as a citation; write `;`",
    ),
    ("first [@zzz,\np. 3,\nq. 4] x", 4, "unknown-key: @zzz is not in the bibliography; add it"),
]


@pytest.fixture(scope="module")
def all_wrong(tmp_path_factory, root):
    """One site with a page for each row."""
    pages = pages_of((text for text, *_ in WRONG), "Topics: true")
    return Site(tmp_path_factory.mktemp("wrong"), root).build(pages)


@pytest.mark.parametrize(("page", "text", "line", "problem"), [(n, *row) for n, row in enumerate(WRONG)])
def test_what_does_not_exist_is_reported_at_its_line(all_wrong, page, text, line, problem):
    said = f"content/pages/{page}.md:{line}: {problem}"
    assert [one for one in all_wrong.problems if one.startswith(said)]
    assert all_wrong.code == 0, "a preview goes on"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x [@alpha2020; @alpha2020] x", "repeated-citation: [@alpha2020; @alpha2020] cites @alpha2020 twice; remove one. [warning]"),
        ("[x [@alpha2020]](https://e.org)", "citation-in-link: [@alpha2020] is in the text of a link; move it out of the link. [warning]"),
    ],
)  # fmt: skip
def test_what_is_dubious_is_a_warning(site, text, problem):
    built = site.build({"content/pages/a.md": f"Title: A\n\n{text}\n"}, STRICT=True)
    assert f"content/pages/a.md:3: {problem}" in built.problems
    assert built.code == 0


IN_LINK = [
    ("md", "Title: A\n\n[x [@alpha2020]](https://e.org)\n", 3),
    ("md", "Title: A\n\n<div>\n<p><a href='https://e.org'>x <b>[@alpha2020]</b></a></p>\n</div>\n", 4),
    ("rst", "A\n#\n\n`x [@alpha2020] <https://e.org>`__\n", 4),
    (
        "html",
        "<html><head><title>A</title></head><body>\n<p><a href='https://e.org'>x [@alpha2020]</a></p></body></html>",
        2,
    ),
]


def test_a_citation_in_a_link_is_shown_as_text_and_reported(site):
    built = site.build({f"content/pages/{n}.{format_}": text for n, (format_, text, _) in enumerate(IN_LINK)})
    shown = [built.page(f"{n}/index.html").main.find("p").get_text() for n in range(len(IN_LINK))]
    assert shown == ["x [1]"] * len(IN_LINK)
    assert [chips(built, f"{n}/index.html") for n in range(len(IN_LINK))] == [[]] * len(IN_LINK)
    message = "citation-in-link: [@alpha2020] is in the text of a link; move it out of the link. [warning]"
    places = [f"content/pages/{n}.{format_}:{line}" for n, (format_, _, line) in enumerate(IN_LINK)]
    assert sorted(built.problems) == [f"{place}: {message}" for place in places]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/pages/a.md", "Title: A\nTopics: true\n\n[by @jane and @alpha2020](https://e.org)\n"),
        ("content/pages/a.rst", "A\n#\n\n:topics: true\n\n`by @jane and @alpha2020 [3] <https://e.org>`__\n"),
        (
            "content/pages/a.html",
            "<html><head><title>A</title><meta name='topics' content='true'></head><body><a href='https://e.org'>@alpha2020 [3]</a></body></html>",
        ),
    ],
)
def test_what_a_link_is_called_is_no_citation(site, path, text):
    built = site.build({path: text})
    assert "@alpha2020" in built.page("a/index.html").main.find("a", href="https://e.org").get_text()
    assert [one for one in built.problems if path in one and "missing-topics" not in one] == []


def test_a_missing_key_is_visible_in_a_preview_and_fails_a_strict_build_until_mended(site):
    preview = site.build({"content/pages/a.md": "Title: A\n\nText [@alpha2021].\n"})
    assert preview.code == 0
    assert "Text [?alpha2021]." in preview.page("a/index.html").main.get_text()
    assert site.build(STRICT=True).code == 1
    mended = site.build({"content/pages/a.md": "Title: A\n\nText [@alpha2020].\n"})
    assert (mended.code, mended.problems) == (0, [])


def test_no_citation_means_no_change(site):
    body = "Title: A\n\nText &amp; <b>more</b>, 5 < 6, a@b.org [x](/a/).\n"
    with_ibid = site.build({"content/pages/a.md": body}, THEME="simple", IBID_MARKDOWN={"addresses": False})
    html = own_html(with_ibid, "a/index.html")
    assert own_html(site.build(PLUGINS=[], THEME="simple"), "a/index.html") == html
    said = [problem.partition(": ")[0] for problem in with_ibid.problems]
    assert said == ["no-description"]


STRAY = [
    ("content/pages/a.md", "Title: A\n\nSee\n[@alpha2020, @beta2021].\n", 4, "beta2021"),
    ("content/pages/a.md", "Title: A\n\nSee [@alpha2020; beta2021].\n", 3, "alpha2020"),
    ("content/pages/a.md", "Title: A\n\nSee [@alpha2020 here.\n", 3, "alpha2020"),
    ("content/pages/a.md", "Title: A\n\nSee [@“beta2021”].\n", 3, "beta2021"),
    ("content/pages/a.md", "Title: A\n\n见 ＠beta2021。\n", 3, "beta2021"),
    ("content/pages/a.md", "Title: A\n\n见＠beta2021。\n", 3, "beta2021"),
    ("content/pages/a.md", "Title: A\n\n<div>\n＠beta2021\n</div>\n", 4, "beta2021"),
    ("content/pages/a.md", "Title: A\n\n甲\n见@beta2021。\n", 4, "beta2021"),
    ("content/pages/a.md", "Title: A\n\nA post-@beta2021 world.\n", 3, "beta2021"),
    ("content/pages/a.md", "Title: A\n\nSee [R&amp;D; @beta2021] and [<b>so</b>; it].\n", 3, "beta2021"),
    ("content/pages/a.md", "Title: A\n\n甲 [见@beta2021，第 3 页]。\n", 3, "beta2021"),
    ("content/pages/a.md", "Title: A\n\n甲 [@alpha2020，参见@beta2021]。\n", 3, "beta2021"),
    ("content/pages/a.rst", "A\n#\n\n甲\n见@beta2021。\n", 5, "beta2021"),
    (
        "content/pages/a.html",
        "<html><head><title>A</title></head><body>\n참조는@beta2021.</body></html>",
        2,
        "beta2021",
    ),
    ("content/pages/a.md", "Title: A\n\nSee [\\@alpha2020; @beta2021].\n", 3, "beta2021"),
    ("content/pages/a.md", "Title: A\n\nSee @gamma2022 [p. 3; @beta2021; x].\n", 3, "beta2021"),
    ("content/pages/a.md", "Title: On [@alpha2020]\n\nText.\n", 1, "alpha2020"),
    ("content/pages/a.md", "Title: A\n\nSo\n![as in [@alpha2020], see](data:,)\n", 4, "alpha2020"),
    ("content/pages/a.md", "Title: A\n\n![by @beta2021](data:, 'A caption [@alpha2020]')\n", 3, "beta2021"),
    ("content/pages/a.md", "Title: A\n\n[a link](/a/ 'see [@alpha2020]')\n", 3, "alpha2020"),
    ("content/pages/a.rst", "A\n#\n\n.. image:: data:,\n   :alt: as in [@alpha2020], see\n", 5, "alpha2020"),
    (
        "content/pages/a.html",
        "<html><head><title>A</title></head><body>\n<img src='data:,' alt='by &#64;gamma2022'>\n<img src='data:,' alt='as in [@alpha2020]'></body></html>",
        3,
        "alpha2020",
    ),
    ("content/pages/a.md", "Title: A\nDescription: By [@alpha2020]\n\nText.\n", 2, "alpha2020"),
    ("content/pages/a.md", "Title: A\nDescription: First\n    as @beta2021 says\n\nText.\n", 3, "beta2021"),
    ("content/news/2024-01-01-a.md", "Title: A\nDescription: By [@alpha2020]\n\nText.\n", 2, "alpha2020"),
    ("content/pages/a.rst", "A\n#\n\n:lang: en\n:description: By [@alpha2020]\n\nText.\n", 5, "alpha2020"),
    (
        "content/pages/a.html",
        "<html><head><title>A</title>\n<meta name='description' content='By @alpha2020'></head><body>Text.</body></html>",
        2,
        "alpha2020",
    ),
    (
        "content/pages/a.html",
        "<html><head>\n<title>On &amp; @alpha2020</title></head><body><p>Text.</p></body></html>",
        2,
        "alpha2020",
    ),
    ("content/pages/a.rst", "A\n#\n\nSee [@ alpha2020].\n", 4, "alpha2020"),
    ("content/pages/a.rst", "A\n#\n\nA result [@alpha2020, *Theorem* 2] holds.\n", 4, "alpha2020"),
    ("content/pages/a.rst", "A\n#\n\nSee [@alpha2020\n", 4, "alpha2020"),
    ("content/pages/a.rst", "A\n#\n\nSee ＠alpha2020 here.\n", 4, "alpha2020"),
    (
        "content/pages/a.html",
        "<html><head><title>A</title></head><body>\n<p>[@alpha2020](x)</p></body></html>",
        2,
        "alpha2020",
    ),
    (
        "content/pages/a.html",
        "<html><head><title>A</title></head><body>\n<p>[@alpha2020, @beta2021]</p></body></html>",
        2,
        "beta2021",
    ),
]


def of_its_own(path: str, row: int) -> str:
    """The name of a row's file where all rows are one site."""
    stem, _, suffix = path.rpartition(".")
    return f"{stem}-{row}.{suffix}"


@pytest.fixture(scope="module")
def strays(tmp_path_factory, root) -> list[str]:
    """What is reported of a site that has all rows."""
    site = Site(tmp_path_factory.mktemp("strays"), root)
    built = site.build({of_its_own(path, row): text for row, (path, text, *_) in enumerate(STRAY)})
    return [problem for problem in built.problems if "stray-citation" in problem]


@pytest.mark.parametrize(
    ("file", "line", "key"),
    [(of_its_own(path, row), line, key) for row, (path, _, line, key) in enumerate(STRAY)],
    ids=[text for _, text, *_ in STRAY],
)
def test_what_only_looks_like_a_citation_is_reported_where_it_stands(strays, file, line, key):
    stray = [problem for problem in strays if problem.startswith(f"{file}:")]
    assert len(stray) == 1, strays
    assert stray[0].startswith(f"{file}:{line}:")
    assert f"@{key}" in stray[0]


def test_no_other_line_of_them_is_reported(strays):
    assert len(strays) == len(STRAY)


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("content/pages/a.md", "Title: A\n\nSee\n[@*, p. 3].\n", 4),
        ("content/pages/a.rst", "A\n#\n\nSee\n[see @*].\n", 5),
        ("content/pages/a.html", "<html><head><title>A</title></head><body>\n<p>[@*; and more]</p></body></html>", 2),
    ],
)
def test_a_roll_up_with_words_is_shown_as_typed_and_reported(site, path, text, line):
    built = site.build({path: text})
    assert "@*" in built.page("a/index.html").main.get_text()
    assert [problem.split(": ")[:2] for problem in built.problems] == [[f"{path}:{line}", "stray-roll-up"]]


RST = {
    "As @alpha2020 says": "As Doe [1] says",
    "and @beta2021 [p. 3].": "and Doe and Roe [2, p. 3].",
    "As -@alpha2020, (-@beta2021 [p. 3]) and [-@gamma2022]": "As [1], ([2, p. 3]) and [3]",
    "~@alpha2020, '@alpha2020', -me@e.org": "~Doe [1], 'Doe [1]', -me@e.org",
    r"Text [@alpha2020], mail me@e.org.": "Text [1], mail me@e.org.",
    r"Literally \\[@alpha2020] and \\@alpha2020.": "Literally [@alpha2020] and @alpha2020.",
}


def test_in_restructuredtext_citations_are_the_same(site):
    built = site.build({f"content/pages/{n}.rst": f"{n}\n#\n\n{written}\n" for n, written in enumerate(RST)})
    found = {written: built.page(f"{n}/index.html").main.find("p").get_text() for n, written in enumerate(RST)}
    assert found == RST
    assert built.problems == []


def test_a_summary_in_restructuredtext_cites_as_its_text_does(site):
    post = "News\n####\n\n:summary: As @alpha2020 says, -@beta2021 too [@gamma2022]; mail me@e.org.\n\nText.\n"
    built = site.build({"content/news/2024-01-01-news.rst": post})
    summary = built.page("news/index.html").main.get_text()
    assert "As Doe [1] says, [2] too [3]; mail me@e.org." in summary
    assert built.page("news/index.html").main.select("a[href='mailto:me@e.org']")
    assert built.problems == []


BELOW_CODE = [
    ("rst", "A\n#\n\n``[@zzz]``\n\n.. [@zzz]\n   [@zzz]\n\nSo::\n\n  [@zzz]\n\n.. code:: text\n\n   [@zzz]\n\nSee [@zzz].\n", 17),
    ("rst", "A\n#\n\n.. note:: [@zzz]\n", 4),
    ("rst", "A\n#\n\n- one\n\n  .. note::\n\n     See [@zzz].\n", 8),
    ("html", "<html><head><title>A</title><meta name=summary content='[@zzz]'></head><body><p>B</p></body></html>", 1),
    ("rst", "A\n#\n\n..\n   [@zzz]\n\n.. figure:: a.png\n\n   [@zzz]\n", 9),
    ("html", "<html><head><title>A</title></head><body>\n<!-- [@zzz] -->\n<pre>\n[@zzz]</pre>\n<p><code>[@zzz]</code>\n[@zzz]</p></body></html>", 6),
]  # fmt: skip


def test_a_citation_has_its_own_line_where_code_and_comments_above_say_the_same(site):
    built = site.build({f"content/pages/{n}.{format_}": text for n, (format_, text, _) in enumerate(BELOW_CODE)})
    found = [one.split(": ")[0] for one in built.problems if "@zzz" in one]
    assert sorted(found) == [f"content/pages/{n}.{format_}:{line}" for n, (format_, _, line) in enumerate(BELOW_CODE)]


HTML = [
    ("＠alpha2020, and @beta2021 shows [@gamma2022]", "＠alpha2020, and Doe and Roe [2] shows [3]"),
    ("[@alpha2020 is good. @beta2021 shows", "[@alpha2020 is good. Doe and Roe [2] shows"),
    ("[@alpha2020, <em>Theorem</em> 2] holds", "[@alpha2020, Theorem 2] holds"),
    ("[@alpha2020](x)", "[@alpha2020](x)"),
    ("See [@alpha2020", "See [@alpha2020"),
    ("@beta2021 [p. 3; mail bob@x.org]", "Doe and Roe [2] [p. 3; mail bob@x.org]"),
    (r"[@beta2021, see \@alpha2020; \@me at @gamma2022]", "[2, see @alpha2020]; @me at [3]"),
]


def test_in_html_only_what_is_closed_is_a_group(site):
    pages = {
        f"content/pages/{n}.html": f"<html><head><title>{n}</title></head><body><p>{written}</p></body></html>"
        for n, (written, _) in enumerate(HTML)
    }
    built = site.build(pages)
    shown = [built.page(f"{n}/index.html").main.find("p").get_text() for n in range(len(HTML))]
    assert shown == [expected for _, expected in HTML]


PAIRS_BY_NEIGHBOURS = "<em>" not in markdown.markdown(r"\[see @*], [@**kw]")
"""Whether Markdown looks at what is beside `*` and `**`, as CommonMark does, before it takes two of them for emphasis."""

AROUND = [
    ("@beta2021 [p. 3; also @alpha2020]", "Doe and Roe [2, p. 3]; also [1]"),
    ("-@beta2021", "[2]"),
    ("[@beta2021, Theorem $2$]", "[2, Theorem 2]"),
    (r"\[@alpha2020; beta2021], \@alpha2020", "[@alpha2020; beta2021], @alpha2020"),
    ("[@home or away; @ 9 o'clock]", "[@home or away; @ 9 o'clock]"),
    (r"[\@alpha2020; 3]", "[@alpha2020; 3]"),
    (r"[@alpha2020, see \@beta2021]", "[1, see @beta2021]"),
    (r"\＠alpha2020", "＠alpha2020"),
    (r"\[see @*]", "[see @*]"),
    ("[@**kw]", "[@**kw]"),
    # Markdown before 3.11.1 takes a `*` and half of a `**` for emphasis: no citation, but other words.
    (r"\[see @*], [@**kw]", "[see @*], [@**kw]" if PAIRS_BY_NEIGHBOURS else "[see @], [@*kw]"),
    (r"[\@*, p. 3]", "[@*, p. 3]"),
    ("[f(@*args)]", "[f(@*args)]"),
    ("[see `[@alpha2020]` and @beta2021]", "see [@alpha2020] and [2]"),
    ("[@alpha2020, mail `@beta2021; x`]", "[1, mail @beta2021; x]"),
    ("[@alpha2020, &#64;beta2021]", "[1, @beta2021]"),
    ("@beta2021 [p. 3; mail bob@x.org]", "Doe and Roe [2] [p. 3; mail bob@x.org]"),
    ("@beta2021 [see [@alpha2020]]", "Doe and Roe [2] [see [1]]"),
    ("[@alpha2020, see http://x.org/@beta2021]", "[1, see http://x.org/@beta2021]"),
    ("@alpha2020 [site]\n\n[site]: http://x.org", "Doe [1] site"),
    ("@alpha2020\n\n[@alpha2020]: http://x.org", "Doe [1]"),
    ("[@alpha2020]{data-foo=bar} [@beta2021]{data-line=7 data-source=x}", "[1] [2]"),
    (r"[@alpha2020, _p. 3_, __p_4__, ***q***, \*star\*, a_b_c]", "[1, p. 3, p_4, q, *star*, a_b_c]"),
    ("[@alpha2020 *p. 3* and _q_]", "[1, p. 3 and q]"),
]


def test_what_stands_around_a_key(site):
    built = site.build(pages_of(written for written, _ in AROUND))
    assert built.problems == []
    shown = [built.page(f"{n}/index.html").main.find("p").get_text() for n in range(len(AROUND))]
    assert shown == [expected for _, expected in AROUND]


TITLES = [
    ("Mail bob@alpha2020", "Mail bob@alpha2020"),
    ("Follow &#64;alpha2020 now", "Follow @alpha2020 now"),
    (r"Follow \@alpha2020 now", r"Follow \@alpha2020 now"),
]


def test_a_title_may_hold_what_is_no_citation(site):
    built = site.build({f"content/pages/{n}.md": f"Title: {title}\n\nText.\n" for n, (title, _) in enumerate(TITLES)})
    assert built.problems == []
    shown = [built.page(f"{n}/index.html").h1.get_text() for n in range(len(TITLES))]
    assert shown == [title for _, title in TITLES]


def test_a_description_may_hold_what_is_no_citation_and_is_read_where_it_is_made_into_html(site):
    handles = "Title: A\nDescription: Follow @jane, mail bob@alpha2020\n\nText.\n"
    assert site.build({"content/pages/a.md": handles}).problems == []
    cites = "Title: A\nDescription: By [@alpha2020]\n\nText.\n"
    assert site.build({"content/pages/a.md": cites}, FORMATTED_FIELDS=["summary", "description"]).problems == []


NEVER_CLOSED = {
    "A result [@alpha2020, <em>T</em> 2] holds.": "A result [@alpha2020, T 2] holds.",
    "＠alpha2020, and @beta2021 shows [@gamma2022]": "＠alpha2020, and Doe and Roe [2] shows [3]",
    "[@alpha2020 is good. @beta2021 shows": "[@alpha2020 is good. Doe and Roe [2] shows",
    "See [@alpha2020": "See [@alpha2020",
}


def test_in_html_a_bracket_never_closed_keeps_its_words_and_is_reported(site):
    page = "<html><head><title>P</title></head><body><p>{}</p></body></html>"
    built = site.build({f"content/pages/{n}.html": page.format(html) for n, html in enumerate(NEVER_CLOSED)})
    found = {html: built.page(f"{n}/index.html").main.p.get_text() for n, html in enumerate(NEVER_CLOSED)}
    assert found == NEVER_CLOSED
    said = sorted(problem.split(": ")[:2] for problem in built.problems)
    assert said == [[f"content/pages/{n}.html:1", "stray-citation"] for n in range(len(NEVER_CLOSED))]


def test_attributes_of_an_author_s_do_not_lose_the_citation(site):
    chip = site.build({"content/pages/p.md": "Title: P\n\nA [@alpha2020]{data-a=b}.\n"}).page("p/index.html").main.p
    assert chip.get_text() == "A [1]."
    assert chip.span["data-a"] == "b"


def test_a_citation_over_two_lines_has_its_line_whatever_it_begins_with(site):
    built = site.build({"content/pages/p.md": "Title: P\n\nFirst [@alpha2020].\n\nThen [@nope1,\np. 3].\n"})
    assert [problem.split(" ")[0] for problem in built.problems] == ["content/pages/p.md:5:"]
