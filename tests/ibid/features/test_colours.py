"""Colours: what CSS writes is read, contrast is what WCAG says, and an author hears which of their own are faint."""

from __future__ import annotations

from typing import Any

import pytest

from ibid.features.colours.colour_tokens import THEME_COLOURS, fault_of, judge, read_tokens, stylesheet_of
from ibid.model.colour import Colour, contrast, luminance, nearest_shade, read_colour


def colour(text: str) -> Colour:
    """A colour that must be readable."""
    found = read_colour(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("css", "shown"),
    [
        ("#0F4C81", "#0f4c81"),
        ("#fa3", "#ffaa33"),
        ("#fa38", "#ffaa33"),
        (" #ffaa3380 ", "#ffaa33"),
        ("rgb(15, 76, 129)", "#0f4c81"),
        ("rgb(15 76 129 / 50%)", "#0f4c81"),
        ("rgba(100%, 0%, 20%, 0.5)", "#ff0033"),
        ("rgb(300 -5 0)", "#ff0000"),
        ("hsl(120, 100%, 25%)", "#008000"),
        ("hsl(0.5turn 100% 50%)", "#00ffff"),
        ("HSLA(-120deg 100% 50% / 1)", "#0000ff"),
        ("rebeccapurple", "#663399"),
        ("DarkSlateGrey", "#2f4f4f"),
    ],
)
def test_a_colour_is_read_as_css_writes_it(css, shown):
    assert str(colour(css)) == shown


UNREADABLE = ["", "#12345", "#ggg", "0f4c81", "rgb(1 2)", "rgb(a b c)", "oklch(0.4 0.1 250)", "currentcolor", "url(x)"]


@pytest.mark.parametrize("css", UNREADABLE)
def test_what_is_no_colour_or_in_another_notation_is_not_guessed(css):
    assert read_colour(css) is None


@pytest.mark.parametrize(
    ("ink", "ground", "ratio"),
    [
        ("#000", "#fff", 21.0),
        ("#fff", "#fff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#595959", "#ffffff", 7.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#000000", 5.25),
        ("rgb(0 0 0 / 50%)", "#ffffff", 3.98),
    ],
)
def test_contrast_has_the_values_that_others_compute(ink, ground, ratio):
    assert contrast(colour(ink), colour(ground)) == pytest.approx(ratio, abs=0.01)


def test_luminance_at_its_ends():
    assert (luminance(colour("black")), luminance(colour("white"))) == (0, pytest.approx(1))


def test_the_nearest_shade_is_enough_and_no_darker_than_it_must_be():
    white = colour("white")
    shade = nearest_shade(colour("#88aaff"), [(white, 7)])
    assert shade is not None
    assert 7 <= contrast(shade, white) < 7.2
    assert nearest_shade(colour("#0f4c81"), [(white, 7)]) == colour("#0f4c81")
    assert nearest_shade(colour("#0f4c81"), [(colour("#777"), 7)]) is None


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"link": ("#7a1f1f", "hsl(6 70% 80%)"), "serif": "Georgia, 'Noto Serif SC', serif", "measure": "65ch"}, ""),
        ("red", "IBID_TOKENS is 'red'; write `IBID_TOKENS = {"),
        ({"lnk": ("red", "red")}, "which is not a token; did you mean link?"),
        ({"link": "red"}, "write two colours, for light and for dark"),
        ({"link": ("red",)}, "write two colours"),
        ({"link": ("red", "oklch(0.8 0.1 20)")}, "write it as #rrggbb"),
        ({"link": ("red; } body { display: none", "red")}, "write it as #rrggbb"),
        ({"serif": "Georgia; } * { display: none"}, "write a list of fonts"),
        ({"serif": 'Georgia, "a\\"b"'}, "write a list of fonts"),
        ({"serif": "url(//evil.example)"}, "write a list of fonts"),
        ({"sans": "</style><script>"}, "write a list of fonts"),
        ({"measure": "calc(1px)"}, "write a length"),
        ({"gutter": 3}, "write a length"),
    ],
)
def test_a_setting_that_is_no_colour_font_or_length_is_refused(value, says):
    fault = fault_of(value)
    assert says in fault
    assert bool(says) == bool(fault)


def test_the_setting_becomes_a_stylesheet():
    tokens = read_tokens({"link": (" #7a1f1f", "#f2b3ab"), "serif": "Georgia, serif"})
    assert stylesheet_of(tokens) == (
        ":root {\n  --link: #7a1f1f;\n  --serif: Georgia, serif;\n}\n\n"
        "@media screen and (prefers-color-scheme: dark) {\n  :root {\n    --link: #f2b3ab;\n  }\n}\n"
    )


