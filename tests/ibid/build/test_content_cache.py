"""CACHE_CONTENT: a build that has a cache writes what a build without one writes, whatever has changed in between."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path

import pytest
from tiny_site import BIB, Site

from ibid.build.content_cache import described

CACHED = {"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True}
RESEARCH = """\
Title: Research
Topics: true

- **Letters**: see [@*]
    - **Old**: [@alpha2020]
    - **New**: $x^2 < y$ and [@beta2021; @gamma2022]

# A heading

{publications limit=2}
"""
POST = """\
Title: A post
Date: 2024-05-03
Tags: one, two
Category: news
Summary: As in [@alpha2020].

We cite [@beta2021, p. 3], link [research]({filename}../pages/research.md), show $\\notacommand{x}$ and :smile:.

- [x] done
"""
FILES = {
    "content/pages/research.md": RESEARCH,
    "content/news/a.md": POST,
    "content/news/b.rst": "A rst post\n##########\n\n:date: 2024-05-04\n:summary: As in [@alpha2020].\n\nIt cites [@gamma2022].\n",
    "content/news/c.md": "Title: Plain\nDate: 2024-05-05\n\nNo summary, but [@alpha2020] and [a post]({filename}a.md).\n",
    "content/pages/d.html": "<html><head><title>D</title></head><body><p>Here [@alpha2020].</p></body></html>",
}
LAYERS = ("reader", "generator")


def built_into(site: Site, folder: str, *arguments: str) -> tuple[list[str], dict[str, bytes]]:
    """The messages and files of a build into a new folder."""
    shutil.rmtree(site.folder / folder, ignore_errors=True)
    done = site.run("pelican", "content", "-o", folder, *arguments)
    root = site.folder / folder
    return done.problems, {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


EDITS: dict[str, tuple[dict[str, str], dict[str, object]]] = {
    "nothing": ({}, {}),
    "a post": ({"content/news/a.md": POST.replace("@beta2021", "@gamma2022")}, {}),
    "a title": ({"content/pages/research.md": RESEARCH.replace("Title: Research", "Title: Our research")}, {}),
    "the bibliography": ({"content/publications.bib": BIB.replace("2020,", "2023,").replace("On Alpha", "On A")}, {}),
    "a number in front": (
        {"content/publications.bib": BIB + "@misc{z, title={Z}, author={Doe, Jane}, year={2001}}\n"},
        {},
    ),
    "people": ({"content/people.yml": "Jane Doe: {owner: true}\n"}, {}),
    "parts of the Markdown": ({}, {"IBID_MARKDOWN": {"emoji": False, "tasks": False}, "IBID_MATH": False}),
    "addresses": (
        {},
        {"PAGE_URL": "p/{slug}/", "PAGE_SAVE_AS": "p/{slug}/index.html", "SITEURL": "https://jane.example/x"},
    ),
    "relative links": ({}, {"RELATIVE_URLS": True}),
    "MARKDOWN": ({}, {"MARKDOWN": {"extensions": ["markdown.extensions.meta", "markdown.extensions.nl2br"]}}),
}


def test_a_build_with_the_cache_is_like_a_fresh_one(site):
    for changed, (files, settings) in EDITS.items():
        site.write({**FILES, "content/publications.bib": BIB, **files})
        configure(site, **settings)
        fresh = built_into(site, "fresh")
        assert "news/a/index.html" in fresh[1], changed
        for layer in LAYERS:
            configure(site, CONTENT_CACHING_LAYER=layer, **CACHED, **settings)
            assert built_into(site, "cached") == fresh, (layer, changed)


def configure(site: Site, **settings: object) -> None:
    site.write(
        {"pelicanconf.py": "".join(f"{name} = {value!r}\n" for name, value in {**site.settings, **settings}.items())}
    )


def edit_unseen(site: Site, name: str, old: str, new: str) -> None:
    """Change a source without a change of its size and time."""
    source = site.folder / name
    about = source.stat()
    source.write_text(source.read_text().replace(old, new))
    os.utime(source, ns=(about.st_atime_ns, about.st_mtime_ns))


READ_AGAIN: list[tuple[dict[str, object], bool]] = [
    ({}, False),
    ({"OUTPUT_PATH": "elsewhere"}, False),
    ({"LOAD_CONTENT_CACHE": False}, True),
    ({"IBID_MARKDOWN": {"emoji": False}}, True),
    ({"MY_SETTING": 1}, True),
    ({"CHECK_MODIFIED_METHOD": "md5"}, True),
]
"""Settings that change after the first build, and whether its cache is of no use then."""


@pytest.mark.parametrize("layer", LAYERS)
def test_a_source_is_read_once_as_long_as_nothing_has_changed(site, layer):
    site.write(FILES)
    configure(site, CONTENT_CACHING_LAYER=layer, **CACHED)
    built_into(site, "output")
    cache, kept = site.folder / "cache", site.folder / "kept"
    cache.rename(kept)
    edit_unseen(site, "content/news/c.md", "No summary", "No SUMMARY")
    found = []
    for changed, _ in READ_AGAIN:
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(kept, cache)
        configure(site, CONTENT_CACHING_LAYER=layer, **{**CACHED, **changed})
        page = built_into(site, "output")[1]["news/c/index.html"].decode()
        found.append((changed, "No SUMMARY" in page))
    assert found == READ_AGAIN


def test_a_digest_of_the_source_is_used_if_pelican_is_to_use_one(site):
    configure(site, CHECK_MODIFIED_METHOD="sha256", **CACHED)
    site.write(FILES)
    built_into(site, "output")
    edit_unseen(site, "content/news/c.md", "No summary", "No SUMMARY")
    assert b"No SUMMARY" in built_into(site, "output")[1]["news/c/index.html"]
    assert b"No SUMMARY" in built_into(site, "output")[1]["news/c/index.html"]


def caches(site: Site) -> list[Path]:
    return sorted(path for path in (site.folder / "cache").rglob("*Generator-*") if path.is_file())


@pytest.mark.parametrize("layer", LAYERS)
def test_the_cache_has_no_number_address_and_setting(site, layer):
    site.write(FILES)
    configure(site, CONTENT_CACHING_LAYER=layer, GZIP_CACHE=False, MY_SECRET="hunter2", **CACHED)  # noqa: S106  a made-up one
    built_into(site, "output")
    names = [path.name for path in caches(site)]
    assert names == [f"ArticlesGenerator-{layer}", f"PagesGenerator-{layer}"], "and none of Pelican's own"
    for path in caches(site):
        kept = path.read_bytes()
        assert b"ibid-cite" in kept
        for never in (b"hunter2", b"doc-biblioref", b"/publications/", b"#alpha2020", b"On Alpha", b"On Beta"):
            assert never not in kept, (path.name, never)


SPOILT = {
    "empty": lambda data: b"",
    "cut off": lambda data: data[: len(data) // 2],
    "not a pickle": lambda data: b"\x80\x04nonsense",
    "a pickle of something else": lambda data: pickle.dumps(["something else"]),
    "a changed byte": lambda data: data.replace(b"ibid-cite", b"ibid-c\x80te"),
}


def test_a_cache_that_is_spoilt_is_ignored(site):
    site.write(FILES)
    configure(site, GZIP_CACHE=False, **CACHED)
    first = built_into(site, "output")
    for how, spoil in SPOILT.items():
        assert caches(site), how
        for path in caches(site):
            path.write_bytes(spoil(path.read_bytes()))
            Path(path.parents[1], "ArticlesGenerator-Readers").write_bytes(b"")  # Pelican's own, after a failure
        assert built_into(site, "output") == first, how


def test_what_cannot_be_kept_is_read_each_time(site):
    """A plugin may put anything into metadata, and a folder may not be writable."""
    plugin = """
