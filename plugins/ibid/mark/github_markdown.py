"""What GitHub reads in Markdown beyond Python-Markdown: struck words, tasks, emoji, all escapes, bare addresses.

Its blocks are read by `block_structure.py`; the rules here remove what `block_rewriting.py` has put between them.
Bare addresses are links by pymdown-extensions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from ibid.compat.markdown_compat import set_attributes
from ibid.mark.block_rewriting import APART, ATTRIBUTES_BELOW

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
_TASK = re.compile(r"\[(?P<done>[ xX])\][ ]+")


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
