"""Paths as the author knows them."""

from __future__ import annotations

from pathlib import Path


def author_path(path: str | Path) -> str:
    """A path relative to where the command runs, if it is below; else as it is. Always with forward slashes."""
    full = Path(path).resolve()
    here = Path.cwd().resolve()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else full.as_posix()
