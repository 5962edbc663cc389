"""What pages share is drawn once, and nobody can tell: the menu, what is loaded, the footer, entries, the way back."""

from __future__ import annotations

from shutil import copytree

import pytest
from tiny_site import Built, Site

MENU = [
    ("News", "/news/"),
    ("Publications", "/publications/"),
    ("Beta", "/publications/beta2021/"),
    ("A", "/topics/a/"),
    ("Research", "/research/"),
    ("Teaching", "/teaching/"),
]
RESEARCH = """\
Title: Research
Topics: true
Template: research

- **A**: one. [@*]
    - **B**: two. [@alpha2020; @beta2021]
    - **C**: three. [@beta2021; @gamma2022]
"""
TEACHING = """\
Title: Teaching
Topics: true

- **X**: four. [@gamma2022]
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
    "topics/a/": {"A": "page", "Research": "true"},
    "topics/a/b/": {"A": "true", "Research": "true"},
    "topics/a/c/": {"A": "true", "Research": "true"},
    "topics/x/": {"Teaching": "true"},
    "research/": {"Research": "page"},
}
"""What the menu marks as current on each page."""
CHANGER = """\
from pathlib import Path
from pelican import signals

def change(path, context):
    if path.endswith("alpha2020/index.html"):
        page = Path(path)
        page.write_bytes(page.read_bytes().replace({old!r}, {new!r}))

def register():
    signals.content_written.connect(change)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, root):
    """A site whose menu leads into the folders of its publications and topics."""
    made = Site(tmp_path_factory.mktemp("frame"), root)
    made.settings |= {"MENUITEMS": MENU, "LINKS": [("All", "/publications/")], "DISPLAY_PAGES_ON_MENU": False}
    made.write({"content/pages/research.md": RESEARCH, "content/pages/teaching.md": TEACHING})
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


OWN = {
    "footer.html": "<footer>{{ record.key if record else topic.name if topic }}</footer>",
    "menu.html": "<nav>{% for title, url, icon in MENUITEMS %}{{ icon }} {% endfor %}{{ page_url }}</nav>",
}
"""Partials of an author's, which say something else on each page; the menu takes more of a setting than ours does."""


def test_templates_of_an_author_may_say_something_else_on_each_page(site):
    menu = [(*one, "*") for one in MENU[:2]]
    partials = {f"mine/partials/{name}": text for name, text in OWN.items()}
    own = site.build(partials, THEME_TEMPLATES_OVERRIDES=["mine"], MENUITEMS=menu)
    del site.settings["THEME_TEMPLATES_OVERRIDES"]
    assert [own.page(f"{path}index.html").nav.text for path in PAGES] == [f"* * {path}" for path in PAGES]
    footers = [own.page(f"{path}index.html").footer.text for path in PAGES]
    assert footers == ["alpha2020", "beta2021", "gamma2022", "A", "B", "C"]
    site.settings["MENUITEMS"] = MENU


def test_so_may_a_theme_that_began_as_a_copy_of_ours(site, root):
    theme = site.settings["THEME"]
    copytree(root / "theme", site.folder / "theirs")
    own = site.build({"theirs/templates/partials/footer.html": OWN["footer.html"]}, THEME="theirs")
    site.settings["THEME"] = theme
    assert [own.page(f"{path}index.html").footer.text for path in PAGES[:2]] == ["alpha2020", "beta2021"]


def test_a_macro_of_an_author_is_never_taken_for_one_of_ours_by_its_name(site):
    footer = """{% macro publication(record, root) %}<i>{{ record.key }}</i>{% endmacro %}
<footer>{% for record in ibid.publications %}{{ kept(publication, record, SITEURL) }}{% endfor %}</footer>"""
    own = site.build({"other/partials/footer.html": footer}, THEME_TEMPLATES_OVERRIDES=["other"])
    del site.settings["THEME_TEMPLATES_OVERRIDES"]
    page = own.page("publications/gamma2022/index.html")
    assert [each.text for each in page.select("footer i")] == ["gamma2022", "beta2021", "alpha2020"]
    related = page.find("h2", string="Related work").find_next_sibling("ul")
    assert [each.text for each in related.select("li a")] == ["On Beta", "On Alpha"]


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


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        (b"</main>", b'<a href="/gone/">gone</a></main>', "/gone/"),
        (b'href="/publications/beta2021/"', b'href="/publications/betaXXXX/"', "/publications/betaXXXX/"),
        (b"</main>", b'<a href="/caf\xe9/">no UTF-8</a></main>', "/caf\ufffd/"),
    ],
    ids=["longer", "as-long", "no-utf-8"],
)
@pytest.mark.parametrize("order", [["changer", "pelican_bibtex", "ibid"], ["pelican_bibtex", "ibid", "changer"]])
def test_a_page_that_another_plugin_changes_is_read_as_it_is_then(site, order, old, new, gone):
    paths = [*site.settings["PLUGIN_PATHS"], "plugins"]
    changer = {"plugins/changer.py": CHANGER.format(old=old, new=new)}
    settings = dict(site.settings)
    changed = site.build(changer, PLUGINS=order, PLUGIN_PATHS=paths)
    site.settings = settings
    assert any(gone in line and "(on /publications/alpha2020/)" in line for line in changed.problems), changed.stderr
