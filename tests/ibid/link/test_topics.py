"""Topics on a built site: their bullets, roll-ups and what the doctor finds."""

import re

import pytest
from tiny_site import Site, pages_of

PAGE = "Title: Research\nTopics: true\n\n"


def topics_of(entry):
    return [(a.get_text(), a["href"]) for a in entry.select('a[role="doc-backlink"]')]


def test_each_publication_names_the_very_bullets_and_posts_that_cite_it(site):
    built = site.build({
        "content/pages/research.md": f"{PAGE}- **Letters**: [@*]\n    - **First**: [@alpha2020]\n    - **Last** [@gamma2022]\n",
        "content/news/2024-01-01-out.md": "Title: It is “out”\nDate: 2024-01-01\n\nText [@alpha2020].\n",
        "content/news/2024-01-02-draft.md": "Title: Draft\nDate: 2024-01-02\nStatus: draft\n\nText [@alpha2020].\n",
        "content/pages/hidden.md": "Title: Hidden\nStatus: hidden\n\nText [@alpha2020].\n",
    })  # fmt: skip
    below = [("First", "/research/#letters/first"), ("It is “out”", "/news/out/")]
    assert topics_of(built.page("publications/alpha2020/index.html")) == [("Letters", "/research/#letters"), *below]
    assert topics_of(built.page("publications/index.html").find(id="alpha2020")) == below, "a list names the deepest"
    assert built.page("research/index.html").find(id="letters/first").name == "li"


BULLETS = [
    ("- **A**: [@alpha2020]", ["a"]),
    ("- __A__ [@alpha2020]", ["a"]),
    ("- *A*: [@alpha2020]", ["a"]),
    ("1. **A**: [@alpha2020]", ["a"]),
    ("- **A**{#mine}: [@alpha2020]", ["mine"]),
    ("- **A** {#mine}: [@alpha2020]", ["mine"]),
    ("- __A:__ {: #mine } [@alpha2020]", ["mine"]),
    ("- **A**: [@alpha2020]\n{#mine}", ["mine"]),
    ("- **A**{#mine .wide}: x [@alpha2020]", ["mine"]),
    ('- **A**{.wide title="a>b" #mine}: x [@alpha2020]', ["mine"]),
    ("- <b class=wide id='mine'>A</b>: x [@alpha2020]", ["mine"]),
    ("- **A**{#a&b}: [@alpha2020]", ["a&b"]),
    ("- **A**{#mine two}: [@alpha2020]", ["mine"]),
    ("- **A** [@alpha2020]\n{#mine}\n- **B** [@alpha2020]\n{#mine}", ["mine", "mine-2"]),
    ("- **A**: x\n    - **B**: [@alpha2020]\n        - **C**: [@beta2021]", ["a", "a/b", "a/b/c"]),
    ("- **A**: [@alpha2020]\n\n    - **B**: [@beta2021]\n\n- **C**: [@gamma2022]", ["a", "a/b", "c"]),
    ("- **A**: [@alpha2020]\n- **A**: [@beta2021]", ["a", "a-2"]),
    ("- plain [@alpha2020]\n    - **B** [@beta2021]", ["b"]),
    ("- **A**\n    - plain [@alpha2020]", ["a"]),
    ("- **A**\n- **B**", []),
    ("- plain [@alpha2020]", []),
    ("- Some **bold** later [@alpha2020]", []),
    ("- **深度学习**：[@alpha2020]", ["shen-du-xue-xi"]),
]


@pytest.fixture(scope="module")
def all_bullets(tmp_path_factory, root):
    """One site with a page for each row."""
    pages = pages_of((bullets for bullets, _ in BULLETS), "Topics: true")
    return Site(tmp_path_factory.mktemp("bullets"), root).build(pages)


@pytest.mark.parametrize(("page", "bullets", "ids"), [(n, *row) for n, row in enumerate(BULLETS)])
def test_which_bullets_are_topics(all_bullets, page, bullets, ids):
    main = all_bullets.page(f"{page}/index.html").main
    assert [li["id"] for li in main.find_all("li", id=True)] == ids
    assert not main.find(["strong", "em", "b"], id=True)
    assert not main.find(True, two=True)
    assert not main.find(lambda tag: tag.name.startswith("strong") and tag.name != "strong")
    assert "{" not in main.get_text()


