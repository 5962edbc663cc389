"""Names of languages, as authors write them and as files are called: `zh`, `zh_CN`, `zh-hans`."""

from __future__ import annotations

from functools import lru_cache

SOURCE = "en"
"""The language that the theme's words are written in."""


@lru_cache(maxsize=1000)
def bcp47(name: str) -> str:
    """The name as HTML has it: `zh-CN` for `zh_cn`."""
    first, *rest = name.strip().replace("_", "-").split("-")
    return "-".join([first.lower(), *map(_subtag, rest)])


def widening(name: str) -> tuple[str, ...]:
    """The language and the wider ones that it belongs to, the narrowest first: `zh-Hans-CN`, `zh-Hans`, `zh`."""
    parts = bcp47(name).split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))


def _subtag(part: str) -> str:
    """A script is written `Hans`, a region `CN`, everything else small (RFC 5646, section 2.1.1)."""
    script, region = 4, 2
    if len(part) == script and part.isalpha():
        return part.title()
    return part.upper() if len(part) == region else part.lower()
