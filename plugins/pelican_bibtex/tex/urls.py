"""Addresses: reading them from TeX, and checking and encoding those that may become links."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from pelican_bibtex.lazy_pattern import lazy_pattern

_WEB: Final = lazy_pattern(
    r"(https?)://((?:[^\s/?#@\\]*@)?(?:\[[0-9A-Fa-f:.]+\]|[\w.%~-]+)(?::\d*)?)(?=[/?#]|$)", re.IGNORECASE
)
_MAIL: Final = lazy_pattern(r"mailto:(?=[^\s])", re.IGNORECASE)
_SITE: Final = lazy_pattern(r"(?=/(?![/\\]))")

# Characters that a browser could take for the end of an attribute or address, or that the URL standard forbids.
_UNSAFE: Final = lazy_pattern(
    "[\x00-\x20\"'<>\\\\^`{|}\\[\\]\x7f-\xa0\u00ad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufdd0-\ufdef\ufeff\ufff0-\uffff]"
)
_STRAY_PERCENT: Final = lazy_pattern("%(?![0-9A-Fa-f]{2})")
_ESCAPED: Final = lazy_pattern(
    r"\{\\([%#&_{}~$^])(?:\{\})?\}|\\([%#&_{}~$^ ])(?:\{\})?|"
    r"\{?\\text(asciitilde|underscore|asciicircum)\b ?(?:\{\})?\}?"
)
_NAMED: Final = {"asciitilde": "~", "underscore": "_", "asciicircum": "^"}
_SURROGATES: Final = lazy_pattern("[\ud800-\udfff]")


def address(source: str) -> str:
    r"""Return the address meant in a field or in `\url{...}`: `\_`, `\%`, `\~{}` are the characters themselves."""
    return _ESCAPED.sub(lambda match: match[1] or match[2] or _NAMED[match[3]], source).strip()


def safe_url(url: str) -> str | None:
    """Return the address ready for any quoted attribute, or None if it may not be a link.

    Links may use http and https with a host, mailto, and paths from the site's root; relative paths, `//host`,
    `javascript:`, `data:` and all others are refused. Quotes, blanks, `<`, `>`, backslashes, control characters and
    direction marks are percent-encoded, other characters and existing escapes are kept. Pass the `address` of a
    field, not its TeX.
    """
    url = _SURROGATES.sub("", url).strip()
    start = _WEB.match(url) or _MAIL.match(url) or _SITE.match(url)
    if start is None:
        return None
    scheme, colon, rest = start[0].partition(":")
    return scheme.lower() + colon + rest.replace("'", "%27").replace('"', "%22") + _encoded(url[start.end() :])


def _encoded(path: str) -> str:
    path, mark, fragment = path.partition("#")
    path += mark + fragment.replace("#", "%23")
    return _UNSAFE.sub(lambda match: quote(match[0], safe=""), _STRAY_PERCENT.sub("%25", path))
