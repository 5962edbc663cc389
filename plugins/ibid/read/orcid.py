"""ORCID iDs and their check digit."""

from __future__ import annotations

import re
from typing import Final

_ORCID: Final = re.compile(r"(?:(?:https?://)?orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])/?")


def parse_orcid(text: str) -> str | None:
    """The iD alone, given bare or as an address; None if it is none, or its check digit is wrong."""
    match = _ORCID.fullmatch(text.strip())
    if not match:
        return None
    orcid = match[1].upper()
    return orcid if check_digit(orcid[:-1]) == orcid[-1] else None


def check_digit(digits: str) -> str:
    """ISO 7064 mod 11-2 over all digits but the last (https://support.orcid.org, structure of the identifier)."""
    total = 0
    for digit in digits.replace("-", ""):
        total = (total + int(digit)) * 2
    result = (12 - total % 11) % 11
    return "X" if result == 10 else str(result)  # noqa: PLR2004  the digit after 9
