"""TeX's ligatures in running text: dashes, quotation marks, and what they spare."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_QUOTED: Final = re.compile("`[^`]*'")
_BARE_URL: Final = re.compile(r"(https?://\S+)")
_DASHES: Final = (("---", "—"), ("--", "–"))


def ligatures(source: str) -> Callable[[str], str]:
    """The function that turns what is typed into what TeX prints, for one value as a whole.

    Dashes always. Quotation marks only in a value that uses TeX's: where a backtick or `''` shows that its author
    writes TeX, an apostrophe is a curly one too; elsewhere straight quotes and backticks stay as they are.
    """
    replacements = (_DASHES if "--" in source else ()) + (_quotes(source) if "`" in source or "''" in source else ())
    if not replacements:
        return str

    def printed(text: str) -> str:
        if "://" not in text:
            return _replaced(text, replacements)
        parts = _BARE_URL.split(text)  # An address written into running text is not typography.
        parts[::2] = [_replaced(part, replacements) for part in parts[::2]]
        return "".join(parts)

    return printed


def _quotes(source: str) -> tuple[tuple[str, str], ...]:
    if "``" in source and "''" not in source:
        return (("``", "“"), ('"', "”"), ("`", "‘"), ("'", "’"))
    if "``" in source or "''" in source or _QUOTED.search(source):
        return (("``", "“"), ("''", "”"), ("`", "‘"), ("'", "’"))
    return ()


def _replaced(text: str, replacements: tuple[tuple[str, str], ...]) -> str:
    for typed, printed in replacements:
        if typed in text:
            text = text.replace(typed, printed)
    return text
