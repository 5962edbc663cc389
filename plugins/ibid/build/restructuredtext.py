"""reStructuredText as our pages need it: citations by key, HTML's own figures, images with words or none, formulas."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from docutils import nodes
from pelican.readers import PelicanHTMLTranslator, PelicanHTMLWriter, RstReader

from ibid.features.formulas.choice import reads_formulas
from ibid.features.formulas.formulas import write_formula


class _Keys(nodes.NodeVisitor):  # type: ignore[misc]  # docutils publishes no types
    """What lets citations by key through, in a body and in a summary."""

    special_characters: ClassVar = {
        char: text for char, text in PelicanHTMLTranslator.special_characters.items() if char != ord("@")
    }
    """docutils writes an `@` as `&#64;`, which would hide them."""

    def visit_reference(self, node: Any) -> None:
        """Nobody has mail at `-@key`, which docutils takes for an address."""
        if not _is_no_address(node):
            super().visit_reference(node)

    def depart_reference(self, node: Any) -> None:
        """As above."""
        if not _is_no_address(node):
            super().depart_reference(node)


def _is_no_address(node: Any) -> bool:
    return node.get("refuri") == f"mailto:{node.astext()}" and bool(re.match(r"[^\w@]+@", node.astext()))


class SummaryTranslator(_Keys, RstReader.field_body_translator_class):  # type: ignore[misc]  # as above
    """Pelican's for summaries and other fields that it makes into HTML."""


class Translator(_Keys, PelicanHTMLTranslator):  # type: ignore[misc]  # Pelican publishes no types either
    """Pelican's, with `<figure>`, and without an `alt` where the author gave none."""

    def visit_image(self, node: Any) -> None:
        """Pelican writes `alt=""` in any case, which says that no words are needed."""
        has_words = "alt" in node
        super().visit_image(node)
        if not has_words:
            self.body[-1] = self.body[-1].replace(' alt=""', "", 1)

    def visit_figure(self, node: Any) -> None:
        """Its caption and legend are both in the one `<figcaption>`."""
        classes = f"align-{node['align']}" if node.get("align") else ""
        self.body.append(self.starttag(node, "figure", CLASS=classes))

    def depart_figure(self, node: Any) -> None:
        """The end of the caption is the end of the figure."""
        described = any(isinstance(child, nodes.caption | nodes.legend) for child in node)
        self.body.append("</figcaption>\n</figure>\n" if described else "</figure>\n")

    def visit_table(self, node: Any) -> None:
        """As Markdown's tables: to be scrolled by keyboard; docutils' own attribute is no longer HTML."""
        super().visit_table(node)
        self.body[-1] = self.body[-1].replace(' border="1"', ' tabindex="0"', 1)

    def visit_admonition(self, node: Any) -> None:
        """The same as an alert of Markdown's."""
        self.body.append(self.starttag(node, "div", CLASS="admonition", ROLE="note"))
        self.set_first_last(node)

    def visit_caption(self, node: Any) -> None:
        """Only figures have a `<figcaption>`."""
        if isinstance(node.parent, nodes.figure):
            self.body.append("<figcaption>")
        else:
            super().visit_caption(node)

    def depart_caption(self, node: Any) -> None:
        """As above."""
        if not isinstance(node.parent, nodes.figure):
            super().depart_caption(node)

    def visit_legend(self, node: Any) -> None:
        """It may stand alone."""
        if not any(isinstance(child, nodes.caption) for child in node.parent):
            self.body.append("<figcaption>")
        super().visit_legend(node)


class TranslatorWithFormulas(Translator):
    """`:math:` and `.. math::` as MathML, by the converter of all other pages."""

    def visit_math(self, node: Any, math_env: str = "") -> None:
        """An inline formula; with an environment, docutils' own block formula."""
        display = bool(math_env)
        self.body.append(write_formula(node.astext(), display=display, line=node.line or 0))
        raise nodes.SkipNode

    def visit_math_block(self, node: Any) -> None:
        """A displayed formula."""
        self.visit_math(node, "align*")


class IbidRstReader(RstReader):  # type: ignore[misc]  # as above
    """Pelican's reader with our translators; formulas are left to docutils where its settings name a way."""

    field_body_translator_class = SummaryTranslator

    def writer_class(self) -> Any:
        """What Pelican calls for a writer."""
        writer = PelicanHTMLWriter()
        theirs = "math_output" in self.settings.get("DOCUTILS_SETTINGS", {})
        ours = reads_formulas(self.settings) and not theirs
        writer.translator_class = TranslatorWithFormulas if ours else Translator
        return writer


def take_over(readers: Any) -> None:
    """Put our reader in the place of Pelican's; another plugin's is left alone."""
    if readers.reader_classes.get("rst") is RstReader:
        readers.reader_classes["rst"] = IbidRstReader
