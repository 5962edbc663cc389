"""docs/plugins.md says of each plugin what a build beside it gives; some that are small are tried each time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workshop import plugin_table

TRIED = ("pelican-share-post", "pelican-featured-image")
"""Plugins that read summaries or texts when all is read; they need nothing that the tests do not have."""


@pytest.fixture(scope="module")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with these plugins in the versions that the table names."""
    folder = tmp_path_factory.mktemp("plugins")
    wanted = [f"{name}=={plugin_table.rows()[name].split('|')[2].strip()}" for name in TRIED]
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder), *wanted]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        in_ci = os.environ.get("IBID_CI") == "1" or "CI" in os.environ
        (pytest.fail if in_ci else pytest.skip)(f"the plugins cannot be installed: {done.stderr}")
    return folder / "pelican/plugins"


def test_the_rows_of_the_table_hold(plugins):
    alone, rows = plugin_table.base(), plugin_table.rows()
    for one in plugin_table.NEIGHBOURS:
        if one.package in TRIED:
            found = [plugin_table.verdict(one, first=first, alone=alone, path=plugins) for first in (True, False)]
            assert plugin_table.row(one, rows[one.package].split("|")[2].strip(), *found) == rows[one.package]


def test_the_table_has_every_plugin():
    assert list(plugin_table.rows()) == [one.package for one in plugin_table.NEIGHBOURS]


def test_what_is_lost_is_found():
    one = {"a": [("a", "", "/x", "[1]"), ("a", "", "/x", "[1]")]}
    assert plugin_table.lost(one, one) == []
    assert plugin_table.lost(one, {"a": [("a", "", "/x", "[1]")]}) == ["a: a  /x [1]"]
    assert plugin_table.lost({"a": []}, {"a": [("unfinished <ibid-cite",)]}) == ["unfinished <ibid-cite"]