from pelican import signals
def add(generator, metadata): metadata["odd"] = lambda: 1
def register(): signals.article_generator_context.connect(add)
"""
    site.write({**FILES, "plugins/odd.py": plugin, "cache": ""})
    plugins = {
        "PLUGINS": ["odd", "ibid", "pelican_bibtex"],
        "PLUGIN_PATHS": ["plugins", *site.settings["PLUGIN_PATHS"]],
    }
    for path in ("cache", "kept"):
        configure(site, CACHE_PATH=path, CONTENT_CACHING_LAYER="generator", **CACHED, **plugins)
        first = built_into(site, "output")
        assert "news/a/index.html" in first[1]
        assert built_into(site, "output") == first


def test_a_page_whose_reading_gave_a_warning_gives_it_again(site):
    plugin = """
import logging
from pelican import signals
def warn(content):
    if content.title == "Plain": logging.getLogger("pelican.plugins.odd").error("odd post")
def register(): signals.content_object_init.connect(warn)
"""
    site.write({**FILES, "plugins/odd.py": plugin})
    plugins = {
        "PLUGINS": ["odd", "ibid", "pelican_bibtex"],
        "PLUGIN_PATHS": ["plugins", *site.settings["PLUGIN_PATHS"]],
    }
    configure(site, CONTENT_CACHING_LAYER="generator", **CACHED, **plugins)
    for _ in range(2):
        assert any("odd post" in line for line in built_into(site, "output")[0])


def test_functions_in_settings_are_described_by_their_code():
    first, same, other = (eval(f"lambda x: x + {n}") for n in (1, 1, 2))  # noqa: S307  three functions
    assert described({"f": first}) == described({"f": same}) != described({"f": other})
    assert described({"b", "a"}) == described({"a", "b"}) != described(["a", "b"])
    assert described(Settable(1)) == described(Settable(1)) != described(Settable(2))


class Settable:
    def __init__(self, value: int) -> None:
        self.value, self.itself = value, self
