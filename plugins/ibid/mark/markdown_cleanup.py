"""What happens to citations and tokens once Markdown has read a text: words as they were typed, no token left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from ibid.mark.citation_grammar import quoted
from ibid.mark.placeholders import ATTRIBUTE, CITATION, TOKEN, attributes, sweep

if TYPE_CHECKING:
    from markdown import Markdown


_ESCAPED = re.compile(r"\x02(\d+)\x03")
"""How Markdown notes a character behind a backslash."""
_PUT_AWAY = re.compile(r"\x02(?:klzzwxh:)?\d+\x03|&(?:#\w+|\w+);")
"""What stands for text: such a character, what Markdown keeps elsewhere, an entity."""
_PLAIN_FORMULA = re.compile(r"\$([\w.-]+)\$")
"""`$2$`; any other stays TeX, for what stands in a citation is text."""
_EMPHASIS = re.compile(
    r"(?P<key>@(?:\{[^{}]*\}|[^\s,;\]]+))"
    r"|(?P<star>\*{1,3})(?=[^\s*])(?P<starred>[^*@]*[^\s*@])(?P=star)"
    r"|(?<!\w)(?P<line>_{1,3})(?=[^\s_])(?P<lined>(?:[^_@]|(?<=[^\W_])_+(?=[^\W_]))*+)(?<=[^\s_])(?P=line)(?!\w)"
)
"""Emphasised words; a key holds what signs it likes, and is none."""


def words(data: str, kept: Callable[[str], str]) -> str:
    """A citation in one line, as the grammar reads it.

    Emphasis is shown as its words. What was put away is text, whatever signs are in it: code cites nothing. `kept`
    gives back what Markdown keeps for placeholders of its own.
    """
    shown = _plain(_EMPHASIS.sub(lambda m: m["key"] or m["starred"] or m["lined"], data))
    shown = _PUT_AWAY.sub(lambda m: _taken_out(m.group(), kept), shown)
    return " ".join(line.strip() for line in shown.split("\n"))


def unescaped(data: str) -> str:
    """The text with the characters that stood behind backslashes."""
    return _ESCAPED.sub(lambda found: chr(int(found[1])), data)


def _taken_out(sign: str, kept: Callable[[str], str]) -> str:
    """The text that a sign stands for; `&b;` in `@a&b; @c` is no entity, and stands for nothing."""
    text = unescape(unescaped(kept(sign)))
    return sign if text == sign else quoted(_plain(text))


def _plain(text: str) -> str:
    return _PLAIN_FORMULA.sub(r"\1", text)


_TOKEN = re.compile(TOKEN.format(kind="[cos]"))
_READ = ("alt", "title")
"""The attributes that readers meet."""


def register_sweepers(md: Markdown) -> None:
    """The numbers stand between those of the steps that ours must precede and follow."""
    md.treeprocessors.register(SweepCode(md), "ibid-sweep-code", 31)  # before code is highlighted (30)
    md.treeprocessors.register(Sweep(md), "ibid-sweep", 19)  # after inline (20), before headings get ids (5)
    md.treeprocessors.register(Attributes(md), "ibid-attributes", 9)  # before attr_list (8)
    md.postprocessors.register(SweepText(md), "ibid-sweep-text", 0)  # raw HTML is back


class Attributes(Treeprocessor):
    """`[@key]{.wide}`: a `<span>` around a placeholder takes what attr_list would give to the placeholder itself."""

    def run(self, root: Element) -> None:
        """Put the spans where attr_list is about to look."""
        for parent in list(root.iter()) if "attr_list" in self.md.treeprocessors else ():
            for at, child in enumerate(list(parent)):
                if str(child.tag).startswith("ibid-") and AttrListTreeprocessor.INLINE_RE.match(child.tail or ""):
                    around = Element("span")
                    around.tail, child.tail = child.tail, None
                    around.append(child)
                    parent[at] = around


class SweepCode(Treeprocessor):
    """Takes the tokens out of code."""

    def run(self, root: Element) -> None:
        """Look at all code that is no fenced block."""
        for code in root.iter("code"):
            if code.text and "\x02ibid" in code.text:
                code.text = type(code.text)(sweep(code.text))  # Markdown's AtomicString stays one


class Sweep(Treeprocessor):
    """Takes the tokens out of text and attributes, and the text out of placeholders."""

    def run(self, root: Element) -> None:
        """Look everywhere; what may be cited in attributes is noted behind all else."""
        root.extend([noted for element in root.iter() for noted in _attributes(element)])
        for element in root.iter():
            if element.tag == CITATION:
                element.text = None
            if element.text and "\x02ibid" in element.text:
                element.text = type(element.text)(sweep(element.text))
            if element.tail and "\x02ibid" in element.tail:
                element.tail = sweep(element.tail)
            for name, value in element.items():
                if "\x02ibid" in value:
                    element.set(name, sweep(value))


def _attributes(element: Element) -> Iterator[Element]:
    for name in _READ:
        value = element.get(name, "")
        if found := _TOKEN.search(value):
            yield Element(ATTRIBUTE, attributes(words(sweep(value), str), int(found["line"])))


class SweepText(Postprocessor):
    """Takes the tokens out of raw HTML."""

    def run(self, text: str) -> str:
        """Look once more, at the whole page."""
        return sweep(text)
