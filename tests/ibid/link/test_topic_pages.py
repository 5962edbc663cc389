"""The page of each topic: its address, what a reader finds on it, keywords that fill it, and former addresses."""

import json

import pytest
from tiny_site import BIB, Site

HEAD = "Title: Research\nTopics: true\n\n"
TREE = """\
- **Letters**: all about [letters](#below), see [files]({static}/files/a.txt). [@*]

    - **Old**: how they were [@alpha2020; @beta2021].

        - a plain bullet stays

        - **Design**: of old ones [@alpha2020]

        - **Proofs**: [@beta2021]

    - **New**: [@gamma2022]

- **Numbers**{#maths} are hard [@gamma2022].

    - **Design** [@gamma2022]

## Below {#below}
"""
POSTS = {
    "content/news/2023-01-01-first.md": "Title: First & “best”\nDate: 2023-01-01\n\nOut [@alpha2020].\n",
    "content/news/2024-01-01-second.md": "Title: Second\nDate: 2024-01-01\n\nBoth [@alpha2020; @beta2021].\n",
    "content/news/2024-02-01-draft.md": "Title: Draft\nDate: 2024-02-01\nStatus: draft\n\nNot yet [@alpha2020].\n",
}


def numbers(page):
    return [int(item["value"]) for item in page.select("ol.publications > li")]


def links(page, selector):
    return [(a.get_text(), a["href"]) for a in page.main.select(selector)]


@pytest.fixture(scope="module")
def built(tmp_path_factory, root):
    """One site with a tree of topics and posts about their publications."""
    site = Site(tmp_path_factory.mktemp("topics"), root)
    pages = {"content/pages/research.md": HEAD + TREE, "content/files/a.txt": "A"}
    built = site.build({**pages, **POSTS}, STATIC_PATHS=["files"], DISPLAY_PAGES_ON_MENU=False)
    assert built.problems == []
    return built


def test_addresses_follow_the_path_or_the_authors_own_id(built):
    pages = [path.removesuffix("index.html") for path in built.files() if path.startswith("topics/")]
    assert {path for path in pages if path.endswith("/")} == {
        "topics/letters/",
        "topics/letters/old/",
        "topics/letters/old/design/",
        "topics/letters/old/proofs/",
        "topics/letters/new/",
        "topics/maths/",
        "topics/maths/design/",
    }


def test_a_page_has_parents_text_sub_topics_publications_posts_and_files(built):
    page = built.page("topics/letters/old/index.html")
    assert page.title.get_text() == "Old (Letters) · Jane Doe"
    assert page.h1.get_text() == "Old"
    assert links(page, "nav.crumb a") == [("Research", "/research/"), ("Letters", "/topics/letters/")]
    assert page.main.select_one("h1 + div").get_text(" ", strip=True).startswith("how they were [1] [2] .")
    assert links(page, "ul.places a") == [
        ("Design", "/topics/letters/old/design/"),
        ("Proofs", "/topics/letters/old/proofs/"),
    ]
    assert page.select_one("ul.places .context").get_text() == "1 publication"
    assert numbers(page) == [2, 1]
    assert not page.select("h3"), "a heading for each would be more headings than reading"
    assert links(page, "ul.news a") == [("Second", "/news/second/"), ("First & “best”", "/news/first/")]
    assert links(page, "p.more a") == [
        ("BibTeX", "/topics/letters/old/publications.bib"),
        ("CSL-JSON", "/topics/letters/old/publications.json"),
    ]


def test_the_text_is_the_bullets_own_less_its_name_and_sub_topics(built):
    texts = {
        "letters": "all about letters, see files. [1][2][3]",
        "letters/old": "how they were [1][2].\n\n\na plain bullet stays",
        "letters/new": "",
        "maths": "Numbers are hard [3].",
        "maths/design": "",
    }
    for path, text in texts.items():
        page = built.page(f"topics/{path}/index.html")
        own = page.main.select_one("h1 + div")
        assert (own.get_text().strip() if own else "") == text
        assert not page.main.find(id=path), "the anchor is the bullet's"


