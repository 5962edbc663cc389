"""How a page says that its bullets are topics."""

from __future__ import annotations

_YES = frozenset({"true", "yes", "on", "1"})
_TEMPLATES = frozenset({"research"})
"""Templates that show topics."""


def declares_topics(said: str, template: str) -> bool:
    """Read the fields `Topics` and `Template` of a page's front matter: the first decides where it says something."""
    said = said.strip().lower()
    return said in _YES if said else template.strip() in _TEMPLATES
