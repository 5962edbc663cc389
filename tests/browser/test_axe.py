"""What axe finds wrong: nothing, on any kind of page, light and dark, wide and narrow, with everything open."""

from __future__ import annotations

from pathlib import Path

import pytest
from kinds import ALL, NAMES

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]}}
"""All that can differ between light and dark."""
FOUND = """async rules => (await axe.run(document, {...rules, resultTypes: ['violations']})).violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}: ${node.failureSummary}`))"""
OPEN = "document.querySelectorAll('details').forEach(each => each.open = true)"
WIDTHS = [1280, 390, 320]
JUDGED = [row for row in zip(ALL, NAMES, strict=True) if row[0][0] == "gallery" or row[0][1] == "/"]
"""The gallery has every kind of page; of the demo, which has the same, its first."""


@pytest.fixture(scope="module")
def axe(judges: Path) -> str:
    return (judges / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(("site", "path"), [row for row, _ in JUDGED], ids=[name for _, name in JUDGED])
def test_nothing_is_found(sites, page, axe, site, path):
    page.goto(sites[site].address + path)
    page.evaluate(OPEN)
    page.evaluate(axe)
    found = {}
    for scheme, rules in [("light", RULES), ("dark", COLOURS)]:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found[f"{scheme}, {width} px"] = page.evaluate(FOUND, rules)
    assert not {where: what for where, what in found.items() if what}
