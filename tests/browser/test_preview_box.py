"""The box in which a preview says what the last build reported, in a page under a strict content policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from ibid.tasks.project import read_project
from ibid.tasks.serving.preview import Preview, PreviewState
from ibid.tasks.serving.server import Handler, server_for

SETTINGS = """\
SITENAME = "Jane Doe"
SITESUBTITLE = "Letters"
TIMEZONE = "UTC"
PATH = "content"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PUBLICATIONS_SRC = "content/p.bib"
PLUGINS = ["pelican_bibtex", "ibid"]
"""
BIB = "@article{a, title={A}, author={Doe, Jane}, journal={J}, year={2020}}\n"
FINE = "Title: Fine\n\n" + "A line of text.\n\n" * 40
ERRORS = "See [@nobody1999], [@nobody2000].\n"
WARNING = "See [@a; @a].\n"


RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast": {"enabled": False}, "color-contrast-enhanced": {"enabled": True}},
}
BUILDS = {"errors and a warning": (ERRORS + WARNING, BIB), "fine": ("", BIB), "failed": ("", "half a line")}
"""What is written below a page, and the bibliography."""


class Strict(Handler):
    """Answers with the policy of a careful host."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()


class Previewed:
    """A server that shows the states that builds led to."""

    def __init__(self, folder: Path, root: Path) -> None:
        settings = f"THEME = {str(root / 'theme')!r}\nPLUGIN_PATHS = [{str(root / 'plugins')!r}]\n"
        (folder / "content/pages").mkdir(parents=True)
        (folder / "pelicanconf.py").write_text(SETTINGS + settings)
        self.states = {name: self.built(folder, name) for name in BUILDS}
        reported = self.states["errors and a warning"]
        self.states["errors"] = replace(reported, problems=reported.problems[:2])
        self.states["a warning"] = replace(reported, problems=reported.problems[2:])
        self.preview = Preview(folder)
        self.server = server_for(self.preview, 0)
        self.server.RequestHandlerClass = partial(Strict, self.preview)
        self.address = f"http://localhost:{self.server.server_address[1]}"

    @staticmethod
    def built(folder: Path, name: str) -> PreviewState:
        more, bib = BUILDS[name]
        (folder / "content/pages/fine.md").write_text(FINE + more)
        (folder / "content/p.bib").write_text(bib)
        preview = Preview(folder / name)
        preview.build(read_project(folder))
        return preview.state

    def show(self, name: str) -> None:
        state = self.states[name]
        self.preview.show(replace(state, root=state.root or self.preview.state.root))


@pytest.fixture(scope="module")
def previewed(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Previewed]:
    site = Previewed(tmp_path_factory.mktemp("previewed"), root)
    threading.Thread(target=site.server.serve_forever, daemon=True).start()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["wide and light", "narrow and dark"])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield context.new_page()
    context.close()


@pytest.fixture
def tab(reader: Page) -> Iterator[Page]:
    """A reader's tab in which nothing breaks the policy, and no script fails."""
    said: list[str] = []
    reader.on("console", lambda message: said.append(message.text))
    reader.on("pageerror", lambda error: said.append(str(error)))
    yield reader
    assert not said


def test_errors_are_listed_until_they_are_closed(previewed, tab):
    previewed.show("errors and a warning")
    tab.goto(f"{previewed.address}/fine/")
    box = tab.locator("ibid-preview section")
    expect(box).to_contain_text("2 errors, 1 warning")
    expect(tab.get_by_role("status")).to_have_text("2 errors, 1 warning")
    expect(box.locator("li")).to_have_count(3)
    expect(box.locator("li").first).to_have_text(
        "content/pages/fine.md:83 @nobody1999 is not in the bibliography; add it to the bibliography, "
        "or write `\\@nobody1999` if this is not a citation. unknown-key"
    )
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    end = max(
        each.bounding_box()["y"] + each.bounding_box()["height"] for each in tab.locator("body > *:visible").all()
    )
    assert end <= box.bounding_box()["y"] + 1, "the page's end is above the box"

    tab.get_by_role("button", name="Close").focus()
    tab.keyboard.press("Escape")
    expect(box).to_be_hidden()
    for again in (tab.reload, lambda: tab.goto(f"{previewed.address}/")):
        again()
        expect(tab.locator("ibid-preview section")).to_be_attached()
        tab.wait_for_timeout(300)
        expect(tab.locator("ibid-preview section")).to_be_hidden()

    previewed.show("errors")
    expect(tab.locator("ibid-preview section")).to_contain_text("2 errors")


def test_warnings_alone_are_a_word_in_the_corner(previewed, tab):
    previewed.show("a warning")
    tab.goto(f"{previewed.address}/fine/")
    box = tab.locator("ibid-preview section")
    expect(box).to_contain_text("1 warning")
    assert box.bounding_box()["width"] < 200
    expect(box.locator("li")).to_be_hidden()
    tab.locator("ibid-preview summary").focus()
    tab.keyboard.press("Enter")
    expect(box.locator("li")).to_be_visible()


def test_a_build_that_failed_is_said_over_the_last_good_page_and_gone_with_the_next(previewed, tab):
    previewed.show("fine")
    tab.goto(f"{previewed.address}/fine/")
    box = tab.locator("ibid-preview section")
    expect(box).to_be_attached()
    previewed.show("failed")
    expect(box).to_contain_text("This is the last good site. The last build failed: 1 error.")
    expect(box.locator("li")).to_contain_text("content/p.bib")
    previewed.preview.fail("pelicanconf.py:7: settings: SyntaxError: '(' was never closed")
    expect(box.locator("pre")).to_have_text("pelicanconf.py:7: settings: SyntaxError: '(' was never closed")
    previewed.show("fine")
    expect(box).to_be_hidden()
    assert tab.evaluate("document.documentElement.style.paddingBottom") == ""


FOUND = """async rules => (await axe.run('ibid-preview', {...rules, resultTypes: ['violations']})).violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}: ${node.failureSummary}`))"""


@pytest.mark.parametrize("name", ["errors and a warning", "a warning", "failed"])
def test_axe_finds_nothing_wrong_with_it(previewed, reader, judges, name):
    previewed.show(name)
    reader.goto(f"{previewed.address}/fine/")
    reader.locator("ibid-preview summary").wait_for()
    reader.evaluate((judges / "axe-core/axe.min.js").read_text("utf-8"))
    assert reader.evaluate(FOUND, RULES) == []
    contrast = {"rules": {"color-contrast-enhanced": {"enabled": True}}}
    passed = reader.evaluate(
        "async rules => (await axe.run('ibid-preview', rules)).passes.map(each => each.id)", contrast
    )
    assert "color-contrast-enhanced" in passed, "it looked into the box"
