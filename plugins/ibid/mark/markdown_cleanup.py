"""The cleanup of Markdown's result: the words of citations become as typed, and all tokens are removed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from xml.etree.ElementTree import Element

from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from ibid.compat.markdown_compat import ESCAPED, STASHED, starts_with_attributes, unescaped
from ibid.mark.citation_grammar import quoted
from ibid.mark.placeholders import ATTRIBUTE, CITATION, element
from ibid.mark.tokens import CITING, has_token, token_pattern, without_tokens

_PUT_AWAY = re.compile(rf"{ESCAPED}|{STASHED}|&(?:#\w+|\w+);")
"""Markers in place of text: an escaped character, stashed text, an entity."""
_PLAIN_FORMULA = re.compile(r"\$([\w.-]+)\$")
"""A formula such as `$2$`, shown without `$`; any other stays TeX, since citations contain plain text."""
_EMPHASIS = re.compile(
    r"(?P<key>@(?:\{[^{}]*\}|[^\s,;\]]+))"
    r"|(?P<star>\*{1,3})(?=[^\s*])(?P<starred>[^*@]*[^\s*@])(?P=star)"
    r"|(?<!\w)(?P<line>_{1,3})(?=[^\s_])(?P<lined>(?:[^_@]|(?<=[^\W_])_+(?=[^\W_]))*+)(?<=[^\s_])(?P=line)(?!\w)"
)
"""Emphasised words; a key is matched first, as its signs are not emphasis."""


def words(data: str, kept: Callable[[str], str]) -> str:
    """Return a citation as plain text in one line, as the grammar reads it.

    Emphasis becomes its words. Stashed text is escaped, as nothing in it cites: code has no citations. `kept` returns
    the text for Markdown's own markers.
    """
    shown = _plain(_EMPHASIS.sub(lambda m: m["key"] or m["starred"] or m["lined"], data))
    shown = _PUT_AWAY.sub(lambda m: _taken_out(m.group(), kept), shown)
    return " ".join(line.strip() for line in shown.split("\n"))


def _taken_out(sign: str, kept: Callable[[str], str]) -> str:
    """Return the text that a marker represents; `&b;` in `@a&b; @c` is not an entity and stays."""
    text = unescape(unescaped(kept(sign)))
    return sign if text == sign else quoted(_plain(text))


def _plain(text: str) -> str:
    return _PLAIN_FORMULA.sub(r"\1", text)


_TOKEN = re.compile(token_pattern(CITING))
_READ = ("alt", "title")
"""The attributes that browsers show to readers."""


class Attributes(Treeprocessor):
    """Puts a `<span>` around a placeholder with attributes, `[@key]{.wide}`: attr_list then sets them on the span."""

    def run(self, root: Element) -> None:
        """Add the spans before attr_list runs."""
        for parent in list(root.iter()) if "attr_list" in self.md.treeprocessors else ():
            for at, child in enumerate(list(parent)):
                if str(child.tag).startswith("ibid-") and starts_with_attributes(child.tail or ""):
                    around = Element("span")
                    around.tail, child.tail = child.tail, None
                    around.append(child)
                    parent[at] = around


class RemoveTokensInCode(Treeprocessor):
    """Removes the tokens from code."""

    def run(self, root: Element) -> None:
        """Process all code except fenced blocks."""
        for code in root.iter("code"):
            if code.text and has_token(code.text):
                code.text = type(code.text)(without_tokens(code.text))  # Markdown's AtomicString stays one


class RemoveTokens(Treeprocessor):
    """Removes the tokens from text and attributes, and the text from placeholders."""

    def run(self, root: Element) -> None:
        """Process all elements; placeholders for attributes that may hold citations are added at the end."""
        root.extend([noted for one in root.iter() for noted in _attributes(one)])
        for one in root.iter():
            if one.tag == CITATION:
                one.text = None
            if one.text and has_token(one.text):
                one.text = type(one.text)(without_tokens(one.text))
            if one.tail and has_token(one.tail):
                one.tail = without_tokens(one.tail)
            for name, value in one.items():
                if value and has_token(value):  # `{: toc }` has no value
                    one.set(name, without_tokens(value))


def _attributes(one: Element) -> Iterator[Element]:
    for name in _READ:
        value = one.get(name) or ""  # `{: alt }` has no value
        if found := _TOKEN.search(value):
            yield element(ATTRIBUTE, words(without_tokens(value), str), int(found["line"]))


class RemoveTokensInText(Postprocessor):
    """Removes the tokens from raw HTML."""

    def run(self, text: str) -> str:
        """Process the whole page once more."""
        return without_tokens(text)
