"""A page in one language, as pages in others lead to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Version:
    """One page in one language."""

    title: str
    """Plain text."""
    url: str
    """From the site's root, without a leading slash."""
    lang: str
    translations: tuple[Version, ...] = ()
    """The same page in other languages."""
