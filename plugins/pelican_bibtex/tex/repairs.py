"""Repairs of a value before it is read as TeX: invisible characters, HTML entities, double escapes."""

from __future__ import annotations

import re
import sys
import unicodedata
from html.entities import name2codepoint
from typing import Final

from pelican_bibtex.diagnostics.codes import ESCAPED_TWICE, HTML_ENTITY, LONG_VALUE
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.lazy_pattern import lazy_pattern

LONG: Final = 50_000
"""Number of characters that no title, abstract or note exceeds."""

# Control characters, byte order marks, noncharacters, lone surrogates, and the bidi embeddings, overrides and
# isolates: a bibliography never needs them, and the last reverse the text that follows a value.
_UNWANTED: Final = lazy_pattern(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]+"
)
_BLANKS: Final = lazy_pattern("[ \t\n\r\f\v\x85\u2028\u2029]+")

_ENTITY: Final = lazy_pattern(
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

# DBLP and Mendeley turn $\mathrm{AC}^0$ into {\textdollar}{\textbackslash}mathrm\{AC\}{\^{}}0{\textdollar}.
_DOLLAR: Final = lazy_pattern(r"(\{\\textdollar\}|\{\\\$\}|\\textdollar\{\}|\\\$)")
_BACKSLASH: Final = lazy_pattern(r"\{\\textbackslash\}|\\textbackslash(?:\{\}| )")
_SIGN: Final = lazy_pattern(r"\{\\\^(?:\{\})?\}|\{\\_\}|\\[{}_^](?:\{\})?")
_COMMAND: Final = lazy_pattern(r"\{\\textbackslash\}([A-Za-z]{2,}(?:\\\{[^\\{}]*\\\})+)")
# Other programs double the backslashes of {\'e} and \&.
_TWO_BACKSLASHES: Final = lazy_pattern(r"(?<=[{A-Za-z])\\\\(?=[\"'`^~=.](?:[A-Za-z]|\{\\*[A-Za-z]+\}))|\\\\(?=[&%_#])")


# Mendeley turns \textit{x} into $\backslash$textit{\{}x{\}}; other programs put an accent behind its letter: He{\'}le.
_MENDELEY: Final = lazy_pattern(r"\$\\backslash\$([A-Za-z]+)\{\\\{\}((?:[^\\{}$])*)\{\\\}\}")
_ACCENT_BEHIND: Final = lazy_pattern(r"(?<![\\{A-Za-z])([A-Za-z]*)([AEIOUYaeiouycnszg])\{\\(['`^\"~])\}(?=[A-Za-z])")


def mend(source: str) -> tuple[str, tuple[Complaint, ...]]:
    """Return the value ready to be read as TeX, in NFC, and what was repaired (removed characters are not reported)."""
    long = (_too_long(source),) if len(source) > LONG else ()
    source, entities = _without_entities(_without_unwanted(source))
    source, escapes = _without_double_escapes(source)
    if "{\\" in source:
        source = _ACCENT_BEHIND.sub(r"\1{\\\3\2}", source)
    return source, (*long, *entities, *escapes)


def _without_unwanted(source: str) -> str:
    if _UNWANTED.search(source) or "  " in source:
        source = _UNWANTED.sub("", _BLANKS.sub(" ", source))
    return unicodedata.normalize("NFC", source)


def _too_long(source: str) -> Complaint:
    return Complaint(
        LONG_VALUE, f"the value has {len(source):,} characters; shorten it, or look for a missing brace or quote."
    )


def _without_entities(source: str) -> tuple[str, tuple[Complaint, ...]]:
    if "&" not in source:
        return source, ()
    seen: dict[Complaint, None] = {}

    def decoded(match: re.Match[str]) -> str:
        character = _character(match)
        if character is None:
            return match[0]
        written = _TEX.get(character, character)
        seen[Complaint(HTML_ENTITY, f"`{match[0]}` is HTML, not TeX; write `{written}`.")] = None
        return written

    source = _ENTITY.sub(decoded, source)
    return source, tuple(seen)


def _character(match: re.Match[str]) -> str | None:
    """Return the character of an entity: empty for a control character, None for a word that only looks like one."""
    code = _ENTITIES.get(match["name"]) if match["name"] else _number(match["number"])
    if code is None or code > sys.maxunicode:
        return None
    return _UNWANTED.sub("", chr(code))


def _number(digits: str) -> int:
    return int(digits[1:], 16) if digits[0] in "xX" else int(digits)


def _without_double_escapes(source: str) -> tuple[str, tuple[Complaint, ...]]:
    single = source
    if "\\\\" in single:
        single = _TWO_BACKSLASHES.sub(r"\\", single)
    if "\\backslash$" in single:
        single = _MENDELEY.sub(r"\\\1{\2}", single)
    if "\\textbackslash" in single:
        single = _COMMAND.sub(lambda match: "\\" + _unescaped(match[1]), _with_formulas(single))
    if single == source:
        return source, ()
    message = "TeX is escaped twice; write `\\alpha`, not `{\\textbackslash}alpha`."
    return single, (Complaint(ESCAPED_TWICE, message),)


def _with_formulas(source: str) -> str:
    """Restore what is escaped between two escaped dollars if it has a command; otherwise they are plain dollars."""
    parts = _DOLLAR.split(source)
    for index in range(2, len(parts) - 2, 4):
        if "\\textbackslash" in parts[index]:
            parts[index] = _unescaped(_BACKSLASH.sub(r"\\", parts[index]))
            parts[index - 1] = parts[index + 1] = "$"
    return "".join(parts)


def _unescaped(tex: str) -> str:
    return _SIGN.sub(lambda match: match[0].lstrip("{")[1], tex)
