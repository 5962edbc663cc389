"""An author's file as text, and the way back from an offset to a line."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass, field

from pelican_bibtex.diagnostics.codes import UNKNOWN_ENCODING, WRONG_ENCODING
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.syntax.value import INVISIBLE

_LINE_END = re.compile("\n")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file, with LF line ends and without a byte order mark."""

    path: str
    """The file as the author knows it."""
    text: str
    """All of it."""
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """The offset at which each line starts."""
    has_invisible: bool = field(init=False, repr=False, compare=False)
    """Whether to look for invisible characters in its values at all."""

    def __post_init__(self) -> None:
        starts = (0, *(match.end() for match in _LINE_END.finditer(self.text)))
        object.__setattr__(self, "_starts", starts)
        object.__setattr__(self, "has_invisible", INVISIBLE.search(self.text) is not None)

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1, the column in characters."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def decode(data: bytes, path: str, encoding: str = "utf-8") -> Source | Problem:
    """Read bytes in an encoding; what does not decode is a problem at its first wrong byte, never a guess."""
    try:
        text = data.decode(encoding)
    except LookupError:
        message = f"PUBLICATIONS_ENCODING is {encoding!r}, which no codec is called; UTF-8 is 'utf-8'"
        return Problem(UNKNOWN_ENCODING, message, path)
    except UnicodeError as error:
        return _undecodable(data, path, encoding, getattr(error, "start", 0))
    if _is_utf_8(encoding) and _looks_like_utf_16(data):
        return _utf_16(path)
    surrogate = _LONE_SURROGATE.search(text)
    if surrogate:
        line, column = Source(path, text).locate(surrogate.start())
        message = f"U+{ord(surrogate[0]):04X} is half a character; is {encoding!r} the file's encoding?"
        return Problem(WRONG_ENCODING, message, path, line, column)
    return Source(path, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def _undecodable(data: bytes, path: str, encoding: str, start: int) -> Problem:
    if _is_utf_8(encoding) and _looks_like_utf_16(data):
        return _utf_16(path)
    before = data[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode(encoding, "replace")) + 1
    if _is_utf_8(encoding):
        mend = 'save the file as UTF-8, or name its encoding, as in PUBLICATIONS_ENCODING = "latin-1"'
    else:
        mend = "PUBLICATIONS_ENCODING names another encoding than the file has"
    wrong = f"byte 0x{data[start]:02X} at offset {start}" if start < len(data) else "the file"
    message = f"{wrong} is not {'UTF-8' if _is_utf_8(encoding) else encoding}; {mend}"
    return Problem(WRONG_ENCODING, message, path, line, column)


def _utf_16(path: str) -> Problem:
    message = 'the file looks like UTF-16; save it as UTF-8, or set PUBLICATIONS_ENCODING = "utf-16"'
    return Problem(WRONG_ENCODING, message, path)


def _is_utf_8(encoding: str) -> bool:
    return codecs.lookup(encoding).name in {"utf-8", "utf-8-sig", "ascii"}


def _looks_like_utf_16(data: bytes) -> bool:
    """A mark at its start, or a quarter of its first bytes zero: text in ASCII has none."""
    head = data[:1000]
    return head.startswith(_UTF_16_MARKS) or head.count(0) * 4 > len(head)
