"""The sitemap and robots.txt: which pages, at which addresses, changed when."""

from __future__ import annotations

import re
from ast import literal_eval
from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree
from tiny_site import Built, Site

from ibid.write.page_facts import Page, read_page
from ibid.write.sitemap import robots_file, sitemap_files
from ibid.write.written_pages import WrittenPage, w3c

HOME = "https://e.org/~jane"
SCHEMA = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    targetNamespace="http://www.sitemaps.org/schemas/sitemap/0.9" elementFormDefault="qualified">
  <xs:simpleType name="address">
    <xs:restriction base="xs:anyURI"><xs:minLength value="12"/><xs:maxLength value="2048"/></xs:restriction>
  </xs:simpleType>
  <xs:element name="urlset"><xs:complexType><xs:sequence>
    <xs:element name="url" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="loc" type="address"/>
      <xs:element name="lastmod" minOccurs="0"><xs:simpleType><xs:union memberTypes="xs:date xs:dateTime"/></xs:simpleType></xs:element>
      <xs:any namespace="##other" minOccurs="0" maxOccurs="unbounded" processContents="skip"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>
"""
"""What the protocol's schema asks of the elements that we use."""
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
BIB = """\
@article{alpha2020, title={On Alpha}, author={Doe, Jane}, journal={Journal of Letters}, year={2020}, month=may, day=3}
@article{beta2021, title={</script> "B" & <b>}, author={Doe, Jane}, journal={Journal of Letters}, year={2021}}
@article{soon, title={Soon}, author={Doe, Jane}, journal={J}, year={2099}, pubstate={accepted}}
@misc{a/b:c, title={No Date}, author={Doe, Jane}}
"""
POST = "Title: {title}\nTags: R&D\nDate: {date}\n{more}\nOn [@{key}].\n"
FILES = {
    "content/publications.bib": BIB,
    "content/pages/home.md": "Title: Home\nURL:\nsave_as: index.html\nTemplate: home\n\nI measure.\n",
    "content/pages/research.md": (
        "Title: Research\nTopics: true\nModified: 2022-01-31 14:05\nMoved: old -> letters\n\n- **Letters**: [@alpha2020]\n"
    ),
    "content/pages/about.md": "Title: About\nSlug: about\nLang: en\n\nMe.\n",
    "content/pages/about.zh.md": "Title: 关于\nSlug: about\nLang: zh\n\n我。\n",
    "content/cv.yml": "updated: 2024-05-06\nsummary: I measure.\n",
    "content/cv.zh.yml": "updated: 2024-05\nsummary: 我。\n",
    "content/pages/secret.md": "Title: Secret\nStatus: hidden\n\nHidden.\n",
    "content/pages/half.md": "Title: Half\nStatus: draft\n\nHalf.\n",
    "content/news/2021-02-03-one.md": POST.format(title="One", date="2021-02-03", more="", key="alpha2020"),
    "content/news/2021-03-04-two.md": POST.format(
        title="Two \u202e& </title>", date="2021-03-04 05:06", more="Modified: 2023-01-02\n", key="a/b:c"
    ),
    "content/news/2021-05-06-three.md": POST.format(title="3", date="2021-05-06", more="Status: draft\n", key="soon"),
}
SETTINGS = {
    "SITEURL": HOME,
    "TIMEZONE": "Asia/Shanghai",
    "DIRECT_TEMPLATES": ["index", "tags", "404"],
    "DEFAULT_PAGINATION": 1,
    "TAG_URL": "标签/{slug}/",
    "TAG_SAVE_AS": "标签/{slug}/index.html",
    "PAGE_LANG_URL": "{slug}-{lang}/",
    "PAGE_LANG_SAVE_AS": "{slug}-{lang}/index.html",
}
EXPECTED = {
    "/": None,
    "/about-zh/": None,
    "/about/": None,
    "/cv/": "2024-05-06",
    "/cv-zh/": None,
    "/research/": "2022-01-31T14:05:00+08:00",
    "/news/": "2023-01-02",
    "/news/one/": "2021-02-03",
    "/news/two/": "2023-01-02",
    "/category/news.html": "2023-01-02",
    "/%E6%A0%87%E7%AD%BE/rd/": "2023-01-02",
    "/tags.html": "2023-01-02",
    "/publications/": "2021-03-04",
    "/publications/alpha2020/": "2021-02-03",
    "/publications/beta2021/": "2021-01-01T03:00:03Z",
    "/publications/soon/": None,
    "/publications/a-b-c/": "2021-03-04",
    "/topics/letters/": "2021-02-03",
}
"""Pages of authors without a date have none; a publication is as new as its feed's entry or as who mentioned it last."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, root) -> Site:
    """A site of every kind of page, with what must not be found among them."""
    return Site(tmp_path_factory.mktemp("map"), root)


@pytest.fixture(scope="module")
def built(site) -> Built:
    return site.build(FILES, **SETTINGS)


def addresses(built: Built) -> dict[str, str | None]:
    """Every address, without the site's, and when it changed."""
    sitemap = etree.fromstring(built.files()["sitemap.xml"])
    etree.XMLSchema(etree.fromstring(SCHEMA)).assertValid(sitemap)
    locations = [(url.findtext("s:loc", namespaces=NS), url.findtext("s:lastmod", namespaces=NS)) for url in sitemap]
    assert all(address.startswith(HOME) for address, _ in locations)
    return {address.removeprefix(HOME): changed for address, changed in locations}


