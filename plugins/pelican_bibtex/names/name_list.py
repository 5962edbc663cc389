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
    NAME_ORDER,
    NAME_SEPARATOR,
)
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.names.marks import Glued, take_off
from pelican_bibtex.names.name_order import in_order
from pelican_bibtex.names.name_parts import (
    is_extended,
    is_group,
    is_option,
    is_organisation,
    outside,
    parse_extended,
    parse_name,
    split,
)
from pelican_bibtex.names.separators import ELLIPSIS, at_commas, at_other_signs, is_whole
from pelican_bibtex.publication import Name

_AND: Final = lazy_pattern(r"(?<!\S)and(?!\S)", re.IGNORECASE)
_GLUED: Final = lazy_pattern(r"(?<!\S)and(?=[A-Z\u00c0-\u00de\x00])")
_ET_AL: Final = lazy_pattern(
    r"(?:^|[\s,~]+)et\.?[\s~]*al(?:ii|ia|\.)?\.?$|(?:^|(?<=[\u3400-\u9fff ]))等$", re.IGNORECASE
)
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
    in_series = last == 1 and commas == [0] and is_whole(pieces[1])  # `A B, C D and E F`, not `A B, C D and others`
    for place, piece in enumerate(pieces):
        named = _without_et_al(piece, found, last=place == last)
        elsewhere = commas not in ([], [place])
        separated = _separated(named, found.complaints, commas_elsewhere=elsewhere, in_series=in_series)
        found.names.extend(name for name in separated if name not in ELLIPSIS)
        found.others |= not ELLIPSIS.isdisjoint(separated)
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
    bare = "" if piece in ELLIPSIS else _ET_AL.sub("", piece)
    if bare != piece:
        found.others = True
        found.complaints.append(Complaint(ET_AL, f"`{piece}` is read as `and others`; end the list with `and others`."))
    return bare


def _separated(piece: str, complaints: list[Complaint], *, commas_elsewhere: bool, in_series: bool) -> list[str]:
    """Return the names in a piece between two `and`s: one, unless other signs separate more."""
    if not piece or is_option(piece):
        return []
    if is_extended(piece):
        return [piece]
    names = at_other_signs(piece)
    if len(names) == 1:
        names = at_commas(piece, commas_elsewhere=commas_elsewhere, in_series=in_series)
    if len(names) > 1:
        names = in_order(names)
        complaints.append(
            Complaint(
                NAME_SEPARATOR, f"the names are not separated by `and`; write `{' and '.join(_with_others(names))}`."
            )
        )
        return names
    if names[0] != piece:
        complaints.append(
            Complaint(NAME_SEPARATOR, f"after the comma BibTeX expects another part of the name; write `{names[0]}`.")
        )
    return names


def _with_others(names: list[str]) -> list[str]:
    """Return the names as BibTeX has them: `others` comes last for any that are left out."""
    kept = [name for name in names if name not in ELLIPSIS]
    return kept if len(kept) == len(names) else [*kept, "others"]


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
    complaints: list[Complaint] = []
    listed = split_names(_lines_joined(value, field, complaints))
    listed.complaints[:0] = complaints
    names, glued = [], []
    marked = [take_off(_unformatted(source, field, listed.complaints)) for source in listed.names]
    for bare in _reordered(marked, listed.complaints):
        name = _read(bare, listed.complaints) if bare.name else Name("")
        if name.family:
            names.append(name)
            glued.append(bare)
    listed.complaints.extend(_glued_marks(glued, field))
    return tuple(names), listed.others, tuple(replace(complaint, field=field) for complaint in listed.complaints)


def _lines_joined(value: str, field: str, complaints: list[Complaint]) -> str:
    """Return the value with `and` between names that are each on a line of their own."""
    if "\n" not in value or _AND.search(value):
        return value
    lines = [line.strip().rstrip(",") for line in value.splitlines() if line.strip()]
    inverted = all(line.count(",") == 1 for line in lines)
    whole = all("," not in line and is_whole(line) and line[0].isupper() for line in lines)
    if len(lines) < 2 or not (inverted or whole) or is_organisation(value):  # noqa: PLR2004  two names
        return value
    joined = " and ".join(lines)
    complaints.append(Complaint(NAME_SEPARATOR, f"each line of {field} is read as a name; write `{joined}`."))
    return joined


def _reordered(names: list[Glued], complaints: list[Complaint]) -> list[Glued]:
    """Return the names with a comma before initials that come last, and complain once."""
    before = [bare.name for bare in names]
    after = in_order(before)
    if after == before:
        return names
    better = " and ".join(new for old, new in zip(before, after, strict=True) if new != old)
    complaints.append(Complaint(NAME_ORDER, f"initials come after the family name; write `{better}`."))
    return [replace(bare, name=name) for bare, name in zip(names, after, strict=True)]


def _read(source: Glued, complaints: list[Complaint]) -> Name:
    parse = parse_extended if is_extended(source.name) else parse_name
    name = parse(source.name, complaints)
    if _is_shouted(name):
        advice = f"`{better}`" if (better := _in_small_letters(name)) else "it as in running text"
        complaints.append(Complaint(NAME_CAPITALS, f"`{name.display}` is in capitals; write {advice}."))
    return replace(name, marks=source.marks) if source.marks else name


def _in_small_letters(name: Name) -> str:
    """Return the name as in running text; empty if that has to be guessed: `MCDONALD` may be McDonald."""
    if re.match("MA?C", name.family):
        return ""
    given = " ".join(word.title() if len(word) >= _SHOUTED else word for word in name.given.split())
    family = f"{name.prefix} {name.family.title()}".strip()
    return ", ".join(part for part in (family, name.suffix, given) if part)


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
