"""Suggestions in messages: the known word that an unknown one was perhaps meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known word that is most like a word, whatever their case; empty if none is.

    `cutoff` is the least likeness that counts, from 0 to 1, as in `difflib`.
    """
    by_folded = {candidate.casefold(): candidate for candidate in reversed(list(known))}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[close[0]] if close else ""


def did_you_mean(near: str, otherwise: str = "", form: str = "{}") -> str:
    """Return the question for a nearest word, shown in a form such as `@{}`; `otherwise` if the word is empty."""
    return f"did you mean {form.format(near)}?" if near else otherwise
