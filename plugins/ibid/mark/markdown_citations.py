"""The rules for citations in Markdown, which write the placeholders and in the end remove all tokens.

The words of a citation become as the author typed them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from ibid.compat.markdown_compat import (
    ESCAPED,
    STASHED,
    starts_with_attributes,
    stashed_elements,
    stashed_html,
    unescaped,
    with_stashed_html,
)
from ibid.mark import citation_grammar, placeholders, tokens
from ibid.mark.citation_grammar import quoted
from ibid.mark.code import is_in_code, is_no_text
from ibid.mark.html_citations import add_placeholders
from ibid.mark.line_tokens import PageSource
from ibid.mark.markdown_lists import with_lists_told
from ibid.mark.placeholders import ATTRIBUTE, CITATION, element
from ibid.mark.tokens import CITING, has_token, token_pattern, without_tokens
from pelican_bibtex.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from markdown import Markdown


class _CitationRule(InlineProcessor):
    """Writes a placeholder where the pattern matches a citation, and leaves everything else unchanged."""

    def __init__(self, md: Markdown, pattern: str) -> None:
        super().__init__(rf"(?:{token_pattern(CITING)})?(?P<source>{pattern})", md)

    def handleMatch(  # type: ignore[override]  # noqa: N802  Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        end = self._end(m, data)
        if end is not None and is_in_code(data, m.start()):
            return without_tokens(data[m.start() : end]), m.start(), end
        if end is None or is_no_text(data, m.start()):
            return None, None, None
        source = words(without_tokens(data[m.start("source") : end]), self.unescape)
        if citation_grammar.read_group(source) is None:
            return None, None, None
        token = m if m["line"] else _INNER.search(m["source"])
        element = placeholders.element(placeholders.CITATION, source, int(token["line"]) if token else 0)
        if m["kind"] == tokens.CITATION:
            element.set("data-nth", m["nth"])
        # In attributes, as an image's alt, Markdown keeps only the text of elements. It is removed everywhere else.
        element.text = AtomicString(self.unescape(data[m.start() : end]))
        return element, m.start(), end

    def _end(self, m: re.Match[str], data: str) -> int | None:
        """Return the offset where the citation would end; None if it cannot be a citation."""
        raise NotImplementedError

    def names_link(self, label: str | None) -> bool:
        """Return whether the page defines a link with this label."""
        return bool(label) and without_tokens(label or "").lower() in self.md.references


_LABEL = lazy_pattern(r"\[([^\[\]]+)\]")
_INNER = lazy_pattern(token_pattern(tokens.CITATION + tokens.STRAY))


class GroupRule(_CitationRule):
    """Finds `[@a; @b]`, and on pages with topics `[8, 12]`, but no links, images or footnotes."""

    def __init__(self, md: Markdown, page: PageSource) -> None:
        super().__init__(md, citation_grammar.GROUP)
        self.page = page

    def _end(self, m: re.Match[str], data: str) -> int | None:
        source, before, after = without_tokens(m["source"]), data[: m.start()][-1:], data[m.end() : m.end() + 1]
        is_definition = after == ":" and before in {"", "\n"}
        label = _LABEL.match(data, m.end())
        is_link = after == "(" or self.names_link(source[1:-1]) or self.names_link(label and label[1])
        if before == "!" or is_link or is_definition:
            return None
        counts = "@" in source or (self.page.topics and self.unescape(source) == source)  # `[\@a]` is text
        return m.end() if counts else None


class InTextRule(_CitationRule):
    """Finds `@key` and `@key [p. 3]`, except inside a word, address or path."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md, citation_grammar.IN_TEXT[False])  # numbers on pages with topics are placeholders already

    def _end(self, m: re.Match[str], data: str) -> int | None:  # noqa: ARG002  as its sibling
        # The token was set by the text before it in the source.
        if m["kind"] in (None, tokens.STRAY):
            return None
        key, _, label = m.group().rpartition(" [")
        is_beside = label.endswith("]") and (self.names_link(label[:-1]) or self._holds_citation(label))
        return m.start() + len(key) if is_beside else m.end()

    def _holds_citation(self, data: str) -> bool:
        return any(one.tag == placeholders.CITATION for one in stashed_elements(self.md, data))


class StrayCitationRule(InlineProcessor):
    """Finds what still looks like a citation after all other patterns have run."""

    def __init__(self, md: Markdown) -> None:
        behind = rf"[^\x02\]](?:{STASHED}|[^\x02\]]){{0,79}}\]?"  # code, escapes, entities, tags among it
        super().__init__(rf"{token_pattern(CITING)}(?=(?P<source>{behind}))", md)

    def handleMatch(  # type: ignore[override]  # noqa: N802  Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Return a placeholder to report the text."""
        source = " ".join(words(m["source"], self._kept).partition("\x02")[0].split())
        if is_no_text(data, m.start()) or not citation_grammar.strays(source):
            return None, None, None
        return placeholders.element(placeholders.STRAY, source, int(m["line"])), m.start(), m.end()

    def _kept(self, sign: str) -> str:
        """Return stashed text; entities and tags are stashed as a second marker, for HTML in another stash."""
        return with_stashed_html(self.md, self.unescape(sign))


_TOKEN = lazy_pattern(token_pattern(CITING))


class RawHtml(Postprocessor):
    """Writes placeholders in stashed HTML: for citations by key, since numbers there are not citations, and for lists.

    Code, which is in the stash too, stays unchanged.
    """

    def run(self, text: str) -> str:
        """Process each block before it is put back."""
        blocks = stashed_html(self.md)
        for at, block in enumerate(blocks):
            if isinstance(block, str) and tokens.has_token(block):
                blocks[at] = _with_citations(with_lists_told(block))
        return text


def _with_citations(block: str) -> str:
    first = _TOKEN.search(block)
    return (
        add_placeholders(without_tokens(block), _in_place(block, first), topics=False, lists=False) if first else block
    )


def _in_place(block: str, first: re.Match[str]) -> str:
    """Return the block after as many line breaks as precede it in the page, so that line numbers are right."""
    before = int(first["line"]) - 1 - block.count("\n", 0, first.start())
    return "\n" * before + without_tokens(block)


_PUT_AWAY = lazy_pattern(rf"{ESCAPED}|{STASHED}|&(?:#\w+|\w+);")
"""Markers in place of text: an escaped character, stashed text, an entity."""
_PLAIN_FORMULA = lazy_pattern(r"\$([\w.-]+)\$")
"""A formula such as `$2$`, shown without `$`; any other stays TeX, since citations contain plain text."""
_EMPHASIS = lazy_pattern(
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
