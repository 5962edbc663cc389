"""Citations and lists in HTML bodies made of reStructuredText or HTML, not of Markdown: placeholders in text only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from msgspec import Struct

from ibid.mark import citation_grammar
from ibid.mark.code import CODE_TAGS, Occurrences
from ibid.mark.html_reader import Edit, Kind, Token, splice, tokens
from ibid.mark.list_grammar import BRACES, KINDS, is_alone, is_meant
from ibid.mark.placeholders import ATTRIBUTE, CITATION, LIST, STRAY, write_placeholder
from pelican_bibtex.lazy_pattern import lazy_pattern

_CANDIDATE = {
    topics: lazy_pattern(
        rf"(?<![\\!])(?P<escape>\\)?(?P<whole>{citation_grammar.GROUP}(?!\()|{in_text})"
        rf"|(?P<meant>{citation_grammar.MEANT})(?=(?P<rest>[^\[\]<]{{0,80}}\]?))"
    )
    for topics, in_text in citation_grammar.IN_TEXT.items()
}
"""`whole` may be a citation. `meant`, the start of a stray, is one character, so that the text after it is searched."""


_HOLDERS = frozenset({"", "div", "section", "article", "aside", "main", "details", "li", "dd"})
"""The elements in which a list may be on a line of its own; in a paragraph it must be alone."""


class _TextRange(Struct, frozen=True):
    """A range of text, as offsets."""

    start: int
    end: int
    within: str
    """The innermost element that it is in; empty at the top."""
    in_link: bool
    """In links, only brackets with keys are citations, to be reported: `@name` and `[1]` are common texts of links."""


def add_placeholders(body: str, source: str, *, topics: bool, lists: bool = True) -> str:
    """Return an HTML body with placeholders for citations and lists in its text, and before images whose words cite.

    Everything else stays the same byte for byte.

    `source` is the author's file, searched for the lines; `topics` says whether numbers in brackets are citations, and
    `lists` whether lists are looked for.
    """
    lines = Occurrences(source)
    placed = list(_lists(body, lines)) if lists and "{" in body else []
    if not citation_grammar.may_cite(body):
        return splice(body, placed) if placed else body
    readable = list(_readable(body))
    texts = [found for found in readable if isinstance(found, _TextRange)]
    images = [found for found in readable if isinstance(found, Token)]
    others = [*_in_texts(body, texts, lines, topics=topics), *_in_images(images, lines)]
    return splice(body, [*placed, *(one for one in others if not any(it.start <= one.start < it.end for it in placed))])


def _lists(body: str, lines: Occurrences) -> Iterator[Edit]:
    """Yield a placeholder for each list, `{publications}` alone in a paragraph or line, and for braces like one."""
    for text in (found for found in _readable(body) if isinstance(found, _TextRange)):
        for braces in _braces(body, text):
            written = unescape(braces["words"])
            line = lines.next(f"{{{braces['words']}}}") or lines.next(f"{{{written}}}")
            if place := _place(body, text, braces) if braces["name"] in KINDS and written == written.lstrip() else None:
                yield Edit(*place, write_placeholder(LIST, written.strip(), line))
            else:
                yield Edit(*braces.span(), write_placeholder(LIST, f"{{{written}}}", line))


def _braces(body: str, text: _TextRange) -> Iterator[re.Match[str]]:
    return (braces for braces in BRACES.finditer(body, text.start, text.end) if is_meant(braces, text.start, text.end))


def _place(body: str, text: _TextRange, braces: re.Match[str]) -> tuple[int, int] | None:
    """Return what a list replaces, itself or the paragraph that holds nothing else; None where none can stand."""
    if text.within == "p":
        opened, end = body.rfind("<", 0, text.start), body.find(">", text.end) + 1
        is_whole = body[text.start : text.end].strip() == braces[0]
        return (opened, end) if is_whole and body[opened : opened + 2].lower() == "<p" and _closes(body, text) else None
    return braces.span() if text.within in _HOLDERS and is_alone(braces, text.start, text.end) else None


def _closes(body: str, text: _TextRange) -> bool:
    return body[text.end : text.end + 4].lower() == "</p>"


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
            yield _TextRange(token.start, token.end, opened[-1] if opened else "", "a" in opened)
