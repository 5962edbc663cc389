"""Following a citation: to the entry, tinted and clear of the top, and back to where one was reading."""

from __future__ import annotations

import pytest
from kinds import GALLERY

TARGET = """() => new Promise(tell => requestAnimationFrame(() => requestAnimationFrame(() => {
    const it = document.querySelector(':target'), rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    tell({top: it.getBoundingClientRect().top / rem, tint: getComputedStyle(it).backgroundColor});
})))"""
"""Asked two frames later, when what was followed has been scrolled to and drawn."""
TINT = {"light": "rgb(255, 246, 209)", "dark": "rgb(46, 41, 16)"}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_citation_leads_to_its_entry_and_back_leads_to_the_bullet(gallery, page, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(gallery.address + GALLERY["research"])
    chip = page.locator("main li a.cite[href*='/publications/#']").nth(20)
    chip.scroll_into_view_if_needed()
    title, text, before = chip.get_attribute("title"), chip.inner_text(), page.evaluate("scrollY")

    with page.expect_navigation(url="**/publications/#*"):
        chip.click()

    entry = page.locator(":target")
    assert entry.locator(".title").inner_text() == title
    assert entry.locator(".number").inner_text() == text
    here = page.evaluate(TARGET)
    assert here["tint"] == TINT[scheme]
    assert here["top"] == pytest.approx(1, abs=0.15)

    page.go_back()

    assert page.url == gallery.address + GALLERY["research"]
    page.wait_for_function("before => Math.abs(scrollY - before) <= 2", arg=before)


def test_each_link_back_leads_to_the_very_bullet(gallery, page):
    page.goto(gallery.address + GALLERY["publications"])
    back = page.locator("#holm2024math .cited a").first
    name = back.inner_text()
    with page.expect_navigation(url="**/research/#*"):
        back.click()
    bullet = page.locator(":target")
    assert bullet.inner_text().startswith(name)
    assert bullet.locator("a.cite[href$='#holm2024math']").count()
    assert page.evaluate(TARGET) == {"top": pytest.approx(1, abs=0.3), "tint": TINT["light"]}


def test_an_entry_s_number_leads_to_the_entry(gallery, page):
    page.goto(gallery.address + GALLERY["research"])
    number = page.locator("ol .number").nth(30)
    text = number.inner_text()
    with page.expect_navigation(url="**/publications/#*"):
        number.click()
    assert page.locator(":target .number").inner_text() == text
    assert page.evaluate(TARGET)["tint"] == TINT["light"]