def test_every_page_that_is_to_be_found_is_there_with_the_time_of_its_last_change(built):
    assert addresses(built) == EXPECTED


def test_each_address_is_the_one_its_page_names(built):
    pages = [read_page(data.decode()) for name, data in built.files().items() if name.endswith(".html")]
    ours = {page.canonical.replace("标签", "%E6%A0%87%E7%AD%BE") for page in pages if page.is_listed} - {""}
    assert ours - {HOME + address for address in addresses(built)} == {
        *(f"{HOME}/{place}2.html" for place in ("news/index", "category/news", "%E6%A0%87%E7%AD%BE/rd/index")),
        f"{HOME}/secret/",
    }, "the further pages of lists, and what is hidden"


def test_what_is_not_to_be_found_says_so(built):
    for path in ("drafts/pages/half.html", "drafts/three.html", "404.html"):
        [robots] = built.page(path).select("meta[name=robots]")
        assert robots["content"] == "noindex"


def test_translations_name_each_other(built):
    sitemap = etree.fromstring(built.files()["sitemap.xml"])
    for url in sitemap:
        named = sorted((link.get("hreflang"), link.get("href")) for link in url.iterfind("x:link", NS))
        name = re.search("/(about|cv)(?:-zh)?/$", url.findtext("s:loc", namespaces=NS))
        original, translation = (f"{HOME}/{name[1]}/", f"{HOME}/{name[1]}-zh/") if name else ("", "")
        assert named == ([("en", original), ("x-default", original), ("zh", translation)] if name else [])


def test_crawlers_are_led_to_it(built):
    robots = RobotFileParser()
    robots.parse(built.text("robots.txt").splitlines())
    assert robots.site_maps() == [f"{HOME}/sitemap.xml"]
    assert robots.can_fetch("AnyBot", f"{HOME}/publications/")


def test_a_rebuild_changes_no_byte(site, built):
    files, stamp = built.files(), (built.folder / "output/sitemap.xml").stat().st_mtime_ns
    again = site.build()
    assert {name: again.files()[name] for name in ("sitemap.xml", "robots.txt")} == {
        name: files[name] for name in ("sitemap.xml", "robots.txt")
    }
    assert (built.folder / "output/sitemap.xml").stat().st_mtime_ns == stamp


def test_what_the_document_says_an_author_can_do(site, built, root):
    text = (root / "docs/found.md").read_text("utf-8")
    settings, template = (re.search(rf"```{kind}\n(.*?)```", text, re.DOTALL)[1] for kind in ("python", "jinja"))
    assert "robots" in settings
    own = {name: literal_eval(value) for name, value in re.findall(r"^([A-Z_]+) = (.*)$", settings, re.MULTILINE)}
    robots = "User-agent: *\nDisallow: /private/\n"
    files = {"content/extra/robots.txt": robots, "mine/page.html": template, "mine/map.xml": "<mine/>"}
    kept = site.build(files, **own, THEME_TEMPLATES_OVERRIDES=["mine"])
    assert kept.text("robots.txt") == robots
    assert EXPECTED.keys() - addresses(kept) == {"/", "/about/", "/about-zh/", "/research/"}, "all that page.html draws"
    mine = site.build(TEMPLATE_PAGES={"../mine/map.xml": "sitemap.xml"})
    assert mine.text("sitemap.xml") == "<mine/>"
    assert mine.problems == kept.problems == built.problems, "nothing is wrong with any of that"


