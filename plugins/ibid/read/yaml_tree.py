"""YAML as a tree of nodes that know their lines. Nothing is constructed: a tag is a fault, never an object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

import yaml

_TAG: Final = "tag:yaml.org,2002:"
_TEXTS: Final = frozenset({f"{_TAG}str", f"{_TAG}timestamp", "!"})
"""What is text to an author: `2024-05-03` too, which YAML takes for a date."""
_WORDS: Final = _TEXTS | {f"{_TAG}int", f"{_TAG}float", f"{_TAG}bool"}
"""What an author may mean as it stands: a year, an amount, a course called `No`."""
_QUOTE: Final = "a text stands in quotes if it starts with @, [, * or another sign, or has a colon in it"
"""What mends most files that are no YAML."""
_MOST: Final = 100_000
"""Values of a file with its anchors followed; no author writes so many, and a few lines can ask for billions."""


class YamlError(Exception):
    """What is wrong, and where; column 0 is the line as a whole."""

    def __init__(self, line: int, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.message = message


@dataclass(frozen=True, slots=True)
class Tree:
    """One node."""

    node: yaml.Node

    @property
    def line(self) -> int:
        """Its line, counted from 1."""
        return int(self.node.start_mark.line) + 1

    @property
    def column(self) -> int:
        """Its column, counted from 1 in characters."""
        return int(self.node.start_mark.column) + 1

    def line_of(self, words: str) -> int:
        """The line of it in which some words stand; its first where they are written otherwise."""
        start, end = self.node.start_mark, self.node.end_mark
        text = str(start.buffer)
        found = text.find(words, start.pointer, end.pointer)
        return self.line + text.count("\n", start.pointer, max(found, start.pointer))

    @property
    def is_empty(self) -> bool:
        """Nothing stands there, or `null` does."""
        return bool(self.node.tag == f"{_TAG}null")

    @property
    def kind(self) -> str:
        """What it is, for a message."""
        if not str(self.node.tag).startswith(_TAG) or ":python" in str(self.node.tag):
            return f"tagged `{self.node.tag}`, which is never followed"
        if isinstance(self.node, yaml.MappingNode):
            return "a table of fields"
        if isinstance(self.node, yaml.SequenceNode):
            return "a list"
        names = {"null": "nothing", "int": "a number", "float": "a number", "bool": "true or false"}
        return names.get(str(self.node.tag).removeprefix(_TAG), "text")

    def text(self) -> str | None:
        """Its text; None if it is anything else, or empty."""
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag not in _TEXTS:
            return None
        return " ".join(str(self.node.value).split()) or None

    def words(self) -> str | None:
        """As `text`, and numbers and `yes` as they stand."""
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag not in _WORDS:
            return None
        return " ".join(str(self.node.value).split()) or None

    def name(self) -> str | None:
        """Its text as a heading: a person may be called `No`, which YAML takes for false."""
        if isinstance(self.node, yaml.ScalarNode) and self.node.tag == f"{_TAG}bool":
            return str(self.node.value)
        return self.text()

    def truth(self) -> bool | None:
        """True or false; None if it is anything else."""
        if self.node.tag != f"{_TAG}bool":
            return None
        return str(self.node.value).lower() in {"true", "yes", "on", "y"}

    def items(self) -> Iterator[Tree] | None:
        """The items of a list; None if it is none."""
        return (Tree(item) for item in self.node.value) if isinstance(self.node, yaml.SequenceNode) else None

    def pairs(self) -> Iterator[tuple[Tree, Tree]] | None:
        """The keys and values of a mapping, in order; None if it is none."""
        if not isinstance(self.node, yaml.MappingNode):
            return None
        return ((Tree(key), Tree(value)) for key, value in self.node.value)


def read_tree(text: str) -> Tree | None:
    """Read YAML; None if nothing stands in it. Raises `Fault`."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(
            mark.line + 1 if mark else 0, f"it is no YAML: {error.problem or error.context}; {_QUOTE}"
        ) from None
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        raise YamlError(text.count("\n", 0, position) + 1, "it has a character that YAML does not allow") from None
    except RecursionError:
        raise YamlError(1, "it is nested too deep") from None
    if node is None or Tree(node).is_empty:
        return None
    if _size(node, {}) > _MOST:
        raise YamlError(
            1, f"with its anchors followed it has more than {_MOST:,} values; write out what they stand for"
        )
    return Tree(node)


def _size(node: yaml.Node, known: dict[int, float]) -> float:
    """How many values a node stands for with its anchors followed; one that holds itself never ends."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in known:
        known[id(node)] = float("inf")  # until it is known: what meets it here is inside of it
        children = chain.from_iterable(node.value) if isinstance(node, yaml.MappingNode) else node.value
        known[id(node)] = 1 + sum(_size(child, known) for child in children)
    return known[id(node)]
