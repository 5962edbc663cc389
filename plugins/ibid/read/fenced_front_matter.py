"""Front matter between fences: YAML between lines of hyphens, TOML between lines of plus signs.

Values are texts as typed, lists and mappings, as in Pelican's own form: `2024-05-03`, `yes` and `1.0` stay as they are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from textwrap import dedent
from typing import Any, Final

from msgspec import Struct

from ibid.read.yaml_tree import Tree, YamlError, read_tree
from pelican_bibtex.diagnostics.text_lines import lines_of
from pelican_bibtex.lazy_pattern import lazy_pattern

FieldValue = str | list[Any] | dict[str, Any]
"""The value of a field: a text, or a list or mapping of values."""

_OPENING: Final = lazy_pattern(r"(?P<sign>-|\+)(?P=sign){2,}[ \t]*$")
_CLOSING: Final = {"-": lazy_pattern(r"(?:-{3,}|\.{3})[ \t]*$"), "+": lazy_pattern(r"\+{3,}[ \t]*$")}
_FIELD: Final = {
    "-": lazy_pattern(r"[\"']?(?P<name>[^\W\d][\w-]*)[\"']?[ \t]*:(?:[ \t]+(?P<value>.*))?$"),
    "+": lazy_pattern(r"[ \t]*[\"']?(?P<name>[\w-]+)[\"']?[ \t]*=(?P<value>.*)$"),
}
_TABLE: Final = lazy_pattern(r"\[{1,2}[ \t]*[\"']?(?P<name>[\w-]+)")
_AT: Final = lazy_pattern(r" \(at line (\d+), column \d+\)| \(at end of document\)")
_MERGE: Final = "tag:yaml.org,2002:merge"
_SCALARS: Final = frozenset(
    {"!", *(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "timestamp"))}
)
_LANGUAGE: Final = {"-": ("YAML", "title: A title"), "+": ("TOML", 'title = "A title"')}


class Fault(Struct, frozen=True):
    """What is wrong with front matter."""

    line: int
    """Counted from 1, from the top of the file."""
    message: str


class FencedField(Struct, frozen=True):
    """One field at the top level."""

    name: str
    """In lower case, as in Pelican."""
    value: FieldValue
    line: int
    """The line of its name, counted from 1."""


class FencedBlock(Struct, frozen=True):
    """A block of front matter with its fences."""

    end: int
    """The number of lines of the file up to its end, with its fences."""
    entries: tuple[FencedField, ...]
    """Without those that are empty or faulty, and without repeats."""
    faults: tuple[Fault, ...] = ()


def read_block(text: str) -> FencedBlock | None:
    """Return the front matter between fences at the top of a source, behind blank lines if any; None if it has none."""
    return read_block_of(lines_of(text))


def read_block_of(lines: Sequence[str]) -> FencedBlock | None:
    """Return the same for the lines of a source."""
    first = next((index for index, line in enumerate(lines) if line.strip("\ufeff \t\r")), len(lines))
    opening = _OPENING.match(lines[first].strip("\ufeff\r")) if first < len(lines) else None
    if not opening:
        return None
    sign = opening["sign"]
    end, is_closed = _end([line.rstrip("\r") for line in lines], first + 1, sign)
    block = [line.rstrip("\r") for line in lines[first + 1 : end]]
    return _Reading(sign, first + 2, block).block(end + is_closed, is_closed=is_closed)


def _end(lines: Sequence[str], start: int, sign: str) -> tuple[int, bool]:
    """Return the index of the closing fence and True, or of the first blank line and False.

    A fence below a blank line and a text that is no field is a rule in the body.
    """
    fence = next((at for at in range(start, len(lines)) if _CLOSING[sign].match(lines[at])), None)
    fields = [bool(_FIELD[sign].match(line)) for line in lines[start:fence]]
    if fence is None:
        texts = (at for at, line in enumerate(lines[start:]) if _is_text(line) and not fields[at])
        return start + next(texts, len(fields)), False
    blank = next((at for at, line in enumerate(lines[start:fence]) if not line.strip()), len(fields))
    below = next((line for line in lines[start + blank : fence] if line.strip()), "")
    if below and _is_text(below) and any(fields[:blank]) and not any(fields[blank:]):
        return start + blank, False
    return fence, True


def _is_text(line: str) -> bool:
    """Return whether a line that is no field cannot be part of one: it is blank, or starts with a word."""
    return not line.strip() or line[0] not in " \t#[]{}-\"'"


class _Reading:
    """The reading of one block."""

    def __init__(self, sign: str, first: int, lines: list[str]) -> None:
        """`sign` is that of its fences, `first` the number of its first line in the file."""
        self.sign, self.first, self.lines = sign, first, lines
        self.faults: list[Fault] = []
        self.is_broken = False
        self.text = "\n" * (first - 1) + "\n".join([*lines, ""])  # so that the parsers count the lines of the file

    def block(self, end: int, *, is_closed: bool) -> FencedBlock | None:
        """Return the block; None if it is text between two rules, or below one."""
        if not is_closed:
            fence = self.sign * 3
            message = f"the front matter that `{fence}` opens has no end; write `{fence}` below its last field."
            self.faults.append(Fault(self.first - 1, message))
        looks_like_fields = any(_FIELD[self.sign].match(line.strip()) for line in self.lines)
        if not looks_like_fields and (not is_closed or (any(map(str.strip, self.lines)) and not self._is_data())):
            return None
        entries, repeats = self._entries(), list[Fault]()
        unrepeated = tuple(_without_repeats(entries, repeats))
        return FencedBlock(end, unrepeated, (*self.faults, *(() if self.is_broken else repeats)))

    def _is_data(self) -> bool:
        """Return whether a block without a field at the start of a line is YAML of another kind than a text."""
        try:
            tree = read_tree(self.text) if self.sign == "-" else None
        except YamlError:
            return False
        return self.sign == "-" and (tree is None or tree.pairs() is not None or tree.items() is not None)

    def _entries(self) -> list[FencedField]:
        try:
            return list(self._of_yaml() if self.sign == "-" else self._of_toml())
        except YamlError as error:
            self.faults.append(Fault(error.line or self.first, error.message))
        except RecursionError:
            self.faults.append(Fault(self.first, "this is nested too deeply; use fewer levels."))
        self.is_broken = True
        return list(self._as_typed())

    def _of_yaml(self) -> Iterator[FencedField]:
        tree = read_tree(self.text)
        pairs = tree.pairs() if tree else ()
        if tree and pairs is None:
            raise YamlError(tree.line, f"front matter is a list of fields, but this is {tree.kind}; {self._advice()}")
        yield from self._of_pairs(pairs or ())

    def _of_pairs(self, pairs: Iterable[tuple[Tree, Tree]]) -> Iterator[FencedField]:
        merged: list[FencedField] = []
        for key, value in pairs:
            name = str(key.node.value).strip().lower() if key.items() is None and key.pairs() is None else ""
            try:
                if key.node.tag == _MERGE:
                    merged += [FencedField(each.lower(), one, key.line) for each, one in _merged(value).items()]
                elif not name:
                    raise YamlError(key.line, f"this is not the name of a field; {self._advice()}")
                elif (read := _value(value)) is not None:
                    yield FencedField(name, read, key.line)
            except YamlError as error:
                self.faults.append(Fault(error.line, error.message))
        yield from (_Merged(*_values(one)) for one in merged)

    def _of_toml(self) -> Iterator[FencedField]:
        try:
            table = tomllib.loads(self.text)
            found = [(name.lower(), _plain(value), self._line(name)) for name, value in table.items()]
        except ValueError as error:
            raise self._toml_fault(str(error)) from None
        yield from (FencedField(*one) for one in found)

    def _toml_fault(self, said: str) -> YamlError:
        place = _AT.search(said)
        if not place:
            return YamlError(self.first, "a number or date in this TOML is too large; put it in quotes.")
        last = self.first + max(len(self.lines) - 1, 0)
        line = min(int(place[1]), last) if place[1] else last
        message = f"this is not valid TOML: {_AT.sub('', said)}; put texts in quotes, as in `{_LANGUAGE['+'][1]}`."
        return YamlError(line, message)

    def _line(self, name: str) -> int:
        """Return the line of a field of TOML, whose parser does not keep it."""
        for number, line in enumerate(self.lines, self.first):
            for pattern in (_FIELD["+"], _TABLE):
                if (found := pattern.match(line)) and found["name"] == name:
                    return number
        return self.first

    def _as_typed(self) -> Iterator[FencedField]:
        """Yield the fields on one line of a block that cannot be parsed, so that its page still has a title."""
        for number, line in enumerate(dedent("\n".join(self.lines)).split("\n"), self.first):
            found = _FIELD[self.sign].match(line)
            if found and (value := (found["value"] or "").strip().strip("\"'").strip()) and value[0] not in "[{&*!|>":
                yield FencedField(found["name"].lower(), value, number)

    def _advice(self) -> str:
        return f"write `{_LANGUAGE[self.sign][1]}`."


class _Merged(FencedField, frozen=True):
    """A field from a merge key, `<<: *base`, which a field of the same name overrides."""


def _values(entry: FencedField) -> tuple[str, FieldValue, int]:
    return entry.name, entry.value, entry.line


def _without_repeats(entries: Iterable[FencedField], faults: list[Fault]) -> Iterator[FencedField]:
    """Yield the first field of each name, and add a fault for each further one."""
    seen: dict[str, FencedField] = {}
    for entry in entries:
        if entry.name not in seen:
            seen[entry.name] = entry
            yield entry
        elif not isinstance(entry, _Merged):
            faults.append(Fault(entry.line, repeated(entry.name, seen[entry.name].line)))


def repeated(name: str, first: int) -> str:
    """Return the message on a field that stands a second time, after the line `first`."""
    return f"`{name}` is in line {first} too, and only that one is used; remove one of the two."


def _value(tree: Tree) -> FieldValue | None:
    """Return the value of a node, None for an empty one. Raises YamlError for what is not data."""
    if (items := tree.items()) is not None:
        return [value for item in items if (value := _value(item)) is not None]
    if (pairs := tree.pairs()) is not None:
        return _mapping(pairs)
    if tree.is_empty:
        return None
    if tree.node.tag not in _SCALARS:
        raise YamlError(tree.line, f"`{tree.node.tag}` makes this no text; write the value itself, without a tag.")
    return str(tree.node.value)


def _mapping(pairs: Iterable[tuple[Tree, Tree]]) -> dict[str, Any]:
    base: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for key, value in pairs:
        if key.node.tag == _MERGE:
            base |= _merged(value)
        elif isinstance(key.node.value, str):
            own.setdefault(key.node.value, _value(value))
    return base | own


def _merged(tree: Tree) -> dict[str, Any]:
    """Return the fields that a merge key takes from one mapping or from several, of which the first has priority."""
    sources = list(tree.items() or [tree])
    merged: dict[str, Any] = {}
    for source in reversed(sources):
        if (pairs := source.pairs()) is None:
            raise YamlError(tree.line, "`<<` takes the fields of a mapping; write the name of one, as in `<<: *name`.")
        merged |= _mapping(pairs)
    return {name: value for name, value in merged.items() if value is not None}


def _plain(value: Any) -> FieldValue:
    """Return a value of TOML as texts, lists and mappings."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, bool):
        return str(value).lower()
    return (
        value.isoformat(" ")
        if isinstance(value, datetime)
        else value.isoformat()
        if isinstance(value, date)
        else str(value)
    )