OPENINGS = [
    ("**A**: of [@alpha2020]", '<strong><a class="topic" href="/topics/a/">A</a></strong>'),
    ("**A:** of [@alpha2020]", '<strong><a class="topic" href="/topics/a/">A</a>:</strong>'),
    ("**A**{#b} of [@alpha2020]", '<strong><a class="topic" href="/topics/b/">A</a></strong>'),
    ("*Q & A.* [@alpha2020]", '<em><a class="topic" href="/topics/q-a/">Q &amp; A</a>.</em>'),
    ("***A*** [@alpha2020]", '<strong><a class="topic" href="/topics/a/"><em>A</em></a></strong>'),
    ("**A `b`** [@alpha2020]", '<strong><a class="topic" href="/topics/a-b/">A <code>b</code></a></strong>'),
    ("**[A](https://a.org)** [@alpha2020]", '<strong><a href="https://a.org">A</a></strong>'),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory, root):
    """A site with a page for each row."""
    site = Site(tmp_path_factory.mktemp("openings"), root)
    pages = {f"content/pages/row-{row}.md": f"{HEAD}- {bullet}\n" for row, (bullet, _) in enumerate(OPENINGS)}
    return site.build(pages)


@pytest.mark.parametrize(("row", "bullet", "opening"), [(row, *each) for row, each in enumerate(OPENINGS)])
def test_the_name_of_a_topic_leads_to_its_page_unless_a_link_stands_in_it(opened, row, bullet, opening):
    assert str(opened.page(f"row-{row}/index.html").main.li.find(["strong", "em"])) == opening


@pytest.mark.parametrize(
    ("name", "shown", "address"),
    [
        ("The space $L^2$", "The space L²", "the-space-l2"),
        ("$\\sqrt{x}$ & *y* `z_1`", "√x & y z_1", "x-y-z_1"),
        ("$a_1<b$ <!-- c -->", "a₁<b", "a1-b"),
        ("Half $\\frac{1}{2}$", "Half 1/2", "half-1-2"),
    ],
)
def test_a_formula_in_a_name_is_written_in_a_line_where_the_name_is_a_title(site, name, shown, address):
    built = site.build({"content/pages/research.md": f"{HEAD}- **{name}** [@alpha2020]\n"})
    page = built.page(f"topics/{address}/index.html")
    assert (page.h1.get_text(), page.title.get_text()) == (shown, f"{shown} · Jane Doe")
    assert built.page("research/index.html").main.li.strong.a.math


def test_a_citation_in_a_name_stays_the_only_link_there(site):
    built = site.build({"content/pages/research.md": f"{HEAD}- **A [@alpha2020]**\n"})
    name = built.page("research/index.html").main.li.strong
    assert [(link["class"], link.get_text()) for link in name.find_all("a")] == [(["cite"], "[1]")]


def test_the_name_on_the_topic_s_own_page_is_no_link(built):
    page = built.page("topics/maths/index.html")
    assert page.main.select_one("h1 + div").get_text(" ", strip=True) == "Numbers are hard [3] ."
    assert not page.select("a.topic")


def test_a_page_that_readers_do_not_find_links_no_names(site):
    page = "Title: Research\nTopics: true\nStatus: hidden\n\n- **A** [@alpha2020]\n"
    built = site.build({"content/pages/research.md": page})
    assert not built.page("research/index.html").select("a.topic")


def test_links_in_the_text_lead_where_they_led(built):
    assert links(built.page("topics/letters/index.html"), "h1 + div a:not(.cite)") == [
        ("letters", "/research/#below"),
        ("files", "/files/a.txt"),
    ]


def test_a_topic_counts_all_that_stands_under_it(built):
    assert numbers(built.page("topics/letters/index.html")) == [3, 2, 1]
    assert numbers(built.page("topics/maths/index.html")) == [3]


def test_its_files_hold_its_publications_newest_first(built):
    bib = built.text("topics/letters/old/publications.bib")
    assert bib.index("beta2021") < bib.index("alpha2020")
    assert "gamma2022" not in bib
    assert [one["id"] for one in json.loads(built.text("topics/letters/old/publications.json"))] == [
        "beta2021",
        "alpha2020",
    ]
    head = built.page("topics/letters/old/index.html").head
    assert head.find("link", type="application/x-bibtex")["href"] == "/topics/letters/old/publications.bib"


def test_a_publication_leads_to_the_bullet_and_to_the_topics_page(built):
    item = built.page("publications/gamma2022/index.html").select_one("ul.places li")
    assert [(a.get_text(), a["href"]) for a in item.select("a")] == [
        ("Letters", "/research/#letters"),
        ("3 publications", "/topics/letters/"),
    ]


def test_without_a_published_page_there_are_no_topic_pages(site):
    pages = {
        "content/pages/a.md": f"Status: draft\n{HEAD}- **Draft** [@alpha2020]\n",
        "content/pages/b.md": f"Status: hidden\n{HEAD}- **Hidden** [@alpha2020]\n",
        "content/pages/c.md": "Title: C\n\n- **No topic** [@alpha2020]\n",
    }
    assert not [path for path in site.build(pages).files() if path.startswith("topics/")]


