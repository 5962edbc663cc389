"""Lists of names, as in `author` and `editor`: splitting them into names and reading these as records."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from pelican_bibtex.diagnostics.codes import (
    BRACED_NAMES,
    EMPTY_NAME,
    ET_AL,
    GLUED_AND,
    NAME_CAPITALS,
    NAME_FORMAT,
    NAME_MARK,
    NAME_SEPARATOR,
)
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.names.marks import Glued, take_off
from pelican_bibtex.names.name_parts import (
    COMMA,
    is_extended,
    is_group,
    is_suffix,
    outside,
    parse_extended,
    parse_name,
    split,
    words,
)
from pelican_bibtex.publication import Name

_AND: Final = lazy_pattern(r"(?<!\S)and(?!\S)", re.IGNORECASE)
_GLUED: Final = lazy_pattern(r"(?<!\S)and(?=[A-Z\u00c0-\u00de\x00])")
_SEMICOLON: Final = lazy_pattern("[;；]")
_AMPERSAND: Final = lazy_pattern(r"(?<=\s)\\?&(?=\s)")
_LISTED: Final = lazy_pattern(r"\s*,\s*(?:\\?&\s+)?|\s+\\?&\s+")
_IDEOGRAPHIC: Final = lazy_pattern("[，、]")
_SIGNS: Final = frozenset(";；，、&")
_ET_AL: Final = lazy_pattern(
    r"(?:^|[\s,~]+)et\.?[\s~]*al(?:ii|ia|\.)?\.?$|(?:^|(?<=[\u3400-\u9fff ]))等$", re.IGNORECASE
)
_ELLIPSIS: Final = frozenset({"...", "…", "\\ldots", "\\dots", "{\\ldots}", "{\\dots}"})
_INITIALS: Final = lazy_pattern(r"(?:[^\W\d_]\.[-\s~]*)+")
_SPACE: Final = lazy_pattern(r"\s+")


class NameList(Struct):
    """The names of a field, in TeX, in order."""

    names: list[str] = field(default_factory=list)
    others: bool = False
    """True if there are more names than these."""
    complaints: list[Complaint] = field(default_factory=list)


def split_names(value: str) -> NameList:
    """Return the names in a field's value."""
    found = NameList()
    value = _SPACE.sub(" ", value).strip()
    pieces = _split_at_and(_unwrapped(value, found.complaints), found.complaints)
    commas = [place for place, piece in enumerate(pieces) if "," in outside(piece.rstrip(", "))]
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        named = _without_et_al(piece, found, last=place == last)
        separated = _separated(named, found.complaints, commas_elsewhere=commas not in ([], [place]))
        found.names.extend(name for name in separated if name not in _ELLIPSIS)
        found.others |= not _ELLIPSIS.isdisjoint(separated)
    return found


def _split_at_and(value: str, complaints: list[Complaint]) -> list[str]:
    if glued := _GLUED.search(outside(value)):
        rest = value[glued.start() : glued.start() + 20]
        complaints.append(Complaint(GLUED_AND, f"`{rest}` has no space after `and`; write `and {rest[3:]}`."))
        value = _insert_spaces(value)
    pieces = split(value, _AND)
    named = [piece for piece in pieces if piece.strip(",; ")]
    if value and len(named) < len(pieces):
        complaints.append(Complaint(EMPTY_NAME, f"{_where_empty(pieces)}; remove one or write the missing name."))
    return named


def _where_empty(pieces: list[str]) -> str:
    if len(pieces) == 1:
        return "the list of names contains only commas"
    at_end = not (pieces[0] and pieces[-1])
    return "the list of names begins or ends with `and`" if at_end else "the list of names has `and` twice in a row"


def _insert_spaces(value: str) -> str:
    for glued in reversed(list(_GLUED.finditer(outside(value)))):
        value = f"{value[: glued.end()]} {value[glued.end() :]}"
    return value


def _unwrapped(value: str, complaints: list[Complaint]) -> str:
    """Return the value without an outer pair of braces, `{{Doe, Jane and Roe, Richard}}`, if each name has a comma."""
    if not is_group(value) or " and " not in value:
        return value
    names = split(value[1:-1], _AND)
    if len(names) == 1:
        return value
    surely = all("," in name for name in names)
    if surely or len(names) > 2:  # noqa: PLR2004  `{Simon and Schuster}` is one organisation
        done = "it is read as a list" if surely else "it is shown as one organisation"
        complaints.append(
            Complaint(BRACED_NAMES, f"the braces make {len(names)} names into one; {done}; remove the braces.")
        )
    return value[1:-1] if surely else value


def _without_et_al(piece: str, found: NameList, *, last: bool) -> str:
    if piece.lower() in {"others", "others."}:
        found.others = True
        if not last:
            found.complaints.append(
                Complaint(ET_AL, "`others` is not at the end of the list; end the list with `and others`.")
            )
        return ""
    bare = "" if piece in _ELLIPSIS else _ET_AL.sub("", piece)
    if bare != piece:
        found.others = True
        found.complaints.append(Complaint(ET_AL, f"`{piece}` is read as `and others`; end the list with `and others`."))
    return bare


