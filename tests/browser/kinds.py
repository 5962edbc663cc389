"""Every kind of page of both sites, as rows of a table."""

from __future__ import annotations

from workshop.sites import GALLERY, KINDS

ALL = [(site, path) for site, kinds in KINDS.items() for path in kinds.values()]
NAMES = [f"{site}: {kind}" for site, kinds in KINDS.items() for kind in kinds]

__all__ = ["ALL", "GALLERY", "NAMES"]
