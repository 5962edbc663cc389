"""Markdown as GitHub reads it: tests/cases/markdown.jsonl, snippets of researchers' sites and their right structure.

All are pages of one site. A snippet in the syntax of another generator is right if its line is reported.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markdown import Markdown
from tiny_site import Built, Site

from ibid.mark.github_markdown import PARTS, STRUCK
from ibid.mark.markdown_extension import IbidExtension
from workshop.markdown_structure import heading_ids, structure

SNIPPETS = [json.loads(line) for line in (Path(__file__).parents[2] / "cases/markdown.jsonl").read_text().splitlines()]
DECIDED = {
    "sub/tilde": "`H~2~O` is meant as a subscript by some and as struck by GitHub: it stays text",
    "math/html-entity": "an entity in a formula is reported",
    "auto/at-handle": "a key that is not in the bibliography is reported, with how to write a handle",
    "img/size-equals": "reported, with how to write a size",
    "attr/span-bracketed": "reported, with `<span>`",
}
"""Snippets that do not have the structure that GitHub sees, and why."""
TOLD = {
    "math/html-entity": "unreadable-math",
    "auto/at-handle": "unknown-key",
    "img/size-equals": "foreign-syntax",
    "attr/span-bracketed": "foreign-syntax",
}
"""The codes of those that are reported."""


@pytest.fixture(scope="module")
def built(tmp_path_factory, root) -> Built:
    """Return a site with a page for each snippet, whose body begins in line 3."""
    site = Site(tmp_path_factory.mktemp("github") / "my site", root)
    pages = {f"content/pages/{n}.md": f"Title: {n}\n\n{one['markdown']}" for n, one in enumerate(SNIPPETS)}
    site.write({"templates/page.html": "{{ page.content | safe }}\n"})
    return site.build(pages, THEME_TEMPLATES_OVERRIDES=["templates"], IBID_IMAGES=False)


@pytest.mark.parametrize("number", range(len(SNIPPETS)), ids=[one["id"] for one in SNIPPETS])
def test_a_snippet_has_the_structure_that_github_sees(built: Built, number: int):
    snippet = SNIPPETS[number]
    html = built.text(f"{number}/index.html")
    reported = [line for line in built.problems if line.startswith(f"content/pages/{number}.md:")]
    if snippet["told"] or snippet["id"] in TOLD:
        code = TOLD.get(snippet["id"], "foreign-syntax")
        assert [line for line in reported if f": {code}: " in line], f"nothing is said of {snippet['markdown']}"
    elif "ids" in snippet:
        assert heading_ids(html) == snippet["ids"]
    elif snippet["id"] not in DECIDED:
        assert structure(html) == snippet["expected"]


def test_few_snippets_differ():
    assert len(DECIDED.keys() - TOLD.keys()) <= 1


def test_drawings_and_admonitions_are_as_python_markdown_reads_them():
    plain, github = IbidExtension(), IbidExtension(github=PARTS)
    for source in ("<div>\n<svg><line/>\n\n<text>*</text>\n</svg>\n</div>\n", "!!! note\n\n    A text.\n"):
        assert Markdown(extensions=["extra", github]).convert(source) == Markdown(extensions=["extra", plain]).convert(
            source
        )


FOREIGN = [
    ("As shown {% cite doe2020 %}.", "`{% cite doe2020 %}` is shown as text; write `[@doe2020]`."),
    ('So <d-cite key="a1, b2"></d-cite>.', '`<d-cite key="a1, b2"></d-cite>` is shown as text; write `[@a1; @b2]`.'),
    ("[x]({{ site.url }}/a)", "`{{ site.url }}` is shown as text; it is a variable of a template"),
    ("^[A note.]", "`^[A note.]` is shown as text; write `[^1]` here and `[^1]: the note` below the paragraph."),
    ("Use `{% include x %}`, `{{ site.url }}`.", ""),
    ("- In a list:\n  ```liquid\n  {% include x %}\n  ```", ""),
    ("The set {{a}, {b}} and a ::: b.", ""),
]
"""What other generators read, and what is said of it; code may show it."""


def test_the_syntax_of_other_generators_is_reported_with_what_to_write(site: Site):
    built = site.build({f"content/pages/{n}.md": f"Title: {n}\n\n{text}\n" for n, (text, _) in enumerate(FOREIGN)})
    said = [line for line in built.problems if "foreign-syntax" in line]
    wanted = [
        (f"content/pages/{n}.md:3: foreign-syntax: ", message) for n, (_, message) in enumerate(FOREIGN) if message
    ]
    assert len(said) == len(wanted)
    for line, (place, message) in zip(sorted(said), wanted, strict=True):
        assert line.startswith(place + message)


INSIDE = """Title: R
Topics: true

