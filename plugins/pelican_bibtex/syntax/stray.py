"""Text between entries, which BibTeX passes over, that was perhaps to be an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.syntax.command import Fault
from pelican_bibtex.syntax.page import NAME

TYPES: Final = (
    "article|artwork|audio|book|bookinbook|booklet|collection|conference|dataset|electronic|image|inbook|incollection"
    "|inproceedings|inreference|jurisdiction|legislation|manual|mastersthesis|misc|movie|music|mvbook|mvcollection"
    "|mvproceedings|mvreference|online|patent|performance|periodical|phdthesis|preprint|proceedings|reference|report"
    "|review|software|standard|suppbook|suppcollection|suppperiodical|techreport|thesis|unpublished|video|www|xdata"
)
"""Entry types of BibTeX and BibLaTeX, as a pattern."""

_WITHOUT_AT = re.compile(
    rf"^[ \t]*+({TYPES})[ \t]*+[{{(]\s*+([^\s,{{}}()=]*+)[ \t]*+,\s*+{NAME}\s*+=",
    re.MULTILINE | re.IGNORECASE,
)
_UNREADABLE = re.compile(rf"^[ \t]*+@[^\n]{{0,80}}?([^\s,{{}}()=\"@]{{0,200}}+)[ \t]*+,\s*+{NAME}\s*+=", re.MULTILINE)


def mangled_entries(text: str, start: int, end: int) -> Iterator[tuple[str, Fault]]:
    """What looks like an entry between two offsets, with the key it may have."""
    if not text[start:end].strip():
        return
    for match in _WITHOUT_AT.finditer(text, start, end):
        kind, key = match.groups()
        message = f"`{kind}{{{key},` looks like an entry without its @; write `@{kind}{{`, or put it in @comment{{...}}"
        yield key, Fault(codes.MISSING_AT, message, match.start(1))
    for match in _UNREADABLE.finditer(text, start, end):
        message = "this line looks like an entry, but does not start as `@type{key,`; nothing of it is read"
        yield match[1], Fault(codes.UNREAD_ENTRY, message, text.index("@", match.start()))
