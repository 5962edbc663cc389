"""Lists in pages: `{publications ...}`, `{legend}`, `{people}`."""

import pytest
from tiny_site import Site, pages_of

BIB = """\
@article{a, title={A}, author={Doe, Jane and Roe, Richard}, journal={Letters}, year={2019}, keywords={deep learning, sets}}
@inproceedings{b, title={B}, author={Doe, Jane}, booktitle={Conference on Things (CoT 2021)}, ids={formerly}, year={2021}, selected={true}}
@misc{c, title={C}, author={Roe, Richard}, eprint={2201.00001}, archiveprefix={arXiv}, year={2022}}
@inproceedings{d, title={D}, author={Doe, Jane}, booktitle={Conference on Things (CoT 2023)}, year={2023}, pubstate={forthcoming}}
"""
RESEARCH = "Title: Research\nTopics: true\n\n- **One**\n    - **Two** [@a; @b]\n- **Three** [@c; @d]\n"


def listed(built, path="list/index.html"):
    return [int(li["value"]) for li in built.page(path).select("ol.publications > li")]


FILTERS = [
    ("", [4, 3, 2, 1]),
    ("limit=2", [4, 3]),
    ("status=published", [4, 2, 1]),
    ("status=accepted", [4]),
    ("status=preprint", [3]),
    ("type=article", [1]),
    ("year=2021", [2]),
    ("year>=2021", [4, 3, 2]),
    ("year>2021", [4, 3]),
    ("year<2021", [1]),
    ("year=2019..2021", [2, 1]),
    ("year=2022..", [4, 3]),
    ("number<=2", [2, 1]),
    ("selected", [2]),
    ("topic=one", [2, 1]),
    ("topic=two", [2, 1]),
    ("topic=one/two", [2, 1]),
    ("topic=Three", [4, 3]),
    ('keyword="deep learning"', [1]),
    ("keyword='Deep Learning'", [1]),
    ('person="Richard Roe"', [3, 1]),
    ("venue=CoT", [4, 2]),
    ("status=published year>=2020 limit=1", [4]),
    ("order=oldest limit=2", [1, 2]),
    ("order=title year>=2021", [2, 3, 4]),
    ("group=type", [1, 4, 2, 3]),
    ("group=year order=oldest", [1, 2, 3, 4]),
    ("group=year order=title", [4, 3, 2, 1]),
    ("group=topic", [2, 1, 4, 3]),
    ("key=c", [3]),
    ("key=a,d", [4, 1]),
    ("key=@a key=b order=oldest", [1, 2]),
    ('key="a; d" year=2019', [1]),
    ("key=formerly", [2]),
    ("key=c\n\nAs [@a] and [@b] show, and [@a] again.\n\n{publications cited}", [3, 2, 1]),
    ("cited status=published limit=1\n\nOnly [@c; @b; @a].", [2]),
]


def _list(filters):
    """A list with these filters, and what else is on its page."""
    first, *others = filters.split("\n", 1)
    return "\n".join([f"{{publications {first}}}", *others])


@pytest.fixture(scope="module")
def all_filters(tmp_path_factory, root):
    """One site with a page for each row."""
    pages = pages_of(f"## Some\n\n{_list(filters)}" for filters, *_ in FILTERS)
    site = Site(tmp_path_factory.mktemp("filters"), root)
    built = site.build({"content/publications.bib": BIB, "content/pages/research.md": RESEARCH, **pages})
    assert built.problems == []
    return built


@pytest.mark.parametrize(("page", "filters", "numbers"), [(n, *row) for n, row in enumerate(FILTERS)])
def test_filters(all_filters, page, filters, numbers):
    assert listed(all_filters, f"{page}/index.html") == numbers


