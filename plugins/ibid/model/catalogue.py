"""The marks behind authors' names: those everyone knows, and the site's own."""

from __future__ import annotations

from collections.abc import Mapping

from ibid.languages.message import message
from ibid.model.records import Mark

KNOWN = (
    Mark("equal", "*", message("indicates equal contribution.")),
    Mark("lead", "‡", message("indicates the lead author.")),
    Mark("corresponding", "†", message("indicates the corresponding author.")),
    Mark("alphabetical", "α", message("indicates authors in alphabetical order.")),
)
"""In the order of the legend."""


def site_marks(own: Mapping[str, tuple[str, str]]) -> tuple[Mark, ...]:
    """The known marks, with the sign and meaning that the site's settings give them, and then its own."""
    known = {mark.name: mark for mark in KNOWN}
    known.update({name: Mark(name, sign, meaning) for name, (sign, meaning) in own.items()})
    return tuple(known.values())
