r"""TeX's conditionals, as physics publishers export them: `\ifmmode \check{C}\else \v{C}\fi{}erm\'{\i}k`."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from pelican_bibtex.lazy_pattern import lazy_pattern

_TOKEN: Final = lazy_pattern(r"\\(?P<word>if[A-Za-z@]*|else|fi)(?![A-Za-z@])[ \t\n]*|\\.|\$\$?|[^\\$]+|\\$", flags=16)
_KNOWN: Final = frozenset({"ifmmode", "iftrue", "iffalse"})


class _Conditional(Struct):
    """One conditional that is not closed yet."""

    holds: bool | None
    """Whether its condition is true; None if that is not known, so that it is left as it is."""
    is_shown: bool
    """Whether the branch that is being read is kept."""


def resolved(source: str) -> str:
    r"""Return TeX with the branch of each `\ifmmode`, `\iftrue` and `\iffalse` that holds, in formulas and in text.

    Conditionals that depend on anything else, and those without a `\fi`, are left as they are: unknown commands.
    """
    if "\\if" not in source:
        return source
    kept: list[str] = []
    is_open: list[_Conditional] = []
    in_formula = False
    for token in _TOKEN.finditer(source):
        word, is_left = token["word"] or "", True
        if word.startswith("if"):
            holds = (in_formula if word == "ifmmode" else word == "iftrue") if word in _KNOWN else None
            is_open.append(_Conditional(holds, is_shown=holds is not False))
            is_left = holds is None
        elif word and is_open:
            holds = is_open[-1].holds
            is_open[-1].is_shown = not holds
            is_left = holds is None
            if word == "fi":
                is_open.pop()
        if is_left and all(one.is_shown for one in is_open):
            kept.append(token[0])
            in_formula ^= token[0].startswith("$")
    return "".join(kept) if not is_open else source
