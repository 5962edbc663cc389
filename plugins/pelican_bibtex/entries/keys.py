"""Keys that are there twice, or that look like something else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Final

from pelican_bibtex.diagnostics import codes
from pelican_bibtex.diagnostics.problem import Complaint, Problem
from pelican_bibtex.entries.entry import Entry

_MANY: Final = 2000
_GUESSES: Final = 50
_NUMBER: Final = re.compile(r"[0-9]{1,4}(?:[-–][0-9]{1,4})?")
"""Keys that could be a typed citation: no site has ten thousand publications."""
_LOOKS_LIKE: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТХҮаеіјорсухѕԁԛԝһӏ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονι",
    "ABESIJKMHOPCTXYaeijopcyxsdqwhl" + "ABEZHIKMNOPTYXovi",
)
"""Cyrillic and Greek letters drawn like Latin ones (Unicode's confusables, those of everyday fonts)."""


class Nearest:
    """Which of some names was perhaps meant. It stops guessing when that would take long."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._found: dict[str, str] = {}

    def to(self, name: str) -> str:
        """The name most like this one, or nothing."""
        if name not in self._found and len(self._found) < _GUESSES and len(self._names) <= _MANY:
            close = get_close_matches(name, self._names, n=1, cutoff=0.7)
            self._found[name] = close[0] if close else ""
        return self._found.get(name, "")


def unique(entries: Iterable[Entry], problems: list[Problem]) -> list[Entry]:
    """The entries less those whose key stands before; what is found wrong with keys is added to `problems`."""
    kept: dict[str, Entry] = {}
    looks: dict[str, str] = {}
    for entry in entries:
        first = kept.setdefault(entry.key, entry)
        if first is not entry:
            problems.append(_repeated(first, entry))
            continue
        problems += [entry.problem(found.code, found.message) for found in complaints(entry.key, looks)]
        looks.setdefault(look(entry.key), entry.key)
    return list(kept.values())


def _repeated(first: Entry, entry: Entry) -> Problem:
    where = f"{first.location.path}:{first.location.line}"
    if (entry.type, entry.fields) == (first.type, first.fields):
        return entry.problem(
            codes.REPEATED_ENTRY, f"`{entry.key}` stands in {where} already, word for word; remove one"
        )
    message = (
        f"the key `{entry.key}` is that of {where} already, which is shown in place of this one; change one of them"
    )
    return entry.problem(codes.DUPLICATE_KEY, message)


def complaints(key: str, earlier: Mapping[str, str]) -> list[Complaint]:
    """What to say of a key; `earlier` holds those before it, by their `look`."""
    twin = earlier.get(look(key), key)
    found = []
    if twin != key and not (key + twin).isascii():
        message = f"the key `{key}` looks like `{twin}` and is another; change one of them"
        found.append(Complaint(codes.LOOKALIKE_KEY, message))
    elif twin != key:
        found.append(Complaint(codes.CASE_TWINS, f"`{key}` and `{twin}` differ in capitals only; change one of them"))
    elif not key.isascii() and key.translate(_LOOKS_LIKE).isascii():
        message = f"the key `{key}` has letters that only look Latin; type them again"
        found.append(Complaint(codes.LOOKALIKE_KEY, message))
    elif not key.isascii():
        message = f"the key `{key}` is not plain ASCII, which BibTeX and web addresses spell in their own ways"
        found.append(Complaint(codes.NON_ASCII_KEY, message))
    if _NUMBER.fullmatch(key):
        message = f"`[{key}]` means the publication numbered {key}; cite this one as `[@{key}]`, or change its key"
        found.append(Complaint(codes.NUMERIC_KEY, message))
    return found


def look(key: str) -> str:
    """What a reader sees of a key: look-alike letters made one, capitals small."""
    if key.isascii():
        return key.lower()
    return unicodedata.normalize("NFKC", key).translate(_LOOKS_LIKE).lower()
