"""Two built sites on a server as strict as they come, and a real Chromium to read them with."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ibid.tasks.building import environment
from workshop.browser import FLAGS
from workshop.host import hosted


@dataclass(frozen=True)
class Site:
    """A built site that is being served."""

    address: str
    output: Path


@pytest.fixture(scope="session")
def sites(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """The demo and the gallery, built as published: with the address that they are then read at."""
    output = tmp_path_factory.mktemp("sites")
    with hosted(output / "demo") as demo, hosted(output / "gallery") as gallery:
        built = {"demo": Site(demo, output / "demo"), "gallery": Site(gallery, output / "gallery")}
        for name, folder in [("demo", root), ("gallery", root / "tests" / "sites" / "gallery")]:
            _build(folder, built[name])
        yield built


def _build(folder: Path, site: Site) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pelican", "content", "-o", str(site.output)),
            *("-e", f"SITEURL={json.dumps(site.address)}", "STRICT=true", 'FEED_ALL_ATOM="feeds/news.atom.xml"'),
        ],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def gallery(sites: dict[str, Site]) -> Site:
    """The site of sixty publications."""
    return sites["gallery"]


@pytest.fixture(scope="session")
def browser(require_tool: Callable[..., str]) -> Iterator[Browser]:
    """Chromium, without a window."""
    program = require_tool("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty tab of a reader who has never been here."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def judges(root: Path, require_tool: Callable[..., str]) -> Path:
    """The folder that `npm ci` fills: axe, Nu, Lighthouse."""
    require_tool(str(root / "node_modules" / ".bin" / "lighthouse"))
    return root / "node_modules"
