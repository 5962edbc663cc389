"""BibLaTeX's extended names: `family=Wang, given=Mingze, prefix=de, useprefix=true` (its manual, section 3.4)."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

from pelican_bibtex import tex
from pelican_bibtex.diagnostics.codes import NAME_PART
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.names.braces import is_group, split
from pelican_bibtex.names.name_parts import COMMA, whole
from pelican_bibtex.publication import Name

PARTS: Final = ("family", "given", "prefix", "suffix")
_OPTIONS: Final = frozenset(
    {"useprefix", "id", "hash", "nametemplates", "uniquenametemplatename", "sortingnamekeytemplatename"}
)
_PART: Final = re.compile(r"\s*\"?\s*([a-z]+)(-i)?\s*=\s*", re.IGNORECASE)


def is_extended(source: str) -> bool:
    """Whether a name is written part by part."""
    if "=" not in source:
        return False
    return any(match[1].lower() in PARTS for piece in split(source, COMMA) if (match := _PART.match(piece)))


def parse_extended(source: str, complaints: list[Complaint]) -> Name:
    """Read one such name; what is wrong with it is added to `complaints`."""
    values: dict[str, str] = {}
    for piece in split(source, COMMA):
        match = _PART.match(piece)
        name = match[1].lower() if match else ""
        if match and name in PARTS and not match[2]:
            values[name] = tex.plain(_unquoted(piece[match.end() :]))
        elif not match or name not in (*PARTS, *_OPTIONS):
            complaints.append(_unknown(piece, name))
            if match and (near := get_close_matches(name, PARTS, 1)):
                values.setdefault(near[0], tex.plain(_unquoted(piece[match.end() :])))
    if "family" not in values:
        complaints.append(Complaint(NAME_PART, f"the name `{source}` has no family=; write family=..., given=..."))
        return Name(values["given"]) if "given" in values else whole(source)
    return Name(values["family"], values.get("given", ""), values.get("prefix", ""), values.get("suffix", ""))


def _unknown(piece: str, name: str) -> Complaint:
    near = get_close_matches(name, (*PARTS, "useprefix"), 1)
    advice = f"did you mean {near[0]}?" if near else f"the parts are {', '.join(PARTS)} and useprefix"
    return Complaint(NAME_PART, f"`{piece}` is no part of a name; {advice}")


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        return value[1:-1]
    return value[1:-1] if is_group(value) else value.rstrip('"')
