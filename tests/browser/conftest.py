"""Built sites on a server as strict as they come, and a real Chromium to read them with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from workshop.browser import FLAGS, NAMES
from workshop.sites import Site, served


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """The demo, the gallery and the lab, built as published: with the address that they are then read at."""
    with served(tmp_path_factory.mktemp("sites")) as all_of_them:
        yield all_of_them


@pytest.fixture(scope="session")
def gallery(sites: dict[str, Site]) -> Site:
    """The site of sixty publications."""
    return sites["gallery"]


@pytest.fixture(scope="session")
def browser(require_tool: Callable[..., str]) -> Iterator[Browser]:
    """Chromium, without a window."""
    program = require_tool(*NAMES)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty tab of a reader who has never been here.

    A click does not wait for the page that it leads to: what reads that page clicks within `expect_navigation()`.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that goes from page to page and keeps nothing of the last: opening one takes longer than most pages do."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    yield page
    context.close()


@pytest.fixture(scope="session")
def judges(root: Path, require_tool: Callable[..., str]) -> Path:
    """The folder that `npm ci` fills: axe, Nu, Lighthouse."""
    require_tool(str(root / "node_modules" / ".bin" / "lighthouse"))
    return root / "node_modules"
