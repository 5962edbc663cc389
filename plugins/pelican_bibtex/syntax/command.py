"""What the tokenizer makes of a bibliography: commands, their fields and their faults, all by offset."""

from __future__ import annotations

from dataclasses import dataclass

from pelican_bibtex.diagnostics.problem import Code


class Macro(str):
    """A part of a value that is the name of an @string, not text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One `name = value`."""

    name: str
    """As the author wrote it."""
    start: int
    """Where its name starts."""
    value_start: int
    """Where its value starts, the delimiter included."""
    end: int
    """Where its value ends, the delimiter included."""
    parts: tuple[str, ...]
    """What `#` joins: texts without their delimiters, and `Macro`s."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where."""

    code: Code
    message: str
    offset: int


@dataclass(frozen=True, slots=True)
class Body:
    """What stands between a command's delimiters."""

    end: int
    """The offset after the closing delimiter, or after all that could be read."""
    key: str = ""
    """As the author wrote it; empty where there is none."""
    fields: tuple[Field, ...] = ()
    """In the author's order, repeats included."""
    faults: tuple[Fault, ...] = ()
    """In the order found."""
    intact: bool = True
    """BibTeX would read it as it stands."""


@dataclass(frozen=True, slots=True)
class Command:
    """An entry, or one of `@string`, `@preamble` and `@comment`."""

    word: str
    """What stands after the `@`, in lower case."""
    start: int
    """The offset of the `@`."""
    body: Body