Interests:
- **A**: [@*]
  - **B**: [@*]
    1) **C**: [@beta2021] and $x|y$
- [x] **D**: done [@gamma2022]

| f | by |
|---|---|
| $p(x|y)$ | [@alpha2020] |

1. Code:
   ```python
   print("[@alpha2020] **no**")
   ```
2. More [@beta2021].

## B

<details>
<summary>More</summary>

- quoted [@gamma2022]

</details>
"""


def test_citations_topics_and_formulas_work_inside_all_of_it(site: Site):
    built = site.build({"content/pages/r.md": INSIDE})
    assert [line for line in built.problems if "r.md" in line] == []
    page = built.page("r/index.html").article
    assert [a.get_text() for a in page.select("a.cite")] == ["[2]", "[2]", "[2]", "[3]", "[1]", "[2]", "[3]"]
    assert [li["id"] for li in page.select("li[id]")] == ["a", "a/b", "a/b/c"]
    assert [h["id"] for h in page.select("h2")] == ["b"]
    assert page.pre.get_text() == 'print("[@alpha2020] **no**")\n'
    assert [math["alttext"] for math in page.select("math")] == ["x|y", "p(x|y)"]
    assert page.select_one("label input")["checked"] == ""
    assert "ibid" not in page.decode_contents()


def test_lists_of_posts_have_no_ids_and_no_notes_of_the_posts(site: Site):
    post = "Title: {0}\nDate: 2024-05-0{0}\n\n## Why\n\nA claim.[^1]\n\n[^1]: The source.\n"
    built = site.build({f"content/news/{n}.md": post.format(n) for n in (1, 2)}, FEED_ALL_ATOM="feeds/all.atom.xml")
    assert built.page("news/1/index.html").select_one("h2#why")
    assert built.page("news/1/index.html").select_one("sup[id]")
    listed = built.text("news/index.html")
    assert listed.count("A claim.") == 2
    assert "fnref" not in listed
    assert 'id="why' not in listed


def test_headings_in_html_get_the_id_of_their_own_text(site: Site):
    html = "<H2>In capitals</H2>\n\nText.\n\n<h3>In <em>two</em> parts</h3>\n\n## In capitals\n\n<h4/>\n"
    built = site.build({"content/pages/a.md": f"Title: A\n\n{html}"})
    assert heading_ids(built.page("a/index.html").article.decode_contents())[1:] == [
        "in-capitals",
        "in-two-parts",
        "in-capitals-1",
        "",
    ]


PARTS_OFF = "Title: A\n\nText:\n- [x] ~~a~~ :tada: https://a.example\n\n## Why\n"


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({}, '<p>Text:</p>\n<ul>\n<li class="task"><label><input checked'),
        ({"IBID_MARKDOWN": {"blocks": False}}, "<p>Text:\n- [x] <del>a</del> 🎉 <a href"),
        ({"IBID_MARKDOWN": {"tasks": False, "struck": False, "emoji": False}}, "<li>[x] ~~a~~ :tada: <a href"),
        (
            {"IBID_MARKDOWN": {"addresses": False, "heading_ids": False}},
            " 🎉 https://a.example</label></li>\n</ul>\n<h2>",
        ),
        ({"MARKDOWN": {"extensions": ["meta"]}}, "<p>Text:\n- [x] ~~a~~ :tada: https://a.example</p>\n<h2>"),
        ({"MARKDOWN": {"extensions": ["meta"]}, "IBID_MARKDOWN": {"struck": True}}, "[x] <del>a</del> :tada:"),
    ],
)
def test_parts_can_be_left_out_and_a_site_s_own_markdown_stays(site: Site, settings: dict, shown: str):
    built = site.build({"content/pages/a.md": PARTS_OFF}, **settings)
    assert built.code == 0
    assert shown in built.text("a/index.html")


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("off", "IBID_MARKDOWN is 'off'; write IBID_MARKDOWN = {\"emoji\": False}, with True or False for each part."),
        (
            {"emojis": False},
            "IBID_MARKDOWN has 'emojis', which is not a part of GitHub's Markdown; did you mean emoji?",
        ),
    ],
)
def test_a_part_that_there_is_not_is_told(site: Site, value: object, fault: str):
    built = site.build({}, IBID_MARKDOWN=value)
    assert (built.code, built.problems[0]) == (1, f"pelicanconf.py:23: bad-setting: {fault}")


def test_struck_words_that_never_end_stay_however_many_they_are():
    assert re.search(STRUCK, "~~a " * 20_000, re.DOTALL) is None
