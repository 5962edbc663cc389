"""Whole sites, built by `pelican`: what must hold for every page of every one."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bookshelf import THEME, words
from bs4 import BeautifulSoup

from workshop import zygote

POST = "Title: {title}\nDate: {date}\nCategory: News\nTags: prizes, R&D\n\nWe *won* on {date}.\n"
SITES = {
    "quickstart": {
        "SITENAME": "Ada's site",
        "AUTHOR": "Ada",
        "LINKS": (("Pelican", "https://getpelican.com/"), ("You can modify those links in your config file", "#")),
        "SOCIAL": (("You can add links in your config file", "#"),),
        "DEFAULT_PAGINATION": 10,
    },
    "small pages, typographer, every archive": {
        "SITENAME": "Ada & Bo",
        "DEFAULT_PAGINATION": 1,
        "TYPOGRIFY": True,
        "YEAR_ARCHIVE_SAVE_AS": "news/{date:%Y}/index.html",
        "MONTH_ARCHIVE_SAVE_AS": "news/{date:%Y}/{date:%m}/index.html",
        "DIRECT_TEMPLATES": ["index", "archives", "authors", "categories", "tags", "404"],
    },
    "read from disk": {
        "SITENAME": "Ada",
        "RELATIVE_URLS": True,
        "ARTICLE_URL": "n/{slug}/",
        "ARTICLE_SAVE_AS": "n/{slug}/index.html",
    },
    "under a path": {"SITENAME": "Ada", "SITEURL": "https://ada.example/site", "FEED_ALL_RSS": "rss.xml"},
    "home elsewhere": {"SITENAME": "Ada", "INDEX_SAVE_AS": "news/index.html", "FEED_ALL_ATOM": None},
    "environment of one's own": {
        "SITENAME": "Ada",
        "JINJA_ENVIRONMENT": {"trim_blocks": False, "lstrip_blocks": False, "autoescape": True},
    },
}


ALONE = {"TIMEZONE": "UTC", "THEME": str(THEME), "JINJA_ENVIRONMENT": {"autoescape": True}}
"""What a site needs that uses the theme without the plugin."""
DEMO = {"the demo": [], "the demo, read from disk": ["-e", "RELATIVE_URLS=true"]}


@pytest.fixture(scope="module", params=[*SITES, *DEMO])
def output(request, root, tmp_path_factory) -> Path:
    """The folder of one built site: with the theme alone, or the demo with all that is ours."""
    folder = tmp_path_factory.mktemp("site")
    if request.param in DEMO:
        return pelican(root, folder / "output", *DEMO[request.param])
    return build(folder, SITES[request.param])


@pytest.fixture(scope="module")
def pages(output) -> dict[str, BeautifulSoup]:
    """Every page of the site, by its path."""
    return {f.relative_to(output).as_posix(): soup(f) for f in sorted(output.rglob("*.html"))}


def build(root: Path, conf: dict[str, object]) -> Path:
    """Build a small site of posts and pages, without any plugin."""
    (root / "content/pages").mkdir(parents=True)
    for day, title in (("2024-09-26", 'A "prize" <3'), ("2024-05-01", "Paper &amp; code"), ("2023-01-01", "Hello")):
        (root / f"content/{day}.md").write_text(POST.format(title=title, date=day), encoding="utf-8")
    (root / "content/pages/research.md").write_text("Title: Research\n\n## Topics\n\n- **Trees**\n", encoding="utf-8")
    home = "" if conf.get("INDEX_SAVE_AS") is None else "Template: home\nsave_as: index.html\nurl:\n"
    (root / "content/pages/about.md").write_text(f"Title: About\n{home}\nI study trees.\n", encoding="utf-8")
    lines = [f"{name} = {value!r}" for name, value in {**ALONE, **conf}.items()]
    (root / "pelicanconf.py").write_text("\n".join(["PLUGINS = []", *lines]), encoding="utf-8")
    return pelican(root, root / "output")


def pelican(folder: Path, output: Path, *arguments: str) -> Path:
    """Run `pelican content` in a folder; the folder it wrote."""
    run = zygote.run(["pelican", "content", "-o", str(output), *arguments], folder, os.environ)
    assert run.returncode == 0, run.stderr + run.stdout
    assert "CRITICAL" not in run.stdout + run.stderr
    return output


def soup(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_bytes(), "html.parser")


def each(pages, found) -> list[str]:
    """What `found` finds, with the pages where it does."""
    return [f"{path}: {what}" for path, drawn in pages.items() for what in found(drawn)]


def test_every_page_has_a_language_a_title_a_description_and_one_heading(pages):
    assert len(pages) >= 5
    assert each(pages, lambda p: [] if p.html["lang"] == "en" else ["no language"]) == []
    assert each(pages, lambda p: [] if words(p.title) else ["no title"]) == []
    described = {path: p.find("meta", attrs={"name": "description"})["content"] for path, p in pages.items()}
    assert all(described.values())
    assert each(pages, lambda p: [words(h) for h in p.find_all("h1")[1:]] if p.h1 else ["no h1"]) == []


def test_headings_skip_no_level(pages):
    def skips(drawn):
        levels = [int(h.name[1]) for h in drawn.find_all(["h1", "h2", "h3", "h4"])]
        return [f"h{a} then h{b}" for a, b in pairwise(levels) if b > a + 1]

    assert each(pages, skips) == []


def test_nothing_runs_and_nothing_is_styled_within_a_page(pages):
    def offences(drawn):
        yield from drawn.find_all(["style", "iframe", "object"])
        yield from (
            script for script in drawn.find_all("script", src=False) if script.get("type") != "application/ld+json"
        )
        yield from drawn.find_all(style=True)
        yield from (tag for tag in drawn.find_all(True) if any(name.startswith("on") for name in tag.attrs))

    assert each(pages, offences) == []


def test_nothing_is_fetched_from_elsewhere(pages):
    def foreign(drawn):
        loaded = [*drawn.find_all(src=True), *drawn.find_all("link", rel=["stylesheet", "icon", "preload"])]
        hosts = [urlsplit(str(tag.get("src") or tag.get("href"))).netloc for tag in loaded]
        return [host for host in hosts if host not in ("", "ada.example")]

    assert each(pages, foreign) == []


def test_a_page_loads_its_stylesheet_and_icon_and_no_more(pages):
    with_script = [path for path, drawn in pages.items() if drawn.find("script", src=True)]
    assert with_script in ([], ["search/index.html"])
    for path, drawn in pages.items():
        loaded = [*drawn.find_all("link", rel=["stylesheet", "icon"]), *drawn.find_all(src=True)]
        assert len(loaded) == 2 + (path in with_script), path


def test_no_id_stands_twice(pages):
    def repeated(drawn):
        ids = [tag["id"] for tag in drawn.find_all(id=True)]
        return {one for one in ids if ids.count(one) > 1}

    assert each(pages, repeated) == []


def test_the_way_to_the_content_comes_first_and_leads_there(pages):
    def lost(drawn):
        skip = drawn.find("a")
        return [] if drawn.find(id=str(skip["href"])[1:]) is drawn.main else [skip]

    assert each(pages, lost) == []


def test_every_link_within_the_site_leads_to_a_file_and_to_a_place_in_it(pages, output):
    def dead(path, drawn):
        for a in drawn.find_all("a", href=True):
            url = urlsplit(urljoin(f"//site/{path}", str(a["href"]).removeprefix("https://ada.example/site")))
            target = output / unquote(url.path.lstrip("/"))
            target = target / "index.html" if target.is_dir() or url.path in ("", "/") else target
            if url.netloc == "site" and not (target.is_file() and has(target, url.fragment)):
                yield f"{path}: {a['href']}"

    def has(target, fragment):
        name = target.relative_to(output).as_posix()
        return not fragment or pages[name].find(id=unquote(fragment)) is not None

    assert [link for path, drawn in pages.items() for link in dead(path, drawn)] == []


def test_a_template_written_for_simple_looks_right_in_our_frame(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/tags.html").write_text('{% extends "!simple/tags.html" %}', encoding="utf-8")
    tags = soup(build(tmp_path, {"SITENAME": "Ada", "THEME_TEMPLATES_OVERRIDES": ["mine"]}) / "tags.html")
    assert words(tags.main.h2) == "Tags for Ada"
    assert tags.find("link", rel="stylesheet")["href"].endswith("/theme/css/ibid.css")
