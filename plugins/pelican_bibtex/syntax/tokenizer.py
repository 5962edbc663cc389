"""The tokenizer, which turns a file's text into commands. docs/adr-tokenizer.md says why it is our own.

It is the only interface between BibTeX's grammar and the rest. Well-formed commands are read as BibTeX reads them;
others are repaired from their own lines alone, and reading goes on at the next line that starts with `@word{`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.syntax.command import Body, Command, SyntaxFault, read
from pelican_bibtex.syntax.mending import mend
from pelican_bibtex.syntax.source import NAME, WORD, IndexedText
from pelican_bibtex.syntax.type_names import NAMES

_WITHOUT_AT = lazy_pattern(
    rf"^[ \t]*+({NAMES})[ \t]*+[{{(]\s*+([^\s,{{}}()=]*+)[ \t]*+,\s*+{NAME}\s*+=",
    re.MULTILINE | re.IGNORECASE,
)
_UNREADABLE = lazy_pattern(rf"^[ \t]*+@[^\n]{{0,80}}?([^\s,{{}}()=\"@]{{0,200}}+)[ \t]*+,\s*+{NAME}\s*+=", re.MULTILINE)


def mangled_entries(text: str, start: int, end: int) -> Iterator[tuple[str, SyntaxFault]]:
    """Yield a fault for each text between two offsets that looks like an entry, with the key it may have."""
    if not text[start:end].strip():
        return
    for match in _WITHOUT_AT.finditer(text, start, end):
        kind, key = match.groups()
        message = (
            f"`{kind}{{{key},` looks like an entry without its `@`; write `@{kind}{{`, or put it in `@comment{{...}}`."
        )
        yield key, SyntaxFault(codes.MISSING_AT, message, match.start(1))
    for match in _UNREADABLE.finditer(text, start, end):
        message = "this line looks like an entry but is not read; start the entry with `@type{key,`."
        yield match[1], SyntaxFault(codes.UNREAD_ENTRY, message, text.index("@", match.start()))


_KEY_AND_FIELD: Final = rf"[^\s,={{}}()\"]++[ \t]*+,\s*+{NAME}\s*+="
_COMMAND: Final = lazy_pattern(
    r"%[^\n]*+"  # a comment hides its content
    r"|(?<![\w\\])@[ \t]*+(?:"
    rf"({WORD})\s*+([{{(])"
    rf"|({WORD})[ \t]++(?={_KEY_AND_FIELD})"  # the brace is missing
    rf"|({NAMES})(?=\w)(?={_KEY_AND_FIELD})"  # and the key follows directly
    rf"|(string)(?=[ \t]*+{NAME}\s*+=))",
    re.IGNORECASE,
)


def commands(text: str) -> Iterator[Command]:
    """Yield each command of a text, in order; its faults are recorded in its body, and nothing is raised.

    Text between commands is skipped, as in BibTeX; a `%` hides the rest of its line there, as in Biber.
    """
    page = IndexedText.of(text)
    offset = 0
    while match := _COMMAND.search(text, offset):
        offset = match.end()
        if match.lastindex:
            word = (match[1] or match[match.lastindex]).lower()
            body = _body(page, word, match)
            offset = body.end
            yield Command(word, match.start(), body)


def _body(page: IndexedText, word: str, match: re.Match[str]) -> Body:
    start, opening = match.start(), match.end() - 1
    if not match[2]:
        fault = SyntaxFault(
            codes.MISSING_OPENING, f"there is no opening brace after `@{word}`; write `@{word}{{`.", start
        )
        body = mend(page, start, opening, word)
        return replace(body, faults=(fault, *body.faults))
    if word == "comment":
        return _comment(page, start, opening)
    return read(page, opening, word) or mend(page, start, opening, word)


def _comment(page: IndexedText, start: int, opening: int) -> Body:
    """Return a comment up to its closing brace, as Biber and JabRef read it; BibTeX would read the entries inside."""
    closer = page.closers.get(opening)
    if closer is not None:
        return Body(closer + 1)
    end = page.text.find("\n", opening)
    end = len(page.text) if end < 0 else end
    if page.text[opening] == "(":
        return Body(end)
    message = "`@comment` has no closing brace, so only this line is left out; add the brace."
    return Body(end, faults=(SyntaxFault(codes.UNCLOSED_COMMENT, message, start),), intact=False)
