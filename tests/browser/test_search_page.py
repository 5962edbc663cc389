"""The search page in a real browser: what is typed is found, with and without a mouse, wherever the site is put."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kinds import GALLERY
from playwright.sync_api import Browser, Page, expect

from workshop.host import POLICY, hosted
from workshop.sites import Site

PATH = GALLERY["search"]
RESULTS = "main ol.publications > li"
NOTHING = "Nothing was found. Try other or fewer words, or fewer filters."
ALL = 60
AT_ONCE = 10
TARGETS = """() => [...document.querySelectorAll('form :is(input, button, select, summary), section button')]
    .filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect()).filter(box => box.height < 24)"""
OUTSIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def said(page: Page) -> list[str]:
    """All that the browser complains of."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def search(gallery: Site, page: Page, said: list[str]) -> Iterator[Page]:
    """The empty search page, on a host that allows what it needs; the console stays silent."""
    page.goto(gallery.address + PATH)
    yield page
    assert not said


def look_up(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")


def status(page: Page, text: str) -> None:
    expect(page.get_by_role("status")).to_have_text(text)


def titles(page: Page) -> list[str]:
    return page.locator(f"{RESULTS} h3").all_inner_texts()


def test_what_is_typed_is_found_and_can_be_linked_and_come_back_to(search: Page) -> None:
    search.get_by_role("searchbox", name="Words, names or titles").fill("camera traps")
    status(search, "Results: 1")
    assert search.url.endswith("/search/?q=camera+traps")
    first = search.locator(RESULTS).first
    assert first.locator("h3").inner_text() == "Optimal Placement of Camera Traps under a Walking Budget"
    assert first.locator(".number").inner_text() == "[31]"
    assert first.locator(".venue").inner_text() == "SRS 2020"
    title = first.get_by_role("link")
    with search.expect_navigation():
        title.click()
    assert search.locator("h1").inner_text() == "Optimal Placement of Camera Traps under a Walking Budget"
    search.go_back()
    status(search, "Results: 1")
    assert search.get_by_role("searchbox").input_value() == "camera traps"


def test_what_is_found_stands_where_the_ways_through_the_site_stood(search: Page) -> None:
    places = search.get_by_role("heading", name="Where to look")
    search.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(one => moved += one.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    search.goto(search.url + "?q=river")
    expect(search.get_by_role("heading", name="Results: ")).to_have_count(1)
    expect(places).to_be_hidden()
    assert search.evaluate("moved") < 0.1
    look_up(search, "zzz")
    status(search, NOTHING)
    expect(places).to_be_visible()


WORDS = {
    "到很": (1, "关于何茵"),
    "生态学 Transformer": (1, "基于稀疏观测的 Transformer 模型及其在 River Network 上的应用"),
    "ネットワークにおける": (1, "河川ネットワークにおける少数観測からの学習：理論と実践"),
    "parental leave": (1, "Ines Holm 何茵"),
    "测疏": (0, ""),
    "camera traps": (1, "Optimal Placement of Camera Traps under a Walking Budget"),
    "CAMERA TRAP": (1, "Optimal Placement of Camera Traps under a Walking Budget"),
    "Sørensen drift": (1, "Calibration Drift of Drifting Buoys"),
    '"noisy water levels"': (1, "Robust Change Points in Noisy Water Levels"),
    '"water noisy levels"': (0, ""),
    "α>β": (1, "Salmo trutta at H2O: Is α>β in River Models?"),
    "<script>alert(1)</script> zzz": (0, ""),
}
"""What is typed, how much is found, and what. The two characters of the first are side by side, and no word."""


def test_words_are_found_in_any_script(search: Page) -> None:
    for words, (found, first) in WORDS.items():
        look_up(search, words)
        status(search, f"Results: {found}" if found else NOTHING)
        expect(search.locator(f"{RESULTS} h3")).to_have_text([first] * found)


def test_a_number_finds_its_publication_first(search: Page) -> None:
    for words in ("[12]", "41"):
        look_up(search, words)
        expect(search.locator(f"{RESULTS} .number").first).to_have_text(f"[{words.strip('[]')}]")


def test_what_was_looked_up_is_marked_once_a_run(search: Page) -> None:
    look_up(search, "只能看到很少")
    marked = search.locator(f"{RESULTS} mark")
    expect(marked).to_have_text(["只能看到很少"])
    assert (
        search.locator(f"{RESULTS} .context").inner_text().startswith("我研究稀疏观测下的统计推断：当我们只能看到很少")
    )
    assert search.locator(f"{RESULTS} h3 a").get_attribute("lang") == "zh"


def test_filters_narrow_and_order_and_stay_in_the_address(search: Page, gallery: Site) -> None:
    look_up(search, "river")
    search.locator("summary").click()
    search.get_by_label("Year").select_option("2024")
    search.get_by_label("Kind").select_option("Publication")
    search.get_by_label("Order").select_option("Oldest first")
    address = f"{gallery.address}{PATH}?q=river&kind=publication&year=2024&order=asc"
    expect(search).to_have_url(address)
    another = search.context.new_page()
    another.goto(address)
    expect(another.locator(RESULTS).first).to_contain_text("2024")
    expect(search.locator(f"{RESULTS} h3")).to_have_text(titles(another))
    assert another.get_by_label("Year").input_value() == "2024", "the filters are open, and say what they do"


def test_a_filter_finds_without_words(search: Page) -> None:
    search.goto(search.url + "?kind=publication&order=desc")
    status(search, f"Results: {ALL}")
    numbers = search.locator(f"{RESULTS} .number")
    assert numbers.all_inner_texts() == [f"[{number}]" for number in range(ALL, ALL - AT_ONCE, -1)]


def test_the_keyboard_reaches_all_in_order(search: Page) -> None:
    search.get_by_role("searchbox").focus()
    search.keyboard.type("river")
    search.keyboard.press("Enter")
    expect(search.locator(RESULTS)).to_have_count(AT_ONCE)
    assert search.evaluate("document.activeElement.name") == "q", "who types goes on typing"
    stops = []
    for _ in range(5):
        search.keyboard.press("Tab")
        stops.append(search.evaluate("document.activeElement.innerText"))
        assert search.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert stops == ["Search", "Filters and order", *titles(search)[:3]]
    search.get_by_role("button", name="More results").focus()
    search.keyboard.press("Enter")
    expect(search.locator(RESULTS)).to_have_count(2 * AT_ONCE)
    assert search.evaluate("document.activeElement.innerText") == titles(search)[AT_ONCE], "the first new one"
    search.get_by_role("searchbox").focus()
    search.keyboard.press("Escape")
    status(search, "")
    assert search.url.endswith("/search/")
    assert search.locator(RESULTS).count() == 0


def test_axe_finds_nothing_in_results(search: Page, judges: Path) -> None:
    look_up(search, "river")
    search.locator("summary").click()
    expect(search.locator(RESULTS)).to_have_count(AT_ONCE)
    search.set_viewport_size({"width": 320, "height": 800})
    assert search.evaluate(OUTSIDE) <= 0
    assert search.evaluate(TARGETS) == []
    search.evaluate((judges / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        search.emulate_media(color_scheme=scheme)
        found = search.evaluate(
            """async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            rules: {'color-contrast-enhanced': {enabled: true}}})).violations.map(one => `${one.id} ${one.nodes[0].html}`)"""
        )
        assert found == [], scheme


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("policy", "Search cannot run: this browser, or the policy of this server, does not allow it."),
        ("index", "This copy of the site has no search index."),
    ],
)
def test_where_it_cannot_search_it_says_why_and_where_to_look(
    gallery: Site, page: Page, broken: str, reason: str
) -> None:
    if broken == "index":
        page.route("**/pagefind/**", lambda route: route.fulfill(status=404))
    else:
        page.route(
            f"**{PATH}*",
            lambda route: route.fulfill(
                response=route.fetch(), headers={"Content-Type": "text/html", "Content-Security-Policy": POLICY}
            ),
        )
    page.goto(gallery.address + PATH)
    look_up(page, "river")
    status(page, reason)
    with page.expect_navigation():
        page.get_by_role("link", name="River Networks").click()
    assert page.locator("h1").inner_text() == "River Networks"


def test_without_scripts_and_from_disk_it_leads_to_everything(gallery: Site, browser: Browser, page: Page) -> None:
    plain = browser.new_context(java_script_enabled=False)
    other = plain.new_page()
    for tab, address in [(other, gallery.address + PATH), (page, f"{gallery.output.as_uri()}{PATH}index.html")]:
        tab.goto(address)
        status(tab, "Search needs scripts, and a page that comes from a web server rather than from a disk.")
        assert not tab.locator("form").is_visible()
        links = tab.locator("main ul a").all_inner_texts()
        assert links == [
            "Publications",
            "Inference",
            "River Networks",
            "Machine Learning for the Environment",
            "News",
            "2024",
            "2023",
            "2022",
            "Tags",
        ]
    plain.close()


def test_it_works_at_another_address_and_under_a_path(gallery: Site, page: Page) -> None:
    """A copy of the site, whose pages still name the address that it was built for."""
    with hosted(gallery.output.parent) as elsewhere:
        page.goto(f"{elsewhere}/{gallery.output.name}{PATH}?q=camera")
        expect(page.locator(RESULTS).first).to_be_visible()
        links = page.locator(f"{RESULTS} h3 a").evaluate_all("all => all.map(one => one.href)")
        assert all(link.startswith(f"{elsewhere}/{gallery.output.name}/") for link in links)
        with page.expect_navigation():
            page.locator(f"{RESULTS} h3 a").first.click()
        expect(page.locator("h1")).to_contain_text("Camera")
