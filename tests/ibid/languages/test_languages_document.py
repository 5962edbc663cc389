"""docs/languages.md, built: its settings, pages and catalogue, as an author would copy them."""

from __future__ import annotations

import re
import runpy

import pytest
from tiny_site import Site

BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
NAMED = re.compile(r"^[^`\n]*`((?:content|languages)/[\w/.-]+)`[^\n]*:\n\n```\w+\n(.*?)```", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def built(tmp_path_factory, root):
    document = (root / "docs" / "languages.md").read_text("utf-8")
    folder = tmp_path_factory.mktemp("document")
    (folder / "said.py").write_text(next(text for kind, text in BLOCK.findall(document) if kind == "python"))
    files = dict(NAMED.findall(document))
    assert set(files) == {
        "content/pages/research.md", "content/pages/research.zh.md", "content/pages/home.zh.md", "languages/de.po",
    }  # fmt: skip
    files |= {
        "content/pages/home.md": "Title: Jane\nTemplate: home\nsave_as: index.html\nurl:\n\nHello.\n",
        "content/pages/home.de.md": "Title: Jane\nTemplate: home\nsave_as: de/index.html\nurl: de/\n\nHallo.\n",
        "content/people.yml": "Jane Doe:\n  owner: true\n  role: PhD student\n",
        "content/news/2024-10-03-prize.md": "Title: A prize\n\nFor [@beta2021].\n",
        "languages/zh.po": 'msgid "PhD student"\nmsgstr "博士生"\n',
        "templates/tags.html": "{{ _('News') }}, {{ ngettext('%(num)s post', '%(num)s posts', articles | length) }}",
    }
    own = {name: value for name, value in runpy.run_path(str(folder / "said.py")).items() if name.isupper()}
    site = Site(folder, root)
    site.settings["THEME_TEMPLATES_OVERRIDES"] = ["templates"]
    return site.build(files, DEFAULT_DATE_FORMAT="%b %Y", DIRECT_TEMPLATES=["index", "tags"], **own)


def text(element) -> str:
    return " ".join(element.get_text().split())


def test_nothing_is_found_wrong(built):
    assert [line for line in built.problems if "hint" not in line] == []


def test_pages_are_where_it_says(built):
    page = built.page("zh/research/index.html")
    assert page.select_one("main ul.profiles a")["href"] == "/research/"
    assert {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")}["x-default"] == "/research/"
    assert text(built.page("zh/topics/letters/greek/index.html").h1) == "希腊字母"


@pytest.mark.parametrize(
    ("page", "date", "role", "heading"),
    [
        ("index", "Oct 2024", "PhD student", "News"),
        ("de/index", "Okt. 2024", "Doktorandin", "Neues"),
        ("zh/index", "2024年10月", "博士生", "新闻"),
    ],
)
def test_home_is_in_each_language(built, page, date, role, heading):
    drawn = built.page(f"{page}.html")
    assert (text(drawn.time), text(drawn.find(class_="role")), text(drawn.h2)) == (date, role, heading)


def test_a_template_of_the_author_s_own_speaks(built):
    assert built.text("tags.html").strip() == "News, 1 post"
