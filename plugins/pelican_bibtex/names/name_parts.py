"""Parsing one name into its parts, by BibTeX's rules except where these misread real names.

The rules: Oren Patashnik, *BibTeXing*, section 4; N. Markey, *Tame the BeaST*, sections 11 and 12. Exceptions, each
found in real bibliographies: a suffix is recognised at any position, a name all in lower case has a given name, a
prefix before a comma is its leading lower-case words only, and names in Chinese, Japanese or Korean script have the
family name first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pelican_bibtex import tex
from pelican_bibtex.diagnostics.codes import BAD_NAME, NAME_PART, NAME_SUFFIX
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.names.name_order import initials_last
from pelican_bibtex.publication import Name

HIDDEN: Final = "\x00"
"""Replaces each character within braces, and the braces."""

_ENTITY: Final = lazy_pattern(r"&#?\w+;")
_BRACE: Final = lazy_pattern(r"([{}])")
_NO_SEPARATOR: Final = lazy_pattern(r"\\[~,]")


def outside(value: str) -> str:
    """Return the value with all that is within braces masked; positions in the result are positions in the value.

    Characters that only look like separators are masked too: the semicolon of an HTML entity, as reference managers
    leave them, the tilde of an accent, and the comma of a thin space.
    """
    if "\\" in value:
        value = _NO_SEPARATOR.sub(HIDDEN * 2, value)
    if "&" in value:
        value = _ENTITY.sub(lambda match: HIDDEN * len(match[0]), value)
    if "{" not in value:
        return value
    depth, parts = 0, []
    for part in _BRACE.split(value):
        hidden = depth > 0 or part == "{"
        depth = max(depth + (part == "{") - (part == "}"), 0)
        parts.append(HIDDEN * len(part) if hidden else part)
    return "".join(parts)


def split(value: str, separator: re.Pattern[str]) -> list[str]:
    """Return the pieces of a value between the separators outside of braces, stripped."""
    pieces, start = [], 0
    for match in separator.finditer(outside(value)):
        pieces.append(value[start : match.start()].strip())
        start = match.end()
    return [*pieces, value[start:].strip()]


def is_group(value: str) -> bool:
    """Return whether one pair of braces holds the whole value and does not start with a TeX command: `{OpenAI}`."""
    if not value.startswith("{") or not value.endswith("}") or value.startswith("{\\"):
        return False
    return next(_closings(value), -1) == len(value) - 1


def _closings(value: str) -> Iterator[int]:
    """Yield the position of each brace that closes a group opened at depth 0."""
    depth = 0
    for brace in _BRACE.finditer(value):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            yield brace.start()


COMMA: Final = lazy_pattern(r"\s*,\s*")
_WORD: Final = lazy_pattern(r"[^\s~]+")
_SUFFIX: Final = lazy_pattern(r"(?i:(?:jr|sr|esq)\.?|i{2,3}|iv|vi{0,3}|ph\.?\s?d\.?)|2nd|3rd|4th|M\.?D\.?")
_EAST_ASIAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\u1100-\u11ff\U00020000-\U0003ffff"
_KANA: Final = "\u3040-\u30ff\u31f0-\u31ff"
_FAMILY_FIRST: Final = lazy_pattern(rf"(?=.*[{_EAST_ASIAN}\u3041-\u309f])[{_EAST_ASIAN}{_KANA}々〇·・\s,~]+")
_ORGANISATION: Final = lazy_pattern(
    r"(?:.*\s)?(?:Collaborations?|Consortium|Organi[sz]ation|Institute|University|Association|Foundation|Committee"
    r"|Ministry|Team|Network|Group|Initiative|Project|Agency|Society|Council|Company|Corp\.?|Inc\.?|Ltd\.?|GmbH)"
    r"(?:\s*\([A-Z][\w-]*\))?"
    r"|(?:.*\s)?(?:University|Institute|Department|Ministry|Cent(?:er|re)|Office|Bureau|Academy|School|College|Society"
    r"|Council|Association|Faculty)\s(?:of|for)\s.+"
)


def parse_name(source: str, complaints: list[Complaint]) -> Name:
    """Return the name in TeX, given without marks; faults are added to `complaints`."""
    if is_group(source):
        return whole(source[1:-1])
    if _FAMILY_FIRST.fullmatch(source):
        return _family_first(source)
    parts = [part for part in split(initials_last(source), COMMA) if part]
    if len(parts) > 3:  # noqa: PLR2004  family, suffix, given
        complaints.append(Complaint(BAD_NAME, _too_many(source, len(parts) - 1)))
        return whole(source)
    return _inverted(parts, complaints) if len(parts) > 1 else _in_order("".join(parts), complaints)


def whole(source: str) -> Name:
    """Return a name that is never split: an organisation's, or one that cannot be read."""
    return Name(family=tex.plain(source), corporate=True)


