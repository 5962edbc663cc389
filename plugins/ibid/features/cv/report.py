"""What is found wrong while a CV is read, and what its values are read into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from ibid.features.cv.cv import Selection
from ibid.features.cv.inline import Text, read_text
from ibid.features.cv.vocabulary import PUBLICATIONS, quoted
from ibid.model.placed_lists import read_list
from ibid.problems import codes
from ibid.read.yaml_tree import Fault, Tree
from pelican_bibtex.diagnostics.problem import Code, Problem

T = TypeVar("T")


@dataclass(slots=True)
class Report:
    """Collects the problems of one file."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, fault: Fault, code: Code = codes.BAD_CV) -> None:
        """A fault, which leaves everything else of the file as it is."""
        self.problems.append(Problem(code, fault.message, self.path, fault.line, fault.column))

    def text(self, name: str, value: Tree) -> Text:
        """One text. Raises `Fault`."""
        return read_text(words(name, value), value.line_of, lambda message: self.add(at(value, message)))

    def texts(self, name: str, value: Tree) -> Text:
        """One text, or a list of them with commas between. Raises `Fault`."""
        items = value.items()
        if items is None:
            return self.text(name, value)
        found = [self.text(name, item) for item in items]
        return Text(", ".join(text.source for text in found), ", ".join(text.html for text in found))

    def selection(self, value: Tree) -> Selection:
        """Publications by filters, in braces or bare; what is not understood is left out. Raises `Fault`."""
        source = _filters(value).strip().removeprefix("{").removesuffix("}").strip()
        placed, faults = read_list(f"{PUBLICATIONS} {source.removeprefix(PUBLICATIONS).strip()}")
        for message in faults:
            self.add(at(value, message), codes.BAD_LIST)
        return Selection(placed, value.line, value.column)

    def try_to(self, read: Callable[[], T], otherwise: T) -> T:
        """What `read` gives; what it finds wrong is reported, and `otherwise` stands in its place."""
        try:
            return read()
        except Fault as fault:
            self.add(fault)
            return otherwise


def at(tree: Tree, message: str) -> Fault:
    """A fault at a node."""
    return Fault(tree.line, message, tree.column)


def words(name: str, value: Tree) -> str:
    """A value as its author wrote it. Raises `Fault` where it is no text."""
    found = value.words()
    if found is None:
        raise at(value, f"{quoted(name)} is {value.kind}; write one text, or take the line out")
    return found


def _filters(value: Tree) -> str:
    """`status=published`; nothing for all; in braces without quotes it is a table to YAML. Raises `Fault`."""
    pairs = list(value.pairs() or ())
    if value.is_empty:
        return ""
    if len(pairs) == 1 and pairs[0][1].is_empty:
        return words(PUBLICATIONS, pairs[0][0])
    return words(PUBLICATIONS, value)
