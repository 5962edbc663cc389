"""Citations in HTML bodies not made by Markdown, but from reStructuredText or HTML: placeholders in text only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser

from ibid.mark import citation_grammar
from ibid.mark.code import CODE_TAGS
from ibid.mark.html_reader import Edit, Occurrences, splice
from ibid.mark.placeholders import ATTRIBUTE, CITATION, STRAY, write_placeholder

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_ALT = re.compile(r"""(?<=\s)alt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_CANDIDATE = {
    topics: re.compile(
        rf"(?<![\\!])(?P<escape>\\)?(?P<whole>{citation_grammar.GROUP}(?!\()|{in_text})"
        rf"|(?P<meant>{citation_grammar.MEANT})(?=(?P<rest>[^\[\]<]{{0,80}}\]?))"
    )
    for topics, in_text in citation_grammar.IN_TEXT.items()
}
"""`whole` may be a citation. `meant`, the start of a stray, is one character, so that the text after it is searched."""


@dataclass(frozen=True, slots=True)
class _TextRange:
    """A range of text, as offsets."""

    start: int
    end: int
    in_link: bool
    """In links, only brackets with keys are citations, to be reported: `@name` and `[1]` are common texts of links."""


def add_placeholders(body: str, source: str, *, topics: bool) -> str:
    """Return an HTML body with a placeholder for each citation in its text, and before each image whose words cite.

    Everything else stays the same byte for byte.

    `source` is the author's file, searched for the lines; `topics` says whether numbers in brackets are citations.
    """
    if not citation_grammar.may_cite(body):
        return body
    reader, lines = _TextFinder(body), Occurrences(source)
    return splice(body, [*_in_texts(body, reader.texts, lines, topics=topics), *_in_images(reader.alts, lines)])


def _in_texts(body: str, texts: Iterable[_TextRange], lines: Occurrences, *, topics: bool) -> Iterator[Edit]:
    for text in texts:
        for found in _CANDIDATE[topics].finditer(body, text.start, text.end):
            is_name = text.in_link and not found[0].startswith(("[", "\\["))
            if not is_name and (edit := _edit(found, lines, topics=topics and not text.in_link)):
                yield edit


def _in_images(alts: Iterable[tuple[int, str]], lines: Occurrences) -> Iterator[Edit]:
    """Yield a placeholder before each image whose words may cite; an `@` written as `&#64;` does not.

    It may have become an `@` already: images of HTML pages are rewritten before their citations are searched.
    """
    for start, alt in alts:
        line = (lines.next(alt) or lines.next(unescape(alt))) if citation_grammar.strays(alt) else 0
        if line or (citation_grammar.strays(alt) and not lines.next(alt.replace("@", "&#64;"))):
            yield Edit(start, start, write_placeholder(ATTRIBUTE, " ".join(unescape(alt).split()), line))


def _edit(found: re.Match[str], lines: Occurrences, *, topics: bool) -> Edit | None:
    """Return the edit that replaces a candidate; None if the candidate is ordinary text."""
    source = found["whole"] or found["meant"] + found["rest"]
    written = unescape(source)
    is_citation = bool(found["whole"]) and _counts(written, topics=topics)
    start = found.start()
    if found["escape"]:  # only before a citation is the backslash an escape, which is removed
        return Edit(start, start + 1, write_placeholder(STRAY, "", 0)) if is_citation else None
    if not is_citation and not citation_grammar.strays(written):
        return None
    line = lines.next(source) or lines.next(written)
    name, end = (CITATION, found.end()) if is_citation else (STRAY, start)
    return Edit(start, end, write_placeholder(name, " ".join(written.split()), line))


def _counts(source: str, *, topics: bool) -> bool:
    return ("@" in source or topics) and citation_grammar.read_group(source) is not None


class _TextFinder(HTMLParser):
    """Finds the ranges of text outside of code and the like, and the alternative texts of images, by their offsets."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=False)
        self.starts = [0, *(m.end() for m in re.finditer("\n", body))]
        self.texts: list[_TextRange] = []
        self.alts: list[tuple[int, str]] = []
        self.open: list[str] = []
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  its signature
        if tag not in _VOID:
            self.open.append(tag)
        self._note_alt(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  likewise
        """Open no element: `<br/>` has no end tag."""
        self._note_alt(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._add(len(data))

    def handle_entityref(self, name: str) -> None:
        self._add(len(name) + 1)  # part of the text around it: `[@a, pp.&nbsp;3]`

    def handle_charref(self, name: str) -> None:
        self._add(len(name) + 2)

    def _note_alt(self, tag: str) -> None:
        alt = _ALT.search(self.get_starttag_text() or "") if tag == "img" else None
        if alt and not CODE_TAGS.intersection(self.open):
            self.alts.append((self._here(), alt[alt.lastindex or 1]))

    def _here(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def _add(self, length: int) -> None:
        if CODE_TAGS.intersection(self.open):
            return
        start = self._here()
        text = _TextRange(start, start + length, "a" in self.open)
        if self.texts and self.texts[-1].end >= start - 1:  # an entity may end in a semicolon
            text = replace(text, start=self.texts.pop().start)
        self.texts.append(text)
