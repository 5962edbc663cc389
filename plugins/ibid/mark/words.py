"""What stands in a citation, as its author typed it: Markdown has put away code, formulas and escapes by then."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from ibid.mark.citation_grammar import quoted

_ESCAPED = re.compile(r"\x02(\d+)\x03")
"""How Markdown notes a character behind a backslash."""
_PUT_AWAY = re.compile(r"\x02(?:klzzwxh:)?\d+\x03|&(?:#\w+|\w+);")
"""What stands for text: such a character, what Markdown keeps elsewhere, an entity."""
_PLAIN_FORMULA = re.compile(r"\$([\w.-]+)\$")
"""`$2$`; any other stays TeX, for what stands in a citation is text."""
_EMPHASIS = re.compile(
    r"(?P<key>@(?:\{[^{}]*\}|[^\s,;\]]+))"
    r"|(?P<star>\*{1,3})(?=[^\s*])(?P<starred>[^*@]*[^\s*@])(?P=star)"
    r"|(?<!\w)(?P<line>_{1,3})(?=[^\s_])(?P<lined>(?:[^_@]|(?<=[^\W_])_+(?=[^\W_]))*+)(?<=[^\s_])(?P=line)(?!\w)"
)
"""Emphasised words; a key holds what signs it likes, and is none."""


def words(data: str, kept: Callable[[str], str]) -> str:
    """A citation in one line, as the grammar reads it.

    Emphasis is shown as its words. What was put away is text, whatever signs are in it: code cites nothing. `kept`
    gives back what Markdown keeps for placeholders of its own.
    """
    shown = _plain(_EMPHASIS.sub(lambda m: m["key"] or m["starred"] or m["lined"], data))
    shown = _PUT_AWAY.sub(lambda m: _taken_out(m.group(), kept), shown)
    return " ".join(line.strip() for line in shown.split("\n"))


def unescaped(data: str) -> str:
    """The text with the characters that stood behind backslashes."""
    return _ESCAPED.sub(lambda found: chr(int(found[1])), data)


def _taken_out(sign: str, kept: Callable[[str], str]) -> str:
    """The text that a sign stands for; `&b;` in `@a&b; @c` is no entity, and stands for nothing."""
    text = unescape(unescaped(kept(sign)))
    return sign if text == sign else quoted(_plain(text))


def _plain(text: str) -> str:
    return _PLAIN_FORMULA.sub(r"\1", text)
