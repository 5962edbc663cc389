"""The format of tokens, which carry the lines of a source through Markdown, as Markdown itself keeps no lines.

A token precedes what may become a placeholder. It consists of a kind, the number of its line and, for a citation, its
index among the candidates of the line, from 0. Whatever recognises the text after a token consumes the token; all
others are removed at the end. Markdown removes the two characters around a token from every source that it reads.
"""

from __future__ import annotations

from pelican_bibtex.lazy_pattern import lazy_pattern

CITATION = "c"
"""Before what may be a citation."""
OPENED = "o"
"""Before one that continues on the next line."""
STRAY = "s"
"""Before what only looks like one."""
BULLET = "b"
"""In a bullet that may be a topic."""
FLAT = "f"
"""In such a bullet whose depth Markdown would lose."""
LIST = "l"
"""In the braces of a list, or before braces that only look like a list."""
NO_TAG = "m"
"""After a `<` in a formula, so that it is not read as the start of a tag."""
PIPE = "p"
"""In place of a `|` that separates no cells of a table."""
APART = "a"
"""Between two lists or quotes that are not one."""
PLAIN = "n"
"""Before the text of a line that looks like the start of a block."""
ATTRIBUTES = "t"
"""Before the attributes of a list or quote."""
CITING = CITATION + OPENED + STRAY

_START = "\x02ibid"
_ANY = lazy_pattern(rf"{_START}[{CITING}{BULLET}{FLAT}{LIST}{NO_TAG}{APART}{PLAIN}{ATTRIBUTES}]\d+\.\d+\x03")


_PIPE = f"{_START}{PIPE}0.0\x03"


def token(kind: str, line: int, nth: int = 0) -> str:
    """Return a token."""
    return f"{_START}{kind}{line}.{nth}\x03"


def token_pattern(kinds: str, *, named: bool = True) -> str:
    """Return the pattern of a token of one of these kinds, with the groups `kind`, `line` and `nth` if `named`."""
    if not named:
        return rf"{_START}[{kinds}]\d+\.\d+\x03"
    return rf"{_START}(?P<kind>[{kinds}])(?P<line>\d+)\.(?P<nth>\d+)\x03"


def has_token(text: str, kind: str = "") -> bool:
    """Return whether a text contains a token, or one of this kind."""
    return _START + kind in text


def without_tokens(text: str) -> str:
    """Return the text without the tokens in it, and with the `|` that some stand for."""
    return _ANY.sub("", text.replace(_PIPE, "|")) if _START in text else text
