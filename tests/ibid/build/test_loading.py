"""A site that lacks one of its plugins is not built: what `pelican content` says, as far as a plugin of ours is loaded."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from tiny_site import Site

BOTH = ["pelican_bibtex", "ibid"]
ANOTHER = "def register():\n    pass\n"
HIDES_PYBTEX = 'import sys\n\nsys.modules["pybtex"] = None\n\n\ndef register():\n    pass\n'

SETTINGS = {
    # PLUGINS, files in a folder of PLUGIN_PATHS, the first line of the report
    "ibid misspelt": (
        ["pelican_bibtex", "ibbid"],
        {},
        "pelicanconf.py:12: missing-plugin: the plugin `ibbid` in PLUGINS does not exist; did you mean `ibid`?",
    ),
    "the provider misspelt": (
        ["pelican_bibtx", "ibid"],
        {},
        (
            "pelicanconf.py:12: missing-plugin: the plugin `pelican_bibtx` in PLUGINS does not exist; "
            "did you mean `pelican_bibtex`?"
        ),
    ),
    "another one misspelt": (
        [*BOTH, "sitemapp"],
        {"sitemap.py": ANOTHER},
        ("pelicanconf.py:12: missing-plugin: the plugin `sitemapp` in PLUGINS does not exist; did you mean `sitemap`?"),
    ),
    "one that is not installed": (
        ["pelican.plugins.seo", *BOTH],
        {},
        (
            "pelicanconf.py:12: missing-plugin: the plugin `pelican.plugins.seo` in PLUGINS does not exist; "
            "install it, add its folder to PLUGIN_PATHS, or remove it."
        ),
    ),
    "a comma forgotten": (
        ["pelican_bibtex", "sitemapibid"],
        {"sitemap.py": ANOTHER},
        (
            "pelicanconf.py:12: missing-plugin: the plugin `sitemapibid` in PLUGINS does not exist; "
            "is a comma missing between `sitemap` and `ibid`?"
        ),
    ),
    "no provider": (
        ["ibid"],
        {},
        (
            "pelicanconf.py:12: missing-plugin: PLUGINS lacks `pelican_bibtex`, which this site needs; "
            'write `PLUGINS = ["ibid", "pelican_bibtex"]`.'
        ),
    ),
    "no provider among others": (
        ["ibid", "sitemap"],
        {"sitemap.py": ANOTHER},
        (
            "pelicanconf.py:12: missing-plugin: PLUGINS lacks `pelican_bibtex`, which this site needs; "
            'write `PLUGINS = ["ibid", "sitemap", "pelican_bibtex"]`.'
        ),
    ),
    "one that lacks what it imports": (
        [*BOTH, "mine"],
        {"mine.py": "\nimport nowhere\n"},
        (
            "here/mine.py:2: broken-plugin: the plugin `mine` cannot be loaded: ModuleNotFoundError: "
            "No module named 'nowhere'; install the missing module, or remove `mine` from PLUGINS."
        ),
    ),
    "one whose helper lacks what it imports": (
        ["mine", *BOTH],
        {"mine/__init__.py": "from . import helper\n", "mine/helper.py": "from os import nothing\n"},
        "here/mine/helper.py:1: broken-plugin: the plugin `mine` cannot be loaded: ImportError: ",
    ),
    "a provider that lacks what it imports": (
        ["tuples", "ibid"],
        {"tuples.py": "import nowhere\n"},
        "here/tuples.py:1: broken-plugin: the plugin `tuples` cannot be loaded: ModuleNotFoundError: ",
    ),
    "pelican-bib without pybtex": (
        ["no_pybtex", "pelican_bib", "ibid"],
        {"no_pybtex.py": HIDES_PYBTEX},
        "pelicanconf.py:12: no-publications: `pelican_bib` provides no publications: it needs pybtex (",
    ),
}


@pytest.fixture
def old(site: Site) -> Site:
    """A site that was built before, and is emptied by each build."""
    site.settings |= {"PLUGIN_PATHS": ["here", *site.settings["PLUGIN_PATHS"]], "DELETE_OUTPUT_DIRECTORY": True}
    site.write({"output/old.html": "the last site", "output/.ibid-site": ""})
    return site


@pytest.mark.parametrize("case", SETTINGS)
def test_a_plugin_that_is_not_there_stops_the_build_before_anything_is_written(old: Site, case: str) -> None:
    plugins, files, message = SETTINGS[case]
    if "pelican_bib" in plugins:
        pytest.importorskip("pelican_bib")
    built = old.build({f"here/{name}": text for name, text in files.items()}, PLUGINS=plugins)
    first, last = built.problems
    assert first.startswith(message)
    assert last == "Stopped before anything was written; correct the errors above."
    assert (built.code, built.files()) == (1, {".ibid-site": b"", "old.html": b"the last site"})


def test_all_that_is_missing_is_said_at_once_and_no_folder_is_made(site: Site) -> None:
    built = site.build(PLUGINS=["seo", "pelican_bibtex", "ibbid", "neighbors"])
    assert [line.split("`")[1] for line in built.problems[:-1]] == ["ibbid", "neighbors", "seo"]
    assert not (site.folder / "output").exists()


def test_a_file_that_pelican_bib_refuses_stops_the_build(old: Site) -> None:
    pytest.importorskip("pelican_bib")
    built = old.build({"content/publications.bib": "@article{a, title="}, PLUGINS=["pelican_bib", "ibid"])
    assert "no-publications: `pelican_bib` provides no publications: see Pelican's log" in built.problems[0]
    assert "failed to parse file" in built.stdout
    assert (built.code, built.files()) == (1, {".ibid-site": b"", "old.html": b"the last site"})


@pytest.mark.parametrize("plugins", [BOTH, BOTH[::-1]])
@pytest.mark.parametrize("name", BOTH)
def test_another_plugin_by_the_name_of_ours_is_none(old: Site, name: str, plugins: list[str]) -> None:
    """Modules are looked for anew: a process that has imported ours would go on with them."""
    old.build({f"here/{name}.py": ANOTHER}, PLUGINS=plugins)
    built = old.run("pelican", "content", fresh=True)
    assert built.problems[0] == (
        f"here/{name}.py: missing-plugin: this is another plugin with the name `{name}`; "
        "rename it, or remove its folder from PLUGIN_PATHS."
    )
    assert built.code == 1


def test_a_plugin_that_cannot_be_registered_is_named_with_its_line(old: Site) -> None:
    """Pelican itself shows a traceback here, to standard output."""
    old.build(PLUGINS=BOTH)
    old.write(
        {
            "output/old.html": "the last site",
            "output/.ibid-site": "",
            "here/mine.py": "def register():\n    raise KeyError('oops')\n",
        }
    )
    conf = (old.folder / "pelicanconf.py").read_text() + "PLUGINS += ['mine']\n"
    old.write({"pelicanconf.py": conf})
    before = {path: path.read_bytes() for path in (old.folder / "output").rglob("*") if path.is_file()}
    done = subprocess.run(
        [sys.executable, "-m", "pelican", "content"], cwd=old.folder, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(
        "here/mine.py:2: broken-plugin: the plugin `mine` cannot be loaded: KeyError: 'oops'; fix that, or remove"
    )
    assert {path: path.read_bytes() for path in (old.folder / "output").rglob("*") if path.is_file()} == before


def test_what_raises_anything_else_ends_pelican_itself_before_anything_is_written(old: Site) -> None:
    old.build(PLUGINS=BOTH)
    old.write({"output/old.html": "the last site", "output/.ibid-site": "", "here/mine.py": "1 / 0\n"})
    old.write({"pelicanconf.py": (old.folder / "pelicanconf.py").read_text() + "PLUGINS += ['mine']\n"})
    done = subprocess.run(
        [sys.executable, "-m", "pelican", "content"], cwd=old.folder, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, (old.folder / "output/old.html").read_text()) == (1, "the last site")


PAGE = {"content/pages/a.md": "Title: A\nTopics: true\n\n- **Letters** [@alpha2020; @beta2021; @gamma2022]\n"}


def test_the_order_of_the_two_does_not_matter(site: Site) -> None:
    built = site.build(PAGE, PLUGINS=BOTH)
    assert (built.code, built.problems) == (0, [])
    before = built.files()
    assert site.build(PLUGINS=BOTH[::-1]).files() == before
    assert "publications/alpha2020/index.html" in before


def test_our_reader_alone_is_a_site(site: Site) -> None:
    built = site.build(PLUGINS=["pelican_bibtex"], THEME="simple")
    assert (built.code, built.problems) == (0, [])


WRONG = {
    "PLUGINS = ['pelican_bibtex', 'ibbid']": "missing-plugin: the plugin `ibbid` in PLUGINS",
    "PUBLICATIONS_SRC = 3": "bad-setting: PUBLICATIONS_SRC is 3",
}


def test_under_autoreload_what_is_missing_is_reported_and_awaited(old: Site) -> None:
    """From the first build on, and again; a wrong kind of setting is awaited in the same way."""
    old.build(PLUGINS=["ibid"])
    good = (old.folder / "pelicanconf.py").read_text() + "PLUGINS = ['pelican_bibtex', 'ibid']\n"
    listing, log = old.folder / "output/publications/index.html", old.folder / "stderr"
    with log.open("w") as stderr, subprocess.Popen(
        [sys.executable, "-m", "pelican", "content", "--autoreload"],
        cwd=old.folder, stdout=subprocess.DEVNULL, stderr=stderr,
    ) as pelican:  # fmt: skip
        try:
            saved(old, "", lambda: "lacks `pelican_bibtex`" in log.read_text())
            assert not listing.exists()
            for line, message in WRONG.items():
                saved(old, good, listing.exists)
                last = listing.stat().st_mtime_ns
                saved(old, f"{good}{line}\n", lambda message=message: message in log.read_text())
                assert listing.stat().st_mtime_ns == last
                listing.unlink()
            assert pelican.poll() is None
        finally:
            pelican.kill()
    said = [line for line in log.read_text().splitlines() if "left-in-output" not in line]
    assert set(said[1::2]) == {"The last site is unchanged; the next change of the settings starts a new build."}


def saved(site: Site, settings: str, condition: Callable[[], bool]) -> None:
    """Save settings until something holds: a change is missed that comes before Pelican watches for one."""
    end = time.monotonic() + 40
    while not condition():
        assert time.monotonic() < end, (site.folder / "stderr").read_text()
        if settings:
            site.write({"pelicanconf.py": settings})
        until = time.monotonic() + 2
        while time.monotonic() < until and not condition():
            time.sleep(0.05)
