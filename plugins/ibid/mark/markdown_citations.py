"""The rules for citations in Markdown, which write the placeholders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.util import AtomicString

from ibid.compat.markdown_compat import STASHED, stashed_elements, stashed_html, with_stashed_html
from ibid.mark import citation_grammar, placeholders, tokens
from ibid.mark.code import is_in_code, is_no_text
from ibid.mark.html_citations import add_placeholders
from ibid.mark.line_tokens import PageSource
from ibid.mark.markdown_cleanup import words
from ibid.mark.markdown_lists import with_lists_told
from ibid.mark.tokens import CITING, token_pattern, without_tokens

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


_LABEL = re.compile(r"\[([^\[\]]+)\]")
_INNER = re.compile(token_pattern(tokens.CITATION + tokens.STRAY))


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


_TOKEN = re.compile(token_pattern(CITING))


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
