"""A person with all their names, the comparison of spellings, and former names, replaced in text and BibTeX."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.names.name_parts import parse_name
from pelican_bibtex.publication import Name
from pelican_bibtex.tex import Text
from pelican_bibtex.tex.text import Math, Node


class Person(Struct, frozen=True):
    """One person with all their names."""

    name: str
    """The name to show, which is the person's heading in people.yml."""
    native: str = ""
    """The name in its own script: `王明泽`."""
    forms: tuple[str, ...] = ()
    """Other forms of the name in bibliographies, `Given Family` or `Family, Given`."""
    former: tuple[str, ...] = ()
    """Names that must never appear in any output, the exported BibTeX included."""
    owner: bool = False
    """Whether the person owns the site."""
    listed: bool = True
    """Whether the person is shown in a list of people."""
    homepage: str = ""
    """An http or https address."""
    orcid: str = ""
    """`0000-0002-1825-0097`, its check digit verified (ISO 7064 mod 11-2)."""
    affiliations: tuple[str, ...] = ()
    role: str = ""
    """`PhD student`, shown under the owner's name."""
    email: str = ""
    portrait: str = ""
    """A path relative to the site's root."""
    links: tuple[tuple[str, str], ...] = ()
    """Label and address of profiles: Scholar, GitHub."""
    line: int = 0
    """The person's line in people.yml."""

    @property
    def orcid_url(self) -> str:
        """The ORCID iD as an address, the form that ORCID asks for; empty without one."""
        return f"https://orcid.org/{self.orcid}" if self.orcid else ""


_INITIAL: Final = lazy_pattern(r"(?<=\b[^\W\d_])\.(?=[^\W\d_])")
_SIGNS: Final = str.maketrans({"’": "'", "ʼ": "'", "‐": "-", "‑": "-"})
"""Variants of apostrophes and hyphens, which count as the same character."""


def key(name: Name) -> str:
    """Return the key by which a name is looked up."""
    return spelling(name.display)


def keys(form: str) -> tuple[str, ...]:
    """Return the lookup keys of a name as typed: as it is (`Foo, Inc.`) and as `Given Family`."""
    return tuple(dict.fromkeys((spelling(form), key(parse(form)))))


def parse(form: str) -> Name:
    """Return the parts of a name typed as `Family, Given` or `Given Family`."""
    return parse_name(" ".join(form.split()), [])


