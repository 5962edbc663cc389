r"""The rules for lists in Markdown, `{publications status=preprint}`, and for braces that only look like a list.

A list is on a line of its own; blank lines around it are not needed. Other braces that seem to mean a list, as in
`- {publications}` or `{Publications}`, get a placeholder for a report.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor

from ibid.mark import tokens
from ibid.mark.code import is_no_text
from ibid.mark.placeholders import LIST, element, write_placeholder
from ibid.mark.tokens import has_token, token_pattern, without_tokens
from pelican_bibtex.lazy_pattern import lazy_pattern

_TOKEN = token_pattern(tokens.LIST, named=False)
_LINE = lazy_pattern(token_pattern(tokens.LIST))
_LIST = lazy_pattern(rf"^\{{{_LINE.pattern}(?P<what>[^{{}}\n]*)\}}[ \t]*$")
_ALONE = lazy_pattern(rf"(?P<indent>[ \t]*)\{{{_TOKEN}[^{{}}\n]*\}}[ \t]*")
STRAY_LIST = rf"(?:{_TOKEN}\{{|\{{{_TOKEN})[^{{}}\n]*\}}"
"""The token is after the brace of a list, and before one that only looks like a list."""
_STRAY = lazy_pattern(STRAY_LIST)
_HOLDER = lazy_pattern(
    r"\A(?:#.*\n|.*\n[=-]+[ ]*\n)*[ ]{0,3}(?:[-*+]|\d+\.)[ \t]"  # a bullet opens a block, or follows a heading
    r"|^[ ]{0,3}(?:\[\^[^\]\n]*\]:|:[ ])",
    re.MULTILINE,
)
"""A bullet, a footnote or a definition; indented lines below it belong to it."""


class ListRule(BlockProcessor):
    """Writes a placeholder for `{publications ...}` between blank lines."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  Markdown's signature
        """Return whether a block is a list."""
        is_code = block.startswith(" " * self.tab_length)
        return not is_code and bool(_LIST.match(block.strip()))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the placeholder to the parent."""
        found = _LIST.match(blocks.pop(0).strip())
        if found:
            parent.append(element(LIST, found["what"].strip(), int(found["line"])))


class OwnLineRule(BlockProcessor):
    """Splits a block at the lists in it, before attr_list can take the last line for a paragraph's attributes."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  Markdown's signature
        """Return whether a block has a list and other lines."""
        is_code = block.startswith(" " * self.tab_length)
        return has_token(block, tokens.LIST) and not is_code and len(_parted(block)) > 1

    def run(self, parent: Element, blocks: list[str]) -> None:  # noqa: ARG002  Markdown's signature
        """Replace the block by its parts."""
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


class StrayListRule(InlineProcessor):
    """Writes a placeholder for braces in a text that only look like a list."""

    def handleMatch(  # type: ignore[override]  # noqa: N802  Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Return the placeholder, except in code and tags."""
        braces = without_tokens(m.group())
        if "\x02" in braces or is_no_text(data, m.start()):
            return None, None, None
        return element(LIST, braces, _line(m)), m.start(), m.end()


def with_lists_told(block: str) -> str:
    """Return a block of HTML, in which Markdown reads nothing, with placeholders to report the lists in it."""
    if not has_token(block, tokens.LIST):
        return block
    return _STRAY.sub(_placeholder, block)


def _placeholder(stray: re.Match[str]) -> str:
    if is_no_text(stray.string, stray.start()):
        return stray.group()
    return write_placeholder(LIST, without_tokens(stray.group()), _line(stray))


def _line(stray: re.Match[str]) -> int:
    found = _LINE.search(stray.group())
    return int(found["line"]) if found else 0
