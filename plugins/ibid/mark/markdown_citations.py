"""The Markdown extension that writes the placeholders: `ibid.mark.markdown_citations` in Pelican's setting MARKDOWN."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from ibid.compat.markdown_compat import STASHED, stashed_elements, stashed_html, with_stashed_html
from ibid.mark import citation_grammar, placeholders
from ibid.mark.code import is_in_code, is_no_text
from ibid.mark.html_citations import add_placeholders
from ibid.mark.line_tokens import add_tokens
from ibid.mark.markdown_cleanup import register_cleanup, words
from ibid.mark.markdown_topics import declares_topics
from ibid.mark.placeholders import TOKEN, without_tokens

if TYPE_CHECKING:
    from markdown import Markdown


def makeExtension(**settings: object) -> CitationExtension:  # noqa: N802  Markdown looks for this name
    """Return the extension; Markdown calls this to load it."""
    return CitationExtension(**settings)


class CitationExtension(Extension):
    """Writes placeholders for citations, topics' bullets and lists. Each Markdown() has its own instance."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's name
        """Register our steps; each priority is between those of the steps that must run before and after it."""
        source = _PageSource(md)
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "@", "＠"]  # `\@name` shows a handle, not a citation
        md.preprocessors.register(source, "ibid-source", 29)  # all lines are still there
        md.preprocessors.register(
            _LineTokens(md, source), "ibid-tokens", 26
        )  # after meta (27), before fenced code (25)
        md.parser.blockprocessors.register(_ListRule(md.parser), "ibid-list", 85)  # before headings and paragraphs
        md.inlinePatterns.register(_BulletRule(TOKEN.format(kind="[bf]"), md), "ibid-bullet", 176)
        md.inlinePatterns.register(_GroupRule(md, source), "ibid-group", 175)  # after code and escapes, before links
        md.inlinePatterns.register(_InTextRule(md), "ibid-in-text", 174)
        md.inlinePatterns.register(_StrayCitationRule(md), "ibid-stray", 1)  # after all others
        md.postprocessors.register(RawHtml(md), "ibid-raw-html", 31)  # before raw HTML is put back (30)
        register_cleanup(md)


class _PageSource(Preprocessor):
    """Keeps what later steps need of the source before preprocessors remove front matter and change the text."""

    lines: list[str]
    topics = False

    def run(self, lines: list[str]) -> list[str]:
        """Keep the first text converted, the page: Pelican converts the summary later with the same Markdown."""
        if not hasattr(self, "lines"):
            self.lines = list(lines)
        return lines

    def first_line(self, lines: list[str]) -> int:
        """Return the number of the first line of a text: the page's body or a front matter field; 0 if not found."""
        if lines == self.lines[len(self.lines) - len(lines) :]:
            return len(self.lines) - len(lines) + 1
        first = next((line.strip() for line in lines if line.strip()), "")
        return next((n for n, line in enumerate(self.lines, 1) if first and line.endswith(first)), 0)


class _LineTokens(Preprocessor):
    def __init__(self, md: Markdown, source: _PageSource) -> None:
        super().__init__(md)
        self.source = source

    def run(self, lines: list[str]) -> list[str]:
        front_matter = getattr(self.md, "Meta", None)
        if front_matter:
            said, template = ("".join(front_matter.get(name, [])) for name in ("topics", "template"))
            self.source.topics = declares_topics(said, template)
        return add_tokens(lines, self.source.first_line(lines), topics=self.source.topics)


class _ListRule(BlockProcessor):
    """Finds `{publications ...}` between blank lines, before attr_list can take it for a heading's attributes."""

    LIST = re.compile(rf"^\{{{TOKEN.format(kind='l')}(?P<what>[^{{}}\n]*)\}}[ \t]*$")

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  Markdown's signature
        is_code = block.startswith(" " * self.tab_length)
        return not is_code and bool(self.LIST.match(block.strip()))

    def run(self, parent: Element, blocks: list[str]) -> None:
        found = self.LIST.match(blocks.pop(0).strip())
        if found:
            parent.append(_element(placeholders.LIST, found["what"].strip(), int(found["line"])))