def test_a_translation_makes_no_second_topic(site):
    english = "Title: Research\nTopics: true\nSlug: research\nLang: en\n\n- **Letters**: text [@alpha2020]\n"
    chinese = "Title: 研究\nTopics: true\nSlug: research\nLang: zh\n\n- **字母**：文 [@alpha2020]\n"
    files = site.build({"content/pages/research.md": english, "content/pages/research.zh.md": chinese}).files()
    assert [path for path in files if path.startswith("topics/") and path.endswith(".html")] == [
        "topics/letters/index.html"
    ]


def test_two_pages_with_topics_of_one_name(site):
    """With the same publications it is one topic; with others it lies under its own page's address, and is reported."""
    pages = {
        "content/pages/research.md": f"{HEAD}- **Same** [@alpha2020]\n- **Other** [@beta2021]\n    - **Sub** [@beta2021]\n",
        "content/pages/group.md": f"{HEAD.replace('Research', 'Group')}- **Same** [@alpha2020]\n- **Other** [@gamma2022]\n    - **Sub2** [@gamma2022]\n",
    }
    built = site.build(pages)
    found = [path.removesuffix("index.html") for path in built.files() if path.startswith("topics/")]
    assert {path for path in found if path.endswith("/")} == {
        "topics/same/",
        "topics/other/",
        "topics/other/sub/",
        "topics/group/other/",
        "topics/group/other/sub2/",
    }
    assert numbers(built.page("topics/group/other/index.html")) == [3]
    assert links(built.page("topics/group/other/sub2/index.html"), "nav.crumb a") == [
        ("Group", "/group/"),
        ("Other", "/topics/group/other/"),
    ]
    assert [line.split(": ")[1] for line in built.problems] == ["topic-differs"]


@pytest.mark.parametrize(
    ("bullets", "addresses"),
    [
        ("- **A** [@alpha2020]\n- **A** [@beta2021]", ["a", "a-2"]),
        ("- **A**{#X} [@alpha2020]\n- **B**{#x} [@alpha2020]", ["X", "x-…"]),
        ("- **A**{#a/../../../b} [@alpha2020]", ["a/5ec1f7/5ec1f7/5ec1f7/b"]),
        ("- **Index** [@alpha2020]\n- **CON** [@beta2021]", ["con-…", "index-…"]),
        ("- **深度学习** [@alpha2020]", ["shen-du-xue-xi"]),
        ("- **A** x\n    - **A** x\n        - **A** [@alpha2020]", ["a", "a/a", "a/a/a"]),
        ("- **<b>&\"'</b>** [@alpha2020]", ["topic-…"]),
    ],
)
def test_no_address_leaves_its_folder_or_takes_anothers(site, bullets, addresses):
    files = site.build({"content/pages/research.md": f"{HEAD}{bullets}\n"}).files()
    found = [path.removeprefix("topics/").removesuffix("/index.html") for path in files if path.startswith("topics/")]
    pages = sorted(path for path in found if "." not in path)
    for page, address in zip(pages, sorted(addresses), strict=True):
        start, cut, _ = address.partition("…")
        assert page.startswith(start) if cut else page == address


def test_relative_addresses(site):
    pages = {"content/pages/research.md": HEAD + TREE, "content/files/a.txt": "A"}
    built = site.build(pages, RELATIVE_URLS=True, STATIC_PATHS=["files"])
    page = built.page("topics/letters/old/index.html")
    assert links(page, "nav.crumb a")[1] == ("Letters", "../../../topics/letters/index.html")
    assert page.select_one("h1 + div a.cite")["href"] == "../../../publications/index.html#alpha2020"
    top = built.page("topics/letters/index.html")
    assert links(top, "h1 + div a:not(.cite)") == [
        ("letters", "../../research/index.html#below"),
        ("files", "../../files/a.txt"),
    ]


# Keywords.

MANY = "".join(
    f"@article{{k{n}, title={{T{n}}}, author={{Doe, Jane}}, journal={{J}}, year={{{1990 + n}}}, keywords={{Deep Learning{', sets' if n < 4 else ''}}}}}\n"
    for n in range(1, 27)
)


