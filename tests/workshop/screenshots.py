"""Pictures of each kind of page: `invoke screenshots`, or `python -m workshop.screenshots [KIND ...]`.

In `screenshots/SITE/`: KIND-light.png, -dark.png and -phone.png, each of the whole page, and KIND-print.pdf.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from workshop.browser import FLAGS, chromium
from workshop.sites import KINDS, ROOT, served

PICTURES = ROOT / "screenshots"
VIEWS = {"light": (1280, "light"), "dark": (1280, "dark"), "phone": (390, "light")}
"""Widths in CSS pixels, and the reader's scheme."""


def take(browser: Browser, address: str, stem: Path) -> None:
    """All views of one page."""
    page = browser.new_page()
    page.goto(address)
    for name, (width, scheme) in VIEWS.items():
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.wait_for_function("[...document.images].every(image => (image.scrollIntoView(), image.complete))")
        page.screenshot(path=f"{stem}-{name}.png", full_page=True)
    page.pdf(path=f"{stem}-print.pdf", prefer_css_page_size=True, format="A4")
    page.close()


def main(kinds: list[str]) -> None:
    """Picture these kinds of pages, or all."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    with TemporaryDirectory() as folder, served(Path(folder)) as sites, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, site in sites.items():
            (PICTURES / name).mkdir(parents=True)
            for kind, path in KINDS[name].items():
                if not kinds or kind in kinds:
                    take(browser, site.address + path, PICTURES / name / kind)
        browser.close()
    print(f"{len(list(PICTURES.rglob('*.*')))} pictures in {PICTURES.relative_to(ROOT)}/")


if __name__ == "__main__":
    main(sys.argv[1:])
