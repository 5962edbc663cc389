"""Nothing runs off the page: at 320 px, with text twice as large, zoomed to 200 %, and everything open."""

from __future__ import annotations

import pytest
from kinds import ALL, NAMES

OPEN = "document.querySelectorAll('details').forEach(each => each.open = true)"
# A displayed formula or a table wider than the page scrolls in its own place: its columns cannot be broken.
OVERFLOW = """() => {
    const room = document.documentElement.clientWidth;
    const outside = [...document.querySelectorAll('body *')].filter(each => {
        const box = each.getBoundingClientRect();
        const free = each.closest('.skip, .formula, table *, math[display=block] *') || !box.width;
        return !free && (box.right > room + 0.5 || box.left < -0.5);
    });
    return {
        scrolls: Math.max(0, document.documentElement.scrollWidth - room), // less: the scrollbar's room
        outside: outside.map(each => `${each.tagName} ${each.className}: ${each.textContent.slice(0, 60)}`),
    };
}"""


@pytest.mark.parametrize(("site", "path"), ALL, ids=NAMES)
def test_no_page_scrolls_sideways(sites, tab, site, path):
    tab.goto(sites[site].address + path)
    tab.evaluate(OPEN)
    nothing = {"scrolls": 0, "outside": []}
    tab.set_viewport_size({"width": 320, "height": 640})
    assert tab.evaluate(OVERFLOW) == nothing, "320 px wide"
    tab.set_viewport_size({"width": 640, "height": 640})
    tab.evaluate("document.documentElement.style.fontSize = '225%'")
    assert tab.evaluate(OVERFLOW) == nothing, "640 px wide, text twice as large"
    tab.evaluate("document.documentElement.style = 'zoom: 2'")
    assert tab.evaluate(OVERFLOW) == nothing, "640 px wide, zoomed to 200 %"


MENU = "all => all.map(each => [each.textContent, each.getBoundingClientRect().toJSON()])"


def test_the_menu_stands_still_from_page_to_page(sites, tab):
    tab.set_viewport_size({"width": 1280, "height": 640})
    seen = []
    for path in ("/research/", "/publications/", "/search/", "/404.html"):
        tab.goto(sites["gallery"].address + path)
        seen.append(tab.locator("header a").evaluate_all(MENU))
    assert seen[0], "there is a menu"
    assert all(one == seen[0] for one in seen)


@pytest.mark.parametrize("width", [1280, 360])
def test_dates_stand_in_one_piece_or_in_one_column(gallery, tab, width):
    tab.set_viewport_size({"width": width, "height": 740})
    tab.goto(f"{gallery.address}/publications/holm2024everything/")
    left = tab.locator(".news > li > div").evaluate_all("all => all.map(one => one.getBoundingClientRect().x)")
    assert len(left) > 1
    assert len(set(left)) == 1
    tab.goto(f"{gallery.address}/cv/")
    if width == 360:
        lines = "all => all.map(one => one.getBoundingClientRect().height)"
        assert max(tab.locator(".rows > li > .when").evaluate_all(lines)) < 30
