"""Citations in HTML bodies not made by Markdown, but from reStructuredText or HTML: placeholders in text only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from ibid.mark import citation_grammar
from ibid.mark.code import CODE_TAGS, Occurrences
from ibid.mark.html_reader import Edit, Kind, Token, splice, tokens
from ibid.mark.placeholders import ATTRIBUTE, CITATION, STRAY, write_placeholder

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
    readable, lines = list(_readable(body)), Occurrences(source)
    texts = [found for found in readable if isinstance(found, _TextRange)]
    images = [found for found in readable if isinstance(found, Token)]
    return splice(body, [*_in_texts(body, texts, lines, topics=topics), *_in_images(images, lines)])


def _in_texts(body: str, texts: Iterable[_TextRange], lines: Occurrences, *, topics: bool) -> Iterator[Edit]:
    for text in texts:
        for found in _CANDIDATE[topics].finditer(body, text.start, text.end):
            is_name = text.in_link and not found[0].startswith(("[", "\\["))
            if not is_name and (edit := _edit(found, lines, topics=topics and not text.in_link)):
                yield edit


def _in_images(images: Iterable[Token], lines: Occurrences) -> Iterator[Edit]:
    """Yield a placeholder before each image whose words may cite; an `@` written as `&#64;` does not.

    It may have become an `@` already: images of HTML pages are rewritten before their citations are searched.
    """
    for image in images:
        alt = _words(image)
        line = (lines.next(alt) or lines.next(unescape(alt))) if citation_grammar.strays(alt) else 0
        if line or (citation_grammar.strays(alt) and not lines.next(alt.replace("@", "&#64;"))):
            yield Edit(image.start, image.start, write_placeholder(ATTRIBUTE, " ".join(unescape(alt).split()), line))


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


def _words(image: Token) -> str:
    """Return the `alt` of an image as written."""
    alt = image.attributes().get("alt")
    return (alt and alt.written) or ""


def _readable(body: str) -> Iterator[_TextRange | Token]:
    """Yield the ranges of text and the images that are not in code or the like."""
    opened: list[str] = []
    for token in tokens(body):
        if token.kind is Kind.END and token.name in opened:
            while opened.pop() != token.name:
                pass
        if token.kind is Kind.START and not token.is_empty:
            opened.append(token.name)
        if CODE_TAGS.intersection(opened):
            continue
        if token.kind is Kind.START and token.name == "img":
            yield token
        if token.kind is Kind.TEXT or (token.kind is Kind.RAW and token.name == "title"):  # in a drawing
            yield _TextRange(token.start, token.end, "a" in opened)