def spelling(text: str) -> str:
    """Return a name in normal form, equal for spellings that do not make it another name.

    Such are kinds of blanks, apostrophes and hyphens, encodings of accents, and the blank in `W. A. Wall`.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_SIGNS)
    return " ".join(_INITIAL.sub(". ", text).split())


_ACCENT: Final = r"(?:\\(?:[`'^\"~=.]|[cHkruvbdt](?![A-Za-z]))\s*)"
_OPEN: Final = rf"(?:\{{|{_ACCENT})*"
_CLOSE: Final = r"\}*"
_BLANK: Final = r"(?:[\s~\u00a0]|\{\}|\\\s)+"
_HYPHEN: Final = r"(?:-+|[‐‑–])"
_APOSTROPHE: Final = r"(?:'|’|ʼ|\\textquoteright(?![A-Za-z])|&#39;|&#x27;|&rsquo;)"
_LETTERS: Final = {
    "ß": r"\\ss", "ø": r"\\o", "ł": r"\\l", "æ": r"\\ae", "œ": r"\\oe", "å": r"\\aa", "đ": r"\\dj", "ı": r"\\i",
    "ð": r"\\dh", "þ": r"\\th", "i": r"\\i", "j": r"\\j",
}  # fmt: skip
"""Letters that TeX has commands for; TeX puts accents on dotless ones."""
_BEFORE: Final = r"(?<![\w\\])(?<!\w-)"
_AFTER: Final = r"(?![\w])(?!-\w)"


class FormerNames(Struct, frozen=True, dict=True):
    """All former names of some people, and the current names that replace them."""

    people: Sequence[Person] = ()

    @cached_property
    def _spelt(self) -> list[tuple[str, bool, Name]]:
        """Each former name as a pattern, the longest first: whether the family name comes first, the name to show."""
        spelt: list[tuple[str, bool, Name]] = []
        for person in self.people:
            current = parse(person.name)
            for former in person.former:
                spelt.extend((pattern, turned, current) for pattern, turned in _spellings(former))
        return sorted(spelt, key=lambda each: -len(each[0]))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        joined = "|".join(f"({pattern})" for pattern, _, _ in self._spelt)
        return re.compile(f"{_BEFORE}(?:{joined}){_AFTER}", re.IGNORECASE) if self._spelt else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    def redact(self, text: str) -> str:
        """Return the text with every former name replaced by the current one; `Family, Given` keeps its order."""
        return self._pattern.sub(self._current, text) if self._pattern else text

    def stands_in(self, text: str) -> bool:
        """Return whether the text contains a former name."""
        return bool(self._pattern and self._pattern.search(text))

    def _current(self, match: re.Match[str]) -> str:
        _, turned, name = self._spelt[(match.lastindex or 1) - 1]
        return _balanced(match[0], _inverted(name) if turned else name.display)


def _spellings(former: str) -> list[tuple[str, bool]]:
    """Return patterns for a name as it is read and as `Family, Given`, each with whether the family name is first."""
    name = parse(former)
    if name.corporate or not name.given:
        return [(_spelt(former), False)]
    if name.family_first:
        parts = (_spelt(name.family), _spelt(name.given))
        return [(rf"{parts[0]}(?:{_BLANK})?{parts[1]}", False), (rf"{parts[0]}\s*,\s*{parts[1]}", True)]
    family = name.surname
    given = _spelt(name.given)
    suffix = rf"\s*,\s*{_spelt(name.suffix)}" if name.suffix else ""
    extended = rf"family\s*=\s*{_spelt(name.family)}\s*,\s*given\s*=\s*{given}"
    return [
        (rf"{given}{_BLANK}{_spelt(family)}{suffix}", False),
        (rf"{_spelt(family)}{suffix}\s*,\s*{given}", True),
        (extended, True),
    ]


def _spelt(text: str) -> str:
    """Return a pattern for a text in Unicode or TeX, with braces anywhere."""
    return _OPEN + (_CLOSE + _OPEN).join(_letter(char) for char in unicodedata.normalize("NFC", text)) + _CLOSE


def _letter(char: str) -> str:
    if char.isspace():
        return _BLANK
    if char in "-‐‑–":
        return _HYPHEN
    if char in "'’ʼ":
        return _APOSTROPHE
    decomposed = unicodedata.normalize("NFD", char)
    base = decomposed[0]
    spellings = [re.escape(char)]
    if base != char:
        spellings.append(re.escape(decomposed))
        spellings.append(rf"{_OPEN}(?:{re.escape(base)}{_dotless(base)})")
    if command := _LETTERS.get(char.lower()):
        spellings.append(rf"{command}(?![A-Za-z])(?:\{{\}}|\s)?")
    return f"(?:{'|'.join(spellings)})"


def _dotless(base: str) -> str:
    return rf"|\\{base}(?![A-Za-z])(?:\{{\}})?" if base in "ij" else ""


def _inverted(name: Name) -> str:
    if name.corporate or not name.given or name.family_first:
        return name.display
    family = name.surname
    return ", ".join(part for part in (family, name.suffix, name.given) if part)


def _balanced(matched: str, current: str) -> str:
    """Return the new name with the braces around the match, and with those whose partner is outside the match."""
    partners, opened, closed = {}, [], 0
    for place, char in enumerate(matched):
        if char == "{":
            opened.append(place)
        elif char == "}" and opened:
            partners[opened.pop()] = place
        elif char == "}":
            closed += 1
    around = 0
    while partners.get(around) == len(matched) - 1 - around:
        around += 1
    return "{" * (around + len(opened)) + current + "}" * (around + closed)


def mapped(text: Text, change: Callable[[str], str]) -> Text:
    """Return a text with `change` applied to every string in its tree, except in formulas."""
    return Text(tuple(_mapped(node, change) for node in text.nodes))


def _mapped(node: Node, change: Callable[[str], str]) -> Node:
    if isinstance(node, str):
        return change(node)
    if isinstance(node, Math):
        return node
    return replace(node, children=tuple(_mapped(child, change) for child in node.children))
