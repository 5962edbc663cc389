"""The blocks of a Markdown text: containers (lists, quotes, notes) hold blocks, the others hold lines.

Where they begin and end is by CommonMark 0.31 and GitHub Flavored Markdown 0.29. Sections in comments are those of
https://spec.commonmark.org/0.31.2 and https://github.github.com/gfm.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import Final

from msgspec import Struct

from ibid.mark.html_reader import VOID
from ibid.mark.list_grammar import KINDS
from pelican_bibtex.lazy_pattern import lazy_pattern


class BlockKind(Enum):
    """What a block is."""

    PARAGRAPH = auto()
    HEADING = auto()
    """With `#`, or underlined; the underline is its last line."""
    RULE = auto()
    CODE = auto()
    """Indented by four."""
    FENCE = auto()
    MATH = auto()
    """A displayed formula with its delimiters."""
    TABLE = auto()
    HTML = auto()
    DEFINITION = auto()
    """Of a link's address or an abbreviation."""
    PLACED_LIST = auto()
    """`{publications}` on a line of its own."""
    ATTRIBUTES = auto()
    """`{: .wide}` below a block, as in kramdown."""
    QUOTE = auto()
    LIST = auto()
    ITEM = auto()
    NOTE = auto()
    """A footnote, the definition of a term, or an admonition: its further lines are indented by four."""
    OPEN_HTML = auto()
    """HTML whose element is open across a blank line; what follows is Markdown."""


class BlockLine(Struct, frozen=True):
    """A line in a block."""

    at: int
    """Its index in the whole text."""
    column: int
    """Where it begins in its line, behind the markers of containers."""
    text: str


class Block(Struct, frozen=True):
    """One block."""

    kind: BlockKind
    lines: tuple[BlockLine, ...] = ()
    """Its lines; of an item or a note the first alone, whose beginning is its marker."""
    children: tuple[Block, ...] = ()
    marker: str = ""
    """Of a list the sign of its items: `-`, `+`, `*`, `.` or `)`. Of an item or note all that precedes its text."""
    start: int = 1
    """The number of a list's first item."""
    closing: tuple[BlockLine, ...] = ()
    """The lines that close OPEN_HTML."""
    after_blank: bool = False
    """Whether a blank line precedes it among its siblings."""
    closed: bool = True
    """Whether a fence has its end."""

    @property
    def loose(self) -> bool:
        """Whether the items of a list are apart (section 5.3)."""
        parts = (child for item in self.children for child in item.children)
        return any(item.after_blank for item in self.children) or any(part.after_blank for part in parts)


def walk_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks and all that is in them."""
    for block in blocks:
        yield block
        yield from walk_blocks(block.children)


def first_line(blocks: Sequence[Block]) -> BlockLine | None:
    """Return the first line of some blocks; None if no line is in them."""
    return next((line for block in walk_blocks(blocks) for line in block.lines), None)


def code_lines(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the indices of the lines of code, with their fences."""
    code = (BlockKind.CODE, BlockKind.FENCE)
    return frozenset(line.at for block in walk_blocks(blocks) if block.kind in code for line in block.lines)