def test_keywords_fill_a_topic_beside_or_instead_of_keys(site):
    page = f"""{HEAD}Not here: [#sets], nor [#12] or [x](#sets).

- **Sets**: by keyword [#sets] and by key [@k9]
- **Two**: [#SETS; #no such]
- **All**: [#deep learning]
    - **Part**: [@k7] `[#code]`
"""
    built = site.build({"content/publications.bib": MANY, "content/pages/research.md": page})
    main = built.page("research/index.html").main
    assert "Not here: [#sets], nor [#12] or x." in main.get_text()
    assert main.find(id="sets").get_text() == "Sets: by keyword [1][2][3] and by key [9]"
    assert main.find(id="two").get_text() == "Two: [1][2][3][?#no such]"
    assert main.find(id="all/part").get_text() == "Part: [7] [#code]"
    (count,) = main.find(id="all").select("a.cite[href^='/topics']")
    assert (count.get_text(), count["href"]) == ("[26 publications]", "/topics/all/")
    assert numbers(built.page("topics/sets/index.html")) == [9, 3, 2, 1]
    assert len(numbers(built.page("topics/all/index.html"))) == 26
    assert built.problems == [
        "content/pages/research.md:7: unknown-keyword: no publication has the keyword `no such`; existing keywords: deep-learning, sets."
    ]
    topics = built.page("publications/k1/index.html").select("ul.places a[role]")
    assert [a["href"] for a in topics] == ["/research/#sets", "/research/#two", "/research/#all"]


def test_a_count_leaves_out_a_keyword_that_none_has_and_shows_it(site):
    built = site.build(
        {"content/publications.bib": MANY, "content/pages/research.md": f"{HEAD}- **A** [#deep learning; #x]"}
    )
    assert built.page("research/index.html").main.li.get_text() == "A [26 publications][?#x]"


def test_a_keyword_misspelt_is_reported_with_the_nearest(site):
    page = f"{HEAD}- **A**: [#deep lerning] [@k1]\n"
    built = site.build({"content/publications.bib": MANY, "content/pages/research.md": page})
    assert built.problems[0] == (
        "content/pages/research.md:4: unknown-keyword: no publication has the keyword `deep lerning`; did you mean [#deep-learning]?"
    )


def test_a_roll_up_of_many_is_a_count_too(site):
    page = f"{HEAD}- **A**: [@*]\n    - **B**: {' '.join(f'[@k{n}]' for n in range(1, 27))}\n"
    main = (
        site.build({"content/publications.bib": MANY, "content/pages/research.md": page})
        .page("research/index.html")
        .main
    )
    assert main.find(id="a").select_one("a.cite").get_text() == "[26 publications]"
    assert len(main.find(id="a/b").select("a.cite")) == 26, "what is written stays"


# Former addresses.


def test_a_topic_that_moved_is_found_at_its_former_address(site):
    page = f"Moved: letters/ancient -> letters/old\nMoved: letters/antique -> letters/ancient\n{HEAD}{TREE}"
    built = site.build({"content/pages/research.md": page, "content/files/a.txt": ""}, STATIC_PATHS=["files"])
    assert built.problems == []
    for old in ("ancient", "antique"):
        moved = built.page(f"topics/letters/{old}/index.html")
        assert moved.find("link", rel="canonical")["href"] == "/topics/letters/old/"
        assert moved.find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=/topics/letters/old/"
        assert links(moved, "a") == [("its new address", "/topics/letters/old/")]
        assert not moved.find("script")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("somewhere", "`Moved: somewhere` is not valid; write `Moved: old/path -> new/path`."),
        ("b -> a", "/topics/b/ is still the page of “B”; remove the line, or correct the old path."),
        ("x -> bb", "there is no topic at /topics/bb/; did you mean b?"),
        ("x -> y", "there is no topic at /topics/y/; write its present path."),
        ("x -> x", "there is no topic at /topics/x/; write its present path."),
    ],
)
def test_a_move_to_nowhere_is_reported(site, line, said):
    page = f"Title: R\nSummary: What was {line}\nMoved: c -> b\n    {line}\nTopics: true\n\n"
    built = site.build({"content/pages/research.md": f"{page}- **B** [@alpha2020; @beta2021; @gamma2022]\n"})
    assert built.problems == [f"content/pages/research.md:4: bad-move: {said}"]


