"""The order of titles as readers of a language sort them: accents, quotes and capitals matter only between equal words.

The standard library compares code points, and its locales depend on the machine. PyICU needs a library that most
machines lack, and pyuca reads a table of a megabyte for titles that nearly all are in Latin letters. So this is the
part of the Unicode Collation Algorithm (https://unicode.org/reports/tr10/) that such titles need: base letters first,
then accents, then capitals. Letters that a language has of its own are those of CLDR (https://cldr.unicode.org/).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from ibid.languages.tags import bcp47

SortKey = tuple[str, str, str]
"""A text by its base letters, then with accents, then with small letters before capitals."""

_BASE: Final = str.maketrans({
    "æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n",
})  # fmt: skip
"""Letters that Unicode does not take apart, by the letters they are sorted as."""
_SCANDINAVIAN: Final = {"æ": "z1", "ä": "z1", "ø": "z2", "ö": "z2", "å": "z3"}
_SWEDISH: Final = {"å": "z1", "ä": "z2", "æ": "z2", "ö": "z3", "ø": "z3"}
_OWN: Final[Mapping[str, Mapping[str, str]]] = {
    "da": _SCANDINAVIAN, "nb": _SCANDINAVIAN, "nn": _SCANDINAVIAN, "no": _SCANDINAVIAN,
    "sv": _SWEDISH, "fi": _SWEDISH,
    "es": {"ñ": "n1"},
    "pl": {"ą": "a1", "ć": "c1", "ę": "e1", "ł": "l1", "ń": "n1", "ó": "o1", "ś": "s1", "ź": "z1", "ż": "z2"},
    "cs": {"č": "c1", "ř": "r1", "š": "s1", "ž": "z1"},
    "sk": {"ä": "a1", "č": "c1", "ô": "o1", "š": "s1", "ž": "z1"},
    "tr": {"ç": "c1", "ğ": "g1", "i": "ı1", "ö": "o1", "ş": "s1", "ü": "u1"},
}  # fmt: skip
"""Letters of a language that follow another letter as letters of their own: the letter, and their place after it."""
_DOTTED: Final = str.maketrans({"I": "ı", "İ": "i"})
"""The small letters of Turkish."""
_AFTER: Final = "\U0010fff0"
"""A code point after all letters."""
_TABLES: Final = {
    tag: str.maketrans({letter: place[0] + chr(ord(_AFTER) + int(place[1])) for letter, place in letters.items()})
    for tag, letters in _OWN.items()
}


def sort_key(text: str, language: str = "") -> SortKey:
    """Return the key by which a text is sorted in a language, a BCP 47 tag; digits come before letters."""
    table = _TABLES.get(bcp47(language).partition("-")[0].lower(), {})
    whole = unicodedata.normalize("NFC", text)
    lowered = (whole.translate(_DOTTED) if table is _TABLES["tr"] else whole).lower()
    letters = unicodedata.normalize("NFKD", lowered.translate(table).translate(_BASE))
    base = "".join(_base(one) for one in letters)
    return " ".join(base.split()), lowered, whole.swapcase()


def _base(letter: str) -> str:
    """Return a letter or digit as it is, nothing for an accent, and a blank for anything else."""
    if unicodedata.combining(letter):
        return ""
    return letter if letter.isalnum() or letter >= _AFTER else " "