@pytest.mark.parametrize(
    ("bullets", "problem"),
    [
        (
            "- **A**: [@alpha2020; @gamma2022]\n    - **B**: [@alpha2020]\n    - **C**: [@beta2021]",
            "5: wrong-roll-up: “A” leaves out [2] beta2021 and adds [3] gamma2022, unlike its sub-topics; write `[@*]`, which is always right.",
        ),
        (
            "- **A**: [1]\n    - **B**: [1]\n    - **C**: [2]",
            "5: wrong-roll-up: “A” leaves out [2] beta2021, unlike its sub-topics; write `[@*]`, which is always right.",
        ),
        (
            "- **A**: [@alpha2020]\n- **B**: soon",
            "6: empty-topic: “B” cites no publication; cite one, or remove the bold if it is not a topic. [warning]",
        ),
        (
            "- **A**: [@alpha2020]\n  - **B**: [@beta2021]",
            "6: flat-bullet: “B” is indented by less than 4 spaces, so it is not a sub-topic; indent it by 4. [warning]",
        ),
        (
            "- **A**{#mine two}: [@alpha2020]",
            "5: bad-id: `{#mine two}` of “A” contains a space; write `{#mine-two}`.",
        ),
        (
            "- **A**{#my id}: [@alpha2020]\n- **B** [@beta2021]",
            "5: bad-id: the id of “A” is empty, or has a space before `id`; write it directly after the `#`, with hyphens: `{#my-id}`.",
        ),
        (
            "- **B** [@beta2021]\n- **A**{# mine}: [@alpha2020]",
            "6: bad-id: the id of “A” is empty, or has a space before `id`; write it directly after the `#`, with hyphens: `{#my-id}`.",
        ),
        (
            "- **B** [@beta2021]\n- **A**: x [@alpha2020] {#mine}",
            "6: bad-id: `{#mine}` is shown as text; write it directly after the name, **A**{#mine}, or as code.",
        ),
        (
            "- **A**: [@alpha2020]\n    - **B** [@alpha2020]\n    - **B** [@beta2021]",
            "7: topic-twins: “B” gets the id a/b-2, since “B” in line 6 has a/b: their addresses depend on their order; give it its own id, `**B**{#...}`. [warning]",
        ),
        (
            "- **A**{#mine}: [@alpha2020]\n- **B**{#mine}: [@beta2021]",
            "6: topic-twins: “B” gets the id mine-2, since “A” in line 5 has mine: their addresses depend on their order; give it its own id, `**B**{#...}`. [warning]",
        ),
    ],
)
def test_findings_are_located(site, bullets, problem):
    built = site.build({"content/pages/research.md": f"{PAGE}\n{bullets}\n"})
    assert f"content/pages/research.md:{problem}" in built.problems


NO_TOPICS = (
    "content/pages/{}: missing-topics: `{}` asks for topics, but no bullet here is one;"
    " write topics as `- **Name**: text [@key]`, or write `Topics: false`. [warning]"
)
DECLARED = [
    ("a.md", "Title: A\nTopics: true\n\nWords alone.\n", "a.md:2", "Topics: true"),
    ("b.md", "Title: B\nTemplate: research\n\n- plain [@alpha2020]\n", "b.md:2", "Template: research"),
    ("c.md", "Title: C\nTemplate: research\nTopics: yes\n\n- **A**\n- **B**\n", "c.md:3", "Topics: yes"),
    ("d.rst", "D\n#\n\n:topics: true\n\n**A** [@alpha2020]\n", "d.rst:4", "Topics: true"),
    ("e.html", '<head><title>E</title>\n<meta name="topics" content="on"></head><p>E</p>', "e.html:2", "Topics: on"),
    ("f.md", "Title: F\nTemplate: research\nTopics: false\n\nWords alone.\n", "", ""),
    ("g.md", "Title: G\nTopics: true\nStatus: draft\n\nNot yet.\n", "", ""),
    ("h.md", "Title: H\nTopics: true\nStatus: hidden\n\nNobody finds it.\n", "", ""),
    ("i.md", "Title: I\nTopics: true\n\n- **A** [@alpha2020; @beta2021; @gamma2022]\n", "", ""),
    ("j.md", "Title: J\nTopics: letters, numbers\n\nA field of another plugin's.\n", "", ""),
]


def test_a_page_that_is_to_have_topics_and_has_none_is_told_what_to_write(site):
    built = site.build({f"content/pages/{name}": text for name, text, _, _ in DECLARED})
    assert built.problems == [NO_TOPICS.format(place, said) for _, _, place, said in DECLARED if place]


def test_ids_of_ones_own_are_no_findings(site):
    bullets = "- **A**: [@alpha2020] `{#code}` <!-- {#a} -->\n    - **B** [@alpha2020]\n- **C**: [@*]\n    - **B** [@beta2021]\n    - **B**{#b} [@gamma2022]\n"
    assert site.build({"content/pages/research.md": PAGE + bullets}).problems == []


