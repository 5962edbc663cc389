"""The CV and the publications on paper: documents that can be handed in."""

from __future__ import annotations

import re

import pytest

GONE = ".site, .skip, .links, .years, .more, summary, [hreflang]"
SEEN = "all => all.filter(each => each.checkVisibility() && each.getClientRects().length).length"
STYLE = "(one, name) => getComputedStyle(one)[name]"
PAPER_WIDTH = 658
"""CSS pixels between the margins of A4."""


@pytest.fixture(params=["/cv/", "/publications/"])
def paper(gallery, page, request):
    """A page as it is printed, for a reader whose screen is dark."""
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": PAPER_WIDTH, "height": 987})
    page.goto(gallery.address + request.param)
    return page


def test_it_is_a_document_with_a_name_and_nothing_to_click(paper):
    assert paper.locator("main").get_by_text("Ines Holm").first.is_visible()
    assert paper.locator(f"body :is({GONE})").count()
    assert paper.locator(f"body :is({GONE})").evaluate_all(SEEN) == 0
    assert paper.locator(".publications .number").first.is_visible()
    assert paper.locator(".legend").is_visible()


def test_it_is_dark_on_light_in_small_type_and_fits_the_paper(paper):
    body = paper.locator("body")
    assert body.evaluate(STYLE, "fontSize") == f"{10 * 96 / 72:.4f}px"
    assert body.evaluate(STYLE, "color") == "rgb(28, 30, 33)"
    assert paper.locator("html").evaluate("one => one.scrollWidth") <= PAPER_WIDTH


def test_headings_stay_with_what_follows_and_entries_in_one_piece(paper):
    assert set(paper.locator("h2, h3").evaluate_all("all => all.map(one => getComputedStyle(one).breakAfter)")) == {
        "avoid"
    }
    entries = paper.locator(":is(.rows, .publications) > li")
    assert set(entries.evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")) == {"avoid"}


def test_every_author_of_a_publication_is_named(paper):
    entry = paper.locator(".publications > li", has=paper.locator(".title", has_text="Forty Observatories")).first
    shown = [line for line in entry.inner_text().splitlines() if "Tolu Adeyemi" in line]
    assert len(shown) == 1
    assert shown[0].count(",") == 39


def test_addresses_can_be_read(gallery, page):
    page.emulate_media(media="print")
    page.goto(f"{gallery.address}/cv/")
    for address in ("ines@example.org", "orcid.org/0000-0002-1825-0097", "code.example/ines", "+46 18 000 00 00"):
        assert page.locator("dl").get_by_text(address, exact=True).is_visible()


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_pages_are_as_many_as_it_takes_on_either_paper(gallery, page, size):
    pages = {}
    for path in ("/cv/", "/publications/"):
        page.goto(gallery.address + path)
        printed = page.pdf(format=size, prefer_css_page_size=True)
        pages[path] = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 6 <= pages["/cv/"] <= 9
    assert 4 <= pages["/publications/"] <= 6


def test_a_publication_on_paper_says_where_it_can_be_found_and_nothing_of_the_site(gallery, page):
    page.emulate_media(media="print")
    page.goto(f"{gallery.address}/publications/holm2024everything/")
    assert page.locator("main :is(.crumb, section, pre)").evaluate_all(SEEN) == 0
    assert page.get_by_role("heading", name="Abstract", exact=True).is_visible()
    links = page.locator(".links a")
    assert links.evaluate_all(SEEN) == links.count() > 0
    after = "all => all.map(one => [getComputedStyle(one, '::after').content, one.getAttribute('href')])"
    assert all(href in shown for shown, href in links.evaluate_all(after))
