"""Colours: what CSS writes is read, contrast is what WCAG says, and an author hears which of their own are faint."""

from __future__ import annotations

from pathlib import Path

import pytest

from ibid.features.colours.colour_tokens import COLOURS, FONTS, LENGTHS, fault_of, read_tokens, stylesheet_of
from ibid.features.colours.declared import declared_in
from ibid.features.colours.judgement import judge
from ibid.model.colour import Colour, contrast, luminance, nearest_shade, read_colour

THEME = (Path(__file__).parents[3] / "theme/static/css/ibid.css").read_text(encoding="utf-8")


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


def tokens_of(css: str) -> dict[str, dict[str, str]]:
    """What a stylesheet gives the page in each scheme."""
    found: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    for each in declared_in(css, "mine.css"):
        for scheme in each.schemes:
            found[scheme][each.name] = each.value
    return found


@pytest.mark.parametrize(
    ("css", "light", "dark"),
    [
        (":root { --link: red }", "red", "red"),
        (":root{--link:red;--link : blue!important}", "blue", "blue"),
        ("html, .x { --link: red; }", "red", "red"),
        (":root { --link: red; } @media (prefers-color-scheme:dark){:root{--link:pink}}", "red", "pink"),
        ("@layer mine { @media screen and (prefers-color-scheme: light) { :root { --link: red; } } }", "red", None),
        ('/* :root { --link: red; } */ :root { --x: "}"; --link: blue; }', "blue", "blue"),
        ("@media screen { :root { --link: red; } }", "red", "red"),
        ("@media print { :root { --link: red; } }", None, None),
        ("@media (max-width: 30rem) { :root { --link: red; } }", None, None),
        (".dark { --link: red; } p:root-like { --link: red; }", None, None),
        (":root { --link: red; } } } :root { --link: blue; ", "blue", "blue"),
        ("@import url(x.css); :root { --link: red; }", "red", "red"),
        ('"', None, None),
        ("\x00\ud7ff{{{;;}--link: red;}", None, None),
    ],
)
def test_a_stylesheet_is_asked_what_it_gives_the_whole_page(css, light, dark):
    found = tokens_of(css)
    assert (found["light"].get("link"), found["dark"].get("link")) == (light, dark)


def test_the_setting_knows_the_tokens_of_the_stylesheet():
    found = tokens_of(THEME)
    assert set(found["light"]) == set(found["dark"]) == {*COLOURS, *FONTS, *LENGTHS}


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"link": ("#7a1f1f", "hsl(6 70% 80%)"), "serif": "Georgia, 'Noto Serif SC', serif", "measure": "65ch"}, ""),
        ("red", "IBID_TOKENS is 'red'; write IBID_TOKENS = {"),
        ({"lnk": ("red", "red")}, "which is no token; did you mean link?"),
        ({"link": "red"}, "write two colours, for light and for dark"),
        ({"link": ("red",)}, "write two colours"),
        ({"link": ("red", "oklch(0.8 0.1 20)")}, "write a colour as #rrggbb"),
        ({"link": ("red; } body { display: none", "red")}, "write a colour as #rrggbb"),
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
    tokens = read_tokens({"link": ("#7a1f1f", "#f2b3ab"), "serif": "Georgia, serif"})
    assert tokens_of(stylesheet_of(tokens)) == {
        "light": {"link": "#7a1f1f", "serif": "Georgia, serif"},
        "dark": {"link": "#f2b3ab", "serif": "Georgia, serif"},
    }


def judged(css: str) -> list[str]:
    """What is said of an author's stylesheet over the theme's."""
    declared = [*declared_in(THEME, "ibid.css"), *declared_in(css, "mine.css")]
    return [str(problem) for problem in judge(declared, frozenset({"mine.css"}))]


def test_the_theme_s_own_colours_are_read_well():
    assert [*judge([*declared_in(THEME, "ibid.css")], frozenset({"ibid.css"}))] == []


DARK = "\n@media (prefers-color-scheme: dark) { :root { --link: #9ac4f3; --bg: #15171a; } }"


@pytest.mark.parametrize(
    ("css", "says"),
    [
        ("", []),
        (":root { --serif: Georgia; }", []),
        (":root { --link: #7a1f1f; }" + DARK, []),
        (":root { --link: light-dark(#7a1f1f, #f2b3ab); --title: var(--link); }", []),
        (":root {\n  --link: #3b6ea5; }" + DARK, ["mine.css:2: low-contrast: --link #3b6ea5 is 5.3:1 on --bg #ffffff"]),
        (":root { --link: #7a1f1f; }", ["mine.css:1: unreadable-colour: --link #7a1f1f is 1.7:1 on --bg #15171a"]),
        (
            ":root { --bg: #ccc; }" + DARK,
            [f"--{ink} " for ink in ("text-2", "muted", "link", "visited", "edge")],
        ),
        (
            ":root { --focus: #ff0; }" + DARK,
            ["--focus #ffff00 is 1.1:1 on --bg #ffffff, 1.0:1 on --soft"],
        ),
        (":root { --edge: oklch(0.5 0 0); }", ["mine.css:1: unread-colour: --edge is oklch(0.5 0 0)"]),
        (":root { --title: var(--nope); }", ["unread-colour: --title is var(--nope)"]),
        (":root { --link: var(--title); }", ["unread-colour: --link"]),
    ],
)
def test_an_author_hears_which_of_their_colours_are_hard_to_read(css, says):
    found = judged(css)
    assert len(found) >= len(says)
    assert bool(found) == bool(says)
    for line in says:
        assert any(line in each for each in found), found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_shade_that_is_offered_is_taken(scheme):
    css = {"light": ":root { --link: #88aaff; }", "dark": ":root { --link: #0f4c81; }"}[scheme]
    (said,) = [each for each in judged(css) if f"the {scheme} scheme" in each]
    offered = said.split()[-1].rstrip(".")
    assert not [each for each in judged(f":root {{ --link: {offered}; }}") if f"the {scheme} scheme" in each]


def test_a_ground_that_an_author_changes_is_what_is_to_be_changed():
    (said,) = judged(":root { --chip: #7a8; }" + DARK.replace("--bg", "--chip"))
    assert said.startswith("mine.css:1: unreadable-colour: --link #0f4c81 is 3.")
    assert "the nearest --chip that does is #" in said


def test_a_site_s_tokens_are_written_linked_and_judged(site):
    extra = ":root {\n  --visited: #b9a4e0;\n}\n"
    built = site.build(
        {"content/pages/about.md": "Title: About\n\nText.\n", "content/extra/my own.css": extra},
        IBID_TOKENS={"link": ("#88aaff", "#f2b3ab"), "bg": ("#fffdf8", "#15171a"), "serif": "Georgia, serif"},
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
        "content/extra/my own.css:2: low-contrast: --visited #b9a4e0 is 6.6:1",
        "content/extra/my own.css:2: unreadable-colour: --visited #b9a4e0 is 2.2:1",
        "pelicanconf.py: unreadable-colour: --link #88aaff is 2.2:1",
    ]

    broken = site.build(IBID_TOKENS={"link": "red; } body { display: none"})
    assert broken.code == 1
    assert "pelicanconf.py: bad-setting: IBID_TOKENS has" in "\n".join(broken.problems)
