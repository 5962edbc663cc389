"""The text of a value: blanks made one, invisible control characters removed."""

from __future__ import annotations

import re
from typing import Final

INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # those that turn the direction of text
    "\u200b\u2060\ufeff\ufff9-\ufffb]"  # blanks without width, annotation marks
)
"""What no reader sees and no value needs. Joiners stay: Persian, Hindi and emoji are written with them."""

_BLANKS: Final = re.compile("[ \t\n\x0b\x0c\x85\u2028\u2029]+")
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n\s*")


def collapse(text: str) -> str:
    """Runs of blanks and line ends become one blank; a no-break space stays what it is."""
    if "\n" in text or "  " in text or "\t" in text:
        return _BLANKS.sub(" ", text)
    return text


def paragraphs(text: str) -> str:
    """The same, with an empty line kept between paragraphs."""
    if "\n" not in text:
        return collapse(text).strip(" ")
    return "\n\n".join(collapse(part).strip(" ") for part in _PARAGRAPH.split(text.strip()))


def visible(text: str) -> str:
    """The text without invisible characters, line ends of other systems made blanks."""
    return _BLANKS.sub(" ", INVISIBLE.sub("", text))


def code_points(text: str) -> str:
    """The invisible characters of a text, by their names in Unicode: `U+202E, U+200F`."""
    return ", ".join(dict.fromkeys(f"U+{ord(match[0]):04X}" for match in INVISIBLE.finditer(text)))