def judged(value: dict[str, Any]) -> list[str]:
    """What is said of IBID_TOKENS."""
    assert fault_of(value) == ""
    return [str(problem) for problem in judge(read_tokens(value))]


def test_the_theme_s_own_colours_are_read_well():
    assert judged({**THEME_COLOURS}) == []
    assert judged({}) == []


FINE = "#9ac4f3"
"""A link that is read well in the dark."""


@pytest.mark.parametrize(
    ("tokens", "says"),
    [
        ({"serif": "Georgia"}, []),
        ({"link": ("#7a1f1f", FINE)}, []),
        ({"link": ("hsl(0 59% 30%)", "#f2b3ab"), "title": ("#7a1f1f", "#f2b3ab")}, []),
        ({"link": ("#3b6ea5", FINE)}, ["pelicanconf.py: low-contrast: --link #3b6ea5 is 5.3:1 on --bg #ffffff"]),
        (
            {"link": ("#7a1f1f", "#7a1f1f")},
            ["pelicanconf.py: unreadable-colour: --link #7a1f1f is 1.7:1 on --bg #15171a"],
        ),
        (
            {"bg": ("#ccc", "#15171a")},
            [f"--{ink} " for ink in ("text-2", "muted", "link", "visited", "edge")],
        ),
        ({"focus": ("#ff0", "#ffb066")}, ["--focus #ffff00 is 1.1:1 on --bg #ffffff, 1.0:1 on --soft"]),
        ({"title": ("#3b6ea5", FINE)}, ["low-contrast: --title #3b6ea5 is 5.3:1 on --bg"]),
        ({"cite-tint": ("#7a8", FINE)}, ["unreadable-colour: --link #0f4c81 is 3.3:1 on --cite-tint #77aa88"]),
        ({"text": ("rgb(0 0 0 / 50%)", "#fff")}, ["--text #000000 is 4.0:1 on --bg #ffffff"]),
    ],
)
def test_an_author_hears_which_of_their_colours_are_hard_to_read(tokens, says):
    found = judged(tokens)
    assert len(found) >= len(says)
    assert bool(found) == bool(says)
    for line in says:
        assert any(line in each for each in found), found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_shade_that_is_offered_is_taken(scheme):
    def link(shade: str) -> dict[str, tuple[str, str]]:
        return {"link": (shade, FINE) if scheme == "light" else ("#0f4c81", shade)}

    (said,) = judged(link({"light": "#88aaff", "dark": "#0f4c81"}[scheme]))
    assert f"the {scheme} scheme" in said
    assert judged(link(said.split()[-1].rstrip("."))) == []


def test_a_ground_that_an_author_changes_is_what_is_to_be_changed():
    (said,) = judged({"chip": ("#7a8", "#1f2b38")})
    assert said.startswith("pelicanconf.py: unreadable-colour: --link #0f4c81 is 3.")
    assert "the nearest --chip with enough is #" in said


def test_a_site_s_tokens_are_written_linked_and_judged(site):
    extra = ":root {\n  --visited: #b9a4e0;\n}\n"
    built = site.build(
        {"content/pages/about.md": "Title: About\n\nText.\n", "content/extra/my own.css": extra},
        IBID_TOKENS={
            "link": ("#88aaff", "#f2b3ab"),
            "visited": ("#5a3d8a", "#8a6cb8"),
            "bg": ("#fffdf8", "#15171a"),
            "serif": "Georgia, serif",
        },
        STATIC_PATHS=["extra"],
        STYLESHEET_URL="/extra/my%20own.css",
        THEME_STATIC_DIR="design",
    )
    assert "--link: #88aaff;" in built.text("design/css/tokens.css")
    page = built.page("about/index.html")
    styles = [link["href"] for link in page.find_all("link", rel="stylesheet")]
    assert styles == ["/design/css/ibid.css", "/design/css/tokens.css", "/extra/my%20own.css"]
    assert [tag["content"] for tag in page.find_all("meta", attrs={"name": "theme-color"})] == ["#fffdf8", "#15171a"]
    assert "broken-link" not in built.stderr
    about = [line for line in built.problems if "contrast" in line or "unreadable-colour" in line]
    assert [line.split(" on ")[0] for line in about] == [
        "pelicanconf.py:23: unreadable-colour: --link #88aaff is 2.2:1",
        "pelicanconf.py:23: unreadable-colour: --visited #8a6cb8 is 4.2:1",
    ]

    broken = site.build(IBID_TOKENS={"link": "red; } body { display: none"})
    assert broken.code == 1
    assert "pelicanconf.py:23: bad-setting: IBID_TOKENS contains" in "\n".join(broken.problems)
