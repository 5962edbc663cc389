"""BibLaTeX's data annotations of names (its manual, section 3.7): `author+an = {1=equal; 3=lead,corresponding}`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from pelican_bibtex.diagnostics.codes import BAD_ANNOTATION
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.names.braces import split
from pelican_bibtex.names.marks import MARKS
from pelican_bibtex.publication import Name

_SEMICOLON: Final = re.compile(r";")
_ANNOTATION: Final = re.compile(r"\s*(?P<place>\d*)\s*(?::\s*(?P<part>\w+)\s*)?=\s*(?P<marks>.+?)\s*", re.DOTALL)
_LITERAL: Final = re.compile(r'"(.*)"', re.DOTALL)
_EXAMPLE: Final = "write `1=equal; 2=equal`"


def annotate(
    names: Sequence[Name], fields: Mapping[str, str], field: str = "author"
) -> tuple[tuple[Name, ...], tuple[Complaint, ...]]:
    """Give names the marks that `field+an` and every `field+an:name` say; what is wrong comes with its field."""
    marks: dict[int, list[str]] = {}
    complaints: list[Complaint] = []
    for annotation in (name for name in fields if name == f"{field}+an" or name.startswith(f"{field}+an:")):
        found: list[Complaint] = []
        for piece in split(fields[annotation], _SEMICOLON):
            if piece:
                _read(piece, len(names), marks, found)
        complaints.extend(replace(complaint, field=annotation) for complaint in found)
    return tuple(_marked(name, marks.get(place, ())) for place, name in enumerate(names, 1)), tuple(complaints)


def _read(piece: str, count: int, marks: dict[int, list[str]], complaints: list[Complaint]) -> None:
    """Read `3=lead,corresponding`; without a number it holds for every name, and a part's holds for its name."""
    match = _ANNOTATION.fullmatch(piece)
    if not match:
        complaints.append(Complaint(BAD_ANNOTATION, f"`{piece}` cannot be read; {_EXAMPLE}"))
        return
    place = int(match["place"]) if match["place"] else 0
    if place > count or match["place"].strip("0") == "" != match["place"]:
        complaints.append(Complaint(BAD_ANNOTATION, f"`{piece}`: there is no name {place}; the list has {count}"))
        return
    for target in [place] if place else range(1, count + 1):
        marks.setdefault(target, []).extend(_marks(match["marks"]))


def _marks(text: str) -> list[str]:
    """Names of marks; a sign stands for what it means, a literal for itself."""
    if literal := _LITERAL.fullmatch(text):
        return [MARKS.get(literal[1].strip(), literal[1].strip())]
    return [MARKS.get(mark.strip(), mark.strip()) for mark in text.split(",") if mark.strip()]


def _marked(name: Name, marks: Sequence[str]) -> Name:
    return replace(name, marks=tuple(dict.fromkeys((*name.marks, *marks)))) if marks else name