def is_organisation(source: str) -> bool:
    """Return whether a name without braces has words that only organisations have, as in `University of Bonn`."""
    return " " in source and bool(_ORGANISATION.fullmatch(source))


def is_suffix(text: str) -> bool:
    """Return whether a text is `Jr.` or the like."""
    return bool(_SUFFIX.fullmatch(text.strip("{} ")))


def words(text: str) -> list[str]:
    """Return the words, split outside of braces; a tie separates them as a space does."""
    return [text[match.start() : match.end()] for match in _WORD.finditer(outside(text))]


def _too_many(source: str, commas: int) -> str:
    return f"the name `{source}` has {commas} commas; write `Family, Given`, and `and` between two names."


def _family_first(source: str) -> Name:
    """Return the name in `王明泽`, `王, 明泽`, `김 철수`; all before the first comma or space is the family name."""
    family, *given = re.split(r"[\s,~]+", source.strip(" ,~"))
    return Name(family=tex.plain(family), given=tex.plain("".join(given)), family_first=True)


def _in_order(source: str, complaints: list[Complaint]) -> Name:
    """Return the name in `Given prefix Family`."""
    if is_organisation(source):
        return whole(source)
    names = words(source)
    suffix = ""
    if len(names) > 2 and is_suffix(names[-1]) and not names[-1].islower():  # noqa: PLR2004  given, family, suffix
        suffix = names.pop()
        complaints.append(_misplaced(suffix, f"{names[-1]}, {suffix}, {' '.join(names[:-1])}"))
    first, last = _prefix(names)
    return _name(names[last:], names[:first], names[first:last], suffix)


def _prefix(names: list[str]) -> tuple[int, int]:
    """Return start and end of the prefix: from the first lower-case word to the last, without the last word."""
    lower = [place for place, word in enumerate(names[:-1]) if _is_lower(word)]
    if not lower or (lower == list(range(len(names) - 1)) and _is_lower(names[-1])):
        return max(len(names) - 1, 0), max(len(names) - 1, 0)
    return lower[0], lower[-1] + 1


def _inverted(parts: list[str], complaints: list[Complaint]) -> Name:
    """Return the name in `prefix Family, Given` or `prefix Family, Suffix, Given`."""
    if len(parts[0]) > 1 and is_suffix(parts[0]) and (len(parts) > 2 or len(words(parts[1])) > 1):  # noqa: PLR2004  two parts, two words
        return _suffix_first(parts, complaints)
    family, given = parts[0], parts[-1]
    suffix = parts[1] if len(parts) == 3 else ""  # noqa: PLR2004  those in the docstring
    if suffix and not is_suffix(suffix):
        if is_suffix(given):
            suffix, given = given, suffix
        complaints.append(
            _misplaced(suffix, f"{family}, Jr., {given}" if suffix == parts[1] else f"{family}, {suffix}, {given}")
        )
    elif not suffix and is_suffix(given) and len(words(family)) > 1:
        name = _in_order(family, [])
        complaints.append(_misplaced(given, f"{name.family}, {given}, {name.given}"))
        return Name(name.family, name.given, name.prefix, tex.plain(given), name.corporate)
    names = words(family)
    if not suffix and len(names) > 1 and is_suffix(names[-1]) and not names[-1].islower():
        suffix = names.pop()
    start = next((place for place, word in enumerate(names[:-1]) if not _is_lower(word)), max(len(names) - 1, 0))
    return _name(names[start:], [given], names[:start], suffix)


