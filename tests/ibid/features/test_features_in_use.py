"""A site imports only the features that it uses; what is loaded is what a build in a new process says at its end."""

from __future__ import annotations

import json

import pytest
from tiny_site import Site

from ibid.features.registry import FEATURES

SPY = """
import atexit, json, sys
def register():
    atexit.register(lambda: print("loaded:", json.dumps(sorted(sys.modules))))
"""
ALWAYS = {"images", "redirects"}
"""What a page or a post may need without a setting."""


@pytest.mark.parametrize(
    ("settings", "files", "used"),
    [
        ({}, {}, {"formulas"}),
        ({"IBID_MATH": False}, {}, set()),
        ({"IBID_MATH": False, "IBID_SEARCH": True}, {}, {"search"}),
        ({"IBID_MATH": False}, {"content/cv.yml": "education:\n- title: PhD\n  date: 2020\n"}, {"cv"}),
        ({"IBID_MATH": False, "IBID_TOKENS": {"link": ("#7a1f1f", "#f2b3ab")}}, {}, {"colours"}),
    ],
    ids=["as set up", "no formulas", "search", "a CV", "colours"],
)
def test_only_the_features_in_use_are_loaded(site: Site, settings: dict, files: dict, used: set[str]):
    site.settings |= {"PLUGIN_PATHS": [*site.settings["PLUGIN_PATHS"], "spies"], **settings}
    site.settings["PLUGINS"] = [*site.settings["PLUGINS"], "spy"]
    site.build({"spies/spy.py": SPY, "content/pages/about.md": "Title: About\n\nOn [@alpha2020].\n", **files})
    built = site.run("pelican", "content", fresh=True)
    assert (built.code, built.stderr) == (0, "")
    loaded = json.loads(built.stdout.partition("loaded: ")[2])
    found = {name for name in map(feature_of, loaded) if name}
    assert found == used | ALWAYS


def feature_of(module: str) -> str:
    """Return the feature that a module of steps belongs to; a feature's own `__init__` only says when it is used."""
    parts = module.split(".")
    return parts[2] if parts[:2] == ["ibid", "features"] and len(parts) > 3 else ""


def test_every_feature_is_found_by_its_record():
    assert [feature.name for feature in FEATURES if feature_of(feature.load().__module__) != feature.name] == []