def test_it_stands_aside_for_pelican_sitemap(tmp_path, root):
    plugin = """\
from pathlib import Path
from pelican.plugins import signals
def write(pelican):
    Path(pelican.output_path, "sitemap.xml").write_text("<theirs/>")
def register():
    signals.finalized.connect(write)
"""
    site = Site(tmp_path, root)
    plugins = [*site.settings["PLUGINS"], "sitemap"]
    built = site.build(
        {"plugins/sitemap.py": plugin}, PLUGINS=plugins, PLUGIN_PATHS=[str(root / "plugins"), "plugins"], SITEURL=HOME
    )
    assert built.text("sitemap.xml") == "<theirs/>"
    assert built.text("robots.txt") == "User-agent: *\nDisallow:\n"


@pytest.mark.parametrize(
    ("html", "canonical"),
    [
        ("", ""),
        ("<link rel=canonical href=https://e.org/a>", "https://e.org/a"),
        ("<LINK href='/?a&amp;b' REL='canonical'/>", "/?a&b"),
        ('<link title="a > b" rel="canonical" href="/x">', "/x"),
        ('</head><body><link rel="canonical" href="/no">', ""),
        ('</head><body class="x"><link rel="canonical" href="/no">', ""),
        ('<title>&lt;link rel="canonical" href="/no"></title>', ""),
    ],
)
def test_the_one_address_of_a_page_stands_in_its_head(html, canonical):
    assert read_page(html).canonical == canonical


@pytest.mark.parametrize(
    ("html", "listed"),
    [
        ("<meta name=robots content='max-snippet:9, NOINDEX'>", False),
        ('<meta name="robots" content="none">', False),
        ('<meta name="robots" content="max-image-preview:none">', True),
        ('<meta name="description" content="noindex"><meta name="robots" content="nofollow">', True),
        ('<meta http-equiv="Refresh" content="0; url=/b">', False),
    ],
)
def test_a_page_may_ask_to_be_left_out(html, listed):
    assert read_page(html).is_listed == listed


def test_the_translations_of_a_page_are_those_its_head_names():
    links = '<link rel="alternate" hreflang="zh" href="/zh/"><link rel="alternate" href="/f" type="x">'
    assert read_page(f"<head>{links}</head><body>{links}").alternates == [("zh", "/zh/")]


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (datetime(2024, 5, 3, tzinfo=UTC), "2024-05-03"),
        (datetime(2024, 5, 3, 4, 5, 6, 789, tzinfo=UTC), "2024-05-03T04:05:06Z"),
        (datetime.fromisoformat("2024-05-03T04:05+08:00"), "2024-05-03T04:05:00+08:00"),
        (datetime.fromisoformat("0999-05-03T00:00+08:00"), "0999-05-03"),
    ],
)
def test_times(when, written):
    assert w3c(when) == written


def test_hostile_addresses_stay_within_their_elements():
    odd = "</loc><script>\"'&\x00\u202e 标.html"
    [file] = sitemap_files([WrittenPage(odd, Page(alternates=[('"><x', f"https://e.org/{odd}")]))], "https://e.org")
    sitemap = etree.fromstring(file.data)
    etree.XMLSchema(etree.fromstring(SCHEMA)).assertValid(sitemap)
    location = "https://e.org/%3C/loc%3E%3Cscript%3E%22'&%E2%80%AE%20%E6%A0%87.html"
    assert [element.text for element in sitemap.iter("{*}loc")] == [location]
    assert [dict(link.attrib) for link in sitemap.iter("{*}link")] == [
        {"rel": "alternate", "hreflang": '"><x', "href": location}
    ]
    assert robots_file("https://e.org/a b\nDisallow: /").data.count(b"\n") == 4


def test_pages_that_name_another_address_are_listed_there_once_or_not_at_all():
    named = ["https://e.org/a/", "https://e.org/a/", "https://other.org/", "https://e.organ/"]
    pages = [WrittenPage(f"{number}.html", Page(canonical=address)) for number, address in enumerate(named)]
    [file] = sitemap_files(pages, "https://e.org")
    assert [element.text for element in etree.fromstring(file.data).iter("{*}loc")] == ["https://e.org/a/"]


def test_more_pages_than_a_file_may_hold_have_several_and_an_index():
    files = list(sitemap_files((WrittenPage(f"{n:06}.html", Page()) for n in range(50_001)), "https://e.org"))
    assert [file.path for file in files] == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    roots = [etree.fromstring(file.data) for file in files]
    assert [len(root) for root in roots] == [2, 50_000, 1]
    assert [element.text for element in roots[0].iter("{*}loc")][1] == "https://e.org/sitemap-2.xml"
