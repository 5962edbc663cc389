"""Front matter as Jekyll, Hugo, GitHub and Quarto write it, seen in the built pages; what is wrong is told with its line."""

from __future__ import annotations

import pytest
from tiny_site import Site

FORMS = {
    "jekyll": '---\nlayout: post\ntitle: "A: b"\ndate: 2024-05-03 10:00:00 +0200\ntags: [one, "C, D"]\n---\nBody.\n',
    "hugo": '+++\ntitle = "A: b"\ndate = 2024-05-03T10:00:00+02:00\ntags = ["one", "C, D"]\ndraft = false\n[menu]\nmain = 1\n+++\n\nBody.\n',
    "block": "---\ntitle: 'A: b'\ndate: 2024-05-03\ntags:\n  - one\n  - name: C, D\n---\n\nBody.\n",
    "json": '---\n{"title": "A: b", "date": "2024-05-03", "tags": ["one", "C, D"]}\n---\nBody.\n',
    "dots": "---\ntitle: >\n  A:\n  b\ndate: 2024-05-03 # the day\ntags: one; C, D\n...\nBody.\n",
    "anchors": "---\nbase: &b {title: no, tags: &t [one, 'C, D']}\n<<: *b\ntitle: !!str 'A: b'\ndate: 2024-05-03\n---\nBody.\n",
    "bom": "\ufeff---\ntitle: 'A: b'\ndate: 2024-05-03\ntags: one; C, D\n---\nBody.\n",
    "blank": "\n\n---\ntitle: 'A: b'\ndate: 2024-05-03\ntags: one; C, D\n---\nBody.\n",
    "crlf": "---\r\ntitle: 'A: b'\r\ndate: 2024-05-03\r\ntags: one; C, D\r\n---\r\nBody.\r\n",
    "nested": "---\ntitle: 'A: b'\ndate: 2024-05-03\ntags: one; C, D\nimage: {path: x.png, by: {name: M}}\nlist: [1, [2]]\n---\nBody.\n",
    "quarto": "---\ntitle: 'A: b'\ndate: 2024-05-03\ncategories: [news, one, 'C, D']\nformat:\n  html:\n    toc: true\n---\nBody.\n",
    "own": "Title: A: b\nDate: 2024-05-03\nTags: one; C, D\n\nBody.\n",
    "own-blank": "\n\nTitle: A: b\nDate: 2024-05-03\nTags: one; C, D\n\nBody.\n",
    "own-lines": "Title: A:\n    b\nDate: 2024-05-03\nTags: one;\n    C, D\n\nBody.\n",
    "own-bom": "\ufeffTitle: A: b\nDate: 2024-05-03\nTags: one; C, D\n\nBody.\n",
}
"""One post in every form."""


def test_a_post_is_the_same_in_every_form(site: Site):
    built = site.build({f"content/news/{name}.md": text for name, text in FORMS.items()})
    assert [line for line in built.problems if ".md" in line] == []
    for name in FORMS:
        page = built.page(f"news/{name}/index.html")
        assert page.h1.get_text(strip=True) == "A: b", name
        assert page.time["datetime"].startswith("2024-05-03"), name
        assert {"one", "C, D"} <= {link.get_text(strip=True) for link in page.article("a")}, name
        assert page.article.get_text(" ", strip=True) == "A: b Fri 03 May 2024 · news Body. one C, D", name


DRAFTS = {
    "draft": "---\ntitle: T\ndraft: true\n---\n",
    "yes": "---\ntitle: T\ndraft: yes\nstatus: published\n---\n",
    "published": "---\ntitle: T\npublished: false\n---\n",
    "status": "---\ntitle: T\nstatus: draft\n---\n",
    "toml": "+++\ntitle = 'T'\ndraft = true\n+++\n",
}
PUBLISHED = {
    "no-draft": "---\ntitle: T\ndraft: no\n---\n",
    "is-published": "---\ntitle: T\npublished: true\n---\n",
    "on-a-day": "---\ntitle: T\npublished: 2024-05-03\n---\n",
}


