"""What is ours: numbers, topics, links, pages and checks on top of `publications`."""

from __future__ import annotations

from pathlib import Path

from ibid import neighbour  # noqa: F401  first of all: it puts pelican_bibtex within reach
from ibid.plugin import register

__all__ = ["THEME", "register"]

_INSTALLED = Path(__file__).parent / "theme"
_IN_CLONE = Path(__file__).parents[2] / "theme"
THEME = str(_INSTALLED if _INSTALLED.is_dir() else _IN_CLONE)
"""The folder of the theme that came with this plugin, for Pelican's THEME."""
