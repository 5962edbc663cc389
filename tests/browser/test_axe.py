"""What axe finds wrong: nothing, on any kind of page, light and dark, wide and narrow, with everything open."""

from __future__ import annotations

from pathlib import Path

import pytest
from kinds import ALL, NAMES

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast": {"enabled": False}, "color-contrast-enhanced": {"enabled": True}},
}
"""All, with the stricter of the two rules of contrast: what fails the other fails this one too."""
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced", "link-in-text-block"]}}
"""All that can differ between light and dark."""
ROOM = {
    "runOnly": {"type": "rule", "values": [*COLOURS["runOnly"]["values"], "target-size", "scrollable-region-focusable"]}
}
"""All that can differ between wide and narrow: the markup is the same, and nothing is hidden from the one or the other."""
SITUATIONS = [
    ("light", 320, RULES),
    ("light", 390, ROOM),
    ("light", 1280, ROOM),
    ("dark", 1280, COLOURS),
    ("dark", 320, COLOURS),
]
FOUND = """async rules => (await axe.run(document, {...rules, resultTypes: ['violations']})).violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}: ${node.failureSummary}`))"""
OPEN = "document.querySelectorAll('details').forEach(each => each.open = true)"
JUDGED = [row for row in zip(ALL, NAMES, strict=True) if row[0][0] != "demo" or row[0][1] == "/"]
"""The gallery has every kind of page, the lab has them in Chinese; of the demo, which has the same, its first."""


@pytest.fixture(scope="module")
def axe(judges: Path) -> str:
    return (judges / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(("site", "path"), [row for row, _ in JUDGED], ids=[name for _, name in JUDGED])
def test_nothing_is_found(sites, tab, axe, site, path):
    tab.goto(sites[site].address + path)
    tab.evaluate(OPEN)
    tab.evaluate(axe)
    found = {}
    for scheme, width, rules in SITUATIONS:
        tab.emulate_media(color_scheme=scheme)
        tab.set_viewport_size({"width": width, "height": 800})
        found[f"{scheme}, {width} px"] = tab.evaluate(FOUND, rules)
    assert not {where: what for where, what in found.items() if what}