NOT_UNDERSTOOD = [
    ("publications staus=preprint", "there is no filter `staus`; did you mean `status`?"),
    (
        "publications xyzzy=1",
        "there is no filter `xyzzy`; the filters are status, type, year, number, selected, award, topic, keyword, person, venue, key, cited, limit, order, group.",
    ),
    ("publications status=draft", "no publication has status=draft; existing values: accepted, preprint, published."),
    ("publications group=month", "`group=month` is not known; write one of group=year, group=type, group=topic."),
    (
        "publications order=random",
        "`order=random` is not known; write one of order=newest, order=oldest, order=title.",
    ),
    ("publications limit=many", "`limit=many` is not a whole number from 1; write `limit=5`."),
    ("publications limit=0", "`limit=0` is not a whole number from 1; write `limit=5`."),
    ("publications limit=²", "`limit=²` is not a whole number from 1; write `limit=5`."),
    (
        "publications,limit=3",
        "`,limit=3` is not a filter; write a space before each filter: `{publications status=preprint limit=5}`.",
    ),
    (
        "publications;",
        "`;` is not a filter; write a space before each filter: `{publications status=preprint limit=5}`.",
    ),
    ("people!", "`!` is not a filter; write {people}, {people owners} or {people coauthors}."),
    ("publications year=a..b", "a range needs whole numbers, as in `year=2020..2023`, not `a..b`."),
    ("publications year>=now", "`year>=` needs a whole number, not `now`."),
    ("publications key=e,a", "`e` is not in the bibliography; add it to the bibliography, or remove it here."),
    ("publications key=Formerly", "`Formerly` is not in the bibliography; did you mean `formerly`?"),
    ("publications key", "the filter `key` has no value; write `key=...`."),
    ("publications cited=a", "`cited` has no value; write `cited` alone."),
    ("publications type=journal", "no publication has type=journal; existing values: article, inproceedings, misc."),
    ("people owner", "{people} knows no `owner`; did you mean `owners`?"),
    ("people listed", "{people} knows no `listed`; write {people}, {people owners} or {people coauthors}."),
    ("publications venue", "the filter `venue` has no value; write `venue=...`."),
    ("publications type>=book", "the filter `type` allows only `=`; write `type=...`."),
    ("legend status=preprint", "{legend} has no filters; remove `status=preprint`."),
    (
        "publications status=“preprint”",
        "no publication has status=“preprint”; existing values: accepted, preprint, published.",
    ),
]


@pytest.fixture(scope="module")
def not_understood(tmp_path_factory, root):
    """One site with a page for each row."""
    pages = pages_of(f"{{{what}}}" for what, _ in NOT_UNDERSTOOD)
    return Site(tmp_path_factory.mktemp("lists"), root).build({"content/publications.bib": BIB, **pages})


@pytest.mark.parametrize(("page", "what", "problem"), [(n, *row) for n, row in enumerate(NOT_UNDERSTOOD)])
def test_what_is_not_understood_is_reported(not_understood, page, what, problem):
    said = [line for line in not_understood.problems if line.startswith(f"content/pages/{page}.md:")]
    assert said == [f"content/pages/{page}.md:3: bad-list: {problem}"]


@pytest.mark.parametrize(
    ("filters", "headings"),
    [
        ("group=type", ["Journal articles", "Conference papers", "Preprints"]),
        ("group=year order=oldest", ["2019", "2021", "2022", "2023"]),
        ("group=year order=title", ["2023", "2022", "2021", "2019"]),
        ("group=topic", ["One", "Three"]),
    ],
)
def test_groups_have_headings(all_filters, filters, headings):
    page = [row[0] for row in FILTERS].index(filters)
    assert [h3.get_text() for h3 in all_filters.page(f"{page}/index.html").main.find_all("h3")] == headings


def test_entries_lead_home_at_every_depth(site):
    post = "Title: Post\nDate: 2024-01-01\n\n{publications limit=1}\n"
    built = site.build({"content/publications.bib": BIB, "content/news/2024-01-01-post.md": post}, RELATIVE_URLS=True)
    entry = built.page("news/post/index.html").select_one("ol.publications > li")
    assert entry.select_one("a.number")["href"] == "../../publications/index.html#d"
    assert entry.select_one("p.title a")["href"] == "../../publications/d/index.html"
    assert "id" not in entry.attrs, "one list owns the anchors"


