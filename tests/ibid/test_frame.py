"""What pages share is drawn once, and nobody can tell: the menu, what is loaded, the footer, entries, the way back."""

from __future__ import annotations

import pytest
from tiny_site import Built, Site

MENU = [
    ("News", "/news/"),
    ("Publications", "/publications/"),
    ("Beta", "/publications/beta2021/"),
    ("A", "/topics/a/"),
]
RESEARCH = """\
Title: Research
Topics: true
Template: research

- **A**: one. [@*]
    - **B**: two. [@alpha2020; @beta2021]
    - **C**: three. [@beta2021; @gamma2022]
"""
PAGES = (
    "publications/alpha2020/",
    "publications/beta2021/",
    "publications/gamma2022/",
    "topics/a/",
    "topics/a/b/",
    "topics/a/c/",
)
CURRENT = {
    "publications/": {"Publications": "page"},
    "publications/alpha2020/": {"Publications": "true"},
    "publications/beta2021/": {"Publications": "true", "Beta": "page"},
    "publications/gamma2022/": {"Publications": "true"},
    "topics/a/": {"A": "page"},
    "topics/a/b/": {"A": "true"},
    "topics/a/c/": {"A": "true"},
}
"""What the menu marks as current on each page."""
CHANGER = """\
from pathlib import Path
from pelican import signals

def change(path, context):
    if path.endswith("alpha2020/index.html"):
        page = Path(path)
        page.write_text(page.read_text("utf-8").replace("</main>", '<a href="/gone/">gone</a></main>'), "utf-8")

def register():
    signals.content_written.connect(change)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, root):
    """A site whose menu leads into the folders of its publications and topics."""
    made = Site(tmp_path_factory.mktemp("frame"), root)
    made.settings |= {"MENUITEMS": MENU, "LINKS": [("All", "/publications/")], "DISPLAY_PAGES_ON_MENU": False}
    made.write({"content/pages/research.md": RESEARCH})
    return made


@pytest.fixture(scope="module")
def built(site: Site) -> Built:
    return site.build()


@pytest.mark.parametrize("path", CURRENT)
def test_the_menu_knows_where_each_page_stands(built, path):
    links = built.page(f"{path}index.html").select("header nav a[aria-current]")
    assert {link.text: link["aria-current"] for link in links} == CURRENT[path]


def test_pages_that_can_be_read_from_disk_lead_back_from_their_own_depth(site):
    relative = site.build(RELATIVE_URLS=True)
    for path in PAGES:
        page, up = relative.page(f"{path}index.html"), "/".join([".."] * path.count("/"))
        assert page.select_one("header .name")["href"].startswith(f"{up}/")
        assert page.select_one("link[rel=stylesheet]")["href"] == f"{up}/theme/css/ibid.css"
        assert page.select_one("footer a")["href"] == f"{up}/publications/index.html"
        for link in page.select("main a[href]"):
            assert (relative.folder / "output" / path / link["href"].partition("#")[0]).exists(), (path, link)
    site.settings["RELATIVE_URLS"] = False


def test_templates_of_an_author_may_say_something_else_on_each_page(site):
    partials = {
        "mine/partials/footer.html": "<footer>{{ record.key if record else topic.name if topic }}</footer>",
        "mine/partials/menu.html": "<nav>{{ page_url }}</nav>",
    }
    own = site.build(partials, THEME_TEMPLATES_OVERRIDES=["mine"])
    assert [own.page(f"{path}index.html").nav.text for path in PAGES] == list(PAGES)
    footers = [own.page(f"{path}index.html").footer.text for path in PAGES]
    assert footers == ["alpha2020", "beta2021", "gamma2022", "A", "B", "C"]
    del site.settings["THEME_TEMPLATES_OVERRIDES"]


def test_an_entry_is_the_same_on_all_pages_but_for_what_the_list_of_all_adds(built):
    def entry(path: str, number: str) -> list[str]:
        item = built.page(f"{path}index.html").select_one(f"ol.publications > li[value='{number}']")
        for back in item.select(".cited"):
            back.decompose()
        return item.get_text(" ", strip=True).split()

    assert (
        entry("topics/a/", "2") == entry("topics/a/b/", "2") == entry("topics/a/c/", "2") == entry("publications/", "2")
    )


def test_the_way_back_is_the_same_from_all_that_a_topic_cites(built):
    lines = {
        str(built.page(f"publications/{key}/index.html").select("ul.places")[0].li) for key in ("alpha2020", "beta2021")
    }
    assert len(lines) == 1, "A rolls up what both of its sub-topics cite"
    beta = built.page("publications/beta2021/index.html").select("ul.places")[0]
    assert [link["href"] for link in beta.select("a[role=doc-backlink]")] == [
        "/research/#a",
        "/research/#a/b",
        "/research/#a/c",
    ]


def test_a_page_that_another_plugin_changes_after_us_is_read_as_it_is_then(site):
    plugins = ["pelican_bibtex", "ibid", "changer"]
    paths = [*site.settings["PLUGIN_PATHS"], "plugins"]
    changed = site.build({"plugins/changer.py": CHANGER}, PLUGINS=plugins, PLUGIN_PATHS=paths)
    assert [line for line in changed.problems if "/gone/" in line] != []
    assert "(on /publications/alpha2020/)" in changed.stderr
