"""The one stylesheet: its weight, its layers, and the contrast of its colours, computed from the file itself."""

from __future__ import annotations

import gzip
import re

from bookshelf import THEME
from bs4 import BeautifulSoup
from pygments.token import STANDARD_TYPES

from ibid.features.colours.colour_tokens import FONTS, LENGTHS, LINES_ON, SAME_AS, TEXT_ON, THEME_COLOURS, judge

CSS = (THEME / "static/css/ibid.css").read_text(encoding="utf-8")
FIRST, DARK, SECOND = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:3]


def values(block: str) -> dict[str, str]:
    """Return the value of each token that a block sets."""
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def names(block: str) -> set[str]:
    return {*values(block)}


TOKENS = names(FIRST) | names(SECOND)


def test_it_weighs_at_most_3_kb_compressed():
    assert len(gzip.compress(CSS.encode(), 9)) <= 3 * 1024


def test_text_keeps_seven_to_one_and_lines_three_on_every_ground_they_stand_on():
    assert list(judge(THEME_COLOURS)) == []


def test_the_colours_that_are_judged_are_those_of_the_stylesheet():
    light, dark = values(FIRST), values(DARK)
    assert {name: (light[name], dark[name]) for name in light} == THEME_COLOURS
    second = values(SECOND)
    assert {name: value for name, value in second.items() if value.startswith("var(")} == {
        name: f"var(--{other})" for name, other in SAME_AS.items()
    }
    assert second.keys() == {*SAME_AS, *FONTS, *LENGTHS}


def test_every_colour_is_judged_or_is_a_hairline():
    tables = [*TEXT_ON.items(), *LINES_ON.items()]
    judged = {name for ground, inks in tables for name in (ground, *inks)}
    assert names(FIRST) - judged == {"chip", "rule"}, "--cite-tint is the chip's"


def test_dark_redefines_every_colour_of_the_first_tier_and_nothing_else():
    assert names(DARK) == names(FIRST)


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


def test_every_class_of_code_is_in_a_colour_that_is_judged_on_its_ground():
    """Seven to one, by the test above; what has no colour of its own is in that of text."""
    rules = re.findall(r"\.highlight :is\((.*?)\) \{ color: var\(--([\w-]+)\); \}", CSS)
    assert {token for _, token in rules} <= set(TEXT_ON["soft"])
    drawn = BeautifulSoup("".join(f'<i class="{short}">' for short in STANDARD_TYPES.values() if short), "html.parser")
    coloured = [{tag["class"][0] for tag in drawn.select(selectors)} for selectors, _ in rules]
    assert sum(map(len, coloured)) == len(set().union(*coloured)), "one colour each"
    assert {"c1", "cm", "k", "kn", "s2", "mi", "nf", "nc", "nt", "gi", "gd", "gp"} <= set().union(*coloured)


def test_the_browser_s_own_frame_has_the_colours_of_the_page():
    assets = (THEME / "templates/partials/assets.html").read_text(encoding="utf-8")
    assert re.findall(r"'(#\w+)'", assets) == [*THEME_COLOURS["bg"]]