ON_A_LINE = [
    ("My papers:\n{publications}", "<p>My papers:</p> LIST"),
    ("{publications}\nare my papers.", "LIST <p>are my papers.</p>"),
    ("{publications limit=4}\n{publications}", "LIST LIST"),
    ("## Papers\n{publications}\n## More", '<h2 id="papers">Papers</h2> LIST <h2 id="more">More</h2>'),
    ("- One\n{publications}", "<ul><li>One</li></ul> LIST"),
    ("- One\n  {publications}\n- Two", "<ul><li>One LIST</li><li>Two</li></ul>"),
    ("- One\n    - Two\n        {publications}", "<ul><li>One<ul><li>Two LIST</li></ul></li></ul>"),
    ("Term\n:   def\n    {publications}", "<dl><dt>Term</dt><dd>def LIST</dd></dl>"),
    ("> Quoted\n{publications}", "<blockquote><p>Quoted</p></blockquote> LIST"),
    ("a | b\n--|--\n1 | 2\n{publications}", "TABLE LIST"),
]


@pytest.fixture(scope="module")
def on_a_line(tmp_path_factory, root):
    """One site with a page for each row."""
    pages = pages_of(source for source, _ in ON_A_LINE)
    built = Site(tmp_path_factory.mktemp("on a line"), root).build({"content/publications.bib": BIB, **pages})
    assert built.problems == []
    return built


@pytest.mark.parametrize(("page", "source", "body"), [(n, *row) for n, row in enumerate(ON_A_LINE)])
def test_a_line_that_holds_nothing_but_a_list_is_one(on_a_line, page, source, body):
    shown = on_a_line.page(f"{page}/index.html").article
    shown.h1.decompose()
    for table in shown.select("table"):
        table.replace_with("TABLE")
    for one in shown.select("ol.publications"):
        assert [int(li["value"]) for li in one.find_all("li", recursive=False)] == [4, 3, 2, 1]
        one.replace_with("LIST")
    assert "".join(shown.decode_contents().split()) == "".join(body.split())


NO_LIST = [
    ("{publication}", "{publications}"),
    ("{ publications }", "{publications}"),
    ("{Publications limit=2}", "{publications limit=2}"),
    ("{publicatons limit=2}", "{publications limit=2}"),
    ("{Topic}", "{topics}"),
    ("My papers:\n{Publications}", "{publications}"),
    ("- {publicatons limit=1}", "{publications limit=1}"),
    ("> 1. {Legend}", "{legend}"),
    ("{publicationslimit=1}", "{publications limit=1}"),
    ("{Publicationyear=2021 limit=1}", "{publications year=2021 limit=1}"),
    ("{publicationstatus=preprint}", "{publications status=preprint}"),
    ("{publicationsselected}", "{publications selected}"),
    ("{publicationsstaus=preprint}", "{publications staus=preprint}"),
    ("{peoples}", "{people}"),
    ("A {publications limit=1} here.", ""),
    ("我的论文{publications}。", ""),
    ("- {publications limit=1}", ""),
    ("> {legend}", ""),
    ("## My {publications}", ""),
    ("a | b\n--|--\n{people} | 2", ""),
    ("<div>\n{publications}\n</div>", ""),
]
"""What is shown as text, and the list to write where the words are wrong too."""


@pytest.fixture(scope="module")
def no_list(tmp_path_factory, root):
    """One site with a page for each row."""
    pages = pages_of(source for source, _ in NO_LIST)
    return Site(tmp_path_factory.mktemp("no list"), root).build({"content/publications.bib": BIB, **pages})


@pytest.mark.parametrize(("page", "source", "right"), [(n, *row) for n, row in enumerate(NO_LIST)])
def test_what_means_a_list_and_is_none_is_shown_and_reported(no_list, page, source, right):
    braces = source[source.index("{") : source.index("}") + 1]
    line = 3 + source[: source.index("{")].count("\n")
    wrong = f"`{braces}` is misspelt; write `{right}`" if right else f"`{braces}` is shown as text here; write it"
    said = [problem for problem in no_list.problems if problem.startswith(f"content/pages/{page}.md:")]
    message = f"{wrong} on a line of its own, outside of quotes and HTML, or write `\\{{` for a brace."
    assert said == [f"content/pages/{page}.md:{line}: stray-list: {message}"]
    assert no_list.page(f"{page}/index.html").main.get_text().count(braces) == 1


