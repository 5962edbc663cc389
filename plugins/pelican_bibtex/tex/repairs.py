"""What is mended in a value before it is read as TeX: invisible characters, web entities, double escapes."""

from __future__ import annotations

import re
import sys
import unicodedata
from html.entities import name2codepoint
from typing import Final

from pelican_bibtex.codes import ESCAPED_TWICE, HTML_ENTITY, LONG_VALUE
from pelican_bibtex.problem import Complaint

_LONG: Final = 50_000

# Control characters, byte order marks, noncharacters, lone surrogates, and the bidi embeddings, overrides and
# isolates: none is ever meant in a bibliography, and the last turn the text that follows a value around.
_UNWANTED: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]+"
)
_BLANKS: Final = re.compile("[ \t\n\r\f\v\x85\u2028\u2029]+")

_ENTITY: Final = re.compile(
    r"(?:\\&|\{\\&\}|&)(?:amp;)*"
    r"(?:(?P<name>[A-Za-z][A-Za-z0-9]{1,9})|(?:\\#|\{\\#\}|#)(?P<number>[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6}));"
)
_ENTITIES: Final = {**name2codepoint, "apos": 0x27}
_TEX: Final = {
    **{character: "\\" + character for character in "{}$&%#_"},
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "`": "\\textasciigrave{}",
    "\u00a0": "~",
}

_BACKSLASH: Final = re.compile(r"\{\\textbackslash\}(?=[A-Za-z])|\\textbackslash(?:\{\}| )(?=[A-Za-z])")
_TWO_BACKSLASHES: Final = re.compile(r"(?<=[{A-Za-z])\\\\(?=[\"'`^~=.](?:[A-Za-z]|\{\\*[A-Za-z]+\}))|\\\\(?=[&%_#])")
_DOUBLE_ESCAPE: Final = re.compile(r"\{\\textdollar\}|\{\\\$\}|\{\\\^(?:\{\})?\}|\{\\_\}|\\[{}_$^](?:\{\})?")


def mend(source: str) -> tuple[str, tuple[Complaint, ...]]:
    """The value ready to be read as TeX, in NFC, and what was mended in it (dropped characters are not reported)."""
    source = _without_unwanted(source)
    source, entities = _without_entities(source)
    source, escapes = _without_double_escapes(source)
    long = (_too_long(source),) if len(source) > _LONG else ()
    return source, (*long, *entities, *escapes)


def _without_unwanted(source: str) -> str:
    if _UNWANTED.search(source) or "  " in source:
        source = _UNWANTED.sub("", _BLANKS.sub(" ", source))
    return unicodedata.normalize("NFC", source)


def _too_long(source: str) -> Complaint:
    return Complaint(LONG_VALUE, f"{len(source):,} characters; shorten it, or look for a missing brace or quote")


def _without_entities(source: str) -> tuple[str, tuple[Complaint, ...]]:
    if "&" not in source:
        return source, ()
    seen: dict[Complaint, None] = {}

    def decoded(match: re.Match[str]) -> str:
        character = _character(match)
        if character is None:
            return match[0]
        written = _TEX.get(character, character)
        seen[Complaint(HTML_ENTITY, f"`{match[0]}` is HTML, not TeX; write `{written}`")] = None
        return written

    source = _ENTITY.sub(decoded, source)
    return source, tuple(seen)


def _character(match: re.Match[str]) -> str | None:
    """What an entity stands for; nothing for a control character, None for a word that only looks like one."""
    code = _ENTITIES.get(match["name"]) if match["name"] else _number(match["number"])
    if code is None or code > sys.maxunicode:
        return None
    return _UNWANTED.sub("", chr(code))


def _number(digits: str) -> int:
    return int(digits[1:], 16) if digits[0] in "xX" else int(digits)


def _without_double_escapes(source: str) -> tuple[str, tuple[Complaint, ...]]:
    r"""Undo `{\textdollar}{\textbackslash}alpha{\textdollar}`, as DBLP and Mendeley export `$\alpha$`, and `{\\'e}`."""
    if "\\\\" not in source and "\\textbackslash" not in source:
        return source, ()
    single = _TWO_BACKSLASHES.sub(r"\\", source)
    if "\\textbackslash" in single and _BACKSLASH.search(single):
        single = _DOUBLE_ESCAPE.sub(_unescaped, _BACKSLASH.sub(r"\\", single))
    if single == source:
        return source, ()
    message = "an export has escaped its TeX twice; write `\\alpha`, not `{\\textbackslash}alpha`"
    return single, (Complaint(ESCAPED_TWICE, message),)


def _unescaped(match: re.Match[str]) -> str:
    return "$" if "dollar" in match[0] else match[0].lstrip("{")[1]
