"""Citations in bodies that Markdown did not make, reStructuredText and HTML: the same placeholders, in text alone."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from ibid.citations import grammar
from ibid.citations.placeholders import CITATION, STRAY, write_placeholder
from ibid.markup.code import CODE_TAGS
from ibid.markup.occurrences import Occurrences
from ibid.markup.offsets import Edit

_UNTOUCHED = CODE_TAGS | {"a"}
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_CANDIDATE = {
    topics: re.compile(
        rf"(?<![\\!])(?P<escape>\\)?(?P<whole>{grammar.GROUP}(?!\()|{in_text})"
        rf"|(?P<meant>{grammar.MEANT})(?=(?P<rest>[^\[\]<]{{0,80}}\]?))"
    )
    for topics, in_text in grammar.IN_TEXT.items()
}
"""What is whole may be a citation. What is only meant is one character, so that all behind it is still looked at."""


def add_placeholders(body: str, source: str, *, topics: bool) -> str:
    """Put a placeholder in place of each citation in the text of an HTML body; all else stays byte for byte.

    `source` is the author's file, searched for the lines; `topics` says whether numbers in brackets count.
    """
    if not grammar.may_cite(body):
        return body
    reader = _Reader(body)
    pieces: list[str] = []
    at = 0
    lines = Occurrences(source)
    for start, end in reader.texts:
        for found in _CANDIDATE[topics].finditer(body, start, end):
            edit = _edit(found, lines, topics=topics)
            if edit:
                pieces += [body[at : edit.start], edit.text]
                at = edit.end
    return "".join([*pieces, body[at:]])


def _edit(found: re.Match[str], lines: Occurrences, *, topics: bool) -> Edit | None:
    """What to put where a candidate stands; nothing where it is text like any other."""
    source = found["whole"] or found["meant"] + found["rest"]
    written = unescape(source)
    is_citation = bool(found["whole"]) and _counts(written, topics=topics)
    start = found.start()
    if found["escape"]:  # of a citation: then the backslash has done its work
        return Edit(start, start + 1, write_placeholder(STRAY, "", 0)) if is_citation else None
    if not is_citation and not grammar.strays(written):
        return None
    line = lines.next(source) or lines.next(written)
    name, end = (CITATION, found.end()) if is_citation else (STRAY, start)
    return Edit(start, end, write_placeholder(name, " ".join(written.split()), line))


def _counts(source: str, *, topics: bool) -> bool:
    return ("@" in source or topics) and grammar.read_group(source) is not None


class _Reader(HTMLParser):
    """Finds the stretches of text outside of code, links and the like, as offsets."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=False)
        self.starts = [0, *(m.end() for m in re.finditer("\n", body))]
        self.texts: list[tuple[int, int]] = []
        self.open: list[str] = []
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  its signature
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>` opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not _UNTOUCHED.intersection(self.open):
            line, column = self.getpos()
            start = self.starts[line - 1] + column
            self._add(start, start + len(data))

    def handle_entityref(self, name: str) -> None:
        self._join(len(name) + 1)

    def handle_charref(self, name: str) -> None:
        self._join(len(name) + 2)

    def _join(self, length: int) -> None:
        """An entity is part of the text around it: `[@a, pp.&nbsp;3]`."""
        if not _UNTOUCHED.intersection(self.open):
            line, column = self.getpos()
            start = self.starts[line - 1] + column
            self._add(start, start + length)

    def _add(self, start: int, end: int) -> None:
        if self.texts and self.texts[-1][1] >= start - 1:  # an entity may end in a semicolon
            self.texts[-1] = (self.texts[-1][0], end)
        else:
            self.texts.append((start, end))
