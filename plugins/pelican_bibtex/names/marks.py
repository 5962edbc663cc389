r"""Signs glued to a name: `Wang$^*$`, `Wang\textsuperscript{1}`, `Wang{\textdagger}`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MARKS: Final = {"*": "equal", "†": "corresponding", "✉": "corresponding"}
"""What a sign means where nothing else is said. Every other sign (`‡`, `#`, `1`) has no meaning that is agreed on."""

_SPELLINGS: Final = (
    (re.compile(r"\\(?:text)?dag(?:ger)?(?![A-Za-z])"), "†"),
    (re.compile(r"\\(?:ddag|ddagger|textdaggerdbl)(?![A-Za-z])"), "‡"),
    (re.compile(r"\\(?:ast|star|textasteriskcentered)(?![A-Za-z])|[∗⁎＊⋆]"), "*"),
    (re.compile(r"\\(?:Letter|Envelope|envelope|textmail)(?![A-Za-z])"), "✉"),
    (re.compile(r"\\#"), "#"),
    (re.compile(r"\\S(?![A-Za-z])"), "§"),
    (re.compile(r"\\P(?![A-Za-z])"), "¶"),
)
_SIGN: Final = r"[*∗⁎＊⋆†‡§¶✉#¹²³⁰-⁹]"
_SPELT: Final = (
    r"\\(?:(?:text)?dag(?:ger)?|ddag(?:ger)?|textdaggerdbl|textasteriskcentered|Letter|Envelope|envelope|textmail"
    r"|S|P)(?![A-Za-z])\s*(?:\{\})?|\\#"
)
_BRACED: Final = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_GLUED: Final = re.compile(
    rf"\$\s*(?P<raised>\^)?(?P<math>[^$]*)\$"
    rf"|\\(?:textsuperscript|textsuper|ensuremath)\s*(?P<super>{_BRACED})"
    rf"|\\(?:thanks|footnote|footnotemark|inst)(?![A-Za-z])\s*(?:\[[^\]]*\])?\s*(?P<thanks>{_BRACED})?"
    rf"|\^\s*(?P<bare>{_SIGN}|\d|{_BRACED})"
    rf"|(?P<sign>\{{(?:{_SPELT}|{_SIGN})+\}}|(?:{_SPELT}|{_SIGN})+)"
)
_SUSPICIOUS: Final = re.compile(rf"{_SIGN}|[$^]|\\(?:d?dag|text|thanks|foot|inst|ensure|[SP#]|[Ll]etter|[Ee]nv)")
_HOLLOW: Final = re.compile(r"\{\s*\}")
_SPACE: Final = re.compile(r"\s+(?=,|$)")


@dataclass(frozen=True, slots=True)
class Glued:
    """A name without the signs that were glued to it."""

    name: str
    """TeX, as it was but for the signs."""
    marks: tuple[str, ...] = ()
    """What the signs mean, each once."""
    unknown: tuple[str, ...] = ()
    """Signs that mean nothing agreed on: `1`, `‡`."""


def take_off(name: str) -> Glued:
    """Take the signs off one name."""
    if not _SUSPICIOUS.search(name):
        return Glued(name)
    signs: list[str] = []

    def collect(match: re.Match[str]) -> str:
        found = _signs(match)
        if found is None:
            return match.group()
        signs.extend(found)
        return ""

    bare = _SPACE.sub("", _HOLLOW.sub("", _GLUED.sub(collect, name))).strip()
    return Glued(bare, _once(MARKS[s] for s in signs if s in MARKS), _once(s for s in signs if s not in MARKS))


def _signs(match: re.Match[str]) -> list[str] | None:
    """The signs of one match; None where it is no mark: a formula in a corporate name."""
    if match["math"] is not None:
        return _listed(match["math"]) if match["raised"] or _is_sign(match["math"]) else None
    text = next((match[group] for group in ("super", "thanks", "bare", "sign") if match[group]), "")
    return [] if match["thanks"] else _listed(text)


def _is_sign(text: str) -> bool:
    return bool(re.fullmatch(rf"(?:{_SIGN}|[\s,;{{}}])+", _plain(text)))


def _listed(text: str) -> list[str]:
    """`*,1` is two signs, and so is `*†`; `**` is one."""
    return re.findall(rf"([*]+|{_SIGN}|\w+)", _plain(text))


def _plain(text: str) -> str:
    for spelling, sign in _SPELLINGS:
        text = spelling.sub(sign, text)
    return text.translate({ord(char): None for char in "{}^"})


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
