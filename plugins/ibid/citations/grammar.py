"""What a citation looks like in text: Pandoc's syntax, and numbers typed by hand.

Pandoc's rules are those of its manual, section "Citation syntax": a key starts with a letter, digit or `_`, holds
single inner punctuation of `:.#$%&-+?<>~/`, and any key at all can stand in braces, `@{odd key}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ROLL_UP = "*"
"""The key of `[@*]`: whatever the sub-topics cite."""

_PLAIN_KEY = r"\w+(?:[:.#$%&\-+?<>~/]\w+)*"
_KEY = re.compile(
    rf"(?P<author>-)?@(?:\{{(?P<braced>[^{{}}]+)\}}|(?P<star>\*)|(?P<plain>{_PLAIN_KEY}))(?P<rest>[^\s,;]*)"
)
_BEHIND = r"[ ]\[[^\[\]@\n;]*[^\[\]@\s;][^\[\]@\n;]*(?:;[^\[\]\n]*)?\](?![(\[])"
"""A locator behind a key, with further citations or without, and no link: `[p. 3]`, `[p. 3; also @b]`."""
IN_TEXT = re.compile(rf"-?@(?:\{{[^{{}}\n]+\}}|{_PLAIN_KEY})(?:{_BEHIND})?")
"""A citation in running text: `@key`, `@key [p. 3]`, `-@key` without the authors. What stands before is the caller's to
judge."""
STRAY = re.compile(rf"[@＠]\W{{0,2}}(?P<key>{_PLAIN_KEY})")
"""What may have been meant as a citation, where nothing was read as one."""
BRACKETS = re.compile(r"\[(?P<inner>[^\[\]]*)\]")
"""Anything in brackets without brackets inside: a group of citations can be nothing else."""

_KEYWORD = r"\s*#(?=[^;@]*[^\W\d_])[^;@]+"
_KEYWORDS = re.compile(rf"{_KEYWORD}(?:;{_KEYWORD})*")
"""`#deep learning; #sets`: each has a letter, so that `[#12]`, which names a ticket elsewhere, is text."""
_NUMBERS = re.compile(r"\s*\d{1,6}(?:\s*[-–]\s*\d{1,6})?(?:\s*,\s*\d{1,6}(?:\s*[-–]\s*\d{1,6})?)*\s*")
_LONGEST_RANGE = 500


@dataclass(frozen=True, slots=True)
class Citation:
    """One reference to one publication."""

    key: str
    """The key, or `*` for the roll-up of the sub-topics."""
    prefix: str = ""
    """Words before it: `see`."""
    locator: str = ""
    """Words after it: `Theorem 2`, `pp. 33-35`."""
    longest: str = ""
    """All that could be the key, where that is more than Pandoc would take: `a--b`."""
    number: int | None = None
    """The number typed by hand, in place of a key."""
    keyword: str = ""
    """The keyword whose publications are meant, in place of a key."""


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in one pair of brackets, or one author-in-text citation."""

    source: str
    """As it stands in the text: `[@a; @b, p. 3]`."""
    citations: tuple[Citation, ...]
    in_text: bool = False
    """The authors are part of the sentence: `@key`."""


def read_group(source: str) -> Group | None:
    """Read `[@a; @b, p. 3]`, `@key [p. 3]`, `[8, 12]` or `[#keyword]`; None when it is none of them.

    Whether numbers and keywords count as citations depends on the page, which is the caller's to know.
    """
    if source.startswith(("@", "-@")):
        return _read_in_text(source)
    inner = source[1:-1]
    if "@" in inner:
        return _read_keys(source, inner)
    if _KEYWORDS.fullmatch(inner):
        words = (part.strip().removeprefix("#").strip() for part in inner.split(";"))
        return Group(source, tuple(Citation("", keyword=word) for word in words))
    numbers = read_numbers(inner)
    return Group(source, tuple(Citation("", number=number) for number in numbers)) if numbers else None


def read_numbers(inner: str) -> tuple[int, ...]:
    """Read `8`, `8, 12`, `3-5` or `3–5`, ranges written out; nothing when it is anything else."""
    if not _NUMBERS.fullmatch(inner):
        return ()
    numbers: list[int] = []
    for part in inner.split(","):
        first, *last = (int(end) for end in re.split(r"[-–]", part))
        if last and not first < last[0] <= first + _LONGEST_RANGE:
            return ()
        numbers.extend(range(first, last[0] + 1) if last else [first])
    return tuple(numbers)


def _read_keys(source: str, inner: str) -> Group | None:
    citations = _read_all(_split(inner))
    return None if citations is None else Group(source, citations)


def _read_all(parts: list[str]) -> tuple[Citation, ...] | None:
    """The citations of a group; None where one of its parts is none."""
    citations = tuple(filter(None, map(_read_citation, parts)))
    return citations if len(citations) == len(parts) else None


def _split(inner: str) -> list[str]:
    """Cut at semicolons, but not inside `@{a;b}`."""
    return re.findall(r"(?:@\{[^{}]*\}|[^;])+", inner) if inner.strip() else []


def _read_citation(part: str) -> Citation | None:
    found = _KEY.search(part)
    if not found or _is_address(part, found.start()):
        return None
    prefix, rest, after = part[: found.start()].strip(), found["rest"], part[found.end() :]
    if found["star"]:
        return Citation(ROLL_UP) if not (prefix or rest or after.strip()) else None
    if found["braced"]:
        return Citation(found["braced"].strip(), prefix, _locator(rest + after))
    rest = rest if rest.strip(".") else ""  # a final full stop is not the key's own
    longest = (found["plain"] + rest).rstrip(".") if rest else ""
    return Citation(found["plain"], prefix, _locator(rest + after), longest)


def _is_address(part: str, at: int) -> bool:
    """`a@b.org` is an address, not a citation."""
    return at > 0 and (part[at - 1].isalnum() or part[at - 1] in "_/")


def _locator(text: str) -> str:
    return text.strip().removeprefix(",").strip()


def _read_in_text(source: str) -> Group | None:
    key, _, behind = source.partition(" [")
    parts = _split(behind.removesuffix("]"))
    its_own = next((at for at, part in enumerate(parts) if "@" in part), len(parts))
    citations = _read_all([key, *parts[its_own:]])
    if citations is None:
        return None
    first = Citation(citations[0].key, locator=";".join(parts[:its_own]).strip())
    return Group(source, (first, *citations[1:]), in_text=source.startswith("@"))
