"""TeX in fields, parsed once to a small tree and rendered from it everywhere.

`parse(source)` returns a `Text` and complaints; `plain(source)` only the plain text.
Nothing is ever executed, expanded or read: a command has a meaning in a table, or its argument is shown.
"""

from __future__ import annotations

from pelican_bibtex.tex.parser import is_text, parse
from pelican_bibtex.tex.text import EMPTY, Text, one_line

__all__ = ["EMPTY", "Text", "parse", "plain"]


def plain(source: str) -> str:
    """Return the plain text of a field's value."""
    return one_line(source) if is_text(source) else parse(source)[0].plain