def test_right_roll_ups_are_no_findings(site):
    site.write({"content/numbers.toml": '1 = "alpha2020"\n2 = "beta2021"\n3 = "gamma2022"\n'})
    for number, roll_up in enumerate(["[@*]", "[@alpha2020; @beta2021]", "[1][2]", "[2] and [1]", ""]):
        bullets = f"- **A{number}**: {roll_up}\n    - **B**: [@alpha2020]\n    - **C**: [@beta2021]\n- **D{number}**: [@gamma2022]\n"
        site.write({f"content/pages/{number}.md": PAGE + bullets})
    assert site.build().problems == []


def test_what_a_topic_cites_beside_its_roll_up_is_its_own(site):
    bullets = "- **Sur** [@*] and a survey [@alpha2020]\n    - **Sub**: x [@beta2021]\n- **Other** [@gamma2022]\n"
    figure = "Title: Figure\n\n{topics}\n\n{publications topic=sur}\n"
    built = site.build({"content/pages/research.md": PAGE + bullets, "content/pages/figure.md": figure}, STRICT=True)
    assert (built.code, built.problems) == (0, [])
    bullet = built.page("research/index.html").find(id="sur")
    assert [chip.get_text() for chip in bullet.select('a[role="doc-biblioref"]')] == ["[2]", "[1]", "[2]"]
    for path in ("topics/sur/index.html", "figure/index.html"):
        assert [li["value"] for li in built.page(path).select("ol.publications > li")] == ["2", "1"]
        rows = [row.get_text(" ", strip=True) for row in built.page(path).select("table tr")]
        assert [row for row in rows if row.startswith("Sur") or row[0].isdigit()] == ["Sur 2021 1", "2020 1"]
    assert re.findall(r"@article{(\w+)", built.text("topics/sur/publications.bib")) == ["beta2021", "alpha2020"]
    entry = built.page("publications/index.html").find(id="alpha2020")
    assert topics_of(entry) == [("Sur", "/research/#sur")]


RESEARCH = PAGE + "- **One** [@alpha2020]\n    - **Two** [@alpha2020]\n- **Three** [@beta2021; @gamma2022]\n"


@pytest.mark.parametrize(
    ("bullets", "problems"),
    [
        ("- **一** [@alpha2020]\n    - **二** [@alpha2020]\n- **三** [@gamma2022; @beta2021]\n", []),
        (
            "- **一** [@alpha2020]\n    - **二** [@alpha2020]\n- **三** [@gamma2022]\n",
            ["content/pages/research.zh.md:8: translation-differs: “三” cites [3] gamma2022, but “Three” at content/pages/research.md:6 cites [2] beta2021, [3] gamma2022. [warning]"],
        ),
        (
            "- **一** [@alpha2020]\n    - **二** [@alpha2020]\n",
            ["content/pages/research.zh.md: translation-differs: “Three” of content/pages/research.md:6 is missing here. [warning]"],
        ),
        (
            "- **一** [@alpha2020]\n    - **二** [@alpha2020]\n- **三** [@gamma2022; @beta2021]\n- **四** [@beta2021]\n",
            ["content/pages/research.zh.md:9: translation-differs: “四” is not in content/pages/research.md. [warning]"],
        ),
    ],
)  # fmt: skip
def test_two_languages_of_a_page_must_cite_alike(site, bullets, problems):
    front = "Title: 研究\nSlug: research\nLang: zh\nTopics: true\n\n"
    built = site.build(
        {"content/pages/research.md": RESEARCH, "content/pages/research.zh.md": front + bullets},
        PAGE_LANG_URL="{lang}/{slug}/",
        PAGE_LANG_SAVE_AS="{lang}/{slug}/index.html",
    )
    assert built.problems == problems
    assert topics_of(built.page("publications/index.html").find(id="gamma2022")) == [("Three", "/research/#three")]


SAYS_NONE = "content/pages/research.zh.md: translation-differs: content/pages/research.md has topics, but this translation does not say so; write `Topics: true` or `Topics: false`. [warning]"
WITHOUT_ORIGINAL = "content/pages/research.zh.md: translation-differs: these topics get no pages, since content/pages/research.md has no `Topics:` line; write `Topics: true` there. [warning]"


@pytest.mark.parametrize(
    ("english", "chinese", "problems"),
    [
        ("Topics: true", "Topics: true", []),
        ("Template: research", "Topics: true", []),
        ("Topics: true", "Template: page", [SAYS_NONE]),
        ("Topics: true", "Topics: false", []),
        ("Topics: true", "Status: draft", []),
        ("Template: page", "Topics: true", [WITHOUT_ORIGINAL]),
        ("Template: page", "Template: page", []),
    ],
)
def test_both_languages_say_that_they_have_topics(site, english, chinese, problems):
    tree = "Slug: research\n\n- **A** [@alpha2020]\n- **B** [@beta2021; @gamma2022]\n"
    built = site.build({
        "content/pages/research.md": f"Title: R\n{english}\n{tree}",
        "content/pages/research.zh.md": f"Title: 研究\nLang: zh\n{chinese}\n{tree}",
    }, PAGE_LANG_URL="{lang}/{slug}/", PAGE_LANG_SAVE_AS="{lang}/{slug}/index.html")  # fmt: skip
    assert [line for line in built.problems if ": no-topic: " not in line] == problems


