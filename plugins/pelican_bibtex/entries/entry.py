"""One entry of a bibliography, before anything is made of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pelican_bibtex.diagnostics.problem import Code, Problem
from pelican_bibtex.publication import Location
from pelican_bibtex.syntax.command import Body
from pelican_bibtex.syntax.source import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """What its author wrote, strings put in and inheritance resolved; its values are TeX."""

    type: str
    """What stands after the `@`, in lower case; aliases are not resolved."""
    key: str
    """As the author wrote it, or `unnamed-1` and so on where there is none."""
    fields: Mapping[str, str]
    """By name in lower case; blanks made one, but an abstract keeps an empty line between its paragraphs."""
    location: Location
    """Where its `@` stands."""
    positions: Mapping[str, tuple[int, int]]
    """Line and column of the name of each field of its own; inherited fields have none."""
    source: Source
    """The file it stands in."""
    start: int
    """The offset of its `@` there."""
    body: Body
    """What the tokenizer found in it."""
    aliases: tuple[str, ...] = ()
    """Other keys of its own, from `ids`."""

    def problem(self, code: Code, message: str, field: str = "") -> Problem:
        """A problem with a field, found where it stands; with the entry, or what it inherited, where that starts."""
        line, column = self.positions.get(field, (self.location.line, self.location.column))
        return Problem(code, message, self.location.path, line, column, self.key)
