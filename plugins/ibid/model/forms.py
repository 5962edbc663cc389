"""When two spellings are one name: `Wang, M.` and `M. Wang` are, `M. Wang` and `Mingze Wang` are not."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pelican_bibtex.names.name_parts import parse_name
from pelican_bibtex.publication import Name

_INITIAL: Final = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_])")
_SIGNS: Final = str.maketrans({"’": "'", "ʼ": "'", "‐": "-", "‑": "-"})
"""Apostrophes and hyphens that keyboards and typesetters exchange."""


def key(name: Name) -> str:
    """What a name is looked up by."""
    return spelling(name.display)


def keys(form: str) -> tuple[str, ...]:
    """What a name as a person writes it can be looked up by: as it stands (`Foo, Inc.`), and as `Given Family`."""
    return tuple(dict.fromkeys((spelling(form), key(parse(form)))))


def parse(form: str) -> Name:
    """The parts of a name as a person writes it, `Family, Given` or `Given Family`."""
    return parse_name(" ".join(form.split()), [])


def spelling(text: str) -> str:
    """A name without what does not make it another.

    That is kinds of blanks, apostrophes and hyphens, ways to code accents, and the blank in `W. A. Wall`.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_SIGNS)
    return " ".join(_INITIAL.sub(". ", text).split())
