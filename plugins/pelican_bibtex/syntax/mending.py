"""Repairing malformed bodies: readable parts are kept, and each fault is located at the start of its field.

A body is repaired from its own lines, up to the next line that starts with `@word{`. A line that looks like
`name = {` starts a field and a line that is only a closing brace ends the body, whatever is open before them.
"""

from __future__ import annotations

import re

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.diagnostics.problem import Code
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.syntax.command import FIELD_INSIDE, Body, Field, Macro, SyntaxFault, ends_early, read_value
from pelican_bibtex.syntax.source import NAME, IndexedText, skip

_BLANK = lazy_pattern(r"[\s,]*+")
_COMMENT = lazy_pattern(r"%[^\n]*+")
_FIELD = lazy_pattern(rf"({NAME})\s*+=\s*+")
_FIELD_WITHOUT_EQUALS = lazy_pattern(rf"({NAME})[ \t]*+(?=[\"{{])")
_BEFORE_KEY = lazy_pattern(r"\s*+([{(\"]++)(?=[^\s,={}\"]++\s*+,)")
_NO_KEY = lazy_pattern(rf"\s*+(?:[,)}}]|{NAME}\s*+=|\Z)")
_KEY = lazy_pattern(r"\s*+([^\s,={}\"]++)([ \t]++[^,={}\"\n]*[^\s,={}\"])?(?=\s*+(.?))")
_VALUE_ENDS = lazy_pattern(rf"\s*+(?:[,%)}}]|{NAME}\s*+=|\Z)|[ \t]*+\n")
_GOES_ON = lazy_pattern(rf"\s*+(?:,\s*+(?:{NAME}\s*+=|[)}}])|[)}}])")
_PROSE = lazy_pattern(rf"\s*+,(?!\s*+(?:{NAME}\s*+=|[)}}%,]|\Z))")
_BLANK_LINE = lazy_pattern(r"\n[ \t]*+\n")
_UNCLOSING = frozenset({codes.UNCLOSED_BRACE, codes.BROKEN_QUOTES})


def mend(page: IndexedText, start: int, opening: int, word: str) -> Body:
    """Return the repaired body that opens here, of the command that starts at `start`."""
    limit = page.next_head(opening)
    if word in {"string", "preamble"}:
        blank = _BLANK_LINE.search(page.text, opening, limit)
        limit = blank.start() if blank else limit
    if word == "preamble":
        return Body(
            limit,
            faults=(SyntaxFault(codes.UNCLOSED_ENTRY, "`@preamble` has no closing brace; add it.", start),),
            intact=False,
        )
    mender = _Mender(page, start, opening, limit)
    if word != "string":
        mender.read_key()
    mender.read_fields()
    return Body(mender.offset, mender.key, tuple(mender.fields), tuple(mender.faults), intact=False)


