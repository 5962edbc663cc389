"""docs/bibliography.md names every private field."""

from __future__ import annotations

from pelican_bibtex.facts.privacy import PRIVATE


def test_the_page_has_every_private_field(root):
    section = (
        (root / "docs/bibliography.md")
        .read_text("utf-8")
        .partition("## Private fields")[2]
        .partition("## What stops")[0]
    )
    assert [name for name in PRIVATE if name.rstrip("*") not in section] == []
