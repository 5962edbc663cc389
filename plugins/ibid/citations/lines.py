"""Where a citation stands in its Markdown source, carried through Markdown, which itself keeps no lines.

Before anything else reads the text, a token with the line's number is put before all that may turn out to be a
citation, a topic's bullet or a list. What becomes one takes its token along; the others are swept out.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from ibid.citations.grammar import IN_TEXT
from ibid.markup.code import fenced_lines

# Markdown's own placeholders are built alike: it takes these two characters out of every source it reads.
_TOKEN = "\x02ibid{kind}{line}.{nth}\x03"  # noqa: S105  not that kind of token
TOKEN = r"\x02ibid{kind}(?P<line>\d+)\.(?P<nth>\d+)\x03"  # noqa: S105  likewise
"""The pattern of one kind of token: `c` before a citation, `o` before one that goes over a line's end, `s` before what
only looks like one, `b` in a bullet, `f` in a flattened one, `l` in a list.

It holds the line and, for a citation, which of the line's candidates it is, counted from 0.
"""
ANY_TOKEN = re.compile(r"\x02ibid[cosbflm]\d+\.\d+\x03")
NO_TAG = _TOKEN.format(kind="m", line=0, nth=0)
"""What keeps a `<` in a formula from being taken for the start of a tag, until it is swept out like the others."""

_ITEM = re.compile(r"^(?P<indent>[ \t]*)(?:[-*+]|\d+[.)])[ \t]+(?P<opening>(?:\*\*?|__?)(?=\w))?")
_LIST = re.compile(r"^[ \t]*\{(?=(?:publications|topics|legend|people)\b[^{}]*\}[ \t]*$)")
_BY_KEY = rf"\[[^\[\]@]*@[^\[\]]+\]|(?<![\w/@.\\:\[-]){IN_TEXT.pattern}"
_BY_NUMBER = r"\[\d[\d\s,–-]*\]"
_BY_NUMBER_ALONE = re.compile(_BY_NUMBER)
_BY_KEYWORD = r"\[[ \t]*#[^\[\]@]+\]"
_RUN = {
    topics: re.compile(rf"(?<![\\!\]])(?:{pattern})+")
    for topics, pattern in ((False, _BY_KEY), (True, f"{_BY_KEY}|{_BY_NUMBER}|{_BY_KEYWORD}"))
}
"""Candidates that stand side by side, as in `[8][12]`; behind any other bracket they may name a link's address."""
_ONE = re.compile(rf"{_BY_KEY}|{_BY_NUMBER}|{_BY_KEYWORD}")
_OPEN = re.compile(r"(?<![\\!\]])\[(?P<first>[^\[\]]*)\Z")
_CLOSES = re.compile(r"[^\[\]]*\]")
_STRAY = re.compile(r"(?<![\\!\]\x03])\[[ \t]*[@＠]|(?<!\w)＠(?=\w)|(?<![\\\w])@(?=[“‘\"'])")
"""A bracket that is never closed, blanks or quotation marks before a key, the wide @ of Chinese keyboards; a bracket
behind a token of ours closes in the next line."""
_DEFINITION = re.compile(r" {0,3}\[(?!\^)(?P<name>[^\]]+)\]:")  # of a link: `[3]: http://...`
_MAY_MATTER = re.compile(r"[\[@＠{*_]")
_LEVEL = 4  # columns that Markdown wants for each level of a list


def add_tokens(lines: list[str], first: int, *, topics: bool) -> list[str]:
    """Put a token before every candidate outside of fenced code; `first` is the number of the first line given.

    `topics` says that the page holds topics: only there do numbers and keywords in brackets count, and bullets matter.
    """
    code = fenced_lines("\n".join(lines))
    named = {found["name"] for line in lines if (found := _DEFINITION.match(line))}
    flat = _flattened(lines, code) if topics else set()
    marked = list(lines)
    for index, line in enumerate(lines):
        if index not in code and _MAY_MATTER.search(line):
            kind = ("f" if index in flat else "b") if topics else ""
            opened = _add_to_open(line, lines[index + 1 : index + 2], first + index, topics=topics)
            marked[index] = _add_to_line(opened, first + index, named, topics=topics, bullet=kind)
    return marked


def candidates(line: str, *, topics: bool) -> list[tuple[int, int]]:
    """Where on a line everything stands that may turn out to be a citation, as offsets."""
    if _DEFINITION.match(line):
        return []
    found: list[tuple[int, int]] = []
    for run in _RUN[topics].finditer(line):
        at = run.start()
        while at < run.end() and (one := _ONE.match(line, at)):
            found.append(one.span())
            at = one.end()
    return found


def sweep(text: str) -> str:
    """Take out the tokens that nothing has taken along."""
    return ANY_TOKEN.sub("", text) if "\x02ibid" in text else text


def _add_to_line(line: str, number: int, named: set[str], *, topics: bool, bullet: str) -> str:
    listing = _LIST.match(line)
    if listing:
        return _insert(line, listing.end(), "l", number)
    item = _ITEM.match(line)
    if bullet and item and item["opening"]:
        at = item.start("opening")
        return _insert(line[:at], at, bullet, number) + _add_to_citations(line[at:], number, named, topics=topics)
    return _add_to_citations(line, number, named, topics=topics)


def _add_to_citations(line: str, number: int, named: set[str], *, topics: bool) -> str:
    if _DEFINITION.match(line):
        return line
    spans = candidates(line, topics=topics)
    found = [  # a token would part `[text][3]`, which is a link where 3 is named
        (start, "c", nth) for nth, (start, end) in enumerate(spans) if line[start:end].strip("[]") not in named
    ]
    strays = [one.start() for one in _STRAY.finditer(line)] if "@" in line or "＠" in line else []
    found += [(at, "s", 0) for at in strays if not any(start <= at < end for start, end in spans)]
    pieces: list[str] = []
    at = 0
    for start, kind, nth in sorted(found):
        pieces += [line[at:start], _TOKEN.format(kind=kind, line=number, nth=nth)]
        at = start
    return "".join([*pieces, line[at:]])


def _add_to_open(line: str, after: list[str], number: int, *, topics: bool) -> str:
    """A token before the bracket that the next line closes."""
    opened = _OPEN.search(line)
    closed = _CLOSES.match(after[0]) if opened and after else None
    if not opened or not closed:
        return line
    inner = f"{opened['first']}\n{closed.group()[:-1]}"
    is_meant = "@" in inner or (topics and _BY_NUMBER_ALONE.fullmatch(f"[{inner}]"))
    return _insert(line, opened.start(), "o", number) if is_meant else line


def _insert(line: str, at: int, kind: str, number: int) -> str:
    return f"{line[:at]}{_TOKEN.format(kind=kind, line=number, nth=0)}{line[at:]}"


def _flattened(lines: list[str], code: Collection[int]) -> set[int]:
    """The bullets indented under another by too little, which Markdown puts beside it without a word."""
    flat: set[int] = set()
    widths: dict[int, int] = {}  # the indent of the first bullet at each level of the list
    for index, line in enumerate(lines):
        if index in code or not line.strip():
            continue
        item = _ITEM.match(line)
        if item:
            indent = len(item["indent"].expandtabs(_LEVEL))
            level = indent // _LEVEL
            widths = {deep: width for deep, width in widths.items() if deep <= level}
            if indent > widths.setdefault(level, indent):
                flat.add(index)
        elif not line[0].isspace():
            widths = {}
    return flat
