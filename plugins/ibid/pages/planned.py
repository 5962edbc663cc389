"""What is to be written: pages drawn by templates, and files as they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page to be written."""

    path: str
    """Its file, below the output folder."""
    url: str
    template: str
    """The theme's template, without its ending."""
    owner: str
    """Whose page it is, for a message: a publication's place in its file."""
    variables: dict[str, Any] = field(default_factory=dict)
    """What the template gets beyond Pelican's context."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One file to be written as it is."""

    path: str
    owner: str
    data: bytes
