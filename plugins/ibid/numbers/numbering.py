"""The number of each publication: given once, kept in `numbers.toml`, never moved and never given twice."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ibid import codes
from pelican_bibtex.problem import Problem

HEADER = """\
# The number of each publication, written by `invoke number`. A number here never moves and is never given
# twice: leave the line of a publication that you remove. One a line, so that two branches conflict where they should.
"""


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a publication needs for a number."""

    key: str
    order: tuple[int, int, int]
    """Year, month, day; unknown ones last."""
    aliases: tuple[str, ...] = ()
    """Keys that it had before, whose number it keeps."""
    keyless_at: str = ""
    """Where its entry stands, `content/publications.bib:12`, if the author gave it no key: the one here is made up."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one build."""

    by_key: Mapping[str, int]
    """Every publication's number."""
    added: Mapping[str, int]
    """Those of them that `numbers.toml` does not have yet, and can have."""
    retired: Mapping[int, str]
    """Numbers of publications that are gone: they stay theirs."""
    keyless: tuple[str, ...] = ()
    """Where the entries without a key stand; their numbers follow all others and are given anew in each build."""


def read_numbers(text: str, path: str) -> tuple[dict[str, int], tuple[Problem, ...]]:
    """Read `numbers.toml`, `12 = "wang2024how"` a line; a line that cannot be used is a problem and left out."""
    try:
        lines = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return {}, (_not_toml(str(error), path),)
    frozen: dict[str, int] = {}
    problems: list[Problem] = []
    for name, key in lines.items():
        fault = _fault(name, key, frozen)
        if fault:
            problems.append(Problem(codes.BAD_NUMBERS, fault, path, line_of(text, name)))
        else:
            frozen[key] = int(name)
    return frozen, tuple(problems)


def assign(publications: Iterable[Numbered], frozen: Mapping[str, int]) -> Numbers:
    """Give every publication its number: the frozen one, else the next after the highest ever given, oldest first.

    A made-up key names no line of the file, nor does a line name it: there it would come to mean another entry.
    """
    known = sorted(publications, key=lambda publication: (publication.order, publication.key))
    by_key: dict[str, int] = {}
    new: list[Numbered] = []
    for publication in known:
        number = _frozen(publication, frozen)
        if number is None:
            new.append(publication)
        else:
            by_key[publication.key] = number
    in_use = set(by_key.values())
    retired = {number: key for key, number in frozen.items() if number not in in_use}
    keyless = tuple(publication.keyless_at for publication in new if publication.keyless_at)
    new.sort(key=lambda publication: bool(publication.keyless_at))
    given = {publication.key: number for number, publication in enumerate(new, max(frozen.values(), default=0) + 1)}
    added = {publication.key: given[publication.key] for publication in new if not publication.keyless_at}
    return Numbers({**by_key, **given}, added, retired, keyless)


def _frozen(publication: Numbered, frozen: Mapping[str, int]) -> int | None:
    """Its number in the file, under its key or one it had before."""
    keys = publication.aliases if publication.keyless_at else (publication.key, *publication.aliases)
    return next((frozen[key] for key in keys if key in frozen), None)


def lines_for(numbers: Mapping[str, int]) -> str:
    """The lines of `numbers.toml` for some keys, by number."""
    return "".join(f"{number} = {_quoted(key)}\n" for key, number in sorted(numbers.items(), key=lambda item: item[1]))


def with_added(text: str, added: Mapping[str, int]) -> str:
    """The file with lines added at its end and all else as the author has it; a new file gets its header."""
    if not text:
        return HEADER + lines_for(added)
    newline = "\r\n" if "\r\n" in text else "\n"
    joint = "" if text.endswith("\n") else newline
    return text + joint + lines_for(added).replace("\n", newline)


def _fault(name: str, key: object, frozen: Mapping[str, int]) -> str:
    """What is wrong with one line, or nothing."""
    if not re.fullmatch(r"[1-9]\d{0,8}", name):
        return f'`{name}` is no number; write lines such as `12 = "key"`.'
    if not isinstance(key, str) or not key:
        return f'the number {name} stands for {key!r}, which is no key; write `{name} = "key"`.'
    if key in frozen:
        return f"`{key}` has two numbers, {frozen[key]} and {name}; keep the one that was published first."
    return ""


def _not_toml(error: str, path: str) -> Problem:
    place = re.search(r"\(at line (\d+), column (\d+)\)", error)
    line, column = (int(place[1]), int(place[2])) if place else (0, 0)
    reason = re.sub(r"\s*\(at .*\)$", "", error)
    if "overwrite" in reason.lower():
        reason = "this number is given twice"
    message = f'{reason}; each line is a number and a key, `12 = "key"`, and each number stands once.'
    return Problem(codes.BAD_NUMBERS, message, path, line, column)


def line_of(text: str, name: str | int) -> int:
    """The line of a number in the file, counted from 1, or 0."""
    pattern = re.compile(rf"[ \t]*[\"']?{re.escape(str(name))}[\"']?[ \t]*=")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 0)


def _quoted(key: str) -> str:
    """A TOML basic string (TOML 1.0, "String")."""
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
