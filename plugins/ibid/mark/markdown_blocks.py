"""Alerts and tables in Markdown, with the classes that the theme's stylesheet expects.

An alert is a block quote that starts with `[!NOTE]`, as on GitHub. Words after this marker on its line are its title.
Table cells are aligned by a class, since a strict content security policy forbids `style`; a table that is wider than
the page scrolls by itself, also by keyboard.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from ibid.languages.words import message
from ibid.mark.placeholders import WORD

KINDS = {
    "note": message("Note"),
    "tip": message("Tip"),
    "important": message("Important"),
    "warning": message("Warning"),
    "caution": message("Caution"),
}
"""The word in the brackets, and the default title of the alert."""
_SIGN = re.compile(rf"\[!(?P<kind>{'|'.join(KINDS)})\][ \t]*(?P<title>[^\n]*)\n?", re.IGNORECASE)


class Alerts(Treeprocessor):
    """Turns block quotes into alerts."""

    def run(self, root: Element) -> None:
        """Replace the block quotes."""
        for parent in list(root.iter()):
            for at, quotation in reversed(list(enumerate(parent))):
                if quotation.tag == "blockquote" and any(map(_sign, quotation)):
                    parent[at : at + 1] = _parted(quotation)


def _sign(element: Element) -> re.Match[str] | None:
    return _SIGN.match(element.text or "") if element.tag == "p" else None


def _parted(quotation: Element) -> list[Element]:
    """Return the separate alerts and quotes in one block quote: Markdown joins quotes with a blank line between."""
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


_STYLE = re.compile(r"text-align: (left|center|right);")
_CELLS = frozenset({"th", "td"})


class Tables(Treeprocessor):
    """Replaces the style of each cell by a class, and makes each table focusable by keyboard."""

    def run(self, root: Element) -> None:
        """Change the tables and their cells."""
        for element in root.iter():
            if element.tag == "table":
                element.set("tabindex", "0")
            elif element.tag in _CELLS and (found := _STYLE.fullmatch(element.get("style", ""))):
                del element.attrib["style"]
                element.set("class", f"align-{found[1]}")
