"""YAML as a tree of nodes that know their lines. Nothing is constructed: a tag is a fault, never an object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import yaml

_TAG: Final = "tag:yaml.org,2002:"
_TEXTS: Final = frozenset({f"{_TAG}str", f"{_TAG}timestamp", "!"})
"""What is text to an author: `2024-05-03` too, which YAML takes for a date."""


class Fault(Exception):  # noqa: N818  what is wrong in an author's file is no error of the program's
    """What is wrong, and in which line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
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
        raise Fault(mark.line + 1 if mark else 0, f"it is no YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        raise Fault(text.count("\n", 0, position) + 1, "it has a character that YAML does not allow") from None
    except RecursionError:
        raise Fault(1, "it is nested too deep") from None
    return Tree(node) if node is not None and not Tree(node).is_empty else None
