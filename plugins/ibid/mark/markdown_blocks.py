"""The Markdown extension for alerts, `ibid.mark.markdown_blocks`: quotations that open with `[!NOTE]`, as on GitHub.

Words behind the sign on its line are the alert's title; without them it is called what it is, in the page's language.
What comes out is built like Python-Markdown's and docutils' admonitions, and looks the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from ibid.languages.message import message
from ibid.mark.placeholders import WORD

if TYPE_CHECKING:
    from markdown import Markdown


KINDS = {
    "note": message("Note"),
    "tip": message("Tip"),
    "important": message("Important"),
    "warning": message("Warning"),
    "caution": message("Caution"),
}
"""What stands in the brackets, and what the alert is called."""
_SIGN = re.compile(rf"\[!(?P<kind>{'|'.join(KINDS)})\][ \t]*(?P<title>[^\n]*)\n?", re.IGNORECASE)


def makeExtension(**settings: object) -> AlertExtension:  # noqa: N802  Markdown looks for this name
    """What Markdown calls to load the extension."""
    return AlertExtension(**settings)


class AlertExtension(Extension):
    """Makes alerts of quotations."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's name
        """Take our place: after blocks are found, before the text in them is read (20)."""
        md.treeprocessors.register(_Alerts(md), "ibid-alerts", 29)


class _Alerts(Treeprocessor):
    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for at, quotation in reversed(list(enumerate(parent))):
                if quotation.tag == "blockquote" and any(map(_sign, quotation)):
                    parent[at : at + 1] = _parted(quotation)


def _sign(element: Element) -> re.Match[str] | None:
    return _SIGN.match(element.text or "") if element.tag == "p" else None


def _parted(quotation: Element) -> list[Element]:
    """What Markdown has made one quotation of: it joins those that only a blank line parts."""
    parts = [Element("blockquote")]
    for child in quotation:
        sign = _sign(child)
        if sign:
            parts.append(_alert(sign))
            child.text = (child.text or "")[sign.end() :]
        if not sign or child.text or len(child):
            parts[-1].append(child)
    for part in parts:
        part.tail = "\n"
    return parts if len(parts[0]) else parts[1:]


def _alert(sign: re.Match[str]) -> Element:
    kind, title = sign["kind"].lower(), sign["title"].strip()
    alert = Element("div", {"class": f"admonition {kind}", "role": "note"})
    heading = SubElement(alert, "p", {"class": "admonition-title"})
    heading.text = title
    if not title:
        SubElement(heading, WORD, {"data-line": "", "data-source": KINDS[kind]})
    return alert