INDENT: Final = 4
RULE = lazy_pattern(r" {0,3}([-*_])(?: *\1){2,} *$")
HEADING = lazy_pattern(r" {0,3}#{1,6}(?:[ ]|$)")
UNDERLINE = lazy_pattern(r" {0,3}(?:=+|-+) *$")
FENCE = lazy_pattern(r"(?P<indent> {0,3})(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
QUOTE = lazy_pattern(r" {0,3}> ?")
_ITEM = lazy_pattern(r"(?P<marker> {0,3}(?:(?P<sign>[-+*])|(?P<number>\d{1,9})(?P<dot>[.)])))(?P<blanks> +|$)")
NOTE = lazy_pattern(r" {0,3}(?:\[\^[^\]\s]+\]:[ ]*|:[ ]{1,3}(?=\S))|(?:!!!|\?\?\?)\+?[ ]+[^\n]*$")
DEFINITION = lazy_pattern(r" {0,3}(?:\*\[[^\]]+\]:|\[(?!\^)[^\]]+\]:[ ]*\S)")
PLACED_LIST = lazy_pattern(rf" {{0,3}}\{{(?:{'|'.join(KINDS)})\b[^{{}}]*\}} *$")
ATTRIBUTES = lazy_pattern(r" {0,3}\{:[^{}]*\} *$")
_DELIMITERS = lazy_pattern(r" *(?:\| *)?(?::?-+:? *\| *)*:?-+:? *(?:\| *)?$")
_MATH = lazy_pattern(
    r" {0,3}(?P<opens>\$\$|\\\\?\["
    r"|\\begin\{(?P<name>(?:align|alignat|displaymath|eqnarray|equation|flalign|gather|multline)\*?)\})"
)
_MATH_ENDS = {"$$": r"(?<!\\)\$\$ *$", "\\[": r"\\\] *$", "\\\\[": r"\\\] *$"}
"""The end of a line that closes a displayed formula."""
_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt"
    "|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu"
    "|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr"
    "|track|ul"
)
_HTML = lazy_pattern(rf" {{0,3}}<(?:/?(?:{_BLOCK_TAGS})(?=[\s/>]|$)|!--|[!?])", re.IGNORECASE)
_HTML_ALONE = lazy_pattern(r" {0,3}</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?> *$")
_VERBATIM = lazy_pattern(r" {0,3}<(?P<tag>pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_TAG = lazy_pattern(r"<(?P<closes>/?)(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>(?:\s[^<>]*?)?)(?P<ends>/?)>")


def _tags(lines: Sequence[BlockLine]) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the tags of elements that can be open, each with the index of its line."""
    for index, line in enumerate(lines):
        for tag in _TAG.finditer(line.text) if "<" in line.text else ():
            if not tag["ends"] and tag["tag"].lower() not in VOID:
                yield index, tag


def unclosed_tags(lines: Sequence[BlockLine]) -> list[tuple[int, re.Match[str]]]:
    """Return the tags that are open at the end of some lines, the outermost first, each with its line's index."""
    opened: list[tuple[int, re.Match[str]]] = []
    for index, tag in _tags(lines):
        if not tag["closes"]:
            opened.append((index, tag))
            continue
        while opened and opened.pop()[1]["tag"].lower() != tag["tag"].lower():
            pass
    return opened


def indent_of(text: str) -> int:
    """Return how many blanks a line starts with."""
    return len(text) - len(text.lstrip(" "))


def starts_html(text: str) -> bool:
    """Return whether a line starts a block of HTML (4.6)."""
    return bool(_HTML.match(text) or _HTML_ALONE.match(text) or _VERBATIM.match(text))


def item_marker(text: str) -> re.Match[str] | None:
    """Return the marker of a list's item; a rule such as `* * *` has none."""
    return None if RULE.match(text) else _ITEM.match(text)


def is_table(lines: Sequence[BlockLine], at: int) -> bool:
    """Return whether a line is the head of a table, whose delimiters are below it (GFM 4.10)."""
    if at + 1 >= len(lines) or "|" not in lines[at].text:
        return False
    below = lines[at + 1].text
    return "|" in below and bool(_DELIMITERS.match(below))


def interrupts(lines: Sequence[BlockLine], at: int) -> bool:
    """Return whether a line ends the paragraph above it (sections 4 and 5, and GFM 4.10 for tables)."""
    text = lines[at].text
    if indent_of(text) >= INDENT:
        return False
    if any(one.match(text) for one in (HEADING, RULE, FENCE, QUOTE, PLACED_LIST, _VERBATIM, _HTML)):
        return True
    item = item_marker(text)
    if item and item["blanks"].strip("\n") and text[item.end() :].strip():
        return item["number"] in (None, "1")
    return bool(NOTE.match(text)) or is_table(lines, at)


def end_of_code(lines: Sequence[BlockLine], at: int) -> int:
    """Return the index after indented code (4.4); `at` if there is none."""
    end = at
    for index in range(at, len(lines)):
        if not lines[index].text.strip():
            continue
        if indent_of(lines[index].text) < INDENT:
            break
        end = index + 1
    return end


def end_of_math(lines: Sequence[BlockLine], at: int) -> int:
    """Return the index after a displayed formula that is alone on its lines; `at` if there is none."""
    opening = _MATH.match(lines[at].text)
    if not opening:
        return at
    opens, name = opening["opens"], opening["name"]
    closes = re.compile(rf"\\end\{{{re.escape(name)}\}} *$" if name else _MATH_ENDS[opens])
    if found := closes.search(lines[at].text, opening.end()):
        inner = lines[at].text[opening.end() : found.start()]
        is_formula = bool(inner.strip(" ,;0123456789")) and not any(end in inner for end in ("$$", "\\]"))
        return at + 1 if is_formula else at
    for index in range(at + 1, len(lines)):
        text = lines[index].text
        if closes.search(text):
            return index + 1
        if "$$" in text or text.lstrip(" ").startswith(opens):  # a formula is not in another one
            return at
    return at


def end_of_table(lines: Sequence[BlockLine], at: int) -> int:
    """Return the index after a table; `at` if there is none."""
    if not is_table(lines, at):
        return at
    end = at + 2
    while end < len(lines) and lines[end].text.strip() and not interrupts(lines, end):
        text = lines[end].text
        if ATTRIBUTES.match(text) or item_marker(text) or indent_of(text) >= INDENT:
            break
        end += 1
    return end


def fence_after(opened: str, text: str) -> str:
    """Return the fence that is open after a line, if `opened` is open before it; empty if none is."""
    fence = FENCE.match(text.lstrip(" "))
    if not fence or not opened:
        return fence["fence"] if fence else opened
    closes = fence["fence"].startswith(opened) and not text.lstrip(" ")[fence.end() :].strip()
    return "" if closes else opened


def end_of_html(lines: Sequence[BlockLine], at: int) -> int:
    """Return the index after a block of HTML that starts at a line (4.6)."""
    verbatim = _VERBATIM.match(lines[at].text)
    ends = f"</{verbatim['tag'].lower()}>" if verbatim else "-->" if lines[at].text.lstrip().startswith("<!--") else ""
    for index in range(at, len(lines)):
        if ends and ends in lines[index].text.lower():
            return index + 1
        if not ends and not lines[index].text.strip():
            return index
    return len(lines)


def closing_lines(lines: Sequence[BlockLine]) -> dict[tuple[int, int], int]:
    """Return the index of the line that closes each element, by the index of its line and the offset of its tag."""
    opened: dict[str, list[tuple[int, int]]] = defaultdict(list)
    closing: dict[tuple[int, int], int] = {}
    for index, tag in _tags(lines):
        others = opened[tag["tag"].lower()]
        if not tag["closes"]:
            others.append((index, tag.start()))
        elif others:
            closing[others.pop()] = index
    return closing
