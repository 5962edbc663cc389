"""Raised and lowered characters: `n²` and `H₂O` without markup."""

from __future__ import annotations

from typing import Final

_SUPERSCRIPT: Final = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPT: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def superscript(text: str) -> str | None:
    """The text in raised characters, or None if Unicode lacks one of them."""
    return _translated(text, _SUPERSCRIPT)


def subscript(text: str) -> str | None:
    """The text in lowered characters, or None if Unicode lacks one of them."""
    return _translated(text, _SUBSCRIPT)


def _translated(text: str, table: dict[int, int]) -> str | None:
    return text.translate(table) if all(ord(character) in table for character in text) else None
