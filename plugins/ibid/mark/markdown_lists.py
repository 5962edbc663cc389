r"""Lists in Markdown that the extension for citations does not find, and braces that only look like a list.

That extension finds lists between blank lines. A line with only a list is a list too, without blank lines around it.
Other braces that seem to mean a list, as in `- {publications}` or `{Publications}`, get a placeholder for a report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from ibid.compat.markdown_compat import stashed_html
from ibid.mark.code import fenced_lines, is_no_text
from ibid.mark.list_grammar import KINDS, meant_list
from ibid.mark.placeholders import LIST, TOKEN, attributes, without_tokens, write_placeholder

if TYPE_CHECKING:
    from markdown import Markdown


_TOKEN = r"\x02ibidl\d+\.0\x03"  # noqa: S105  not that kind of token
_LINE = re.compile(TOKEN.format(kind="l"))
_ALONE = re.compile(rf"(?P<indent>[ \t]*)\{{{_TOKEN}[^{{}}\n]*\}}[ \t]*")
_STRAY = re.compile(rf"(?:{_TOKEN}\{{|\{{{_TOKEN})[^{{}}\n]*\}}")
"""Our token is before the brace, so that no other step sees a list; that of the citations' extension is after it."""
_HOLDER = re.compile(
    r"\A(?:#.*\n|.*\n[=-]+[ ]*\n)*[ ]{0,3}(?:[-*+]|\d+\.)[ \t]"  # a bullet opens a block, or follows a heading
    r"|^[ ]{0,3}(?:\[\^[^\]\n]*\]:|:[ ])",
    re.MULTILINE,
)
"""A bullet, a footnote or a definition; indented lines below it belong to it."""
_BRACES = re.compile(
    r"(?<![\\$^_{}/&=A-Za-z0-9-])\{(?P<words>[ \t]*(?P<name>[A-Za-z]+)(?P<rest>[^{}\n]*))\}"
    r"(?![{}_/A-Za-z0-9]|[-.][A-Za-z0-9])"
)
"""Braces that may mean a list; next to these characters they are TeX, an address, a file name, attributes or part of
a template."""
_FILTERS = re.compile(r"[\W\d]*|.*(?:[<>=]|\b(?:selected|award)\b).*")
"""The text after a list's name that makes it a list in a sentence too, unlike {people who write}."""
_MARKS = re.compile(r"(?:[ \t]*(?:[-*+>:#]|\d+\.|\[\^[^\]]*\]:))*[ \t]*")
"""The start of a bullet, quote, heading or the like: braces with nothing else after it are not part of a sentence."""
_NO_TEXT = re.compile(r"<(?:pre|code|kbd|samp|script|style|textarea)\b|<!--", re.IGNORECASE)


def makeExtension(**settings: object) -> ListExtension:  # noqa: N802  Markdown looks for this name
    """Return the extension; Markdown calls this to load it."""
    return ListExtension(**settings)


class ListExtension(Extension):
    """Finds lists that are alone on their lines, and braces that only look like a list."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's name
        """Register our steps after the corresponding ones of the citations' extension."""
        md.preprocessors.register(
            _ListTokens(md), "ibid-list-tokens", 25.5
        )  # after theirs (26), before fenced code (25)
        md.parser.blockprocessors.register(
            _OwnLineRule(md.parser), "ibid-list-line", 87
        )  # after bullets' own blocks (90)
        md.inlinePatterns.register(
            _StrayListRule(_STRAY.pattern, md), "ibid-stray-list", 175.5
        )  # after code and escapes (180)
        md.postprocessors.register(_StrayInHtml(md), "ibid-stray-list-html", 31.5)  # before tokens are removed (31)


class _ListTokens(Preprocessor):
    """Puts a token with the line number before all braces that seem to mean a list but are not one."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if not _BRACES.search(text):
            return lines
        source: Any = self.md.preprocessors["ibid-source"]  # of the citations' extension
        first = source.first_line([without_tokens(line) for line in lines])
        code = fenced_lines(text)
        return [line if at in code else _with_tokens(line, first + at) for at, line in enumerate(lines)]


def _with_tokens(line: str, number: int) -> str:
    def token(braces: re.Match[str]) -> str:
        return f"\x02ibidl{number}.0\x03{braces.group()}" if _is_meant(braces) else braces.group()

    return _BRACES.sub(token, line)


def _is_meant(braces: re.Match[str]) -> bool:
    """Return whether braces mean a list: alone on their line in any spelling, in a sentence only with an exact name."""
    before, after = braces.string[: braces.start()], braces.string[braces.end() :]
    if (before + after).strip() and not _FILTERS.fullmatch(braces["rest"]):
        return False
    is_alone = _MARKS.fullmatch(before) and not after.strip()
    return bool(meant_list(braces["words"])) if is_alone else braces["name"] in KINDS


class _OwnLineRule(BlockProcessor):
    """Splits a block at the lists in it, before attr_list can take the last line for a paragraph's attributes."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  Markdown's signature
        is_code = block.startswith(" " * self.tab_length)
        return "\x02ibidl" in block and not is_code and len(_parted(block)) > 1

    def run(self, parent: Element, blocks: list[str]) -> None:  # noqa: ARG002  Markdown's signature
        blocks[:1] = _parted(blocks[0])


def _parted(block: str) -> list[str]:
    """Return the lists of a block and the text between; lists in a bullet or the like come later as their own block."""
    parts: list[list[str]] = [[]]
    for line in block.split("\n"):
        alone = _ALONE.fullmatch(line)
        if alone and not (alone["indent"] and _HOLDER.search("\n".join(parts[-1]))):
            parts += [[line.strip()], []]
        else:
            parts[-1].append(line)
    return [part for lines in parts if (part := "\n".join(lines)).strip()]


class _StrayListRule(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802  Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        braces = without_tokens(m.group())
        if "\x02" in braces or is_no_text(data, m.start()):
            return None, None, None
        return Element(LIST, attributes(braces, _line(m))), m.start(), m.end()


class _StrayInHtml(Postprocessor):
    """Finds lists in blocks of HTML, which Markdown never reads, to be reported."""

    def run(self, text: str) -> str:
        blocks = stashed_html(self.md)
        for at, block in enumerate(blocks):
            if isinstance(block, str) and "\x02ibidl" in block and not _NO_TEXT.search(block):
                blocks[at] = _STRAY.sub(_placeholder, block)
        return text


def _placeholder(stray: re.Match[str]) -> str:
    if is_no_text(stray.string, stray.start()):
        return stray.group()
    return write_placeholder(LIST, without_tokens(stray.group()), _line(stray))


def _line(stray: re.Match[str]) -> int:
    token = _LINE.search(stray.group())
    return int(token["line"]) if token else 0
