"""The tokens of a page's lines: one before everything that may be a citation, a topic's bullet or a list.

They are added before Markdown's other steps, while the lines are still those of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from msgspec import Struct

from ibid.mark import tokens
from ibid.mark.block_rewriting import Rewriting
from ibid.mark.block_structure import read_blocks
from ibid.mark.blocks import code_lines
from ibid.mark.citation_grammar import GROUP_OF_KEYS, IN_TEXT, MEANT, may_cite
from ibid.mark.code import fenced_lines
from ibid.mark.list_grammar import BRACES, KINDS, is_meant
from ibid.mark.markdown_topics import ITEM, declares_topics, flattened, swallowed
from ibid.mark.tokens import token
from pelican_bibtex.lazy_pattern import lazy_pattern

_LIST = lazy_pattern(rf"^[ \t]*\{{(?=(?:{'|'.join(KINDS)})\b[^{{}}]*\}}[ \t]*$)")
_BY_NUMBER = lazy_pattern(r"\[\d[\d\s,–-]*\]")
_ONE = {
    False: f"{GROUP_OF_KEYS}|{IN_TEXT[False]}",
    True: rf"{GROUP_OF_KEYS}|{IN_TEXT[True]}|{_BY_NUMBER.pattern}|\[[ \t]*#[^\[\]@]+\]",
}
_RUN = {topics: lazy_pattern(rf"(?<![\\!\]])(?:{one})+") for topics, one in _ONE.items()}
"""Adjacent candidates, as in `[8][12]`; after any other bracket they may be the label of a link."""
_NEXT = {topics: lazy_pattern(one) for topics, one in _ONE.items()}
_OPEN = lazy_pattern(r"(?<![\\!\]])\[(?P<first>[^\[\]]*)\Z")
_CLOSES = lazy_pattern(r"[^\[\]]*\]")
_MEANT = lazy_pattern(MEANT)
_DEFINITION = lazy_pattern(r" {0,3}\[(?!\^)(?P<name>[^\]]+)\]:")  # of a link's address: `[3]: http://...`
_MAY_MATTER = lazy_pattern(r"[\[@＠{*_]")


class FileInHand:
    """The file that another plugin's reader of Markdown is reading, of which it may convert only a part."""

    path: Path | None = None

    def __deepcopy__(self, _: object) -> FileInHand:
        """Return the same object for a copy of the extension, which a reader may make for itself."""
        return self


class PageSource(Preprocessor):
    """Keeps the lines of a page before other steps remove its front matter and change its text."""

    lines: list[str]
    file: FileInHand | None = None
    """Set by the extension."""
    _kept: Path | None = None
    """The file whose lines are kept, if another reader has read it."""
    topics = False
    """Whether the page has topics."""
    skipped = 0
    """The blank lines of the file above those that are converted."""
    fields: Sequence[tuple[str, int]] = ()
    """The first line of each text in the front matter between fences, with its number in the file."""

    def run(self, lines: list[str]) -> list[str]:
        """Keep the first text converted, the page: Pelican converts the summary later with the same Markdown.

        A reader without the extension `meta` has cut off the front matter, so the lines are those of its file.
        """
        path = self.file.path if self.file and "meta" not in self.md.preprocessors else None
        if path and path != self._kept:
            text = path.read_text("utf-8-sig", "replace")
            self._kept, self.lines = path, self.md.preprocessors["normalize_whitespace"].run(text.split("\n"))
        elif not hasattr(self, "lines"):
            self.lines = [""] * self.skipped + lines
        return lines

    def first_line(self, lines: list[str]) -> int:
        """Return the number of the first line of a text: the page's body or a front matter field; 0 if not found."""
        blank = next((index for index, line in enumerate(lines) if line.strip()), 0)
        text = lines[blank:]
        if text == self.lines[len(self.lines) - len(text) :]:
            return len(self.lines) - len(text) + 1 - blank
        first = text[0].strip() if text else ""
        if number := next((number for line, number in self.fields if first and line == first), 0):
            return number - blank
        found = (n for n, line in enumerate(self.lines, 1) if first and line.endswith(first))
        return next((n - blank for n in found), 0)


