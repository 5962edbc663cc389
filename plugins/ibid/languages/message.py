"""Words for readers that stand in Python: marked here to be collected, translated where a page is drawn."""

from __future__ import annotations


def message(text: str) -> str:
    """The text as it is; `invoke messages` collects what is called with it."""
    return text
