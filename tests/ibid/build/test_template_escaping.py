"""What templates show is escaped, by where each comes from: the theme's and the author's are, all others are as ever."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, TemplateSyntaxError
from tiny_site import Built, Site

from ibid import THEME
from ibid.build.template_escaping import escaping
from workshop import zygote

NAME = 'A & B &amp; <i>C</i> "D"'
SHOWN = "A &amp; B &amp;amp; &lt;i&gt;C&lt;/i&gt; &#34;D&#34;"
TITLE = "Q &amp; <em>A</em>"
POST = "Title: {title}\nDate: {day}\nCategory: R&D <x>\nTags: S&T\nAuthors: Bo & Co\n\nWe *won* [@alpha2020].\n"
RESEARCH = "Title: Research\nTopics: true\nTemplate: research\nAliases: old/\n\n- **On <Letters>**: all [@beta2021].\n"
SETTINGS = {
    "SITENAME": NAME,
    "SITESUBTITLE": NAME,
    "SITEURL": "https://e.org",
    "COPYRIGHT": "<b>All</b> of it",
    "MENUITEMS": ((NAME, "/research/"),),
    "DIRECT_TEMPLATES": ["index", "archives", "authors", "categories", "tags", "404"],
    "YEAR_ARCHIVE_SAVE_AS": "news/{date:%Y}/index.html",
    "DEFAULT_PAGINATION": 1,
    "IBID_SEARCH": True,
    "DISPLAY_CATEGORIES_ON_MENU": True,
}
EVERY_KIND = {
    "content/news/a.md": POST.format(title=TITLE, day="2024-01-02"),
    "content/news/b.md": POST.format(title="On <b", day="2023-01-02"),
    "content/pages/research.md": RESEARCH,
    "content/pages/home.md": f"Title: {NAME}\nTemplate: home\nsave_as: index.html\nurl:\n\nI *am*.\n",
    "content/pages/about.md": f"Title: {TITLE}\nModified: 2024-02-02\n\nSome *text*.\n",
    "content/people.yml": "Jane Doe:\n  owner: true\n  role: R&D <x>\n",
    "content/cv.yml": f"person: Jane Doe\nsummary: '{NAME}'\neducation:\n  - degree: B & <A>\n",
}
TEMPLATES = Path(THEME, "templates")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Built:
    """A site with a page of every kind, whose settings, titles and names need escaping, in the theme's own templates."""
    return whole(tmp_path_factory.mktemp("plain"), root)


def whole(folder: Path, root: Path, files: dict[str, str] | None = None, **settings: object) -> Built:
    built = Site(folder, root).build(EVERY_KIND | (files or {}), **SETTINGS | settings)
    assert built.code == 0, built.stderr
    return built


def test_the_theme_has_no_tags_for_it(plain: Built):
    assert not [path for path in TEMPLATES.rglob("*.html") if "autoescape true" in path.read_text("utf-8")]
    kinds = (
        "index",
        "research/index",
        "about/index",
        "news/index",
        "news/a/index",
        "news/2024/index",
        "404",
        "old/index",
    )
    for kind in kinds:
        assert f'<a class="name" href="https://e.org/">{SHOWN}</a>' in plain.text(f"{kind}.html"), kind


def theirs(built: Built) -> dict[str, bytes]:
    """What readers see of a site: all files but the list of them."""
    return {name: data for name, data in built.files().items() if name != ".ibid-site"}


def test_copies_of_all_templates_are_escaped_as_the_theme_s_are(plain: Built, tmp_path: Path, root: Path):
    """An author copies a template to change it, as docs/theme.md says; its copy must not let anything through."""
    copied = {f"templates/{path.relative_to(TEMPLATES)}": path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}
    built = whole(tmp_path, root, copied, THEME_TEMPLATES_OVERRIDES=["templates"])
    assert theirs(built) == theirs(plain)


def with_pairs(template: str) -> str:
    """A template as it was before: each block and macro turns escaping on for itself, and `_` gives the site's name."""
    before = template.replace("translated(", "_(")
    opened = re.sub(r"(\{% (?:block|macro) [^%]*?(-?)%\})", r"\1{% autoescape true \2%}", before)
    return re.sub(r"(\{%(-?) end(?:block|macro)[^%]*%\})", r"{%\2 endautoescape %}\1", opened)


