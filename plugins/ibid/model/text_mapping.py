"""The same text with other words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pelican_bibtex.tex import Text
from pelican_bibtex.tex.tree import Math, Node


def mapped(text: Text, change: Callable[[str], str]) -> Text:
    """Change every string of a text's tree; formulas stay."""
    return Text(tuple(_mapped(node, change) for node in text.nodes))


def _mapped(node: Node, change: Callable[[str], str]) -> Node:
    if isinstance(node, str):
        return change(node)
    if isinstance(node, Math):
        return node
    return replace(node, children=tuple(_mapped(child, change) for child in node.children))
