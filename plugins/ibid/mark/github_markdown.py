"""What GitHub reads in Markdown beyond Python-Markdown: struck words, tasks, emoji, all escapes, alerts, heading ids.

Its blocks are read by `block_structure.py`; the rules here remove what `block_rewriting.py` has put between them.
Bare addresses are links by pymdown-extensions.

An alert is a block quote that starts with `[!NOTE]`. Words after this marker on its line are its title. Alerts and
tables get the classes that the theme's stylesheet expects. Table cells are aligned by a class, since a strict content
security policy forbids `style`; a table that is wider than the page scrolls by itself, also by keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from ibid.compat.markdown_compat import set_attributes
from ibid.languages.words import message
from ibid.mark.block_rewriting import APART, ATTRIBUTES_BELOW
from ibid.mark.html_reader import Edit, Kind, Token, extents, splice, start_tags, text_of, tokens
from ibid.mark.placeholders import WORD
from pelican_bibtex.lazy_pattern import lazy_pattern

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "blocks": ("ibid-between", "ibid-remove-between", "markdown.extensions.sane_lists"),
    "tasks": ("ibid-tasks",),
    "struck": ("ibid-struck",),
    "emoji": ("ibid-emoji",),
    "addresses": ("pymdownx.magiclink",),
    "heading_ids": (),
}
"""The parts of it that a site can leave out, with the rules and the extensions of Markdown that belong to each."""
ESCAPED: Final = "\"%&',/:;<=?^|~"
"""Punctuation that a backslash makes ordinary in CommonMark (2.4), besides Markdown's own."""
STRUCK: Final = (
    r"(?<!~)~~(?=[^\s~])(?P<struck>(?:[^~]|~(?!~))+?)(?<=[^\s~])~~(?!~)"
    r"|(?<![\w~])~(?=[^\s~])(?P<once>[^~\n]*?[^\s~])~(?![\w~])"
)
EMOJI: Final = r"(?<![\w:]):(?P<name>[a-z0-9_+-]+):(?![\w:])"
_BETWEEN: Final = "ibid-between"
"""An element between blocks, removed when the tree is complete."""
_TASK = lazy_pattern(r"\[(?P<done>[ xX])\][ ]+")


class Struck(InlineProcessor):
    """Strikes words: `~~so~~`, and `~so~` outside of words."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802  Markdown's signature
        """Return the element, whose text is read further."""
        struck = Element("del")
        struck.text = m["struck"] or m["once"]
        return struck, m.start(), m.end()


class Emoji(InlineProcessor):
    """Replaces the short names of emoji; words in colons that are no such name stay."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002, N802  Markdown's signature
        """Return the characters of an emoji."""
        found = _emoji().get(m.group())
        return (found, m.start(), m.end()) if found else (None, None, None)


@cache
def _emoji() -> dict[str, str]:
    from pymdownx import gemoji_db  # noqa: PLC0415  few pages have an emoji by name

    codes = {name: one.get("unicode_alt") or one.get("unicode", "") for name, one in gemoji_db.emoji.items()}
    names = codes | {alias: codes[name] for alias, name in gemoji_db.aliases.items() if name in codes}
    return {name: "".join(chr(int(code, 16)) for code in text.split("-")) for name, text in names.items() if text}


class Between(BlockProcessor):
    """Replaces what was put between blocks by elements that are removed later."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  Markdown's signature
        """Return whether a block was put there."""
        return block.strip() == APART or bool(ATTRIBUTES_BELOW.fullmatch(block.strip()))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the element."""
        found = ATTRIBUTES_BELOW.fullmatch(blocks.pop(0).strip())
        SubElement(parent, _BETWEEN, {"attributes": found["attributes"]} if found else {})


class RemoveBetween(Treeprocessor):
    """Removes these elements, and gives the attributes of some to the block above."""

    def run(self, root: Element) -> None:
        """Process the whole tree."""
        for parent in list(root.iter()):
            above: Element | None = None
            for child in list(parent):
                if child.tag != _BETWEEN:
                    above = child
                    continue
                if child.get("attributes") and above is not None:
                    set_attributes(self.md, above, child.get("attributes", "").strip("{: }"))
                parent.remove(child)


class Tasks(Treeprocessor):
    """Makes boxes of `[ ]` and `[x]` at the start of items; the words beside a box name it for screen readers."""

    def run(self, root: Element) -> None:
        """Process all items of lists."""
        for item in root.iter("li"):
            first = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
            task = _TASK.match(first.text or "")
            if task:
                item.set("class", "task")
                _set_box(first, task)


def _set_box(holder: Element, task: re.Match[str]) -> None:
    label, box = Element("label"), Element("input", {"type": "checkbox", "disabled": "disabled"})
    if task["done"] != " ":
        box.set("checked", "checked")
    box.tail = f" {(holder.text or '')[task.end() :]}"
    label.append(box)
    holder.text = None
    holder.insert(0, label)


KINDS = {
    "note": message("Note"),
    "tip": message("Tip"),
    "important": message("Important"),
    "warning": message("Warning"),
    "caution": message("Caution"),
}
"""The word in the brackets, and the default title of the alert."""
_SIGN = lazy_pattern(rf"\[!(?P<kind>{'|'.join(KINDS)})\][ \t]*(?P<title>[^\n]*)\n?", re.IGNORECASE)


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


_STYLE = lazy_pattern(r"text-align: (left|center|right);")
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


_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOT_IN_IDS: Final = lazy_pattern(r"[^\w\- ]")


def with_heading_ids(html: str) -> str:
    """Return a page with an id on each heading that has none, unlike all other ids in the page.

    It is the text in lower case with hyphens for blanks, as GitHub's own, so that a page's own contents lead there.
    """
    headings = [tag for tag in start_tags(html, *_HEADINGS) if "id" not in tag.attributes()]
    return splice(html, _ids(html, headings)) if headings else html


def _ids(html: str, headings: list[Token]) -> Iterator[Edit]:
    taken = {tag.values()["id"] for tag in _with_ids(html)}
    elements = extents(html, *_HEADINGS)
    for tag in headings:
        element = elements.get(tag.start)  # `<h2/>` is no element with a text
        slug = heading_id(html[element.first : element.last]) if element else ""
        identity, nth = slug, 0
        while identity in taken:
            nth += 1
            identity = f"{slug}-{nth}"
        taken.add(identity)
        after_name = tag.start + 1 + len(tag.name)
        if slug:
            yield Edit(after_name, after_name, f' id="{identity}"')


def _with_ids(html: str) -> Iterator[Token]:
    tags = (token for token in tokens(html) if token.kind is Kind.START)
    return (tag for tag in tags if "id" in tag.attributes())


def heading_id(html: str) -> str:
    """Return the id of a heading, by its HTML."""
    return _NOT_IN_IDS.sub("", text_of(html).strip().lower()).replace(" ", "-")
