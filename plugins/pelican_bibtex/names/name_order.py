"""Names whose initials come last, without a comma, as PubMed writes them: `Hale E`, `van Dyk JA Jr`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pelican_bibtex.lazy_pattern import lazy_pattern

_INITIALS: Final = lazy_pattern(r"[A-Z]{1,3}|(?:[A-Z]\.[-~]?)+")
_SUFFIX: Final = lazy_pattern(r"(?:Jr|Sr)\.?|2nd|3rd|4th")
_WORD: Final = lazy_pattern(r"[^\W\d_][^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NO_FAMILY: Final = lazy_pattern(r"[A-Z]\..*|[A-DF-NP-TV-Z]|[BCDFGHJKLMNPQRSTVWXZ]{2,3}")
"""Initials that are nobody's family name: `L.`, `H`, `GH`; not `E`, `O`, `LI` or `SUN`."""
_NO_INITIALS: Final = frozenset({"II", "III", "IV", "MD", "NG"})


def initials_last(name: str, *, surely: bool = True) -> str:
    """Return `Hale, E` for `Hale E`, and the name itself if its last word is not initials.

    `surely`: initials that may also be a family name, as in `Weinan E`, are taken for the family name.
    """
    last = name[-1:]
    if not last or not (last in ".rd" or "A" <= last <= "Z") or "," in name or "{" in name or "\\" in name:
        return name
    *words, initials = name.replace("~", " ").split()
    suffix = ""
    if len(words) > 1 and _SUFFIX.fullmatch(initials):
        suffix, initials = initials, words.pop()
    if not words or initials in _NO_INITIALS or not _INITIALS.fullmatch(initials):
        return name
    if not all(map(_WORD.fullmatch, words)) or (surely and not _NO_FAMILY.fullmatch(initials)):
        return name
    return ", ".join(part for part in (" ".join(words), suffix, initials) if part)


def in_order(names: Sequence[str]) -> list[str]:
    """Return the names of a list with a comma before initials that come last.

    One name that surely has its initials last decides for the others, if all have the same form.
    """
    certain = [initials_last(name) for name in names]
    if certain == list(names):
        return certain
    likely = [initials_last(name, surely=False) for name in names]
    return likely if all("," in name for name in likely) else certain
