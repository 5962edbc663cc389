"""One address for each publication and topic, given once, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from unidecode import unidecode

PUBLICATIONS = "publications/"
"""The one list that owns the anchors."""
SITE = "@site"
"""Pelican finds our pages under this name: `{filename}/@site/publications/#KEY`, right at every depth and in feeds."""

_RESERVED = re.compile(r"(?:index|con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST = 80


def slugs(keys: Iterable[str]) -> dict[str, str]:
    """Give each key a name that is safe in a URL, a file system and an HTML id, and nobody else's.

    A key of ASCII letters, digits, `-` and `_` is its own slug. Any other, and any that would share its slug with
    another (letters' case set aside, as some file systems do), gets a digest of itself behind what can be kept: so a
    slug depends on its key alone, except that a clash is settled for the key that is its own slug.
    """
    plain = {key: _plain(key) for key in keys}
    taken: dict[str, list[str]] = {}
    for key, slug in plain.items():
        taken.setdefault(slug.casefold(), []).append(key)
    return {
        key: slug if _owns(key, slug, taken[slug.casefold()]) else _marked(key, slug) for key, slug in plain.items()
    }


def topic_id(path: Iterable[str]) -> str:
    """The anchor of a topic's bullet from the names of its parents and itself: `deep-learning-theory/implicit-bias`."""
    return "/".join(_plain(name).lower() or _marked(name, "topic") for name in path)


def _plain(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]+", "-", unidecode(key)).strip("-")[:_LONGEST]


def _owns(key: str, slug: str, claimants: list[str]) -> bool:
    if not slug or _RESERVED.fullmatch(slug):
        return False
    natural = [claimant for claimant in claimants if _plain(claimant) == claimant]
    return key == min(natural) if natural else len(claimants) == 1


def _marked(key: str, slug: str) -> str:
    return f"{slug}-{sha256(key.encode()).hexdigest()[:6]}".lstrip("-")
