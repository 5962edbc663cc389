"""What remains of a value that does not end where it should: its text up to where something else shows."""

from __future__ import annotations

import re

from pelican_bibtex.syntax.page import NAME

_CUT = re.compile(
    rf"\n[ \t]*+(?={NAME}[ \t]*+=)"  # the next line starts a field
    r"|,[ \t]*+(?=[A-Za-z]{3}[\w+:-]*+[ \t]*+=[ \t]*+[\"{0-9])"  # a field follows on the same line
    r"|\n[ \t]*+[})][ \t]*+(?=,?[ \t]*+(?:\n|\Z))"  # the next line only closes
)
_BRACE = re.compile(r"[{}]")


def extent(text: str, start: int, limit: int, stops: str = "") -> int:
    """Where the text that starts here ends at the latest.

    That is before what looks like the next field, a line that only closes, one of the `stops`, or a closing brace
    without an opening one.
    """
    cut = _CUT.search(text, start, limit)
    end = cut.start() if cut else limit
    for stop in stops:
        found = text.find(stop, start, end)
        end = end if found < 0 else found
    depth = 0
    for brace in _BRACE.finditer(text, start, end):
        depth += 1 if brace[0] == "{" else -1
        if depth < 0:
            return brace.start()
    return end


def is_open(text: str) -> bool:
    """Whether more braces open than close."""
    return text.count("{") > text.count("}")


def balanced(text: str) -> str:
    """The text without the braces that have no partner."""
    opened: list[int] = []
    single: list[int] = []
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            opened.append(brace.start())
        elif opened:
            opened.pop()
        else:
            single.append(brace.start())
    kept: list[str] = []
    offset = 0
    for brace_at in sorted((*single, *opened)):
        kept.append(text[offset:brace_at])
        offset = brace_at + 1
    return "".join((*kept, text[offset:])).strip()
