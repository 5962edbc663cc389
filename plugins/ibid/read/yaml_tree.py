"""YAML as a tree of nodes with line numbers. No objects are constructed: a tag is a fault."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

import yaml
from msgspec import Struct

from pelican_bibtex.diagnostics.text_lines import LineTable

_TAG: Final = "tag:yaml.org,2002:"
_TEXTS: Final = frozenset({f"{_TAG}str", f"{_TAG}timestamp", "!"})
"""The tags that count as text, also for `2024-05-03`, which is a date in YAML."""
_WORDS: Final = _TEXTS | {f"{_TAG}int", f"{_TAG}float", f"{_TAG}bool"}
"""The tags whose values can be used as typed: a year, an amount, a course called `No`."""
_QUOTE: Final = "put texts in quotes that contain a colon or start with @, [, * or another sign."
"""The advice that corrects most invalid files."""
_TAB_SIGN: Final = r"'\t'"
"""A tab as PyYAML names it in messages."""
_TABS: Final = "it is indented by a tab; write spaces instead."
_UNCLOSED: Final = "a quote opens here that no further quote closes; write the closing quote."
_NO_COLON: Final = "this line has no colon; write `name: value`, and indent further lines of a text."
_NO_BRACKET: Final = "a bracket opens here that no further bracket closes; write the closing bracket."
_MOST: Final = 100_000
"""The most values of a file with its anchors expanded: authors need fewer, and a few lines can expand to billions."""


class YamlError(Exception):
    """A fault with its position; column 0 means the whole line."""

    def __init__(self, line: int, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.message = message


class Tree(Struct, frozen=True):
    """One node of the tree."""

    node: yaml.Node
    lines: LineTable
    """The lines of the whole text. YAML itself also starts a line at U+0085 and U+2028."""

    @property
    def line(self) -> int:
        """Its line, counted from 1."""
        return self.lines.line(self.node.start_mark.index)

    @property
    def column(self) -> int:
        """Its column, counted from 1 in characters."""
        return self.lines.place(self.node.start_mark.index)[1]

    def line_of(self, words: str) -> int:
        """Return the line of the node that contains these words; its first line if they are not found."""
        start, end = self.node.start_mark, self.node.end_mark
        text = str(start.buffer)
        found = text.find(words, start.index, end.index)
        return self.lines.line(max(found, start.index))

    @property
    def is_empty(self) -> bool:
        """Whether the value is missing or `null`."""
        return bool(self.node.tag == f"{_TAG}null")

    @property
    def kind(self) -> str:
        """The kind of the node, for messages."""
        if not str(self.node.tag).startswith(_TAG) or ":python" in str(self.node.tag):
            return f"tagged `{self.node.tag}`, which is not supported"
        if isinstance(self.node, yaml.MappingNode):
            return "a table of fields"
        if isinstance(self.node, yaml.SequenceNode):
            return "a list"
        names = {"null": "nothing", "int": "a number", "float": "a number", "bool": "true or false"}
        return names.get(str(self.node.tag).removeprefix(_TAG), "text")

    def text(self) -> str | None:
        """Return its text; None if it is not text or is empty."""
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag not in _TEXTS:
            return None
        return " ".join(str(self.node.value).split()) or None

    def words(self) -> str | None:
        """Return its text, with numbers and words such as `yes` as typed; None as in `text`."""
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag not in _WORDS:
            return None
        return " ".join(str(self.node.value).split()) or None

    def name(self) -> str | None:
        """Return its text as a heading: a person may be called `No`, which is false in YAML."""
        if isinstance(self.node, yaml.ScalarNode) and self.node.tag == f"{_TAG}bool":
            return str(self.node.value)
        return self.text()

    def truth(self) -> bool | None:
        """Return its truth value; None if it has none."""
        if self.node.tag != f"{_TAG}bool":
            return None
        return str(self.node.value).lower() in {"true", "yes", "on", "y"}

    def items(self) -> Iterator[Tree] | None:
        """Return the items of a list; None if it is not a list."""
        return (
            (Tree(item, self.lines) for item in self.node.value) if isinstance(self.node, yaml.SequenceNode) else None
        )

    def pairs(self) -> Iterator[tuple[Tree, Tree]] | None:
        """Return the keys and values of a mapping, in order; None if it is not a mapping."""
        if not isinstance(self.node, yaml.MappingNode):
            return None
        return ((Tree(key, self.lines), Tree(value, self.lines)) for key, value in self.node.value)


def read_tree(text: str) -> Tree | None:
    """Return the tree of a YAML text; None if it is empty. Raises `YamlError`."""
    lines = LineTable.of(text)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _fault(error, lines) from None
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        raise YamlError(lines.line(position), "YAML does not allow a character here; delete it.") from None
    except RecursionError:
        raise YamlError(1, "this is nested too deeply; use fewer levels.") from None
    if node is None or Tree(node, lines).is_empty:
        return None
    if _size(node, {}) > _MOST:
        raise YamlError(
            1, f"this has more than {_MOST:,} values with its anchors resolved; write the values without anchors."
        )
    return Tree(node, lines)


def _fault(error: yaml.MarkedYAMLError, lines: LineTable) -> YamlError:
    """Return the fault of invalid YAML, at the line where the quote, list or line starts that has no end."""
    mark, said, where = (
        error.problem_mark or error.context_mark,
        str(error.problem or error.context),
        str(error.context),
    )
    advice = f"{said}; {_QUOTE}"
    if _TAB_SIGN in said:
        advice = _TABS
    elif "quoted scalar" in where and "unexpected" in said:
        mark, advice = error.context_mark, _UNCLOSED
    elif "simple key" in where:
        mark, advice = error.context_mark, _NO_COLON
    elif "flow" in where and "stream end" in said:
        mark, advice = error.context_mark, _NO_BRACKET
    return YamlError(lines.line(mark.index) if mark else 0, f"this is not valid YAML: {advice}")


def _size(node: yaml.Node, known: dict[int, float]) -> float:
    """Return the number of values of a node with its anchors expanded; infinite if it contains itself."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in known:
        known[id(node)] = float("inf")  # until it is known: a node that finds this value is inside itself
        children = chain.from_iterable(node.value) if isinstance(node, yaml.MappingNode) else node.value
        known[id(node)] = 1 + sum(_size(child, known) for child in children)
    return known[id(node)]