def test_drafts_are_known_by_each_generators_field(site: Site):
    built = site.build({f"content/pages/{name}.md": text + "Text.\n" for name, text in (DRAFTS | PUBLISHED).items()})
    files = set(built.files())
    assert {name for name in DRAFTS if f"drafts/pages/{name}.html" in files} == {*DRAFTS}
    assert {name for name in DRAFTS | PUBLISHED if f"{name}/index.html" in files} == {*PUBLISHED}


FORMER = """\
---
title: T
permalink: /a-1/
aliases: [/a-2/, a-3.html]
redirect_from:
  - /a-4/
---
Text.
"""


def test_former_addresses_lead_to_the_page(site: Site):
    built = site.build(
        {"content/pages/p.md": FORMER, "content/pages/q.md": FORMER.replace("a-", "q-").replace("q-4", "p")}
    )
    for old in ("a-1/index.html", "a-2/index.html", "a-3.html", "a-4/index.html"):
        assert built.page(old).find("link", rel="canonical")["href"].endswith("/p/"), old
    [line] = [line for line in built.problems if "bad-alias" in line]
    assert line.startswith("content/pages/q.md:6: bad-alias: `/p/`")


SEEN = """\
{% for name in ("title", "slug", "status", "lang", "summary", "description", "keywords", "category", "image", "toc", "math",
 "layout", "url", "save_as", "extra", "list") %}{{ name }}={{ article[name] | safe if article[name] is defined }}
{% endfor %}authors={{ article.authors | join("|") }}
tags={{ article.tags | join("|") }}
"""
FIELDS = [
    ("title: 2024", "title=2024"),
    ("title: No", "title=No"),
    ("title: |\n  A\n  b", "title=A b"),
    ("title: 'It''s'", "title=It's"),
    ('title: "\\u00e9"', "title=é"),
    ("tags: [2024, yes, 1.50, null]", "tags=2024|yes|1.50"),
    ("tags: a, b", "tags=a|b"),
    ("tags: []", "tags="),
    ("tags:", "tags="),
    ("authors: [{name: Ann Lee, url: x}, {name: {given: Bo, family: Roe}}, 'Doe, J']", "authors=Ann Lee|Bo Roe|Doe, J"),
    ("authors: {ann: {name: Ann Lee}, bo: }", "authors=Ann Lee|bo"),
    ("author: {name: Ann Lee, email: x}", "authors=Ann Lee"),
    ("author: [Ann, Bo]", "authors=Ann|Bo"),
    ("author: Ann Lee", "authors=Ann Lee"),
    ("keywords: [a, {name: b}]", "keywords=a, b"),
    ("categories: [one, two, three]\ntags: [x, two]", "category=one"),
    ("categories: [one, two, three]\ntags: [x, two]", "tags=x|two|three"),
    ("category: one", "category=one"),
    ("summary: >\n  A *b*\n  c.\n", "summary=<p>A <em>b</em> c.</p>"),
    ("excerpt: E.", "summary=<p>E.</p>"),
    ("excerpt: E.\nsummary: S.", "summary=<p>S.</p>"),
    ("description: |\n  A\n  b\n", "description=A b"),
    ("toc: true\nmath: No", "toc=true"),
    ("toc: true\nmath: No", "math=No"),
    ("image: {path: x.png, size: 3}", "image={'path': 'x.png', 'size': '3'}"),
    ("list: [1, [2, {a: b}]]", "list=['1', ['2', {'a': 'b'}]]"),
    ("layout: post", "layout="),
    ("lang: de", "lang=de"),
    ("slug: Other", "slug=Other"),
    ("status: hidden", "status=hidden"),
    ("url: /hugo/x/", "url=hugo/x/"),
    ("url: /hugo/x/", "save_as=hugo/x/index.html"),
    ("extra: &x [1]\ntags: *x", "tags=1"),
]  # fmt: skip
"""Lines of a block, and a line of what a template sees."""