class _BulletRule(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802  Markdown's signature
        kind = "flat" if m.group().startswith("\x02ibidf") else ""
        return _element(placeholders.BULLET, kind, int(m["line"])), m.start(), m.end()


class _CitationRule(InlineProcessor):
    """Writes a placeholder where the pattern matches a citation, and leaves everything else unchanged."""

    def __init__(self, md: Markdown, pattern: str) -> None:
        super().__init__(rf"(?:{TOKEN.format(kind='[cos]')})?(?P<source>{pattern})", md)

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
        element = _element(placeholders.CITATION, source, int(token["line"]) if token else 0)
        if m["nth"] and m.group().startswith("\x02ibidc"):
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
_INNER = re.compile(TOKEN.format(kind="[cs]"))


class _GroupRule(_CitationRule):
    """Finds `[@a; @b]`, and on pages with topics `[8, 12]`, but no links, images or footnotes."""

    def __init__(self, md: Markdown, page: _PageSource) -> None:
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


class _InTextRule(_CitationRule):
    """Finds `@key` and `@key [p. 3]`, except inside a word, address or path."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md, citation_grammar.IN_TEXT[False])  # numbers on pages with topics are placeholders already

    def _end(self, m: re.Match[str], data: str) -> int | None:  # noqa: ARG002  as its sibling
        # The token was set by the text before it in the source; `s` marks what only looks like a citation.
        if m["line"] is None or m.group().startswith("\x02ibids"):
            return None
        key, _, label = m.group().rpartition(" [")
        is_beside = label.endswith("]") and (self.names_link(label[:-1]) or self._holds_citation(label))
        return m.start() + len(key) if is_beside else m.end()

    def _holds_citation(self, data: str) -> bool:
        return any(one.tag == placeholders.CITATION for one in stashed_elements(self.md, data))


class _StrayCitationRule(InlineProcessor):
    """Finds what still looks like a citation after all other patterns have run."""

    def __init__(self, md: Markdown) -> None:
        behind = rf"[^\x02\]](?:{STASHED}|[^\x02\]]){{0,79}}\]?"  # code, escapes, entities, tags among it
        super().__init__(rf"{TOKEN.format(kind='[cos]')}(?=(?P<source>{behind}))", md)

    def handleMatch(  # type: ignore[override]  # noqa: N802  Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        source = " ".join(words(m["source"], self._kept).partition("\x02")[0].split())
        if is_no_text(data, m.start()) or not citation_grammar.strays(source):
            return None, None, None
        return _element(placeholders.STRAY, source, int(m["line"])), m.start(), m.end()

    def _kept(self, sign: str) -> str:
        """Return stashed text; entities and tags are stashed as a second marker, for HTML in another stash."""
        return with_stashed_html(self.md, self.unescape(sign))


def _element(name: str, source: str, line: int) -> Element:
    return Element(name, placeholders.attributes(source, line))


_TOKEN = re.compile(TOKEN.format(kind="[cos]"))


class RawHtml(Postprocessor):
    """Writes placeholders in stashed HTML, for keys only: numbers in HTML are not citations."""

    def run(self, text: str) -> str:
        """Process each block before it is put back. Code, which is among them, stays unchanged."""
        blocks = stashed_html(self.md)
        for at, block in enumerate(blocks):
            if isinstance(block, str) and (first := _TOKEN.search(block)):
                blocks[at] = add_placeholders(without_tokens(block), _in_place(block, first), topics=False)
        return text


def _in_place(block: str, first: re.Match[str]) -> str:
    """Return the block after as many line breaks as precede it in the page, so that line numbers are right."""
    before = int(first["line"]) - 1 - block.count("\n", 0, first.start())
    return "\n" * before + without_tokens(block)