NO_LIST_MEANT = [
    "`{publications}` and <code>{Publications}</code>",
    "Text\n\n    {publications}\n    { topics }",
    "```\n{publications}\n{Topics}\n```",
    "<pre>\n{publications}\n</pre>",
    "<!--\n{publications}\n-->",
    "\\{publications} and \\{Topics}",
    "Those {people who write}, {{ topics }} and {topics, people}",
    "Files are named paper-{topic}.md, {topics}.md or {people}_{year}; put {publication} and {Legend} there",
    "- {publication} of {topic year=2021}\n- {topic of interest}",
    "$N_{topics}$, \\(\\frac{people}{topics}\\) and ${people}$",
    'A <span title="{people}">word</span> and <https://example.org/{people}>',
]


def test_braces_that_mean_no_list_are_text(site):
    built = site.build({"content/publications.bib": BIB, **pages_of(NO_LIST_MEANT)})
    assert built.problems == []
    for n in range(len(NO_LIST_MEANT)):
        html = built.text(f"{n}/index.html")
        assert "<ibid-" not in html
        assert "\x02" not in html
        assert listed(built, f"{n}/index.html") == []
    assert built.page("0/index.html").main.get_text().count("ublications}") == 2


def test_the_legend_has_the_marks_of_this_page_alone(site):
    bib = BIB.replace("author={Roe, Richard},", "author={Roe, Richard and Doe, Jane}, author+an={1=equal; 2=equal},")
    pages = {
        "content/publications.bib": bib,
        "content/pages/marked.md": "Title: M\n\n{publications status=preprint}\n\n{legend}\n",
        "content/pages/plain.md": "Title: P\n\n{publications status=published}\n\n{legend}\n",
    }
    built = site.build(pages)
    assert built.page("marked/index.html").select_one(".legend").get_text().split() == [
        "*",
        "indicates",
        "equal",
        "contribution.",
    ]
    assert built.page("plain/index.html").select_one(".legend") is None


NOTHING_TODAY = [
    ("publications status=submitted", "no publication meets its filter"),
    ("publications type=thesis", "no publication meets its filter"),
    ("publications year=2030", "no publication meets its filter"),
    ("publications year=forthcoming", "no publication meets its filter"),
    ("publications number>=100", "no publication meets its filter"),
    ("publications award", "no publication meets its filter"),
    ('publications person="Max New"', "no publication meets its filter"),
    ("publications status=preprint year=2019", "no publication meets all its filters"),
    ("publications cited", "this page cites no publication"),
]
"""Lists whose words are right, but that no publication meets."""


def test_a_list_that_is_empty_today_is_a_hint(site):
    people = {"content/people.yml": "Max New:\n  owner: true\n"}
    pages = pages_of(f"{{{what}}}" for what, _ in NOTHING_TODAY)
    built = site.build({"content/publications.bib": BIB, **people, **pages}, STRICT=True)
    assert built.code == 0
    for n, (what, reason) in enumerate(NOTHING_TODAY):
        said = [line for line in built.problems if line.startswith(f"content/pages/{n}.md:")]
        assert said == [f"content/pages/{n}.md:3: empty-list: {{{what}}} shows nothing today, since {reason}. [hint]"]
        assert built.page(f"{n}/index.html").select("main ol") == [], "no empty list"


PLACED = [
    ("a.rst", "{publications year>=2022}", [4, 3], ""),
    ("b.rst", "- {publications limit=1}", [4], ""),
    ("c.rst", "See [@a].\n\n{publications cited}", [1], ""),
    ("d.rst", "In {publications limit=1} a sentence.", [], "`{publications limit=1}` is shown as text here; write it"),
    ("e.rst", "{Publications}", [], "`{Publications}` is misspelt; write `{publications}`"),
    ("f.rst", "``{publications}`` and {people}_{year}", [], None),
    ("g.html", "<p class=x>{publications limit=1}</p>", [4], ""),
    ("h.html", "<div>\n{publications year&gt;=2022}\n</div>", [4, 3], ""),
    ("i.html", "Intro<br>\n{publications limit=1}\nOutro", [4], ""),
    ("j.html", "<p>My {publications}</p>", [], "`{publications}` is shown as text here; write it"),
    ("k.html", "<h2>{publications}</h2>", [], "`{publications}` is shown as text here; write it"),
    ("l.html", "<pre>{publications}</pre> <i title='{people}'>x</i>", [], None),
    ("m.html", "<p>{publications key=@a}</p>", [1], ""),
]
"""Pages in reStructuredText and HTML: the numbers that they list, and what is told of braces that are text."""


