"""Citations in bodies that Markdown did not make, reStructuredText and HTML: the same placeholders, in text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

from ibid.citations import grammar
from ibid.citations.placeholders import CITATION, STRAY, write_placeholder
from ibid.markup.occurrences import Occurrences

_UNTOUCHED = frozenset({"a", "code", "kbd", "math", "pre", "samp", "script", "style", "textarea", "tt", "var"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_CANDIDATE = re.compile(
    rf"(?<![\\!])(?P<escape>\\)?(?:\[[^\[\]]+\](?!\()|(?<![\w/@.:\[-]){grammar.IN_TEXT.pattern})"
    r"|(?<!\\)(?P<stray>(?:\[\s*[@＠]|＠(?=\w))[^\[\]<]{0,80})"
)


def add_placeholders(body: str, source: str, *, topics: bool) -> str:
    """Put a placeholder in place of each citation in the text of an HTML body; all else stays byte for byte.

    `source` is the author's file, searched for the lines; `topics` says whether numbers in brackets count.
    """
    if not re.search("[\\[@＠]", body):
        return body
    reader = _Reader(body)
    pieces: list[str] = []
    at = 0
    lines = Occurrences(source)
    for start, end in reader.texts:
        for found in _candidates(body, start, end):
            written = unescape(found.group())
            escaped = bool(found["escape"])
            is_citation = not found["stray"] and _counts(written[escaped:], topics=topics)
            if not is_citation and not re.search("[@＠]", written):
                continue
            if escaped:
                if is_citation:  # then the backslash has done its work
                    pieces += [body[at : found.start()], write_placeholder(STRAY, "", 0)]
                    at = found.start() + 1
                continue
            line = lines.next(found.group()) or lines.next(written)
            name = CITATION if is_citation else STRAY
            pieces += [body[at : found.start()], write_placeholder(name, " ".join(written.split()), line)]
            at = found.end() if is_citation else found.start()
    return "".join([*pieces, body[at:]])


def _candidates(body: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What may be a citation; behind a bracket that is never closed there may be others."""
    while found := _CANDIDATE.search(body, start, end):
        yield found
        start = found.start() + 1 if found["stray"] else found.end()


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