def _separated(piece: str, complaints: list[Complaint], *, commas_elsewhere: bool) -> list[str]:
    """Return the names in a piece between two `and`s: one, unless other signs separate more."""
    if not piece or is_extended(piece):
        return [piece] if piece else []
    names = _at_other_signs(piece)
    if len(names) == 1:
        names = _at_commas(piece, commas_elsewhere=commas_elsewhere)
    if len(names) > 1:
        complaints.append(
            Complaint(NAME_SEPARATOR, f"the names are not separated by `and`; write `{' and '.join(names)}`.")
        )
        return names
    if names[0] != piece:
        complaints.append(
            Complaint(NAME_SEPARATOR, f"after the comma BibTeX expects another part of the name; write `{names[0]}`.")
        )
    return names


def _at_other_signs(piece: str) -> list[str]:
    if _SIGNS.isdisjoint(piece):
        return [piece.strip(" ")]
    for sign in (_SEMICOLON, _IDEOGRAPHIC, _AMPERSAND):
        names = [name for name in split(piece, sign) if name]
        if len(names) > 1 and (sign is not _AMPERSAND or all("," in outside(name) for name in names)):
            return names
    return [piece.strip("; ")]


def _at_commas(piece: str, *, commas_elsewhere: bool) -> list[str]:
    """Return the names in a piece, split at commas if no other reading is possible: see the table in the tests."""
    if piece.count(",") < 2 and "&" not in piece and not piece.endswith(","):  # noqa: PLR2004  as nearly all are
        return [piece]
    listed = [part for part in split(piece, _LISTED) if part]
    trailing = outside(piece).endswith(",")
    if all(map(_is_whole, listed)) and len(listed) > (1 if trailing and not commas_elsewhere else 2):
        return listed
    parts = [part for part in split(piece, COMMA) if part]
    if len(parts) > 3 and len(parts) % 2 == 0 and _in_pairs(parts):  # noqa: PLR2004  two names are four
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    return [", ".join(parts)] if trailing else [piece]


def _is_whole(part: str) -> bool:
    """Return whether a part can only be a whole name, as `Jane Doe`: not `Doe`, `J. R.` or `Jr.`."""
    return part in _ELLIPSIS or (len(words(part)) > 1 and not is_suffix(part) and not _INITIALS.fullmatch(part))


def _in_pairs(parts: list[str]) -> bool:
    """Return whether every second part is initials, and no other one is, as in `Doe, J., Roe, R.`."""
    return all(_INITIALS.fullmatch(part) for part in parts[1::2]) and not any(map(_INITIALS.fullmatch, parts[::2]))


_FORMAT: Final = lazy_pattern(
    r"\\(?:textbf|underline|uline|emph|textit|textsc|textrm|mathbf|hl|ul)\s*(\{.*\})", re.DOTALL
)
_SWITCH: Final = lazy_pattern(r"\{\\(?:bf|bfseries|em|it|itshape|sc|sl)\s+(.*)\}", re.DOTALL)
_SHOUTED: Final = 4
"""Number of letters from which on words in capitals are reported: SMITH is, LI is not."""


def parse_names(value: str, field: str = "author") -> tuple[tuple[Name, ...], bool, tuple[Complaint, ...]]:
    """Return the names in a list in TeX, whether there are others, and complaints.

    `field` is the name of the field, for the messages.
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
        complaints.append(Complaint(NAME_CAPITALS, f"`{name.display}` is in capitals; write `{better}`."))
    return replace(name, marks=source.marks) if source.marks else name


def _is_shouted(name: Name) -> bool:
    """Return whether a name is in capitals, as `SMITH, John` and `DOE, JANE`, but not `LI, X.` or `E, Weinan`."""
    if name.corporate or not name.given or not name.family.isupper():
        return False
    return any(len(word) >= _SHOUTED and word.isupper() for word in (name.family, *name.given.split()))


def _unformatted(source: str, field: str, complaints: list[Complaint]) -> str:
    """Return a name without a command that makes it bold or the like as a whole, as authors do with their own."""
    if "\\" not in source:
        return source
    if (match := _FORMAT.fullmatch(source)) and is_group(match[1]):
        inner = match[1][1:-1]
    elif (match := _SWITCH.fullmatch(source)) and is_group("{" + match[1] + "}"):
        inner = match[1]
    else:
        return source
    complaints.append(Complaint(NAME_FORMAT, f"a name in {field} is in bold or the like; write only `{inner}`."))
    return inner.strip()


def _glued_marks(glued: list[Glued], field: str) -> list[Complaint]:
    """Return one complaint about all attached signs with a meaning, with the line to write, and one about others."""
    marked = [f"{place}={','.join(bare.marks)}" for place, bare in enumerate(glued, 1) if bare.marks]
    unknown = dict.fromkeys(sign for bare in glued for sign in bare.unknown)
    messages = []
    if marked:
        messages.append(f"signs are attached to names; remove them and write `{field}+an = {{{'; '.join(marked)}}}`.")
    if unknown:
        messages.append(
            f"{', '.join(f'`{sign}`' for sign in unknown)} after a name has no known meaning; "
            f"it is left out; write an annotation instead, such as `{field}+an = {{1=equal}}`."
        )
    return [Complaint(NAME_MARK, message) for message in messages]
