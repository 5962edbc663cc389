"""Where a citation stands in its Markdown source, carried through Markdown, which itself keeps no lines.

Before anything else reads the text, a token with the line's number is put before all that may turn out to be a
citation, a topic's bullet or a list. What becomes one takes its token along; the others are swept out.
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
"""Candidates that stand side by side, as in `[8][12]`; behind any other bracket they may name a link's address."""
_NEXT = {topics: re.compile(one) for topics, one in _ONE.items()}
_OPEN = re.compile(r"(?<![\\!\]])\[(?P<first>[^\[\]]*)\Z")
_CLOSES = re.compile(r"[^\[\]]*\]")
_MEANT = re.compile(MEANT)
_DEFINITION = re.compile(r" {0,3}\[(?!\^)(?P<name>[^\]]+)\]:")  # of a link: `[3]: http://...`
_MAY_MATTER = re.compile(r"[\[@＠{*_]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page that may hold a token."""

    text: str
    after: str
    """The line below."""
    topics: bool
    bullet: str
    """The kind of its token if it is a topic's bullet; nothing on pages without topics."""
    named: Collection[str]
    """The links that the page defines."""


def add_tokens(lines: list[str], first: int, *, topics: bool) -> list[str]:
    """Put a token before every candidate outside of fenced code; `first` is the number of the first line given.

    `topics` says that the page holds topics: only there do numbers and keywords in brackets count, and bullets matter;
    those get the blank line above them that they want.
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
    """Where on a line everything stands that may turn out to be a citation, as offsets."""
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
    """The kind and the count of each token by where it stands: one at each place, of what is likeliest meant."""
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
    """Where something only looks like a citation, outside of all that may be one."""
    starts = [start for start, _ in spans]
    for stray in _MEANT.finditer(text) if may_cite(text) else ():
        before = bisect_right(starts, stray.start())
        if not before or spans[before - 1][1] <= stray.start():
            yield stray.start()


def _opened(line: _Line) -> Iterator[int]:
    """Where a bracket stands that the next line closes."""
    opened = _OPEN.search(line.text)
    closed = _CLOSES.match(line.after) if opened else None
    if opened and closed:
        inner = f"{opened['first']}\n{closed.group()[:-1]}"
        if "@" in inner or (line.topics and _BY_NUMBER.fullmatch(f"[{inner}]")):
            yield opened.start()


def _names_link(line: _Line, start: int, end: int) -> bool:
    """A token would part `[text][3]`, which is a link where 3 is named."""
    return line.text[start] == "[" and line.text[start + 1 : end - 1] in line.named
