"""Quotation marks around a quotation, and around one within it."""

from __future__ import annotations


def quotation_marks(depth: int) -> tuple[str, str]:
    """The opening and the closing mark of a quotation inside `depth` others."""
    return ("‘", "’") if depth % 2 else ("“", "”")
