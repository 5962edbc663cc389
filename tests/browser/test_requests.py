"""What a page asks for, and of whom; what it says to the console; and what it does not hold."""

from __future__ import annotations

import pytest
from kinds import ALL, NAMES

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


@pytest.mark.parametrize(("site", "path"), ALL, ids=NAMES)
def test_a_page_is_small_quiet_and_its_own(sites, page, site, path):
    said, requests = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: requests.append(request))  # noqa: PLW0108  Playwright marks the handler
    address = sites[site].address
    page.goto(address + path)
    page.wait_for_function(CHECKED)
    assert not said
    assert not page.locator(FORBIDDEN).count()
    assert page.eval_on_selector_all("script[src]", "all => all.map(one => one.getAttribute('src'))") == SCRIPTS.get(
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
    page.locator("main a").click()
    assert page.url == f"{gallery.address}/"
