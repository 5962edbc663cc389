r"""The Markdown extension for formulas in pages: `$...$` and `\(...\)`, `$$...$$` and `\[...\]`.

A dollar sign opens a formula by Pandoc's rule (its manual, tex_math_dollars): no blank follows it; the closing one has
no blank before it and no digit after it, so that $20,000 and $30,000 stay prices. `\$` is a dollar sign.
"""

from __future__ import annotations

import re
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from ibid.mark.code import Occurrences, is_no_text, without_code
from ibid.mark.placeholders import FORMULA, NO_TAG, attributes, without_tokens, write_placeholder
from pelican_bibtex.tex.math import formula_alone
from pelican_bibtex.tex.mathml import UnreadableError

if TYPE_CHECKING:
    from markdown import Markdown


DELIMITERS = {False: ("$", "$"), True: ("$$", "$$")}
"""The delimiters of TeX, inline (False) and displayed (True)."""


def write_formula(tex: str, *, display: bool, element: str = "div", line: int = 0) -> str:
    """Return MathML with its TeX as `alttext`; for TeX that cannot be read, a placeholder, which is shown and reported.

    A displayed formula is in an `element` that scrolls if it is too wide, by keyboard too. `line` is its line in the
    source, 0 if that is found later.
    """
    try:
        mathml = formula_alone(tex, display=display)
    except UnreadableError:
        before, after = DELIMITERS[display]
        html = write_placeholder(FORMULA, f"{before}{tex.strip()}{after}", line)
        return f"<p>{html}</p>" if display and element == "div" else html
    html = str(mathml).replace("<math", f'<math alttext="{escape(" ".join(tex.split()))}"', 1)
    return f'<{element} class="formula" tabindex="0">{html}</{element}>' if display else html


_TAG = "ibid-tex"
_INLINE = (
    r"(?<![\\$])\$\$(?P<display>(?:\\.|[^$\\])+)\$\$(?!\$)"
    r"|(?<![\\$])\$(?![\s$])(?P<inline>(?:\\.|[^$\\])*(?:\\.|[^\s$\\]))\$(?![\d$])"
    r"|(?<!\\)\\\[(?P<bracket>.+?)(?<!\\)\\\]"
    r"|(?<!\\)\\\((?P<paren>.+?)(?<!\\)\\\)"
)

_FORMULA = re.compile(_INLINE, re.DOTALL)


def makeExtension(**settings: object) -> FormulaExtension:  # noqa: N802  Markdown looks for this name
    """Return the extension; Markdown calls this to load it."""
    return FormulaExtension(**settings)


class FormulaExtension(Extension):
    """An extension that finds TeX before it is read as citation, emphasis or escape, and writes MathML at the end."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's name
        """Register our processors."""
        source = _FormulaLines(md)
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "$"]
        md.preprocessors.register(source, "ibid-formula-source", 29)  # all lines are still there
        md.preprocessors.register(_NoTags(md), "ibid-formula-tags", 24)  # after fenced code (25), before HTML (20)
        md.parser.blockprocessors.register(_Block(md.parser), "ibid-formula-block", 86)  # before headings, quotations
        md.inlinePatterns.register(_Formula(_INLINE, md), "ibid-formula", 185)  # after code (190), before escapes (180)
        md.treeprocessors.register(_Write(md, source), "ibid-formula-write", 9)  # after indenting (10)


class _FormulaLines(Preprocessor):
    """Finds the line of a formula that cannot be read, in the source as it was first given."""

    text = ""

    def run(self, lines: list[str]) -> list[str]:
        """Keep the first text: Pelican converts the fields of the front matter afterwards, with the same object."""
        self.text = self.text or "\n".join(lines)
        return lines

    def line(self, tex: str) -> int:
        """Return the line of a formula, or of its first line; 0 if the source writes it differently."""
        return self._occurrences.next(tex) or self._occurrences.next(tex.partition("\n")[0])

    @cached_property
    def _occurrences(self) -> Occurrences:
        return Occurrences(without_code(self.text, ".md"))


class _NoTags(Preprocessor):
    """Keeps `$a<b$` from opening a `<b>`, which would include all text up to the next `>`."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if "<" not in text or not _FORMULA.search(text):
            return lines
        paragraphs = re.split(r"(\n[ \t]*\n)", text)
        return "".join(_FORMULA.sub(self._shield, paragraph) for paragraph in paragraphs).split("\n")

    @staticmethod
    def _shield(formula: re.Match[str]) -> str:
        return formula.group().replace("<", f"<{NO_TAG}")


class _Block(BlockProcessor):
    """A block processor for a displayed formula that is a paragraph of its own."""

    FORMULA = re.compile(r"\$\$(?P<dollars>(?:\\.|[^$\\])+)\$\$|\\\[(?P<brackets>.+?)\\\]", re.DOTALL)

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  Markdown's signature
        return block.startswith(("$$", "\\[")) and self.FORMULA.fullmatch(block.strip()) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        found = self.FORMULA.fullmatch(blocks.pop(0).strip())
        if found:
            element = _element(found["dollars"] or found["brackets"], "div")
            element.tail = "\n"
            parent.append(element)


class _Formula(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802  Markdown's name
        self,
        m: re.Match[str],
        data: str,
    ) -> tuple[Element | None, int | None, int | None]:
        display = m["display"] or m["bracket"]
        element = _element(display or m["inline"] or m["paren"], "span" if display else "")
        has_code = "\x02" in "".join(element.itertext())  # between the dollar signs, which then delimit no formula
        if has_code or is_no_text(data, m.start()):
            return None, None, None
        return element, m.start(), m.end()


class _Write(Treeprocessor):
    """Replaces TeX by MathML, last, so that it stays TeX where only text is possible, as in an image's `alt`."""

    def __init__(self, md: Markdown, source: _FormulaLines) -> None:
        super().__init__(md)
        self.source = source

    def run(self, root: Element) -> None:
        for element in list(root.iter(_TAG)):
            around = element.get("in", "")
            ends = len(DELIMITERS[bool(around)][0])
            tex = (element.text or "")[ends:-ends]
            html = write_formula(tex, display=bool(around), element=around)
            if FORMULA in html:
                html = write_formula(tex, display=bool(around), element=around, line=self.source.line(tex))
            _become(element, ElementTree.fromstring(html))  # noqa: S314  well-formed, since we wrote it


def _element(tex: str, around: str) -> Element:
    element = Element(_TAG, {"in": around})
    before, after = DELIMITERS[bool(around)]
    element.text = AtomicString(f"{before}{without_tokens(tex)}{after}")
    return element


def _become(element: Element, other: Element) -> None:
    """Replace one element by another; `AtomicString` keeps other extensions from changing its text."""
    for part in other.iter():
        part.text = AtomicString(part.text) if part.text else None
        if part.tag == FORMULA:
            part.attrib = attributes(part.get("data-source", ""), int(part.get("data-line") or 0))
    element.tag, element.text, element.attrib = other.tag, other.text, dict(other.attrib)
    element[:] = list(other)