def test_copies_with_a_pair_of_tags_in_each_block_and_macro_stay_right(plain: Built, tmp_path: Path, root: Path):
    copied = {
        f"templates/{path.relative_to(TEMPLATES)}": with_pairs(path.read_text("utf-8"))
        for path in TEMPLATES.rglob("*.html")
    }
    built = whole(tmp_path, root, copied, THEME_TEMPLATES_OVERRIDES=["templates"])
    assert theirs(built) == theirs(plain)


PLUGIN = """\
from pathlib import Path
from pelican import signals

def add(pelican):
    pelican.settings["THEME_TEMPLATES_OVERRIDES"].append(str(Path(__file__).parent / "templates"))

def register():
    signals.initialized.connect(add)
"""
TOOL = """\
{% extends "base.html" %}
{% block content %}{{ page.content }}{{ SITENAME }}
{% set own %}{{ SITENAME }}{% endset %}<p title="{{ own | e }}">
{% endblock %}
"""


def test_a_plugin_s_templates_stay_as_they_are_and_what_they_extend_is_escaped(
    plain: Built, tmp_path: Path, root: Path
):
    leaves = {
        f"plugins/tool/templates/{path.name}": f'{{% extends "!theme/{path.name}" %}}'
        for path in TEMPLATES.glob("*.html")
        if path.name not in ("base.html", "pagination.html")
    }
    files = {"plugins/tool/__init__.py": PLUGIN, "plugins/tool/templates/tool.html": TOOL, **leaves}
    files["content/pages/tool.md"] = "Title: Tool\nTemplate: tool\nStatus: hidden\n\nIts *text*.\n"
    paths = {"PLUGINS": ["pelican_bibtex", "ibid", "tool"], "PLUGIN_PATHS": [str(root / "plugins"), "plugins"]}
    built = whole(tmp_path, root, files, **paths)
    assert f'<p>Its <em>text</em>.</p>{NAME}\n<p title="{SHOWN}">' in built.text("tool/index.html")
    assert "escaped-markup" not in built.stderr
    assert {name: data for name, data in theirs(built).items() if name != "tool/index.html"} == theirs(plain)


OWN = [
    ("{{ SITENAME }}", SHOWN),
    ("{% autoescape true %}{{ SITENAME }}{% endautoescape %}", SHOWN),
    ("{{ SITENAME | e }}", SHOWN),
    ("{{ SITENAME | striptags }}", "A &amp; B &amp; C &#34;D&#34;"),
    ("{{ page.content | safe }}", "<p>Some <em>text</em>.</p>"),
    ("{% autoescape true %}{{ page.content | safe }}{% endautoescape %}", "<p>Some <em>text</em>.</p>"),
    ("{% autoescape false %}{{ page.content }}{% endautoescape %}", "<p>Some <em>text</em>.</p>"),
    ("{{ page.title | striptags }}", "Q &amp; A"),
    ("{% set x %}<b>{{ SITENAME }}</b>{% endset %}{{ x }}", f"<b>{SHOWN}</b>"),
    ("{% set page_language = 'zh' %}{{ lang() }}", "zh"),
    ("{% set x = 'a' %}{% block inner scoped %}{{ x ~ '&' }}{% endblock %}", "a&amp;"),
    ("{{ _('By %(name)s.', name=SITENAME) }}", f"By {SHOWN}."),
    ("{% from 'macros/news.html' import period_of with context %}{{ period_of([page], [1]) }}", "2024"),
    ("{% from 'macros/topics.html' import count with context %}<i>{{ count(ibid.topics[0]) }}</i>", "<i>1 publication</i>"),
    ("{% from 'mine.html' import mine %}{{ mine(SITENAME) }}", f"<u>{SHOWN}</u>"),
    ("{% autoescape true %}{% from 'mine.html' import mine %}{{ mine('&') }}{% endautoescape %}", "<u>&amp;</u>"),
    ("{% call(x) wrap() %}{{ x }}{{ SITENAME }}{% endcall %}", f"<i>&lt;1&gt;{SHOWN}</i>"),
    ("{% include 'part.html' %}", f"<s>{SHOWN}</s>"),
    ("{{ chip(ibid.publications[0], '') }}", '<a class="cite" role="doc-biblioref" href="/publications/#gamma2022" title="On Gamma">[3]</a>'),
    ("{{ ibid.publications[0].publication.title }}", "On Gamma"),
]  # fmt: skip
"""What stands in a block of a template of the author's, and what comes of it."""


