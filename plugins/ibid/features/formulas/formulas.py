r"""Formulas in Markdown: `$...$` and `\(...\)`, `$$...$$` and `\[...\]`; problems in them, and summaries that cut one.

A dollar sign opens a formula by Pandoc's rule (its manual, tex_math_dollars): no blank follows it; the closing one has
no blank before it and no digit after it, so that $20,000 and $30,000 stay prices. `\$` is a dollar sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from html import escape
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup

from ibid.compat.pelican_compat import body_of, change_summary
from ibid.feature import PageAccess, Steps
from ibid.link.citations import Part
from ibid.mark.code import Occurrences, is_no_text, without_code
from ibid.mark.html_reader import text_of
from ibid.mark.line_tokens import PageSource
from ibid.mark.markdown_extension import MarkdownRules
from ibid.mark.placeholders import FORMULA, attributes, write_placeholder
from ibid.mark.tokens import NO_TAG, token, without_tokens
from pelican_bibtex.diagnostics.codes import UNREADABLE_MATH
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Publication
from pelican_bibtex.tex import Text
from pelican_bibtex.tex.math import formula, formula_alone
from pelican_bibtex.tex.mathml import UnreadableError

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
    r"|(?<!\\)\\{1,2}\[(?![\d\s,;–-]*\\\])(?P<bracket>.+?)(?<!\\)\\{1,2}\]"
    r"|(?<!\\)\\{1,2}\((?!\s*\\\))(?P<paren>.+?)(?<!\\)\\{1,2}\)"
)

_FORMULA = lazy_pattern(_INLINE, re.DOTALL)


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
        return formula.group().replace("<", f"<{token(NO_TAG, 0)}")


class _Block(BlockProcessor):
    """A block processor for a displayed formula that is a paragraph of its own."""

    FORMULA = lazy_pattern(
        r"\$\$(?P<dollars>(?:\\.|[^$\\])+)\$\$|\\\[(?![\d\s,;–-]*\\\])(?P<brackets>(?:(?!\\\]).)+)\\\]", re.DOTALL
    )

    def test(self, parent: Element, block: str) -> bool:
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
        display = m["bracket"] or (m["display"] if _is_alone(m, data) else "")
        element = _element(display or m["inline"] or m["paren"] or m["display"].strip(), "span" if display else "")
        has_code = "\x02" in "".join(element.itertext())  # between the dollar signs, which then delimit no formula
        if has_code or is_no_text(data, m.start()):
            return None, None, None
        return element, m.start(), m.end()


def _is_alone(m: re.Match[str], data: str) -> bool:
    """Return whether a formula has its line or lines for itself; else it is within the line, as in kramdown."""
    before, after = data[: m.start()].rpartition("\n")[2], data[m.end() :].partition("\n")[0]
    return not before.strip() and not after.strip()


class _Write(Treeprocessor):
    """Replaces TeX by MathML, last, so that it stays TeX where only text is possible, as in an image's `alt`."""

    def __init__(self, md: Markdown, source: PageSource) -> None:
        super().__init__(md)
        self.source = source

    def run(self, root: Element) -> None:
        for element in list(root.iter(_TAG)):
            around = element.get("in", "")
            ends = len(DELIMITERS[bool(around)][0])
            tex = (element.text or "")[ends:-ends]
            html = write_formula(tex, display=bool(around), element=around)
            if FORMULA in html:
                html = write_formula(tex, display=bool(around), element=around, line=self._line(tex))
            _become(element, ElementTree.fromstring(html))  # noqa: S314  well-formed, since we wrote it

    def _line(self, tex: str) -> int:
        """Return the line of a formula, or of its first line; 0 if the source writes it differently."""
        return self._occurrences.next(tex) or self._occurrences.next(tex.partition("\n")[0])

    @cached_property
    def _occurrences(self) -> Occurrences:
        return Occurrences(without_code("\n".join(self.source.lines), ".md"))


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


RULES = MarkdownRules(
    {
        "ibid-formula-tags": lambda md, _: _NoTags(md),
        "ibid-formula-block": lambda md, _: _Block(md.parser),
        "ibid-formula": lambda md, _: _Formula(_INLINE, md),
        "ibid-formula-write": _Write,
    },
    escaped="$",
)
"""The rules of formulas; their places are in `ibid.mark.markdown_extension`."""


_SHOWN = 60


def formula_problems(part: Part) -> Iterator[Problem]:
    """Yield a problem for each formula that could not be converted to MathML, with the reason."""
    for placeholder in part.placeholders:
        if placeholder.name == FORMULA:
            source = " ".join(placeholder.source.split())
            shown = source if len(source) <= _SHOWN else f"{source[:_SHOWN]}…"
            message = f"`{shown}`: {_reason(source)}; it is shown as written."
            yield Problem(UNREADABLE_MATH, message, part.document.path, placeholder.line)


def _reason(source: str) -> str:
    try:
        formula_alone(source.strip("$"), display=False)
    except UnreadableError as error:
        return str(error)
    return "it cannot be read"


_OPENS, _CLOSES = "<math", "</math>"


def without_half(summary: str, whole: str) -> str:
    """Return the summary without its last formula if that is cut off, which means it is not in the whole text."""
    at = summary.rfind(_OPENS)
    end = summary.find(_CLOSES, at) + len(_CLOSES)
    if at < 0 or summary[at:end] in whole:
        return summary
    return f"{summary[:at]}…{summary[end:]}"


def keep_formulas_whole(content: Any) -> None:
    """Let a summary that Pelican cuts from a page or post end before a formula, not in it."""
    if _OPENS in body_of(content) and "summary" not in content.metadata:
        change_summary(content, lambda summary, whole, _: without_half(summary, whole))


def draw_title(content: Any) -> None:
    """Give a title with formulas as plain text to all that shows titles, and as HTML to the heading: `title_html`."""
    title = str(getattr(content, "title", ""))
    found = [*_FORMULA.finditer(title)] if "$" in title or "\\" in title else []
    if not found:
        return
    html, plainly, at = Markup(), "", 0
    for each in found:
        before = text_of(title[at : each.start()])
        drawn = Text(formula(next(filter(None, each.groups())), display=False)[0])
        html, plainly, at = html + before + drawn.html, f"{plainly}{before}{drawn.plain}", each.end()
    rest = text_of(title[at:])
    content.title_html = html + rest
    content.title = content.metadata["title"] = f"{plainly}{rest}"


class FormulaSteps(Steps):
    """Formulas in one build."""

    rules = RULES
    write_math = staticmethod(write_formula)

    def place(
        self, contents: Iterable[Any], publications: Iterable[Publication], context: Mapping[str, Any], to: PageAccess
    ) -> None:
        """Draw the formulas in titles."""
        for content in contents:
            draw_title(content)

    def check_part(self, part: Part) -> Iterator[Problem]:
        """Yield the formulas that cannot be shown."""
        return formula_problems(part)

    def finish(self, content: Any) -> None:
        """Let a summary end before a formula, not in it."""
        keep_formulas_whole(content)
