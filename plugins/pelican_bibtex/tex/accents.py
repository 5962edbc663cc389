r"""Accents: `\'e`, `\'{e}`, `\'{\i}`, `\v{S}`, `\~{\^e}`, `\t{oo}` (The TeXbook, chapter 9)."""

from __future__ import annotations

import unicodedata
from typing import Final

ACCENTS: Final = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "r": "\u030a",
    "c": "\u0327",
    "k": "\u0328",
    "polhk": "\u0328",
    "d": "\u0323",
    "b": "\u0331",
    "t": "\u0361",
    "h": "\u0309",
    "U": "\u030e",
    "G": "\u030f",
    "f": "\u0311",
    "C": "\u030f",
    "newtie": "\u0361",
    "textcommabelow": "\u0326",
    "textcommaabove": "\u0313",
    "capitalcedilla": "\u0327",
    "capitalogonek": "\u0328",
}
"""Command -> the combining character that follows its letter."""

_ALONE: Final = {"'": "´", "`": "`", "^": "^", '"': "¨", "~": "~", "=": "¯", ".": "˙", "r": "˚", "c": "¸", "k": "˛"}
_BELOW: Final = frozenset("ckdb") | {"polhk", "textcommabelow", "capitalcedilla", "capitalogonek"}
_DOTLESS: Final = {"ı": "i", "ȷ": "j"}


def accented(command: str, text: str) -> str:
    """The text with the accent on its first letter, in NFC; the accent alone where there is no letter."""
    text = text.lstrip()
    if not text:
        return _ALONE.get(command, "")
    end = 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    letter = text[:end]
    if command == "." and letter in _DOTLESS:
        return _DOTLESS[letter] + text[end:]
    if command not in _BELOW:  # An accent above replaces the dot that TeX's \i and \j leave out for it.
        letter = _DOTLESS.get(letter[0], letter[0]) + letter[1:]
    return unicodedata.normalize("NFC", letter + ACCENTS[command] + text[end:])
