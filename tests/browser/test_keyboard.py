"""Reading with the keyboard alone: all is reached, in the order it is read, and one sees where one is."""

from __future__ import annotations

import pytest
from kinds import GALLERY
from playwright.sync_api import expect

FOCUSABLE = "a[href], summary, button, input, select, textarea, [tabindex]"
HERE = """() => {
    const it = document.activeElement, box = it.getBoundingClientRect(), style = getComputedStyle(it);
    return {
        index: window.stops?.get(it),
        ring: style.outlineStyle != 'none' && parseFloat(style.outlineWidth) >= 2 && style.outlineColor,
        text: it.textContent.slice(0, 40),
        inSight: box.width > 0 && box.top > -1 && box.bottom < innerHeight + 1 && box.left >= 0 && box.right <= innerWidth,
    };
}"""
START = f"""() => {{
    window.stops = new Map([...document.querySelectorAll('{FOCUSABLE}')].filter(each => each.checkVisibility()).map((each, index) => [each, index]));
    window.reached = [];
    addEventListener('keydown', () => window.reached.push(({HERE})()), {{capture: true}});
    return window.stops.size;
}}"""
"""Finds what the key should reach, once, since a list of publications has hundreds; from then on each press notes where
the one before it has led: to ask after each takes as long again."""
MAIN = "document.querySelector('main').contains(document.activeElement)"
FOCUS = {"light": "rgb(179, 71, 0)", "dark": "rgb(255, 176, 102)"}


@pytest.mark.parametrize("kind", [kind for kind in GALLERY if not kind.endswith("-title")])
def test_the_tab_key_goes_through_all_in_order_and_shows_where_it_is(gallery, tab, kind):
    tab.goto(gallery.address + GALLERY[kind])
    stops = tab.evaluate(START)
    for _ in range(stops):
        tab.keyboard.press("Tab")
    reached = [*tab.evaluate("window.reached"), tab.evaluate(HERE)][1:]
    assert len(reached) == stops
    assert [stop["index"] for stop in reached] == list(range(len(reached)))
    assert {stop["ring"] for stop in reached} == {FOCUS["light"]}
    assert not [stop for stop in reached if not stop["inSight"]]


def test_the_ring_has_a_colour_for_the_dark(gallery, page):
    page.emulate_media(color_scheme="dark")
    page.goto(gallery.address)
    page.keyboard.press("Tab")
    assert page.evaluate(HERE)["ring"] == FOCUS["dark"]


@pytest.mark.parametrize("kind", ["home", "publications", "page", "chinese-research", "404"])
def test_the_first_stop_leads_past_the_header(gallery, tab, kind):
    tab.goto(gallery.address + GALLERY[kind])
    tab.keyboard.press("Tab")
    assert tab.locator(":focus").inner_text() in {"Skip to content", "跳到正文"}
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate(MAIN) or not tab.locator("main a").count()


def test_details_open_and_close(gallery, page):
    page.goto(gallery.address + GALLERY["publications"])
    details = page.locator("details", has_text="BibTeX").first
    details.locator("summary").focus()
    for shown in (True, False):
        page.keyboard.press("Enter")
        expect(details.locator("pre")).to_be_visible(visible=shown)
