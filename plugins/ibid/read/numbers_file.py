"""`numbers.toml`, with lines such as `12 = "wang2024how"`: reading it, changing its text, and its last commit."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.diagnostics.text_lines import lines_of
from pelican_bibtex.lazy_pattern import lazy_pattern

HEADER: Final = """\
# The number of each publication, written by `invoke number`. A number here never changes and is never used
# twice: keep the line of a publication that you remove. One number a line, so that git reports real conflicts.
"""
_NAME: Final = r"[ \t]*[\"']?(?P<number>\d+)[\"']?[ \t]*="
_NUMBERED: Final = lazy_pattern(_NAME)
_ON_ONE_LINE: Final = lazy_pattern(
    rf"{_NAME}[ \t]*(?:\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')(?P<rest>[ \t]*(?:#.*)?\r?\n?)\Z"
)


class _Piece(Struct, frozen=True):
    """A line of the file, or the several lines of one value."""

    text: str
    number: int = 0
    """0 for a comment or a blank line."""
    key: str = ""
    rest: str = "\n"
    """The text after the key: an optional comment and the line break."""


def read_numbers(text: str, path: str) -> tuple[dict[str, int], tuple[Problem, ...]]:
    """Return the number of each key, and a problem for each line that cannot be used, which is left out."""
    try:
        lines = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or an integer of thousands of digits
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


def lines_for(numbers: Mapping[str, int]) -> str:
    """Return the lines for some keys, by number."""
    return "".join(f"{number} = {_quoted(key)}\n" for key, number in sorted(numbers.items(), key=lambda item: item[1]))


def line_of(text: str, name: str | int) -> int:
    """Return the line of a number in the file, counted from 1; 0 if it is not found."""
    pattern = re.compile(rf"[ \t]*[\"']?{re.escape(str(name))}[\"']?[ \t]*=")
    return next((number for number, line in enumerate(lines_of(text), 1) if pattern.match(line)), 0)


def with_added(text: str, added: Mapping[str, int]) -> str:
    """Return the file with lines added at its end; a new file gets its header."""
    if not text:
        return HEADER + lines_for(added)
    newline = _newline(text)
    joint = "" if text.endswith("\n") else newline
    return text + joint + lines_for(added).replace("\n", newline)


def with_keys(text: str, keys: Mapping[int, str]) -> str:
    """Return the file with new keys for some numbers."""
    return "".join(
        f"{piece.number} = {_quoted(keys[piece.number])}{piece.rest}" if piece.number in keys else piece.text
        for piece in _pieces(text)
    )


def renumbered(text: str, numbers: Mapping[str, int]) -> str:
    """Return the file with these numbers and no others.

    Comments above all lines stay there; one after a key stays with the key; those between two lines move with the lower
    one, or with the next one if its publication is gone.
    """
    if not text:
        return HEADER + lines_for(numbers)
    above: dict[str, str] = {}
    rests: dict[str, str] = {}
    head = loose = ""
    for piece in _pieces(text):
        if not piece.number:
            loose += piece.text
            continue
        if not rests:
            head, loose = loose, ""
        rests[piece.key] = piece.rest.rstrip("\r\n")
        if piece.key in numbers:
            above[piece.key], loose = loose, ""
    newline = _newline(text)
    lines = [
        f"{above.get(key, '')}{number} = {_quoted(key)}{rests.get(key, '')}{newline}"
        for key, number in sorted(numbers.items(), key=lambda item: item[1])
    ]
    return "".join([head, *lines, loose])


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield all pieces of the file, which must be valid, in order."""
    lines = lines_of(text, keep_ends=True)
    at = 0
    while at < len(lines):
        end = at + 1
        name = _NUMBERED.match(lines[at])
        while name and end < len(lines) and not _is_whole("".join(lines[at:end])):
            end += 1
        piece = "".join(lines[at:end])
        yield _numbered(piece, int(name["number"])) if name else _Piece(piece)
        at = end


def _is_whole(piece: str) -> bool:
    try:
        tomllib.loads(piece)
    except ValueError:
        return False
    return True


def _numbered(piece: str, number: int) -> _Piece:
    [key] = tomllib.loads(piece).values()
    on_one_line = _ON_ONE_LINE.match(piece)
    return _Piece(piece, number, key, on_one_line["rest"] if on_one_line else _newline(piece))


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _fault(name: str, key: object, frozen: Mapping[str, int]) -> str:
    """Return the fault of one line, or an empty string."""
    if not re.fullmatch(r"[1-9]\d{0,8}", name):
        return f'`{name}` is not a number; write lines such as `12 = "key"`.'
    if not isinstance(key, str) or not key:
        return f'the value of {name} is {key!r}, which is not a key; write `{name} = "key"`.'
    if key in frozen:
        return f"`{key}` has two numbers, {frozen[key]} and {name}; keep the one that was published first."
    return ""


def _not_toml(error: str, path: str) -> Problem:
    place = re.search(r"\(at line (\d+), column (\d+)\)", error)
    line, column = (int(place[1]), int(place[2])) if place else (0, 0)
    reason = re.sub(r"\s*\(at .*\)$", "", error)
    if "overwrite" in reason.lower():
        reason = "this number occurs twice"
    message = f'{reason}; write each number once, as in `12 = "key"`.'
    return Problem(codes.BAD_NUMBERS, message, path, line, column)


def _quoted(key: str) -> str:
    """Return a key as a TOML basic string (TOML 1.0, "String")."""
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else _escaped(c) for c in escaped) + '"'


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"  # noqa: PLR2004  four digits


LONGEST: Final = 10
"""The time limit for git, in seconds."""
_OF_ANOTHER: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
"""The variables by which git tells a hook about the repository that it runs in."""


def committed_numbers(file: Path) -> Mapping[int, str]:
    """Return the keys of `numbers.toml` in the last commit, by number; empty without git, a repository or a commit."""
    real = file.resolve()
    data = _said(real.parent, "cat-file", "blob", f"HEAD:./{real.name}")
    try:
        numbers, problems = read_numbers(data.decode("utf-8-sig"), "")
    except UnicodeDecodeError:
        return {}
    return {} if problems else {number: key for key, number in numbers.items()}


def commit_of(file: Path) -> str:
    """Return the last commit that has a file which is missing now; empty if there is none."""
    folder = next(parent for parent in file.parents if parent.is_dir())
    name = file.relative_to(folder).as_posix()
    return (
        _said(folder, "log", "-1", "--no-show-signature", "--diff-filter=AM", "--format=%h", "--", name)
        .decode()
        .strip()
    )


def _said(folder: Path, *words: str) -> bytes:
    """Return git's output in a folder; empty if it fails. Git fetches nothing, asks nothing and runs no filter."""
    environment = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
    environment |= {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            ["git", "--literal-pathspecs", "--no-pager", *words],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=LONGEST,
        )
    except (OSError, subprocess.SubprocessError):
        return b""
    return done.stdout if done.returncode == 0 else b""