@pytest.mark.parametrize(
    ("english", "chinese", "redirects", "problems"),
    [
        ("x -> b", "", {"topics/x": "topics/b", "zh/topics/x": "zh/topics/b"}, []),
        ("w -> x\n    x -> b", "", {f"{zh}topics/{old}": f"{zh}topics/b" for zh in ("", "zh/") for old in "wx"}, []),
        ("c -> b/only", "", {"topics/c": "topics/b/only"}, []),
        ("", "x -> b", {"zh/topics/x": "zh/topics/b"}, []),
        ("", "/zh/topics/x/ -> topics/b", {"zh/topics/x": "zh/topics/b"}, []),
        ("x -> b", "x -> a", {"topics/x": "topics/b", "zh/topics/x": "zh/topics/a"}, []),
        ("x -> b", "w -> x", {"topics/x": "topics/b", "zh/topics/x": "zh/topics/b", "zh/topics/w": "zh/topics/b"}, []),
        ("", "x -> aa", {}, ["there is no topic at /zh/topics/aa/; did you mean a?"]),
        ("", "b -> a", {}, ["/zh/topics/b/ is still the page of “乙”; remove the line, or correct the old path."]),
        ("", "x", {}, ["`Moved: x` is not valid; write `Moved: old/path -> new/path`."]),
        ("x -> y", "", {}, ["there is no topic at /topics/y/; write its present path."]),
    ],
)
def test_a_translated_topic_moves_with_its_original_and_by_lines_of_its_own(
    site, english, chinese, redirects, problems
):
    """The translation has no topic for `b/only`, and so no page that could have moved."""
    front = "Topics: true\nSlug: research\nTitle: R\n"
    tree = "- **{}** [@alpha2020]\n- **{}** [@beta2021; @gamma2022]\n"
    pages = {
        "research.md": f"Moved: {english}\n{front}\n{tree.format('A', 'B')}    - **Only** [@beta2021; @gamma2022]\n",
        "research.zh.md": f"Moved: {chinese}\n{front}Lang: zh\n\n{tree.format('甲', '乙')}",
    }
    settings = {"PAGE_LANG_URL": "{lang}/{slug}/", "PAGE_LANG_SAVE_AS": "{lang}/{slug}/index.html"}
    built = site.build({f"content/pages/{name}": text for name, text in pages.items()}, **settings)
    files = {path: built.page(path) for path in built.files() if path.endswith("index.html")}
    moved = {path: page for path, page in files.items() if page.find("meta", attrs={"http-equiv": "refresh"})}
    found = {path: page.find("link", rel="canonical")["href"] for path, page in moved.items()}
    assert found == {f"{old}/index.html": f"/{new}/" for old, new in redirects.items()}
    assert all(page.html["lang"] == ("zh" if path.startswith("zh/") else "en") for path, page in moved.items())
    assert [line.partition(" bad-move: ")[2] for line in built.problems if "is missing here" not in line] == problems
    source = "research.zh.md" if chinese else "research.md"
    assert all(f"pages/{source}:1: bad-move" in line for line in built.problems if "is missing here" not in line)


def test_a_move_on_a_page_without_topics_is_reported(site):
    built = site.build({"content/pages/a.md": "Title: A\nMoved: x -> y\n\nText.\n"})
    said = "`Moved: x -> y` is on a page without topics; move the line to the page of the topic."
    assert built.problems == [f"content/pages/a.md:2: bad-move: {said}"]


def test_moves_of_restructuredtext(site):
    page = "R\n#\n:topics: true\n:moved: x -> b\n\n- **B** [@alpha2020; @beta2021; @gamma2022]\n"
    built = site.build({"content/pages/research.rst": page})
    assert built.problems == []
    assert built.page("topics/x/index.html").find("link", rel="canonical")["href"] == "/topics/b/"


def test_a_page_of_the_authors_keeps_its_address(site):
    mine = "Title: Mine\nurl: topics/a/\nsave_as: topics/a/index.html\n\nMine.\n"
    built = site.build({
        "content/pages/research.md": f"{HEAD}- **A** [@alpha2020; @beta2021; @gamma2022]\n",
        "content/pages/mine.md": mine,
    })  # fmt: skip
    assert "Mine." in built.page("topics/a/index.html").main.get_text()
    assert [line.split(": ")[1] for line in built.problems] == ["same-address"]


def test_a_topic_without_publications_says_so(site):
    built = site.build({"content/pages/research.md": f"{HEAD}- **A** [@alpha2020]\n- **B**: soon\n"})
    page = built.page("topics/b/index.html")
    assert page.main.get_text(" ", strip=True).endswith("soon Publications None yet.")
    assert not page.find("svg")


def test_the_home_page_counts_what_is_too_much_to_cite(site):
    pages = {
        "content/publications.bib": MANY,
        "content/pages/research.md": f"{HEAD}- **All**: [#deep learning]\n- **Few** [@k1]\n",
        "content/pages/home.md": "Title: Home\nTemplate: home\nsave_as: index.html\nurl:\n\nHello.\n",
    }
    topics = site.build(pages, INDEX_SAVE_AS="news/index.html").page("index.html").select("ul.topics li")
    assert [" ".join(item.get_text(" ").split()) for item in topics] == ["All [26 publications]", "Few [1]"]
    assert topics[0].a["href"] == "/research/#all"


assert BIB.count("@article") == 3, "what the numbers above are about"
