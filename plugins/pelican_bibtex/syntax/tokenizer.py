"""The tokenizer: a file's text becomes commands. Why it is ours: docs/adr-tokenizer.md.

It is the one seam between BibTeX's grammar and the rest. What is well-formed is read as BibTeX reads it; what
is not is mended from its own lines alone, and reading goes on at the next line that starts with `@word{`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.syntax.command import Body, Command, Fault
from pelican_bibtex.syntax.mending import mend
from pelican_bibtex.syntax.page import NAME, WORD, Page
from pelican_bibtex.syntax.reading import read
from pelican_bibtex.syntax.stray import TYPES

_KEY_AND_FIELD: Final = rf"[^\s,={{}}()\"]++[ \t]*+,\s*+{NAME}\s*+="
_COMMAND: Final = re.compile(
    r"%[^\n]*+"  # a comment hides what stands in it
    r"|(?<![\w\\])@[ \t]*+(?:"
    rf"({WORD})\s*+([{{(])"
    rf"|({WORD})[ \t]++(?={_KEY_AND_FIELD})"  # the brace was forgotten
    rf"|({TYPES})(?=\w)(?={_KEY_AND_FIELD})"  # and the key stands where it was
    rf"|(string)(?=[ \t]*+{NAME}\s*+=))",
    re.IGNORECASE,
)


def commands(text: str) -> Iterator[Command]:
    """Each command of a text, in its order; what is wrong with it is in its faults, and nothing is raised.

    Text between commands is passed over, as BibTeX does; a `%` hides the rest of its line there, as in Biber.
    """
    page = Page.of(text)
    offset = 0
    while match := _COMMAND.search(text, offset):
        offset = match.end()
        if match.lastindex:
            word = (match[1] or match[match.lastindex]).lower()
            body = _body(page, word, match)
            offset = body.end
            yield Command(word, match.start(), body)


def _body(page: Page, word: str, match: re.Match[str]) -> Body:
    start, opening = match.start(), match.end() - 1
    if not match[2]:
        fault = Fault(codes.MISSING_OPENING, f"no opening brace follows @{word}; write `@{word}{{`", start)
        body = mend(page, start, opening, word)
        return replace(body, faults=(fault, *body.faults))
    if word == "comment":
        return _comment(page, start, opening)
    return read(page, opening, word) or mend(page, start, opening, word)


def _comment(page: Page, start: int, opening: int) -> Body:
    """All up to the closing brace, as Biber and JabRef read it; BibTeX itself would read entries inside."""
    closer = page.closers.get(opening)
    if closer is not None:
        return Body(closer + 1)
    end = page.text.find("\n", opening)
    end = len(page.text) if end < 0 else end
    if page.text[opening] == "(":
        return Body(end)
    message = "@comment has no closing brace; only this line is left out"
    return Body(end, faults=(Fault(codes.UNCLOSED_COMMENT, message, start),), intact=False)