def test_a_template_sees_what_pelican_expects(site: Site):
    posts = dict.fromkeys(block for block, _ in FIELDS)
    names = {block: f"2024-05-03-n{number}" for number, block in enumerate(posts)}
    title = {block: "" if block.startswith("title") else "title: T\n" for block in posts}
    files = {
        f"content/news/{names[block]}.md": f"---\n{title[block]}template: seen\nsave_as: s{n}.txt\n{block}\n---\nText.\n"
        for n, block in enumerate(posts)
    }
    files = {name: text.replace(f"save_as: s{n}.txt\nurl", "url") for n, (name, text) in enumerate(files.items())}
    built = site.build(files | {"templates/seen.html": SEEN}, THEME_TEMPLATES_OVERRIDES=["templates"])
    assert [line for line in built.problems if "front-matter" in line] == []
    seen = {
        block: built.text("hugo/x/index.html" if block.startswith("url") else f"s{n}.txt").splitlines()
        for n, block in enumerate(posts)
    }
    assert [(block, line) for block, line in FIELDS if line not in seen[block]] == []


FAULTS = [
    ('---\ntitle: T\nsummary: "open\n---\n', 3, "this is not valid YAML: a quote opens here that no further quote closes; write"),
    ("---\ntitle: T\ntags:\n\t- a\n---\n", 4, "this is not valid YAML: it is indented by a tab; write spaces instead."),
    ("---\n\ttitle: T\n---\n", 2, "this is not valid YAML: it is indented by a tab; write spaces instead."),
    ("---\ntitle: T\nsummary: A: b\n---\n", 3, "this is not valid YAML: mapping values are not allowed here; put texts in quotes"),
    ("---\ntitle: T\ntags: [a\n---\n", 3, "this is not valid YAML: a bracket opens here that no further bracket closes;"),
    ("---\ntitle: T\nslug\ndate: 2024-05-03\n---\n", 3, "this is not valid YAML: this line has no colon; write `name: value`,"),
    ("---\ntitle: T\n", 1, "the front matter that `---` opens has no end; write `---` below its last field."),
    ("---\ntitle: T\n\nSecret: no.\n\nAnd text.\n\n---\n", 6, "this is not valid YAML: this line has no colon; write `name: value`,"),
    ("---\ntitle: T\n\nText.\n\n---\n\n", 1, "the front matter that `---` opens has no end; write `---` below its last field."),
    ("+++\ntitle = 'T'\n", 1, "the front matter that `+++` opens has no end; write `+++` below its last field."),
    ("+++\ntitle = 'T'\ntags = [a]\n+++\n", 3, "this is not valid TOML: Invalid value; put texts in quotes, as in"),
    ("+++\ntitle = 'T'\nx = 'open\n+++\n", 3, "this is not valid TOML:"),
    ("+++\ntitle = 'T'\ntitle = 'U'\n+++\n", 3, "this is not valid TOML: Cannot overwrite a value"),
    ("+++\ntitle = 'T'\nn = 1" + "0" * 5000 + "\n+++\n", 2, "a number or date in this TOML is too large; put it in quotes."),
    ("---\ntitle: T\ntitle: U\n---\n", 3, "`title` is in line 2 too, and only that one is used; remove one of the two."),
    ("Title: T\nDate: 2024-05-03\nTitle: U\n\n", 3, "`title` is in line 1 too, and only that one is used; remove one of"),
    ("---\ntitle: T\nx: !!python/object:os.system y\n---\n", 3, "`tag:yaml.org,2002:python/object:os.system` makes this no text;"),
    ("---\ntitle: T\nx: !r y\n---\n", 3, "`!r` makes this no text; write the value itself, without a tag."),
    ("---\ntitle: T\n? [a]\n: b\n---\n", 3, "this is not the name of a field; write `title: A title`."),
    ("---\ntitle: T\n<<: b\n---\n", 3, "`<<` takes the fields of a mapping; write the name of one, as in `<<: *name`."),
    ("---\n- title: T\n---\n", 2, "front matter is a list of fields, but this is a list; write `title: A title`."),
    ("---\ntitle: T\nslug: [a, b]\n---\n", 3, "`slug` is a list; write one text, as in `slug: words`."),
    ("---\ntitle: T\nlang: {a: b}\n---\n", 3, "`lang` is a mapping; write one text, as in `lang: words`."),
    ("---\ntitle: T\ndraft: soon\n---\n", 3, "`draft` is true or false; write `draft: true`."),
    ("---\ntitle: T\nauthors: [{email: x}]\n---\n", 3, "`authors` has an item without a name; write its text, or a field"),
    ("---\ntitle: T\nsettings: {a: b}\n---\n", 3, "`settings` is a name that Pelican itself uses, so the field is left"),
    ("Title: T\nContent: x\n\n", 2, "`content` is a name that Pelican itself uses, so the field is left out;"),
    ("Title: T\nMy Key: x\nDate: 2024-05-03\n\n", 2, "`My Key: x` is not a field, so it is shown as text; write a field as"),
    ("Title: T\nTags:\n  - a\n\n", 3, "`- a` is not a field, so it is shown as text; write a field as `name: value`"),
    ("---\ntitle: T\na: &a [*a]\n---\n", 1, "this has more than 100,000 values with its anchors resolved; write the values"),
    ("---\ntitle: T\na: " + "[" * 3000 + "]" * 3000 + "\n---\n", 1, "this is nested too deeply; use fewer levels."),
    ("+++\ntitle = 'T'\na = " + "[" * 3000 + "]" * 3000 + "\n+++\n", 2, "this is"),
    ("---\ntitle: T\nx: a\x00b\n---\n", 3, "YAML does not allow a character here; delete it."),
    ("---\ntitle: T\nurl: https://other.example/x\n---\n", 3, "`url` is the address of this page itself, and `https://other.example/x`"),
    ("Title: T\nUrl: //other.example/x\n\n", 2, "`url` is the address of this page itself, and `//other.example/x`"),
    ("Title: T\nDraft: true\n\n", 2, "`draft` has a meaning only between lines of `---`; write `Status: draft`."),
    ("Title: T\nPublished: no\n\n", 2, "`published` has a meaning only between lines of `---`; write `Status: draft`."),
    ("Title: T\nTags: ['a', b]\n\n", 2, "a list in brackets is read only between lines of `---`; write `Tags: a, b`."),
]  # fmt: skip
"""A source, the line of its fault, and what is said of it."""


