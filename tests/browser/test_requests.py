"""What a page asks for, and of whom; what it says to the console; and what it does not hold."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kinds import ALL, NAMES
from playwright.sync_api import Page, Request

IN_ONE_ROUND_TRIP = 14 * 1024
"""What a server may send at once, before it has heard from the reader."""
STYLES = "/theme/css/ibid.css"
ICONS = ("icon.svg", "favicon.ico", "icons/192.png", "manifest.webmanifest")
STYLESHEET = 3 * 1024
PAGE = 48 * 1024
"""The best of the peers sends that; ours with all 60 BibTeX entries must stay below."""
REQUESTS = 3
FORBIDDEN = "script:not([type='application/ld+json'], [type=module][src]), style, [style], [onclick], [onload], iframe, object, embed"
"""What a strict policy does not allow, or what no page needs."""
SCRIPTS = {"/search/": ["../theme/js/search.js"]}
"""The one page with a script, which loads nothing before it is used."""
CHECKED = "[...document.images].every(image => (image.scrollIntoView(), image.complete))"


@pytest.fixture
def heard(tab: Page) -> Iterator[tuple[list[str], list[Request]]]:
    """What pages say to the console from now on, and what they ask for."""
    said: list[str] = []
    requests: list[Request] = []
    listeners = {
        "console": lambda message: said.append(message.text),
        "pageerror": lambda error: said.append(str(error)),
        "request": lambda request: requests.append(request),  # noqa: PLW0108  Playwright marks the handler
    }
    for event, listener in listeners.items():
        tab.on(event, listener)
    yield said, requests
    for event, listener in listeners.items():
        tab.remove_listener(event, listener)


@pytest.mark.parametrize(("site", "path"), ALL, ids=NAMES)
def test_a_page_is_small_quiet_and_its_own(sites, tab, heard, site, path):
    said, requests = heard
    address = sites[site].address
    tab.goto(address + path)
    tab.wait_for_function(CHECKED)
    assert not said
    assert not tab.locator(FORBIDDEN).count()
    assert tab.eval_on_selector_all("script[src]", "all => all.map(one => one.getAttribute('src'))") == SCRIPTS.get(
        path, []
    )
    sent = {each.url.removeprefix(address): each.sizes()["responseBodySize"] for each in requests}
    assert all(url.startswith("/") for url in sent), "nothing comes from anywhere else"
    content = {url: size for url, size in sent.items() if not url.endswith(ICONS)}
    assert len(content) <= REQUESTS
    assert content[STYLES] <= STYLESHEET
    assert sum(content.values()) <= PAGE
    if path in ("/", "/research/"):
        assert content[path] + content[STYLES] <= IN_ONE_ROUND_TRIP


def test_an_address_that_leads_nowhere_is_answered_with_the_404_page(gallery, page):
    answer = page.goto(f"{gallery.address}/no/such/page/")
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "Page not found"
    with page.expect_navigation():
        page.get_by_role("link", name="home page").click()
    assert page.url == f"{gallery.address}/"
