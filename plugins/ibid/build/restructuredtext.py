"""The reStructuredText reader: citations by key, HTML `<figure>`, images with or without `alt`, formulas."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from pelican.readers import PelicanHTMLTranslator, PelicanHTMLWriter, RstReader

from ibid.compat.docutils_compat import amend, characters_except, refuse_special_files
from ibid.features.registry import features_of
from ibid.mark.citation_grammar import GROUP_OF_KEYS, may_cite
from pelican_bibtex.lazy_pattern import lazy_pattern

_CITATION = lazy_pattern(rf" *(?:{GROUP_OF_KEYS})")


class _Keys(nodes.NodeVisitor):  # type: ignore[misc]  # docutils publishes no types
    """A docutils visitor that leaves citations by key as they are, in a body and in a summary."""

    special_characters: ClassVar = characters_except(PelicanHTMLTranslator, "@")
    """Without `@`, which docutils would write as `&#64;` and so hide citations."""

    def visit_reference(self, node: Any) -> None:
        """Open a link, unless it is `-@key`, which docutils takes for a mail address."""
        if not _is_no_address(node):
            super().visit_reference(node)

    def depart_reference(self, node: Any) -> None:
        """Close a link, with the same exception."""
        if not _is_no_address(node):
            super().depart_reference(node)


def _is_no_address(node: Any) -> bool:
    return node.get("refuri") == f"mailto:{node.astext()}" and bool(re.match(r"[^\w@]+@", node.astext()))


class SummaryTranslator(_Keys, RstReader.field_body_translator_class):  # type: ignore[misc]  # as above
    """Pelican's translator for summaries and other fields that it makes into HTML, with citations by key."""


class Translator(_Keys, PelicanHTMLTranslator):  # type: ignore[misc]  # Pelican publishes no types either
    """Pelican's translator, with `<figure>`, and without an `alt` if the author gave none."""

    def visit_image(self, node: Any) -> None:
        """Write an image without the `alt=""` that Pelican adds, which means that no description is needed."""
        has_words = "alt" in node
        super().visit_image(node)
        if not has_words:
            amend(self, ' alt=""', "")

    def visit_figure(self, node: Any) -> None:
        """Open a `<figure>`, whose caption and legend both go into one `<figcaption>`."""
        classes = f"align-{node['align']}" if node.get("align") else ""
        self.body.append(self.starttag(node, "figure", CLASS=classes))

    def depart_figure(self, node: Any) -> None:
        """Close the figure, and its `<figcaption>` if it has one."""
        described = any(isinstance(child, nodes.caption | nodes.legend) for child in node)
        self.body.append("</figcaption>\n</figure>\n" if described else "</figure>\n")

    def visit_topic(self, node: Any) -> None:
        """Open a topic; the entries of a table of contents are links, so they have no citations of their headings."""
        if "contents" in node["classes"]:
            for text in list(node.findall(nodes.Text)):
                text.parent.replace(text, nodes.Text(_CITATION.sub("", text).rstrip()))
        super().visit_topic(node)

    def visit_title(self, node: Any) -> None:
        """Open a heading; one that cites does not link to the table of contents, since a link holds no citation."""
        if may_cite(node.astext()) and "refid" in node:
            del node["refid"]
        super().visit_title(node)

    def visit_table(self, node: Any) -> None:
        """Open a table that can be scrolled by keyboard, as in Markdown, without docutils' obsolete `border`."""
        super().visit_table(node)
        amend(self, ' border="1"', ' tabindex="0"')

    def visit_admonition(self, node: Any) -> None:
        """Open an admonition with the same HTML as an alert in Markdown."""
        super().visit_admonition(node)
        amend(self, ">", ' role="note">')

    def visit_caption(self, node: Any) -> None:
        """Open a caption, which is a `<figcaption>` only in a figure."""
        if isinstance(node.parent, nodes.figure):
            self.body.append("<figcaption>")
        else:
            super().visit_caption(node)

    def depart_caption(self, node: Any) -> None:
        """Close a caption, except in a figure, which closes it itself."""
        if not isinstance(node.parent, nodes.figure):
            super().depart_caption(node)

    def visit_legend(self, node: Any) -> None:
        """Open a legend, and the `<figcaption>` if the figure has no caption."""
        if not any(isinstance(child, nodes.caption) for child in node.parent):
            self.body.append("<figcaption>")
        super().visit_legend(node)


class TranslatorWithFormulas(Translator):
    """A translator that writes `:math:` and `.. math::` as MathML, with the converter that all pages use."""

    write_math: ClassVar[Callable[..., str]]
    """The converter: `write_math` of a feature."""

    def visit_math(self, node: Any, math_env: str = "") -> None:
        """Write an inline formula or, with an environment, docutils' block formula."""
        display = bool(math_env)
        self.body.append(self.write_math(node.astext(), display=display, line=node.line or 0))
        raise nodes.SkipNode

    def visit_math_block(self, node: Any) -> None:
        """Write a displayed formula."""
        self.visit_math(node, "align*")


class IbidRstReader(RstReader):  # type: ignore[misc]  # as above
    """Pelican's reader with our translators; docutils writes formulas if its settings have `math_output`."""

    field_body_translator_class = SummaryTranslator

    def writer_class(self) -> Any:
        """Return the writer for Pelican, which calls this as a class."""
        writer = PelicanHTMLWriter()
        theirs = "math_output" in self.settings.get("DOCUTILS_SETTINGS", {})
        ours = () if theirs else (one.write_math for one in features_of(self.settings) if one.write_math)
        for write_math in ours:
            members = {"write_math": staticmethod(write_math)}
            writer.translator_class = type("Formulas", (TranslatorWithFormulas,), members)
            return writer
        writer.translator_class = Translator
        return writer


def take_over(readers: Any) -> None:
    """Replace Pelican's reader with ours, but not the reader of another plugin."""
    if readers.reader_classes.get("rst") is RstReader:
        readers.reader_classes["rst"] = IbidRstReader
        refuse_special_files()