def test_what_cannot_be_read_is_told_with_its_line_and_never_printed(site: Site):
    files = {f"content/pages/f{n}.md": f"{text}Text of the body.\n" for n, (text, _, _) in enumerate(FAULTS)}
    built = site.build(files, STRICT=True)
    told = [line for line in built.problems if "/f" in line.split(" ")[0]]
    expected = [f"content/pages/f{n}.md:{line}: bad-front-matter: {said}" for n, (_, line, said) in enumerate(FAULTS)]
    assert [said for said in expected if not any(line.startswith(said) for line in told)] == []
    assert len(told) == len(FAULTS), "one cause, one message"
    assert built.code == 1
    for n, (text, _, said) in enumerate(FAULTS):
        if "shown as text" not in said and "list of fields" not in said:  # of which nothing is built without a title
            name = f"drafts/pages/f{n}.html" if "true or false" in said else f"f{n}/index.html"
            shown = built.page(name).article.get_text(" ", strip=True)
            assert shown.endswith("Text of the body."), text
            assert ":" not in shown, text


LACKING = [
    (
        "pages/y",
        "---\ntags: a\n---\n",
        "no-title: the front matter has no title; write `title: ...` below its first line.",
    ),
    (
        "pages/t",
        "+++\ntags = 'a'\n+++\n",
        "no-title: the front matter has no title; write `title = ...` below its first line.",
    ),
    ("news/y", "---\ntitle: a\n---\n", "no-date: the post has no date; write `date: 2024-05-03` below its title."),
    ("news/t", "+++\ntitle = 'a'\n+++\n", "no-date: the post has no date; write `date = 2024-05-03` below its title."),
    (
        "news/d",
        "---\ntitle: a\ndate: soon\n---\n",
        "no-date: Date: the date 'soon' is not valid; write year, month and",
    ),
    (
        "news/s",
        "---\ntitle: a\ndate: 2024-05-03\nstatus: drft\n---\n",
        "unknown-status: there is no status 'drft'; did you mean",
    ),
]


