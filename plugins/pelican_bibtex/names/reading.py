"""Lists of names: what stands in `author` and `editor` becomes `Name`s."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pelican_bibtex.diagnostics.codes import NAME_CAPITALS, NAME_FORMAT, NAME_MARK
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.names.braces import is_group
from pelican_bibtex.names.extended import is_extended, parse_extended
from pelican_bibtex.names.marks import Glued, take_off
from pelican_bibtex.names.name_list import split_names
from pelican_bibtex.names.name_parts import parse_name
from pelican_bibtex.publication import Name

_FORMAT: Final = re.compile(
    r"\\(?:textbf|underline|uline|emph|textit|textsc|textrm|mathbf|hl|ul)\s*(\{.*\})", re.DOTALL
)
_SWITCH: Final = re.compile(r"\{\\(?:bf|bfseries|em|it|itshape|sc|sl)\s+(.*)\}", re.DOTALL)
_SHOUTED: Final = 4
"""Letters in a family name from which on capitals are no abbreviation: LI and NASA may be, SMITH is not."""


def parse_names(value: str, field: str = "author") -> tuple[tuple[Name, ...], bool, tuple[Complaint, ...]]:
    """Read a list of names in TeX.

    Gives the names, whether there are others, and what is wrong. `field` is the name of the field, for the messages.
    """
    listed = split_names(value)
    names, glued = [], []
    for source in listed.names:
        bare = take_off(_unformatted(source, field, listed.complaints))
        name = _read(bare, listed.complaints) if bare.name else Name("")
        if name.family:
            names.append(name)
            glued.append(bare)
    listed.complaints.extend(_glued_marks(glued, field))
    return tuple(names), listed.others, tuple(replace(complaint, field=field) for complaint in listed.complaints)


def _read(source: Glued, complaints: list[Complaint]) -> Name:
    parse = parse_extended if is_extended(source.name) else parse_name
    name = parse(source.name, complaints)
    if _is_shouted(name):
        better = ", ".join(part.title() for part in (name.family, name.given))
        complaints.append(Complaint(NAME_CAPITALS, f"`{name.display}` is in capitals; write `{better}`"))
    return replace(name, marks=source.marks) if source.marks else name


def _is_shouted(name: Name) -> bool:
    """`SMITH, John` and `DOE, JANE`, but not `LI, X.` or `E, Weinan`."""
    if name.corporate or not name.given or not name.family.isupper():
        return False
    return any(len(word) >= _SHOUTED and word.isupper() for word in (name.family, *name.given.split()))


def _unformatted(source: str, field: str, complaints: list[Complaint]) -> str:
    """A name that is bold as a whole, as authors do with their own."""
    if "\\" not in source:
        return source
    if (match := _FORMAT.fullmatch(source)) and is_group(match[1]):
        inner = match[1][1:-1]
    elif (match := _SWITCH.fullmatch(source)) and is_group("{" + match[1] + "}"):
        inner = match[1]
    else:
        return source
    complaints.append(Complaint(NAME_FORMAT, f"write `{inner}` in {field}, without a command for bold or the like"))
    return inner.strip()


def _glued_marks(glued: list[Glued], field: str) -> list[Complaint]:
    """One complaint for all signs of a list, with the line to write."""
    marked = [f"{place}={','.join(bare.marks)}" for place, bare in enumerate(glued, 1) if bare.marks]
    unknown = dict.fromkeys(sign for bare in glued for sign in bare.unknown)
    messages = []
    if marked:
        messages.append(f"signs are glued to names; take them out and write `{field}+an = {{{'; '.join(marked)}}}`")
    if unknown:
        messages.append(
            f"{', '.join(f'`{sign}`' for sign in unknown)} at a name says nothing that a reader could look up; "
            f"it is left out; write `{field}+an = {{1=equal}}` or the like for what it means"
        )
    return [Complaint(NAME_MARK, message) for message in messages]
