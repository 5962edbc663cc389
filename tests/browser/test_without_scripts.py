"""Every page is complete, and works, where scripts are turned off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kinds import GALLERY
from playwright.sync_api import Browser, Page

TEXT = "main :is(h1, h2, p, li, pre)"


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", [kind for kind in GALLERY if kind != "search"])
def test_a_page_shows_the_same(gallery, tab, plain, kind):
    shown = []
    for each in (tab, plain):
        each.goto(gallery.address + GALLERY[kind])
        shown.append([text for text in each.locator(TEXT).all_inner_texts() if text.strip()])
    assert shown[0] == shown[1] != []


def test_citations_and_details_work(gallery, plain):
    plain.goto(gallery.address + GALLERY["research"])
    chip = plain.locator("main li a.cite[href*='/publications/#']").first
    title = chip.get_attribute("title")
    with plain.expect_navigation():
        chip.click()
    entry = plain.locator(":target")
    assert entry.locator(".title").inner_text() == title
    entry.locator("summary", has_text="BibTeX").click()
    assert entry.locator("details pre").first.is_visible()
