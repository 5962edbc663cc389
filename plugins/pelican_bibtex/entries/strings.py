"""`@string`: names for texts, put in where a value uses them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from pelican_bibtex.syntax.command import Macro
from pelican_bibtex.syntax.value import collapse

MONTHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "jan": "January",
        "feb": "February",
        "mar": "March",
        "apr": "April",
        "may": "May",
        "jun": "June",
        "jul": "July",
        "aug": "August",
        "sep": "September",
        "oct": "October",
        "nov": "November",
        "dec": "December",
    }
)
"""What every BibTeX style defines."""

LONGEST: Final = 100_000
"""Characters that parts joined by `#` may come to: strings made of strings can double at every step."""


def join(parts: Iterable[str], strings: Mapping[str, str]) -> str:
    """The parts of a value as one text; a name that no string has stands for itself."""
    return "".join(
        strings.get(part.lower(), str(part)) if isinstance(part, Macro) else collapse(part) for part in parts
    )


def undefined(parts: Iterable[str], strings: Mapping[str, str]) -> list[str]:
    """The names among the parts that no string has."""
    return [str(part) for part in parts if isinstance(part, Macro) and part.lower() not in strings]


def is_too_long(parts: tuple[str, ...], strings: Mapping[str, str]) -> bool:
    """Whether the parts come to more than `LONGEST`, found without joining them."""
    if len(parts) == 1:
        return False
    return sum(len(strings.get(part.lower(), part) if isinstance(part, Macro) else part) for part in parts) > LONGEST