def _page(name, body):
    if name.endswith(".rst"):
        return f"Page\n####\n\n{body}\n"
    return f"<html><head><title>Page</title></head><body>\n{body}\n</body></html>"


def test_braces_in_restructuredtext_and_html_are_lists_or_reported(site):
    pages = {f"content/pages/{name}": _page(name, body) for name, body, *_ in PLACED}
    built = site.build({"content/publications.bib": BIB, **pages})
    for name, _, numbers, told in PLACED:
        page = f"{name.partition('.')[0]}/index.html"
        assert listed(built, page) == numbers, name
        advice = f"{told} in a paragraph of its own, or put it in code if it is not a list."
        said = [line.split(": ", 2)[2] for line in built.problems if line.startswith(f"content/pages/{name}:")]
        assert said == ([advice] if told else []), name
        assert ("{" in built.page(page).main.get_text()) == (told != ""), name
    assert "content/pages/d.rst:4: stray-list" in "\n".join(built.problems)


PEOPLE = """\
Jane Doe: {owner: true, role: Professor, email: jane@doe.example, portrait: images/jane.png}
Richard Roe: {owner: true, links: {Code: "https://code.example/roe"}}
Ada Gone: {owner: true, listed: false}
Max Other: {affiliation: Elsewhere, email: max@other.example}
"""


@pytest.mark.parametrize(
    ("people", "braces", "names"),
    [
        (
            PEOPLE,
            "{people}",
            [
                "Jane Doe. Professor.",
                "Richard Roe.",
            ],
        ),
        (PEOPLE, "{people owners}", ["Jane Doe. Professor.", "Richard Roe."]),
        (PEOPLE, "{people coauthors}", ["Max Other. Elsewhere."]),
        ("Jane Doe: {owner: true}\nMax Other: {}\n", "{people}", ["Max Other."]),
        ("Jane Doe: {owner: true}\nMax Other: {}\n", "{people coauthors owners}", ["Jane Doe.", "Max Other."]),
    ],
)
def test_people_are_those_of_a_lab_or_the_co_authors_of_one(site, root, people, braces, names):
    portrait = (root / "tests/sites/gallery/content/images/icon.png").read_bytes()
    page = f"Title: People\n\n{braces}\n"
    files = {"content/people.yml": people, "content/pages/people.md": page, "content/images/jane.png": portrait}
    built = site.build(files, SITEURL="https://lab.example/x")
    assert [line for line in built.problems if "owner-missing" not in line] == []
    shown = built.page("people/index.html").select(".people > li")
    assert [li.find(string=True).strip() for li in shown] == names


def test_an_owner_in_a_list_has_portrait_and_profiles_and_a_co_author_has_not(site, root):
    portrait = (root / "tests/sites/gallery/content/images/icon.png").read_bytes()
    page = "Title: People\n\n{people owners coauthors}\n"
    files = {"content/people.yml": PEOPLE, "content/pages/people.md": page, "content/images/jane.png": portrait}
    built = site.build(files, RELATIVE_URLS=True)
    assert built.problems == []
    jane, richard, other = built.page("people/index.html").select(".people > li")
    assert jane.img["alt"] == "Portrait of Jane Doe"
    assert (built.folder / "output/people" / jane.img["src"]).resolve().is_file()
    assert [a["href"] for a in jane.select(".profiles a")] == ["mailto:jane@doe.example"]
    assert [(a.get_text(), a.get("rel")) for a in richard.select(".profiles a")] == [("Code", None)]
    assert other.find(["img", "ul", "a"]) is None
    assert "ibid" not in built.page("people/index.html").main.decode()


def test_a_list_of_people_without_any_is_a_hint(site):
    built = site.build({"content/pages/people.md": "Title: People\n\n{people}\n"}, STRICT=True)
    said = "{people} shows no one; write people into people.yml, with `owner: true` those of the site"
    assert built.problems[-1] == f"content/pages/people.md:3: empty-list: {said}; docs/people.md describes it. [hint]"
    assert built.code == 0
    assert built.page("people/index.html").select("main ul") == []
