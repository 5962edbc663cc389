"""Names that are separated by other signs than `and`: semicolons, ampersands, commas."""

from __future__ import annotations

from typing import Final

from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.names.name_order import in_order
from pelican_bibtex.names.name_parts import COMMA, is_organisation, is_suffix, outside, split, words

_SEMICOLON: Final = lazy_pattern("[;；]")
_AMPERSAND: Final = lazy_pattern(r"(?<=\s)\\?&(?=\s)")
_LISTED: Final = lazy_pattern(r"\s*,\s*(?:\\?&\s+)?|\s+\\?&\s+")
_IDEOGRAPHIC: Final = lazy_pattern("[，、]")
_SIGNS: Final = frozenset(";；，、&")
_INITIALS: Final = lazy_pattern(r"(?:[^\W\d_]\.[-\s~]*)+")
ELLIPSIS: Final = frozenset({"...", "…", "\\ldots", "\\dots", "{\\ldots}", "{\\dots}"})


def at_other_signs(piece: str) -> list[str]:
    """Return the names in a piece, split at semicolons, ideographic commas or ampersands."""
    if _SIGNS.isdisjoint(piece):
        return [piece.strip(" ")]
    for sign in (_SEMICOLON, _IDEOGRAPHIC, _AMPERSAND):
        names = [name for name in split(piece, sign) if name]
        if len(names) > 1 and (sign is not _AMPERSAND or _are_people(piece, names)):
            return names
    return [piece.strip("; ")]


def _are_people(piece: str, names: list[str]) -> bool:
    """Return whether people's names stand beside an ampersand: `Jane Doe & Rik Roe`, not `Simon & Schuster`."""
    if all("," in outside(name) for name in names):
        return True
    return not is_organisation(piece) and all("," not in name and is_whole(name) for name in names)


def at_commas(piece: str, *, commas_elsewhere: bool, in_series: bool) -> list[str]:
    """Return the names in a piece, split at commas if no other reading is possible: see the table in the tests."""
    if "," not in piece and "&" not in piece:
        return [piece]
    if piece.count(",") == 1 and "&" not in piece and not piece.endswith(","):  # as nearly all are
        parts = split(piece, COMMA)
        return parts if len(parts) == 2 and _are_two(*parts, in_series=in_series) else [piece]  # noqa: PLR2004  a pair
    listed = [part for part in split(piece, _LISTED) if part]
    trailing = outside(piece).endswith(",")
    if all(map(is_whole, listed)) and len(listed) > (1 if trailing and not commas_elsewhere else 2):
        return listed
    parts = [part for part in split(piece, COMMA) if part]
    if len(parts) > 3 and len(parts) % 2 == 0 and _in_pairs(parts):  # noqa: PLR2004  two names are four
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    return [", ".join(parts)] if trailing else [piece]


def _are_two(one: str, other: str, *, in_series: bool) -> bool:
    """Return whether the parts beside a comma are two names: `J. Smith, A. Brown`, `Hale E, Rook GH`.

    In a list such as `Al Po, Kay Deng and Mo Fell` (`in_series`), two words on both sides are enough.
    """
    if " " not in one.replace("~", " ") or " " not in other.replace("~", " "):
        return False
    if all("," in name for name in in_order((one, other))):
        return True
    first, last = words(one), words(other)
    if not (is_whole(one) and is_whole(other)) or _INITIALS.fullmatch(last[-1]) or len(last[-1]) == 1:
        return False
    return bool(_INITIALS.fullmatch(first[0])) or (
        in_series and len(first) == len(last) == 2 and all(word[0].isupper() for word in (*first, *last))  # noqa: PLR2004  two parts, two words
    )


def is_whole(part: str) -> bool:
    """Return whether a part can only be a whole name, as `Jane Doe`: not `Doe`, `J. R.` or `Jr.`."""
    return part in ELLIPSIS or (len(words(part)) > 1 and not is_suffix(part) and not _INITIALS.fullmatch(part))


def _in_pairs(parts: list[str]) -> bool:
    """Return whether every second part is initials, and no other one is, as in `Doe, J., Roe, R.`."""
    return all(_INITIALS.fullmatch(part) for part in parts[1::2]) and not any(map(_INITIALS.fullmatch, parts[::2]))