class LineTokens(Preprocessor):
    """Adds the tokens, once the front matter says whether the page has topics."""

    def __init__(self, md: Markdown, source: PageSource, *, github: bool, formulas: bool) -> None:
        """`github` says that blocks are as on GitHub; `formulas` that formulas are read."""
        super().__init__(md)
        self.source, self.github, self.formulas = source, github, formulas

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with their tokens, and the blocks as Python-Markdown reads them."""
        front_matter = getattr(self.md, "Meta", None)
        if front_matter:
            said, template = ("".join(front_matter.get(name, [])) for name in ("topics", "template"))
            self.source.topics = declares_topics(said, template)
        first, topics = self.source.first_line(lines), self.source.topics
        if not self.github:
            return add_tokens(lines, first, fenced_lines("\n".join(lines)), topics=topics, flattens=True)
        blocks = read_blocks(lines)
        marked = add_tokens(lines, first, code_lines(blocks), topics=topics)
        return [*Rewriting(marked, self._stashed, self.formulas).lines(blocks), "", ""]

    def _stashed(self, fence: list[str]) -> list[str]:
        """Return the line that stands for fenced code: Python-Markdown's own step finds it only at a line's start."""
        if "fenced_code_block" not in self.md.preprocessors:
            return fence
        return [line for line in self.md.preprocessors["fenced_code_block"].run(fence) if line]


class _Line(Struct, frozen=True):
    """One line of a page that may need tokens."""

    text: str
    after: str
    """The next line."""
    topics: bool
    bullet: str
    """The kind of its token if it is a topic's bullet; empty on pages without topics."""
    named: Collection[str]
    """The labels of links that the page defines."""


def add_tokens(
    lines: list[str], first: int, code: Collection[int], *, topics: bool, flattens: bool = False
) -> list[str]:
    """Return the lines with a token before each candidate outside of `code`; `first` is the first line's number.

    `topics` says that the page has topics: only there are numbers and keywords in brackets citations, and bullets get
    tokens. With `flattens`, as Markdown flattens lists, they get the blank line above them that it needs.
    """
    named = {index: found["name"] for index, line in enumerate(lines) if (found := _DEFINITION.match(line))}
    names = frozenset(named.values())
    flat, apart = (flattened(lines, code), swallowed(lines, code)) if topics and flattens else (set(), set())
    marked: list[str] = []
    for index, text in enumerate(lines):
        if index in apart:
            marked.append("")
        if index in code or not _MAY_MATTER.search(text):
            marked.append(text)
            continue
        if index not in named:
            bullet = (tokens.FLAT if index in flat else tokens.BULLET) if topics else ""
            after = lines[index + 1] if index + 1 < len(lines) else ""
            text = _with_tokens(_Line(text, after, topics, bullet, names), first + index)  # noqa: PLW2901  the same line
        marked.append(_with_list_tokens(text, first + index))
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
        pieces += [line.text[at:start], token(kind, number, nth)]
        at = start
    return "".join([*pieces, line.text[at:]])


def _tokens(line: _Line) -> dict[int, tuple[str, int]]:
    """Return the kind and count of each token by its offset: one per place, of the most likely meaning."""
    listing = _LIST.match(line.text)
    if listing:
        return {listing.end(): (tokens.LIST, 0)}
    spans = candidates(line.text, topics=line.topics)
    found = dict.fromkeys(_strays(line.text, spans), (tokens.STRAY, 0))
    found |= dict.fromkeys(_opened(line), (tokens.OPENED, 0))
    found |= {
        start: (tokens.CITATION, nth) for nth, (start, end) in enumerate(spans) if not _names_link(line, start, end)
    }
    item = ITEM.match(line.text) if line.bullet else None
    if item and item["opening"]:
        found[item.start("opening")] = (line.bullet, 0)
    return found


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


def _with_list_tokens(line: str, number: int) -> str:
    """Return a line with a token before braces that look like a list but were not recognised as one.

    There no rule sees a list: the token of a list is after its first brace.
    """

    def with_token(braces: re.Match[str]) -> str:
        return f"{token(tokens.LIST, number)}{braces.group()}" if is_meant(braces) else braces.group()

    return BRACES.sub(with_token, line) if "{" in line else line
