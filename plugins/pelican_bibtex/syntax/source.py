"""The text of one file: decoding, line and column of an offset, matching braces, blanks."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from typing import Final

from msgspec import Struct

from pelican_bibtex.diagnostics.codes import UNKNOWN_ENCODING, WRONG_ENCODING
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.diagnostics.text_lines import LineTable
from pelican_bibtex.lazy_pattern import lazy_pattern

_LONE_SURROGATE = lazy_pattern("[\ud800-\udfff]")
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Source(Struct, frozen=True, dict=True):
    """The text of one file, with LF line ends and without a byte order mark."""

    path: str
    """The file's path as the author knows it."""
    text: str
    """The whole text."""

    @cached_property
    def has_invisible(self) -> bool:
        """Whether the text has invisible characters, for which its values are then searched."""
        return INVISIBLE.search(self.text) is not None

    @cached_property
    def _lines(self) -> LineTable:
        return LineTable.of(self.text)

    def locate(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both counted from 1, the column in characters."""
        return self._lines.place(offset)


def decode(data: bytes, path: str, encoding: str = "utf-8") -> Source | Problem:
    """Return the decoded text, or a problem at the first byte that cannot be decoded; nothing is guessed."""
    try:
        text = data.decode(encoding)
    except LookupError:
        message = f"PUBLICATIONS_ENCODING is {encoding!r}, which Python does not know; write 'utf-8' for UTF-8."
        return Problem(UNKNOWN_ENCODING, message, path)
    except UnicodeError as error:
        return _undecodable(data, path, encoding, getattr(error, "start", 0))
    if _is_utf_8(encoding) and _looks_like_utf_16(data):
        return _utf_16(path)
    surrogate = _LONE_SURROGATE.search(text)
    if surrogate:
        line, column = Source(path, text).locate(surrogate.start())
        message = f"U+{ord(surrogate[0]):04X} is only half a character; is {encoding!r} the encoding of the file?"
        return Problem(WRONG_ENCODING, message, path, line, column)
    return Source(path, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def _undecodable(data: bytes, path: str, encoding: str, start: int) -> Problem:
    if _is_utf_8(encoding) and _looks_like_utf_16(data):
        return _utf_16(path)
    line, of_bytes = LineTable.of(data).place(start)
    column = len(data[start - of_bytes + 1 : start].decode(encoding, "replace")) + 1
    if _is_utf_8(encoding):
        mend = 'save the file as UTF-8, or set its encoding, as in `PUBLICATIONS_ENCODING = "latin-1"`.'
    else:
        mend = "PUBLICATIONS_ENCODING is not the encoding of the file."
    wrong = f"byte 0x{data[start]:02X} at offset {start}" if start < len(data) else "the file"
    message = f"{wrong} is not {'UTF-8' if _is_utf_8(encoding) else encoding}; {mend}"
    return Problem(WRONG_ENCODING, message, path, line, column)


def _utf_16(path: str) -> Problem:
    message = 'the file looks like UTF-16; save it as UTF-8, or set `PUBLICATIONS_ENCODING = "utf-16"`.'
    return Problem(WRONG_ENCODING, message, path)


def _is_utf_8(encoding: str) -> bool:
    return codecs.lookup(encoding).name in {"utf-8", "utf-8-sig", "ascii"}


def _looks_like_utf_16(data: bytes) -> bool:
    """Return whether there is a mark at the start, or a quarter of the first bytes is zero: ASCII text has none."""
    head = data[:1000]
    return head.startswith(_UTF_16_MARKS) or head.count(0) * 4 > len(head)


WORD = r"[^\W\d_][\w.:*+-]*+"
"""A pattern of the word after an `@`."""
NAME = r"[^\s\d{}(),=\"#%'\\@][^\s{}(),=\"#%'\\@]*+"
"""A pattern of what BibTeX accepts as the name of a field or string."""

_SPACE = lazy_pattern(r"\s*+")
_HEAD = lazy_pattern(rf"^[ \t]*+@[ \t]*+{WORD}\s*+[{{(]", re.MULTILINE)
_BRACE = lazy_pattern(r"[{}]")
_QUOTE = lazy_pattern(r'["{}]')


class IndexedText(Struct, frozen=True):
    """A text with its heads and brace pairs, found in one pass: linear in its length, however deep its braces."""

    text: str
    heads: tuple[int, ...]
    """The offset of each line that starts with `@word{`: no fault reaches beyond one."""
    closers: Mapping[int, int]
    """The offset of each opening brace that is closed -> that of its closing brace."""

    @classmethod
    def of(cls, text: str) -> IndexedText:
        """Return a text with its index."""
        return cls(text, tuple(match.start() for match in _HEAD.finditer(text)), _closers(text))

    def next_head(self, offset: int) -> int:
        """Return the offset of the next line that starts with `@word{`, or of the end of the text."""
        index = bisect_right(self.heads, offset)
        return self.heads[index] if index < len(self.heads) else len(self.text)

    def closing_quote(self, opening: int, limit: int) -> int | None:
        """Return the offset of the quote that closes this one: the first outside all braces; None if there is none."""
        offset = opening + 1
        while match := _QUOTE.search(self.text, offset, limit):
            if match[0] == '"':
                return match.start()
            closer = self.closers.get(match.start())
            if closer is None:
                return None
            offset = closer + 1
        return None


def skip(text: str, offset: int, limit: int) -> int:
    """Return the offset after the blanks that start here."""
    blanks = _SPACE.match(text, offset, limit)
    return blanks.end() if blanks else offset


def _closers(text: str) -> dict[int, int]:
    opened: list[int] = []
    closers = {}
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif opened:
            closers[opened.pop()] = match.start()
    return closers


INVISIBLE: Final = lazy_pattern(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # those that change the direction of text
    "\u200b\u2060\ufeff\ufff9-\ufffb]"  # zero-width blanks, annotation marks
)
"""Characters that no reader sees and no value needs. Joiners are kept: Persian, Hindi and emoji need them."""

_BLANKS: Final = lazy_pattern("[ \t\n\x0b\x0c\x85\u2028\u2029]+")
_PARAGRAPH: Final = lazy_pattern(r"\n[ \t]*\n\s*")


def collapse(text: str) -> str:
    """Return the text with each run of blanks and line ends as one blank; no-break spaces are kept."""
    if "\n" in text or "  " in text or "\t" in text:
        return _BLANKS.sub(" ", text)
    return text


def paragraphs(text: str) -> str:
    """Return the text collapsed, with an empty line kept between paragraphs."""
    if "\n" not in text:
        return collapse(text).strip(" ")
    return "\n\n".join(collapse(part).strip(" ") for part in _PARAGRAPH.split(text.strip()))


def visible(text: str) -> str:
    """Return the text without invisible characters, with each run of blanks and line ends as one blank."""
    return _BLANKS.sub(" ", INVISIBLE.sub("", text))


def code_points(text: str) -> str:
    """Return the invisible characters of a text by their code points in Unicode: `U+202E, U+200F`."""
    return ", ".join(dict.fromkeys(f"U+{ord(match[0]):04X}" for match in INVISIBLE.finditer(text)))
