"""A library that is newer than what Ibid is tested with is a hint; the tested versions are those of the two lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_site import Site

from ibid.compat.tested_versions import NEWEST, installed, untested

PAGE = {"content/pages/a.md": "Title: A\nSummary: A page.\n\nText [@alpha2020], [@beta2021], [@gamma2022]\n"}


def pinned(file: Path) -> dict[str, str]:
    lines = [line for line in file.read_text("utf-8").splitlines() if "==" in line]
    return dict(line.split("==") for line in lines)


def test_the_newest_are_those_that_ibid_is_developed_with(root: Path):
    developed = pinned(root / "requirements-dev.lock")
    assert {name: developed[name.lower()] for name in NEWEST} == NEWEST, "renew tested_versions.py, then run all tests"


def test_the_oldest_are_no_surprise(root: Path):
    oldest = pinned(root / "requirements-lowest.txt")
    assert [*untested({name: oldest[name.lower()] for name in NEWEST})] == []


@pytest.mark.parametrize(
    ("versions", "found"),
    [
        ({}, []),
        (NEWEST, []),
        ({"Pelican": "4.11.0", "Markdown": "3.6"}, []),
        ({"Pelican": "4.9.1"}, []),
        ({"Pelican": "4.12"}, []),
        ({"Pelican": "4.12.0.post0"}, []),
        ({"Pelican": "4.12.1"}, ["Pelican"]),
        ({"Pelican": "4.100"}, ["Pelican"]),
        ({"Pelican": "5.0.0rc1", "Markdown": "4"}, ["Pelican", "Markdown"]),
        ({"Markdown": "3.11.10"}, ["Markdown"]),
        ({"Pelican": "unknown"}, []),
    ],
)
def test_untested(versions: dict[str, str], found: list[str]):
    assert [*untested(versions)] == found


def test_each_is_installed():
    assert installed().keys() == NEWEST.keys()


def test_a_build_with_what_is_tested_says_nothing(site: Site):
    built = site.build(PAGE)
    assert (built.code, [line for line in built.problems if "untested-version" in line]) == (0, [])


def test_a_build_with_a_newer_version_has_a_hint(site: Site):
    newer = {
        "plugins/newer.py": "import sys\n\nsys.path.insert(0, 'newer')\n\n\ndef register():\n    pass\n",
        "newer/Pelican-99.1.dist-info/METADATA": "Metadata-Version: 2.1\nName: Pelican\nVersion: 99.1\n",
    }
    paths = [str(site.root / "plugins"), "plugins"]
    built = site.build({**PAGE, **newer}, PLUGINS=["newer", "pelican_bibtex", "ibid"], PLUGIN_PATHS=paths, STRICT=True)
    said = [line for line in built.problems if "untested-version" in line]
    older = f"`pip install pelican=={NEWEST['Pelican']}` installs the newest that is."
    assert said == [f"untested-version: this Ibid is not tested with Pelican 99.1; {older} [hint]"]
    hushed = site.build(IBID_SEVERITY={"untested-version": "off"})
    assert [line for line in hushed.problems if "untested-version" in line] == []
    assert built.code == hushed.code