class _Mender:
    """The state of repairing one body."""

    def __init__(self, page: IndexedText, start: int, opening: int, limit: int) -> None:
        self.page, self.text = page, page.text
        self.start, self.limit = start, limit
        self.closing = ")" if page.text[opening] == "(" else "}"
        self.offset = opening + 1
        self.key = ""
        self.owner = "@string"
        self.fields: list[Field] = []
        self.faults: list[SyntaxFault] = []

    def fault(self, code: Code, offset: int, message: str) -> None:
        self.faults.append(SyntaxFault(code, message, offset))

    def read_key(self) -> None:
        self.owner = "the entry"
        before = _BEFORE_KEY.match(self.text, self.offset, self.limit)
        if before:
            self.fault(codes.STRAY_TEXT, self.offset, f"there is `{before[1]}` before the key; remove it.")
            self.offset = before.end()
        match = _KEY.match(self.text, self.offset, self.limit)
        if not match or _NO_KEY.match(self.text, self.offset, self.limit):
            self.fault(codes.MISSING_KEY, self.start, "the entry has no key; write one after the opening brace.")
            return
        first, rest, following = match.groups()
        spaced = rest and following == ","
        self.key = first + rest if spaced else first
        self.owner = f"`{self.key}`"
        self.offset = match.end(2 if spaced else 1)
        if spaced:
            self.fault(codes.BLANK_IN_KEY, self.start, f"the key {self.owner} contains a space; write it without.")
        elif (rest or following) and following not in ",})":
            self.fault(codes.MISSING_COMMA, self.start, f"there is no comma after the key {self.owner}; add one.")

    def read_fields(self) -> None:
        while self.skip_blanks() < self.limit:
            if self.text[self.offset] == self.closing:
                if not self.surplus_brace():
                    self.offset += 1
                    return
            elif not self.read_field():
                self.skip_stray_text()
        self.unclosed()

    def skip_blanks(self) -> int:
        """Skip blanks, commas and comments, and return the offset after them."""
        self.offset = _end(_BLANK, self.text, self.offset, self.limit)
        start = self.offset
        while comment := _COMMENT.match(self.text, self.offset, self.limit):
            self.offset = _end(_BLANK, self.text, comment.end(), self.limit)
        if start < self.offset < self.limit and not any(f.code is codes.COMMENT_IN_ENTRY for f in self.faults):
            message = f"{self.owner} contains a `%` comment, which BibTeX does not know; move it out of the entry."
            self.fault(codes.COMMENT_IN_ENTRY, start, message)
        return self.offset

    def surplus_brace(self) -> bool:
        """Skip a closing brace that is followed by fields; return whether there was one."""
        if not ends_early(self.text, self.offset + 1, self.limit):
            return False
        where = self.fields[-1].start if self.fields else self.start
        what = f"`{self.fields[-1].name}`" if self.fields else "the key"
        message = f"a surplus closing brace after {what} of {self.owner} ends the entry early; remove it."
        self.fault(codes.SURPLUS_BRACE, where, message)
        self.offset += 1
        return True

    def read_field(self) -> bool:
        match = _FIELD.match(self.text, self.offset, self.limit)
        if not match:
            match = _FIELD_WITHOUT_EQUALS.match(self.text, self.offset, self.limit)
            if not match:
                return False
            message = f"there is no equals sign after `{match[1]}` of {self.owner}; write `{match[1]} =`."
            self.fault(codes.MISSING_EQUALS, self.offset, message)
        start, self.offset = self.offset, match.end()
        if self.value_is_missing():
            message = f"`{match[1]}` of {self.owner} has no value; write one in braces, or remove the field."
            self.fault(codes.MISSING_VALUE, start, message)
            return True
        parts = self.closed_value(match[1], start) or self.loose_value(match[1], start)
        self.fields.append(Field(match[1], start, match.end(), self.offset, parts))
        return True

    def value_is_missing(self) -> bool:
        return (
            self.offset >= self.limit
            or self.text[self.offset] in {",", self.closing}
            or _FIELD.match(self.text, self.offset, self.limit) is not None
        )

    def closed_value(self, name: str, start: int) -> tuple[str, ...] | None:
        """Return the value that starts here, or None if it does not end well or runs on because a brace is missing."""
        value = read_value(self.page, self.offset, self.limit)
        limit = self.limit_around(value[1]) if value else None
        if not value or not limit:
            return None
        if isinstance(value[0][-1], Macro) and _PROSE.match(self.text, value[1], self.limit):
            return None
        self.offset, self.limit = value[1], limit
        after = skip(self.text, self.offset, self.limit)
        if _FIELD.match(self.text, after, self.limit):
            self.fault(
                codes.MISSING_COMMA,
                start,
                f"there is no comma after `{name}` of {self.owner}; add one after its value.",
            )
        return value[0]

    def limit_around(self, end: int) -> int | None:
        """Return the last offset at which the body can end if a value from here to `end` is one of its own; else None.

        Text inside that looks like a field may be a quotation of BibTeX, as in notes, even of whole entries: then the
        next field or the end of the body follows. A value whose brace is missing ends with the entry.
        """
        limit = self.limit if end <= self.limit else self.page.next_head(end)
        if not _VALUE_ENDS.match(self.text, end, limit):
            return None
        if end <= self.limit and not FIELD_INSIDE.search(self.text, self.offset, end):
            return limit
        is_cut = end > self.limit and FIELD_INSIDE.search(self.text, self.offset, self.limit)
        return limit if _GOES_ON.match(self.text, end, limit) and not is_cut else None

    def loose_value(self, name: str, start: int) -> tuple[str, ...]:
        """Return the value that starts here, up to where the next field or the end of the body seems to be."""
        first = self.text[self.offset]
        end = extent(self.text, self.offset, self.limit, "\n%" if first not in '{"' else "")
        raw = self.text[self.offset : end].rstrip(" \t\n,")
        self.offset += len(raw)
        if first == '"':
            message = f"the quotes around `{name}` of {self.owner} do not match; write `{name} = {{...}}`."
            self.fault(codes.BROKEN_QUOTES, start, message)
            return (balanced(raw.strip('"')),)
        if first == "{" and is_open(raw):
            message = f"`{name}` of {self.owner} has an opening brace that is never closed; add the closing brace."
            self.fault(codes.UNCLOSED_BRACE, start, message)
            return (balanced(raw[1:]),)
        message = f"the value of `{name}` of {self.owner} is not in braces; write `{name} = {{...}}`."
        self.fault(codes.BARE_VALUE, start, message)
        return (balanced(raw),)

    def skip_stray_text(self) -> None:
        end = max(extent(self.text, self.offset, self.limit), self.offset + 1)
        if end < self.limit:
            words = " ".join(self.text[self.offset : end].split())[:40]
            self.fault(
                codes.STRAY_TEXT,
                self.offset,
                f"`{words}` in {self.owner} belongs to no field and is left out; remove it.",
            )
        self.offset = end

    def unclosed(self) -> None:
        """Report that the body runs into the next entry, or the end of the file."""
        if any(fault.code in _UNCLOSING for fault in self.faults):
            return
        last = self.fields[-1] if self.fields else None
        if last and last.parts[-1].rstrip().endswith(","):
            parts = (*last.parts[:-1], last.parts[-1].rstrip().rstrip(","))
            self.fields[-1] = Field(last.name, last.start, last.value_start, last.end, parts)
            message = f"`{last.name}` of {self.owner} has an opening brace that is never closed; add the closing brace."
            self.fault(codes.UNCLOSED_BRACE, last.start, message)
            return
        self.fault(codes.UNCLOSED_ENTRY, self.start, f"{self.owner} has no closing brace; add it after the last field.")


def _end(pattern: re.Pattern[str], text: str, offset: int, limit: int) -> int:
    match = pattern.match(text, offset, limit)
    return match.end() if match else offset


_CUT = lazy_pattern(
    rf"\n[ \t]*+(?={NAME}[ \t]*+=)"  # the next line starts a field
    r"|,[ \t]*+(?=[A-Za-z]{3}[\w+:-]*+[ \t]*+=[ \t]*+[\"{0-9])"  # a field follows on the same line
    r"|\n[ \t]*+[})][ \t]*+(?=,?[ \t]*+(?:\n|\Z))"  # the next line is only a closing delimiter
)
_BRACE = lazy_pattern(r"[{}]")


def extent(text: str, start: int, limit: int, stops: str = "") -> int:
    """Return the last offset at which the text that starts here can end.

    That is before what looks like the next field, a line that is only a closing delimiter, one of the `stops`, or a
    closing brace without an opening one.
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
    """Return whether more braces open than close."""
    return text.count("{") > text.count("}")


def balanced(text: str) -> str:
    """Return the text without unmatched braces."""
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