def test_what_authors_write_in_templates_of_their_own(tmp_path: Path, root: Path):
    start = '{% from "mine.html" import wrap %}{% extends "base.html" %}{% block content %}'
    files = {
        "templates/mine.html": "{% macro mine(x) %}<u>{{ x }}</u>{% endmacro %}"
        "{% macro wrap() %}<i>{{ caller('<1>') }}</i>{% endmacro %}",
        "templates/part.html": "<s>{{ SITENAME }}</s>",
    }
    for n, (template, _) in enumerate(OWN):
        needed = start if "wrap" in template else start[start.index("{% extends") :]
        files[f"templates/t{n}.html"] = f"{needed}({template}){{% endblock %}}"
        page = f"Title: {TITLE}\nTemplate: t{n}\nSlug: t{n}\nDate: 2024-02-02\n\nSome *text*.\n"
        files[f"content/pages/t{n}.md"] = page
    built = whole(tmp_path, root, files, THEME_TEMPLATES_OVERRIDES=["templates"])
    shown = [
        re.search(r"<main[^>]*>\s*\((.*)\)\s*</main>", built.text(f"t{n}/index.html"), re.DOTALL)
        for n in range(len(OWN))
    ]
    assert [(row[0], found and found[1].replace("\n", "")) for row, found in zip(OWN, shown, strict=True)] == OWN
    assert "escaped-markup" not in built.stderr


PAGE = {"content/pages/p.md": "Title: P\nTemplate: mine\n\nSome *text*.\n"}
RAW = '{% extends "page.html" %}{% block page_content %}{{ page.content }}|{{ SITENAME }}{% endblock %}'
AS_IT_IS, AS_TEXT = "<p>Some <em>text</em>.</p>|", "&lt;p&gt;Some &lt;em&gt;text&lt;/em&gt;.&lt;/p&gt;|"
MINE = {"templates/mine.html": RAW}


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({}, AS_TEXT + SHOWN),
        ({"JINJA_ENVIRONMENT": {"autoescape": True}}, AS_TEXT + SHOWN),
        ({"JINJA_ENVIRONMENT": {"autoescape": False}}, AS_IT_IS + NAME),
        ({"JINJA_ENVIRONMENT": {"extensions": ["jinja2.ext.do"]}}, AS_TEXT + SHOWN),
    ],
    ids=str,
)
def test_an_author_s_autoescape_counts_for_their_own_templates(tmp_path: Path, root: Path, settings, shown: str):
    site = Site(tmp_path, root)
    built = site.build(PAGE | MINE, SITENAME=NAME, THEME_TEMPLATES_OVERRIDES=["templates"], **settings)
    html = built.text("p/index.html")
    assert shown in html
    assert f'<a class="name" href="/">{SHOWN}</a>' in html
    assert ("escaped-markup" in built.stderr) == (shown.startswith(AS_TEXT) and "autoescape" not in str(settings))


def test_simple_and_other_themes_stay_as_they_are(tmp_path: Path, root: Path):
    mine = RAW.replace("block page_content", "block content")
    site = Site(tmp_path, root)
    files = PAGE | {"templates/mine.html": mine.replace("page.html", "base.html")}
    built = site.build(files, SITENAME=NAME, THEME="simple", THEME_TEMPLATES_OVERRIDES=["templates"])
    assert AS_IT_IS + NAME in built.text("p/index.html")
    assert "escaped-markup" not in built.stderr
    files = {
        "mytheme/templates/mine.html": RAW.replace("block page_content", "block content").replace(
            "page", "!simple/page", 1
        )
    }
    built = site.build(files, THEME="mytheme", THEME_TEMPLATES_OVERRIDES=[])
    assert AS_IT_IS + NAME in built.text("p/index.html")


def test_a_template_may_extend_one_of_simple_s(tmp_path: Path, root: Path):
    mine = '{% extends "!simple/page.html" %}{% block title %}{{ SITENAME }}{% endblock %}'
    built = Site(tmp_path, root).build(
        PAGE | {"templates/mine.html": mine}, SITENAME=NAME, THEME_TEMPLATES_OVERRIDES=["templates"]
    )
    assert "<p>Some <em>text</em>.</p>" in built.text("p/index.html")
    assert f"<title>{SHOWN}</title>" in built.text("p/index.html")


