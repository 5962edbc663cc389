"""IBID_TOKENS: the theme's colours and fonts, set by the author."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def sets_tokens(settings: Mapping[str, Any]) -> bool:
    """Return whether a site sets colours or fonts of the theme."""
    return bool(settings["IBID_TOKENS"] != {})