DIFFERS = "content/pages/research.md:6: topic-differs: “Three” cites [2] beta2021, [3] gamma2022, but {} at content/pages/home.md:4 cites [2] beta2021{}. [warning]"


@pytest.mark.parametrize(
    ("bullet", "problems"),
    [
        ("**Three** [@beta2021]", [DIFFERS.format("“Three”", "")]),
        ("**Drei**{#three} [@beta2021]", [DIFFERS.format("“Drei”", "; both have the id three")]),
        ("**Three**{#drei} [@beta2021]", [DIFFERS.format("“Three”", "")]),
        ("**Three** [@beta2021; @gamma2022]", []),
        ("**Drei**{#three} [@beta2021; @gamma2022]", []),
    ],
)
def test_the_same_topic_on_two_pages_must_cite_alike(site, bullet, problems):
    home = f"Title: Home\nTopics: true\n\n- {bullet}\n"
    built = site.build({"content/pages/research.md": RESEARCH, "content/pages/home.md": home})
    assert built.problems == problems


@pytest.mark.parametrize("status", ["draft", "hidden"])
def test_a_page_that_nobody_finds_is_compared_with_none(site, status):
    page = f"Title: New\nTopics: true\nStatus: {status}\n\n- **Three** [@beta2021]\n"
    built = site.build({"content/pages/research.md": RESEARCH, "content/pages/new.md": page})
    assert built.problems == []


def test_a_number_whose_key_is_another_publication_s_former_one_is_told_so(site):
    files = {
        "content/publications.bib": "@misc{k1, title={T1}, year={2021}, ids={old}}\n@misc{k2, title={T2}, year={2022}}\n",
        "content/numbers.toml": '1 = "old"\n2 = "k1"\n3 = "k2"\n',
        "content/pages/research.md": f"{PAGE}- **A** [1] [2] [@k2]\n",
    }
    assert site.build(files).problems == [
        "content/pages/research.md:4: unknown-number: [1] was `old`, which is now shown as @k1; write `[@k1]`."
    ]


def test_a_typed_number_that_nothing_keeps_is_a_hint(site):
    typed = PAGE + "- **A** [1][2]\n- **B** [3] and [3]\n"
    site.write({"content/numbers.toml": '1 = "alpha2020"\n2 = "beta2021"\n3 = "gamma2022"\n'})
    assert site.build({"content/pages/research.md": typed}).problems == []
    site.write({"content/numbers.toml": '1 = "alpha2020"\n2 = "beta2021"\n'})
    assert site.build().problems[1:] == [
        "content/pages/research.md:5: unfrozen-number: [3] now means gamma2022, but this may change; run `invoke number`, or cite `@gamma2022`. [hint]"
    ]


def test_publications_under_no_topic_are_one_line(site):
    built = site.build({"content/pages/research.md": f"{PAGE}- **A**: [@alpha2020]\n"})
    assert built.problems == [
        "content/publications.bib:3:1: no-topic: gamma2022, beta2021 are not under any topic; cite them in a topic's bullet. [warning]"
    ]


@pytest.mark.parametrize(
    ("severity", "code", "ending"), [("error", 1, "bullet."), ("hint", 0, "[hint]"), ("off", 0, "")]
)
def test_the_author_says_how_much_it_matters(site, severity, code, ending):
    site.write({"content/pages/research.md": f"{PAGE}- **A**: [@alpha2020]\n"})
    built = site.build(STRICT=True, IBID_SEVERITY={"no-topic": severity})
    assert (built.code, "".join(built.problems)[-len(ending or "x") :]) == (code, ending)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (
            {"no-topics": "off"},
            "IBID_SEVERITY contains 'no-topics', which is not the code of a problem; did you mean no-topic?",
        ),
        ({"no-topic": "fatal"}, "IBID_SEVERITY contains 'fatal' for no-topic; write error, warning, hint or off."),
    ],
)
def test_a_wrong_severity_stops_the_build(site, setting, said):
    built = site.build(IBID_SEVERITY=setting)
    assert built.code == 1
    assert said in built.stderr


def test_a_site_without_topics_has_no_such_finding(site):
    assert site.build({"content/pages/a.md": "Title: A\n\nText [@alpha2020].\n"}).problems == []