def test_a_copy_of_the_theme_is_known_by_its_stylesheet(tmp_path: Path, root: Path):
    files = {
        f"mytheme/{path.relative_to(THEME)}": path.read_bytes() for path in Path(THEME).rglob("*") if path.is_file()
    }
    built = Site(tmp_path, root).build(
        PAGE | files | {"content/pages/p.md": "Title: P\n\nT.\n"}, SITENAME=NAME, THEME="mytheme"
    )
    assert f'<a class="name" href="/">{SHOWN}</a>' in built.text("p/index.html")


def test_the_theme_without_the_plugin_says_which_setting_it_needs(tmp_path: Path, root: Path):
    site, alone = Site(tmp_path, root), {"PLUGINS": [], "SITENAME": NAME}
    built = site.build({"content/pages/p.md": "Title: P\n\nT.\n"}, JINJA_ENVIRONMENT={"autoescape": True}, **alone)
    assert f'<a class="name" href="/">{SHOWN}</a>' in built.text("p/index.html")
    site.write({"pelicanconf.py": (tmp_path / "pelicanconf.py").read_text("utf-8").replace("True", "False")})
    done = zygote.run(["pelican", "content"], tmp_path, os.environ)
    assert done.returncode != 0
    assert "needs its plugin, or JINJA_ENVIRONMENT = {'autoescape': True}" in " ".join(done.stdout.split())


def drawn(templates: dict[str, str], name: str) -> str:
    """What a template of no file shows, with the theme's beside it."""
    settings = {
        "THEME": THEME,
        "THEME_TEMPLATES_OVERRIDES": [],
        "TEMPLATE_EXTENSIONS": [".html"],
        "JINJA_ENVIRONMENT": {},
    }
    loader = ChoiceLoader([DictLoader(templates), FileSystemLoader(TEMPLATES)])
    environment = Environment(loader=loader, **escaping(settings))  # noqa: S701  what is tested is what escapes here
    return environment.get_template(name).render(x="<&>")


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ x }}", "<&>"),
        ("{% from 'macros/address.html' import folder %}{{ folder(x) }}", "&lt;&amp;&gt;"),
        ("{% include 'y.html' %}", "[<&>]"),
    ],
)
def test_templates_of_another_plugin_s_environment(template: str, shown: str):
    assert drawn({"x.html": template, "y.html": "[{{ x }}]"}, "x.html") == shown


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{% block a %}{% if x %}{% endblock %}", "unknown tag 'endblock'"),
        ("{% block a %}{{ x }}", "looking for the following tags: 'endblock'"),
        ("{% block a %}{% endblock %}{% endblock %}", "unknown tag 'endblock'"),
        ("{% block a %}{% endblock b %}", "got 'b'"),
    ],
)
def test_a_mistake_in_a_template_is_told_as_ever(tmp_path: Path, template: str, message: str):
    (tmp_path / "mine.html").write_text(template, "utf-8")
    settings = {"THEME": THEME, "THEME_TEMPLATES_OVERRIDES": [tmp_path], "TEMPLATE_EXTENSIONS": [".html"]}
    environment = Environment(loader=FileSystemLoader(tmp_path), **escaping(settings | {"JINJA_ENVIRONMENT": {}}))  # noqa: S701  as above
    with pytest.raises(TemplateSyntaxError, match=re.escape(message)) as raised:
        environment.get_template("mine.html")
    assert "autoescape" not in str(raised.value)


def test_a_block_may_be_required(tmp_path: Path, root: Path):
    frame = "{% extends 'base.html' %}{% block content %}{% block inner required %}{% endblock %}|{{ SITENAME }}{% endblock %}"
    mine = "{% extends 'frame.html' %}{% block inner %}{{ SITENAME }}{% endblock inner %}"
    files = PAGE | {"templates/frame.html": frame, "templates/mine.html": mine}
    built = Site(tmp_path, root).build(files, SITENAME=NAME, THEME_TEMPLATES_OVERRIDES=["templates"])
    assert f"{SHOWN}|{SHOWN}" in built.text("p/index.html")
