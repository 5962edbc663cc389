"""Tokens that carry the lines of citations through Markdown, which itself keeps no lines.

Before any other step, a token with the line number is put before everything that may be a citation, a topic's bullet or
a list. Each of these that is recognised consumes its token; all other tokens are removed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ibid.mark.citation_grammar import GROUP_OF_KEYS, IN_TEXT, MEANT, may_cite
from ibid.mark.code import fenced_lines
from ibid.mark.markdown_topics import ITEM, flattened, swallowed
from ibid.mark.placeholders import TOKEN_AS_WRITTEN

_LIST = re.compile(r"^[ \t]*\{(?=(?:publications|topics|legend|people)\b[^{}]*\}[ \t]*$)")
_BY_NUMBER = re.compile(r"\[\d[\d\s,–-]*\]")
_ONE = {
    False: f"{GROUP_OF_KEYS}|{IN_TEXT[False]}",
    True: rf"{GROUP_OF_KEYS}|{IN_TEXT[True]}|{_BY_NUMBER.pattern}|\[[ \t]*#[^\[\]@]+\]",
}
_RUN = {topics: re.compile(rf"(?<![\\!\]])(?:{one})+") for topics, one in _ONE.items()}
"""Adjacent candidates, as in `[8][12]`; after any other bracket they may be the label of a link."""
_NEXT = {topics: re.compile(one) for topics, one in _ONE.items()}
_OPEN = re.compile(r"(?<![\\!\]])\[(?P<first>[^\[\]]*)\Z")
_CLOSES = re.compile(r"[^\[\]]*\]")
_MEANT = re.compile(MEANT)
_DEFINITION = re.compile(r" {0,3}\[(?!\^)(?P<name>[^\]]+)\]:")  # of a link's address: `[3]: http://...`
_MAY_MATTER = re.compile(r"[\[@＠{*_]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page that may need tokens."""

    text: str
    after: str
    """The next line."""
    topics: bool
    bullet: str
    """The kind of its token if it is a topic's bullet; empty on pages without topics."""
    named: Collection[str]
    """The labels of links that the page defines."""


def add_tokens(lines: list[str], first: int, *, topics: bool) -> list[str]:
    """Return the lines with a token before each candidate outside of fenced code; `first` is the first line's number.

    `topics` says that the page has topics: only there are numbers and keywords in brackets citations, and bullets get
    tokens and the blank line above them that Markdown needs.
    """
    code = fenced_lines("\n".join(lines))
    named = {index: found["name"] for index, line in enumerate(lines) if (found := _DEFINITION.match(line))}
    names = frozenset(named.values())
    flat, apart = (flattened(lines, code), swallowed(lines, code)) if topics else (set(), set())
    marked: list[str] = []
    for index, text in enumerate(lines):
        if index in apart:
            marked.append("")
        if index not in code and index not in named and _MAY_MATTER.search(text):
            bullet = ("f" if index in flat else "b") if topics else ""
            after = lines[index + 1] if index + 1 < len(lines) else ""
            marked.append(_with_tokens(_Line(text, after, topics, bullet, names), first + index))
        else:
            marked.append(text)
    return marked


def candidates(line: str, *, topics: bool) -> list[tuple[int, int]]:
    """Return the start and end offset of everything on a line that may be a citation."""
    found: list[tuple[int, int]] = []
    for run in _RUN[topics].finditer(line):
        at = run.start()
        while at < run.end() and (one := _NEXT[topics].match(line, at)):
            found.append(one.span())
            at = one.end()
    return found


def _with_tokens(line: _Line, number: int) -> str:
    pieces: list[str] = []
    at = 0
    for start, (kind, nth) in sorted(_tokens(line).items()):
        pieces += [line.text[at:start], TOKEN_AS_WRITTEN.format(kind=kind, line=number, nth=nth)]
        at = start
    return "".join([*pieces, line.text[at:]])


def _tokens(line: _Line) -> dict[int, tuple[str, int]]:
    """Return the kind and count of each token by its offset: one per place, of the most likely meaning."""
    listing = _LIST.match(line.text)
    if listing:
        return {listing.end(): ("l", 0)}
    spans = candidates(line.text, topics=line.topics)
    tokens = dict.fromkeys(_strays(line.text, spans), ("s", 0))
    tokens |= dict.fromkeys(_opened(line), ("o", 0))
    tokens |= {start: ("c", nth) for nth, (start, end) in enumerate(spans) if not _names_link(line, start, end)}
    item = ITEM.match(line.text) if line.bullet else None
    if item and item["opening"]:
        tokens[item.start("opening")] = (line.bullet, 0)
    return tokens


def _strays(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield the offsets of strays, which only look like citations, outside of all candidates."""
    starts = [start for start, _ in spans]
    for stray in _MEANT.finditer(text) if may_cite(text) else ():
        before = bisect_right(starts, stray.start())
        if not before or spans[before - 1][1] <= stray.start():
            yield stray.start()


def _opened(line: _Line) -> Iterator[int]:
    """Yield the offset of an opening bracket that the next line closes, if it may hold a citation."""
    opened = _OPEN.search(line.text)
    closed = _CLOSES.match(line.after) if opened else None
    if opened and closed:
        inner = f"{opened['first']}\n{closed.group()[:-1]}"
        if "@" in inner or (line.topics and _BY_NUMBER.fullmatch(f"[{inner}]")):
            yield opened.start()


def _names_link(line: _Line, start: int, end: int) -> bool:
    """Return whether a candidate is the label of a link: a token would split `[text][3]`, a link if 3 is defined."""
    return line.text[start] == "[" and line.text[start + 1 : end - 1] in line.named
