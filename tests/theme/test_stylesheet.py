"""The one stylesheet: its weight, its layers, and the contrast of its colours, computed from the file itself."""

from __future__ import annotations

import gzip
import re

import pytest
from bookshelf import THEME

CSS = (THEME / "static/css/ibid.css").read_text(encoding="utf-8")
TEXT = ("text", "text-2", "muted", "link", "visited")
GROUNDS = {
    "chip": ("link",),
    "soft": ("text", "text-2", "link", "visited"),
    "target": ("text", "text-2", "link"),
    "award-tint": ("award",),
}


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block))


FIRST, DARK = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
LIGHT = tokens(FIRST)
SCHEMES = {"light": LIGHT, "dark": LIGHT | tokens(DARK)}


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def pairs(scheme: str):
    """Each text colour with each ground it stands on."""
    grounds = {"bg": TEXT, **GROUNDS}
    return [(ink, ground) for ground, inks in grounds.items() for ink in inks]


def test_it_weighs_at_most_3_kb_compressed():
    assert len(gzip.compress(CSS.encode(), 9)) <= 3 * 1024


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_keeps_seven_to_one_on_every_ground_it_stands_on(scheme):
    colours = SCHEMES[scheme]
    poor = {pair: contrast(*(colours[name] for name in pair)) for pair in pairs(scheme)}
    assert {pair: round(ratio, 2) for pair, ratio in poor.items() if ratio < 7} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["edge", "focus"])
def test_edges_and_focus_keep_three_to_one(scheme, name):
    assert contrast(SCHEMES[scheme][name], SCHEMES[scheme]["bg"]) >= 3


def test_dark_redefines_every_colour_of_the_first_tier_and_nothing_else():
    assert set(re.findall(r"--([\w-]+):", DARK)) == set(LIGHT)


def test_paper_is_light():
    assert "@media screen and (prefers-color-scheme: dark)" in CSS
    assert CSS.count("prefers-color-scheme") == 1


def test_the_layers_are_named_in_their_order():
    assert re.search(r"@layer ([\w, ]+);", CSS)[1] == "tokens, base, layout, components, print"


def test_every_rule_stands_in_a_layer_so_that_an_author_s_own_always_wins():
    outside = re.sub(r"(?s)^@layer \w+ \{\n.*?^\}", "", CSS, flags=re.MULTILINE)
    assert re.sub(r"/\*.*?\*/|@layer [\w, ]+;|\s", "", outside) == ""


def test_nothing_is_measured_in_pixels_and_nothing_is_fetched():
    assert not re.search(r"\dpx\b", CSS)
    assert not re.search(r"url\(|@import|@font-face|!important", CSS)


def test_every_variable_in_use_is_a_token():
    assert set(re.findall(r"var\(--([\w-]+)", CSS)) <= set(re.findall(r"--([\w-]+):", CSS))


def test_the_browser_s_own_frame_has_the_colours_of_the_page():
    assets = (THEME / "templates/partials/assets.html").read_text(encoding="utf-8")
    assert re.findall(r'theme-color" content="(#\w+)"', assets) == [SCHEMES["light"]["bg"], SCHEMES["dark"]["bg"]]