def _suffix_first(parts: list[str], complaints: list[Complaint]) -> Name:
    """Return the name in `III, Given Family` or `III, Family, Given`."""
    suffix, *rest = parts
    name = _inverted(rest, []) if len(rest) > 1 else _in_order(rest[0], [])
    family = name.surname
    complaints.append(_misplaced(suffix, f"{family}, {suffix}, {name.given}"))
    return Name(name.family, name.given, name.prefix, tex.plain(suffix), name.corporate)


def _misplaced(suffix: str, better: str) -> Complaint:
    if is_suffix(suffix):
        return Complaint(NAME_SUFFIX, f"BibTeX reads `{suffix}` as a name here; write `{better}`.")
    return Complaint(
        NAME_SUFFIX,
        f"BibTeX expects `Jr.` or the like instead of `{suffix}`; write `and` between two names, or `{better}`.",
    )


def _name(family: list[str], given: list[str], prefix: list[str], suffix: str) -> Name:
    return Name(_plain(family), _plain(given), _plain(prefix), tex.plain(suffix) if suffix else "")


def _plain(parts: list[str]) -> str:
    return tex.plain(" ".join(parts)) if parts else ""


def _is_lower(word: str) -> bool:
    """Return whether a word belongs to a prefix: its first letter is lower case. A braced word never does."""
    if outside(word).startswith(HIDDEN) and not word.startswith("{\\"):
        return False
    if word.isascii() and word.isalpha():
        return word[0].islower()
    return next((char.islower() for char in tex.plain(word) if char.isalpha()), False)


PARTS: Final = ("family", "given", "prefix", "suffix")
_OPTIONS: Final = frozenset(
    {"useprefix", "id", "hash", "nametemplates", "uniquenametemplatename", "sortingnamekeytemplatename"}
    | {"nosortothers", "uniquename", "uniquelist"}
)
_PART: Final = lazy_pattern(r"\s*\"?\s*([a-z]+)(-i)?\s*=\s*", re.IGNORECASE)


def is_extended(source: str) -> bool:
    """Return whether a name is written part by part, as in `family=..., given=...`, which may be in braces."""
    if "=" not in source:
        return False
    return any(match[1].lower() in PARTS for piece in split(_bare(source), COMMA) if (match := _PART.match(piece)))


def _bare(source: str) -> str:
    return source[1:-1] if is_group(source) else source


def is_option(source: str) -> bool:
    """Return whether a name is none but an option of BibLaTeX's for the whole list, as in `useprefix=true`."""
    if "=" not in source:
        return False
    return all((match := _PART.match(piece)) and match[1].lower() in _OPTIONS for piece in split(source, COMMA))


def parse_extended(source: str, complaints: list[Complaint]) -> Name:
    """Return a name that is written part by part; faults are added to `complaints`."""
    values: dict[str, str] = {}
    for piece in split(_bare(source), COMMA):
        match = _PART.match(piece)
        name = match[1].lower() if match else ""
        if match and name in PARTS and not match[2]:
            values[name] = tex.plain(_unquoted(piece[match.end() :]))
        elif not match or name not in (*PARTS, *_OPTIONS):
            complaints.append(_unknown(piece, name))
            if match and (near := nearest(name, PARTS)):
                values.setdefault(near, tex.plain(_unquoted(piece[match.end() :])))
    if "family" not in values:
        complaints.append(Complaint(NAME_PART, f"the name `{source}` has no `family=`; write `family=..., given=...`."))
        return Name(values["given"]) if "given" in values else whole(source)
    return Name(values["family"], values.get("given", ""), values.get("prefix", ""), values.get("suffix", ""))


def _unknown(piece: str, name: str) -> Complaint:
    otherwise = f"the parts are {', '.join(PARTS)} and useprefix."
    advice = did_you_mean(nearest(name, (*PARTS, "useprefix")), otherwise)
    return Complaint(NAME_PART, f"`{piece}` is not a part of a name; {advice}")


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        return value[1:-1]
    return value[1:-1] if is_group(value) else value.rstrip('"')
