"""Marks of authors: signs attached to a name, and BibLaTeX's annotations, `author+an = {1=equal; 3=lead}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from pelican_bibtex.diagnostics.codes import BAD_ANNOTATION
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.names.name_parts import split
from pelican_bibtex.publication import Name

MARKS: Final = {
    "*": "equal",
    "✉": "corresponding",
    "equal": "equal",
    "contributed": "equal",
    "corresponding": "corresponding",
}
"""Sign or word -> the mark that it means. Other signs (`†`, `‡`, `#`, `1`) have no agreed meaning."""

_SPELLINGS: Final = (
    (lazy_pattern(r"\\(?:text)?dag(?:ger)?(?![A-Za-z])"), "†"),
    (lazy_pattern(r"\\(?:ddag|ddagger|textdaggerdbl)(?![A-Za-z])"), "‡"),
    (lazy_pattern(r"\\(?:ast|star|textasteriskcentered)(?![A-Za-z])|[∗⁎＊⋆]"), "*"),
    (lazy_pattern(r"\\(?:Letter|Envelope|envelope|textmail)(?![A-Za-z])"), "✉"),
    (lazy_pattern(r"\\#"), "#"),
    (lazy_pattern(r"\\S(?![A-Za-z])"), "§"),
    (lazy_pattern(r"\\P(?![A-Za-z])"), "¶"),
)
_SIGN: Final = r"[*∗⁎＊⋆†‡§¶✉#¹²³⁰-⁹]"
_SPELT: Final = (
    r"\\(?:(?:text)?dag(?:ger)?|ddag(?:ger)?|textdaggerdbl|textasteriskcentered|Letter|Envelope|envelope|textmail"
    r"|S|P)(?![A-Za-z])\s*(?:\{\})?|\\#"
)
_BRACED: Final = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_GLUED: Final = lazy_pattern(
    rf"\$\s*(?P<raised>\^)?(?P<math>[^$]*)\$"
    rf"|\\(?:textsuperscript|textsuper|ensuremath)\s*(?P<super>{_BRACED})"
    rf"|\\(?:thanks|footnote|footnotemark|inst)(?![A-Za-z])\s*(?:\[[^\]]*\])?\s*(?P<thanks>{_BRACED})?"
    rf"|\^\s*(?P<bare>{_SIGN}|\d|{_BRACED})"
    r"|\s*\((?P<said>equal|contributed|corresponding)\b[\w\s-]*\)"
    r"|(?<=[\w.}])(?P<last>(?:\\?[+&]|\^)+)(?=\s*(?:,|$))"
    rf"|(?P<sign>\{{(?:{_SPELT}|{_SIGN})+\}}|(?:{_SPELT}|{_SIGN})+)"
)
_SUSPICIOUS: Final = lazy_pattern(
    rf"{_SIGN}|[$^+&]|\((?:equal|contr|corr)|\\(?:d?dag|text|thanks|foot|inst|ensure|[SP#]|[Ll]etter|[Ee]nv)"
)
_HOLLOW: Final = lazy_pattern(r"\{\s*\}")
_SPACE: Final = lazy_pattern(r"\s+(?=,|$)")


class Glued(Struct, frozen=True):
    """A name without the signs that were attached to it."""

    name: str
    """The name in TeX, unchanged except for the signs."""
    marks: tuple[str, ...] = ()
    """The marks that the signs mean, each once."""
    unknown: tuple[str, ...] = ()
    """Signs without an agreed meaning: `1`, `‡`."""


def take_off(name: str) -> Glued:
    """Return a name without its signs, and the marks that these mean."""
    if not _SUSPICIOUS.search(name):
        return Glued(name)
    signs: list[str] = []

    def collect(match: re.Match[str]) -> str:
        within = name[: match.start()][-1:].isalnum() and name[match.end() :][:1].isalnum()
        found = None if within and not match["thanks"] else _signs(match)
        if found is None:
            return match.group()
        signs.extend(found)
        return ""

    bare = _SPACE.sub("", _HOLLOW.sub("", _GLUED.sub(collect, name))).strip()
    return Glued(bare, _once(MARKS[s] for s in signs if s in MARKS), _once(s for s in signs if s not in MARKS))


def _signs(match: re.Match[str]) -> list[str] | None:
    """Return the signs of one match; None if it is no mark but a formula in a corporate name."""
    if match["math"] is not None:
        return _listed(match["math"]) if match["raised"] or _is_sign(match["math"]) else None
    if match["last"]:
        return list(match["last"].replace("\\", ""))
    text = next((match[group] for group in ("super", "thanks", "bare", "sign", "said") if match[group]), "")
    return [] if match["thanks"] else _listed(text)


def _is_sign(text: str) -> bool:
    return bool(re.fullmatch(rf"(?:{_SIGN}|[\s,;{{}}])+", _plain(text)))


def _listed(text: str) -> list[str]:
    """Return the signs in a text: `*,1` and `*†` are two each, `**` is one."""
    return re.findall(rf"([*]+|{_SIGN}|\w+)", _plain(text))


def _plain(text: str) -> str:
    for spelling, sign in _SPELLINGS:
        text = spelling.sub(sign, text)
    return text.translate({ord(char): None for char in "{}^"})


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


_SEMICOLON: Final = lazy_pattern(r";")
_ANNOTATION: Final = lazy_pattern(r"\s*(?P<place>\d*)\s*(?::\s*(?P<part>\w+)\s*)?=\s*(?P<marks>.+?)\s*", re.DOTALL)
_LITERAL: Final = lazy_pattern(r'"(.*)"', re.DOTALL)
_EXAMPLE: Final = "write it like `1=equal; 2=equal`."


def annotate(
    names: Sequence[Name], fields: Mapping[str, str], field: str = "author"
) -> tuple[tuple[Name, ...], tuple[Complaint, ...]]:
    """Return the names with the marks in `field+an` and every `field+an:name`, and complaints that name their field."""
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
    """Add the marks of `3=lead,corresponding`; without a number they are for all names, a part's for its whole name."""
    match = _ANNOTATION.fullmatch(piece)
    if not match:
        complaints.append(Complaint(BAD_ANNOTATION, f"`{piece}` cannot be read; {_EXAMPLE}"))
        return
    place = int(match["place"]) if match["place"] else 0
    if place > count or match["place"].strip("0") == "" != match["place"]:
        complaints.append(Complaint(BAD_ANNOTATION, f"`{piece}`: there is no name {place}; the list has only {count}."))
        return
    for target in [place] if place else range(1, count + 1):
        marks.setdefault(target, []).extend(_marks(match["marks"]))


def _marks(text: str) -> list[str]:
    """Return the names of marks; a sign gives the mark it means, a literal gives itself."""
    if literal := _LITERAL.fullmatch(text):
        return [MARKS.get(literal[1].strip(), literal[1].strip())]
    return [MARKS.get(mark.strip(), mark.strip()) for mark in text.split(",") if mark.strip()]


def _marked(name: Name, marks: Sequence[str]) -> Name:
    return replace(name, marks=tuple(dict.fromkeys((*name.marks, *marks)))) if marks else name