def test_what_pelican_lacks_is_told_in_the_form_of_the_file(site: Site):
    built = site.build({f"content/{name}.md": f"{text}Text.\n" for name, text, _ in LACKING})
    places = [f"content/{name}.md:{3 if 'soon' in text else 4 if 'drft' in text else ''}" for name, text, _ in LACKING]
    expected = [f"{place.rstrip(':')}: {said}" for place, (*_, said) in zip(places, LACKING, strict=True)]
    assert [said for said in expected if not any(line.startswith(said) for line in built.problems)] == []


LINES = """\
---
title: T
topics: true
summary: >
  About [@nokey1].
---

- **Topic**: words [@nokey2].
"""


def test_lines_count_from_the_top_of_the_file(site: Site):
    built = site.build({"content/pages/p.md": LINES, "content/pages/q.md": f"\n\n{LINES[4:].replace('---', '')}"})
    told = [line.split(": ")[0] for line in built.problems if "unknown-key" in line]
    assert told == ["content/pages/p.md:5", "content/pages/p.md:8", "content/pages/q.md:6", "content/pages/q.md:9"]


RULES = {
    "rule": "Title: T\n\n---\n\nText: a.\n\n---\n",
    "text": "---\n\nSome words.\n\n---\n",
}


def test_a_rule_in_the_text_is_no_fence(site: Site):
    built = site.build(
        {f"content/pages/{name}.md": text for name, text in RULES.items()}, DEFAULT_METADATA={"title": "T"}
    )
    assert [line for line in built.problems if "front-matter" in line] == []
    assert "Text: a." in built.text("rule/index.html")
    assert "Some words." in built.text("text/index.html")


READER = """
from pathlib import Path

from markdown import Markdown
from pelican import signals
from pelican.readers import MarkdownReader


class OwnReader(MarkdownReader):
    def __init__(self, settings):
        super().__init__(settings)
        self._md = Markdown(extensions=[one for one in settings["MARKDOWN"]["extensions"] if not str(one).endswith("meta")])

    def read(self, path):
        _, head, body = Path(path).read_text("utf-8").split("---", 2)
        summary = self._md.reset().convert("About [@nokey1].")
        return self._md.reset().convert(body), {"title": "T", "summary": summary, "topics": "true"}


def register():
    signals.readers_init.connect(lambda readers: readers.reader_classes.update(md=OwnReader), weak=False)
"""
"""A plugin like pelican-yaml-metadata: one Markdown for all pages, which gets them without their front matter."""


@pytest.mark.parametrize("plugins", [["own", "pelican_bibtex", "ibid"], ["pelican_bibtex", "ibid", "own"]])
def test_lines_count_from_the_top_with_another_plugins_reader(site: Site, plugins: list[str]):
    site.write({"extra/own.py": READER})
    pages = {f"content/pages/{name}.md": LINES.replace("topics", f"{'a: b' + chr(10)}topics") for name in ("p", "q")}
    built = site.build(
        pages | {"content/pages/r.md": LINES}, PLUGINS=plugins, PLUGIN_PATHS=[str(site.root / "plugins"), "extra"]
    )
    told = [line.split(": ")[0].removeprefix("content/pages/") for line in built.problems if "unknown-key" in line]
    assert told == ["p.md:6", "p.md:9", "q.md:6", "q.md:9", "r.md:5", "r.md:8"]
