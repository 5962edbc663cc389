"""Every setting of Ibid and of the bibliography has a type: a value of another one is a problem that names the setting."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ibid.features.colours.colour_tokens import ColourSteps
from ibid.read.pelican_settings import corrected, misspelt, wrong_settings
from ibid.read.settings import DEFAULTS, read_settings
from pelican_bibtex.diagnostics.setting_places import Assignment, assignments
from pelican_bibtex.diagnostics.stop import Stop
from pelican_bibtex.settings import KNOWN
from pelican_bibtex.settings import read_settings as read_publications

WRONG = [3, 1.5, [1], ("a", 2), {"a": 1}, date(2024, 1, 1), object(), b"x", {3}, lambda: None]


@pytest.mark.parametrize("name", DEFAULTS)
@pytest.mark.parametrize("value", WRONG, ids=lambda value: type(value).__name__)
def test_a_setting_of_ibid_with_another_type_is_told(name: str, value: Any, tmp_path: Path):
    settings, problems = read_settings({name: value}, tmp_path, ColourSteps.judges)
    assert [problem.code.name for problem in problems] == ["bad-setting"]
    assert problems[0].message.startswith(name)
    assert settings == read_settings({}, tmp_path)[0], "the default is used"


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("value", WRONG, ids=lambda value: type(value).__name__)
def test_a_setting_of_the_bibliography_with_another_type_is_told(name: str, value: Any):
    with pytest.raises(Stop) as stopped:
        read_publications({name: value})
    [problem] = stopped.value.problems
    assert problem.message.startswith(f"{name} is ")


@pytest.mark.parametrize("name", ["IBID_PEOPLE", "IBID_NUMBERS", "IBID_CV", "IBID_LINKS", "IBID_ICON"])
def test_a_path_may_start_with_the_home_folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "mine").write_text("", "utf-8")
    settings, problems = read_settings({name: "~/mine"}, Path("/elsewhere"))
    assert (getattr(settings, name.removeprefix("IBID_").lower()), problems) == (tmp_path / "mine", ())


CONF = """\
import os
SITEURL = "https://a.example/"
SITEURL: str = "https://b.example/"
MENU = [1,
  2]
THEME = os.path.join("a", "b")
if True:
    AUTHOR = "Jane"
raise SystemExit("this file is never executed")
"""


def test_places_and_values_are_parsed_never_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "pelicanconf.py").write_text(CONF, "utf-8")
    monkeypatch.chdir(tmp_path)
    found = assignments()
    assert {name: each.line for name, each in found.items()} == {"SITEURL": 3, "MENU": 4, "THEME": 6, "AUTHOR": 8}
    assert (found["SITEURL"].value, found["MENU"].value) == ("https://b.example/", [1, 2])
    (tmp_path / "pelicanconf.py").write_text("SITEURL = (", "utf-8")
    assert assignments() == {}, "Pelican itself reports that"


FINE = [
    ("MENUITEMS", [("A", "/a/", "icon"), ["B", "/b/"]]),
    ("MENUITEMS", ()),
    ("SOCIAL", (("You can add links", "#"),)),
    ("SITEURL", "https://me.example/~jane"),
    ("SITEURL", "//me.example"),
    ("SITEURL", "/lab"),
    ("TIMEZONE", "UTC"),
    ("DEFAULT_LANG", "zh_cn"),
    ("DEFAULT_LANG", "pt-BR"),
    ("DEFAULT_PAGINATION", 10),
    ("PUBLISH_GIT_DOMAIN", "Jane.example"),
    ("FEED_ALL_ATOM", None),
    ("STATIC_PATHS", ("images", "extra/robots.txt")),
    ("ARTICLE_PATHS", ["news"]),
    ("PAGE_URL", "{slug}"),
    ("RELATIVE_URLS", 1),
]


@pytest.mark.parametrize(("name", "value"), FINE)
def test_a_value_that_works_is_not_reported(name: str, value: Any, tmp_path: Path):
    given = {"PAGE_SAVE_AS": "{slug}.html", name: value}
    assert not [*wrong_settings(given, {name: Assignment("", 1, value)}, tmp_path, is_our_theme=True)]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("MENU_ITEMS", "MENUITEMS"),
        ("SITE_URL", "SITEURL"),
        ("TIME_ZONE", "TIMEZONE"),
        ("ARTICEL_PATHS", "ARTICLE_PATHS"),
    ],
)
def test_a_name_that_is_almost_that_of_a_setting_is_told(name: str, near: str):
    written = {name: Assignment("", 1, "x")}
    assert [*misspelt(written, (), lambda _: False)] == [(name, f"there is no setting {name}; did you mean {near}?")]
    assert not [*misspelt(written, (), lambda _: True)], "a template uses it"
    assert not [*misspelt({**written, near: Assignment("", 2, "y")}, (), lambda _: False)], "both are there"


@pytest.mark.parametrize(
    "name", ["SITEMAP", "GOOGLE_SITE_VERIFICATION", "SEO_REPORT", "MY_LINKS_TITLE", "TWITTER_CARD"]
)
def test_a_setting_of_another_plugin_or_theme_is_not_told(name: str):
    assert not [*misspelt({name: Assignment("", 1, "x")}, (), lambda _: False)]


def test_a_slash_is_told_with_what_pelican_uses():
    written = {"SITEURL": Assignment("", 1, "https://a.example/")}
    [(name, fault)] = corrected({"SITEURL": "https://a.example"}, written)
    assert (name, fault.endswith('write `SITEURL = "https://a.example"`.')) == ("SITEURL", True)
