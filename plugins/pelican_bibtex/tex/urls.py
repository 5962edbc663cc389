"""Addresses: reading them from TeX and HTML, and checking and encoding those that may become links."""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import quote, urlsplit

from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.tex.symbols import SYMBOLS

_WEB: Final = lazy_pattern(
    r"(https?)://((?:[^\s/?#@\\\[\]]*@)?(?:\[[0-9A-Fa-f:.]+\]|[\w.%~-]+)(?::\d*)?)(?=[/?#]|$)", re.IGNORECASE
)
_MAIL: Final = lazy_pattern(r"mailto:(?=[^\s])", re.IGNORECASE)
_SITE: Final = lazy_pattern(r"(?=/(?![/\\]))")

# Characters that a browser could take for the end of an attribute or address, or that the URL standard forbids.
_UNSAFE: Final = lazy_pattern(
    "[\x00-\x20\"'<>\\\\^`{|}\\[\\]\x7f-\xa0\u00ad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufdd0-\ufdef\ufeff\ufff0-\uffff]"
)
_STRAY_PERCENT: Final = lazy_pattern("%(?![0-9A-Fa-f]{2})")
_SURROGATES: Final = lazy_pattern("[\ud800-\udfff]")
_ENTITY: Final = lazy_pattern(r"&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
_MOST_ENTITIES: Final = 8
"""Maximum number of times that an address was escaped; more is nobody's mistake."""

_TEX: Final = lazy_pattern(r"[\\{}$&]")
_FORMULA: Final = lazy_pattern(r"\$((?:\s|\{\}|[<>~^_]|\\[A-Za-z]+)+)\$")
_COMMAND: Final = lazy_pattern(
    r"\\(?:char\s*`?\\?(?P<code>\d{1,6}\s?|\"[0-9A-F]{1,6}\s?|[^\sA-Za-z\d])|string\s*\\?(?P<same>.)|\\+(?P<twice>[%#&_{}~$^])"
    r"|(?P<name>[A-Za-z]+)\s?|(?P<sign>.))(?:\{\})?|[{}]",
    re.DOTALL,
)
_KEPT: Final = "%#&_{}~$^ "
"""The characters that stand for themselves after a backslash, as people write them in addresses."""
_LAST_ASCII: Final = 0x7F
_NAMES: Final = {
    "sim": "~", "tilde": "~", "less": "<", "lt": "<", "greater": ">", "gt": ">", "backslash": "\\", "allowbreak": "",
    "penalty": "", "protect": "", "rm": "", "tt": "", "texttt": "", "nolinkurl": "", "url": "", "path": "",
}  # fmt: skip
"""What commands mean in an address besides `SYMBOLS`: signs of formulas, and commands that show nothing."""

GROUP: Final = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+)\}"
"""A group in braces, which may hold others."""
URL_COMMAND: Final = lazy_pattern(rf"\\(?:[A-Za-z]*[uU][rR][lL]|href|path)\s*{GROUP}(?:\s*{GROUP})?")
r"""Matches `\url{...}`, `\href{...}{...}`, `\path{...}` and commands such as `\XEurl{...}`."""


def address(source: str) -> str:
    r"""Return the address meant in a field or in `\url{...}`: TeX, formulas and HTML entities are read, braces dropped.

    `\_`, `\%`, `\~{}`, `$\sim$`, `{\textless}`, `\string~` and `&amp;` are the characters themselves. A command that
    nobody writes in an address is kept, so that `unread` can name it.
    """
    if not _TEX.search(source):
        return source.strip()
    return _COMMAND.sub(_meant, _FORMULA.sub(_in_words, _unescaped(source))).strip()


def unread(source: str) -> str:
    """Return the first thing in a field that `address` cannot read: an unknown command, a backquote; else empty."""
    text = _FORMULA.sub(_in_words, _unescaped(source))
    unknown = (match[0] for match in _COMMAND.finditer(text) if _meant(match) == match[0])
    return next(unknown, "`" if "`" in _COMMAND.sub("", text) else "").strip()


def _in_words(formula: re.Match[str]) -> str:
    return _COMMAND.sub(_meant, formula[1].replace("{}", ""))


def _meant(match: re.Match[str]) -> str:
    if code := (match["code"] or "").strip():
        number = int(code[1:], 16) if code[0] == '"' and len(code) > 1 else int(code) if code.isdecimal() else ord(code)
        return chr(number) if 0 < number <= _LAST_ASCII else ""
    if match["same"] or match["twice"]:
        return match["same"] or match["twice"]
    if name := match["name"]:
        known = _NAMES.get(name, SYMBOLS.get(name))
        return match[0] if known is None else known
    if sign := match["sign"]:
        return sign if sign in _KEPT else SYMBOLS.get(sign, match[0]).strip()
    return ""


def _unescaped(text: str) -> str:
    """Return a text without HTML entities, however often they were escaped."""
    for _ in range(_MOST_ENTITIES):
        plain = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if plain == text:
            break
        text = plain
    return text


def safe_url(url: str) -> str | None:
    """Return the address ready for any quoted attribute, or None if it may not be a link.

    Links may use http and https with a host, mailto, and paths from the site's root; relative paths, `//host`,
    `javascript:`, `data:` and all others are refused, and so is whatever Python's `urlsplit` refuses. Quotes, blanks,
    `<`, `>`, backslashes, control characters and direction marks are percent-encoded, HTML entities read, other
    characters and existing escapes kept. Pass the `address` of a field, not its TeX.
    """
    url = _SURROGATES.sub("", _unescaped(url) if "&" in url else url).strip()
    start = _WEB.match(url) or _MAIL.match(url) or _SITE.match(url)
    if start is None:
        return None
    scheme, colon, rest = start[0].partition(":")
    safe = scheme.lower() + colon + rest.replace("'", "%27").replace('"', "%22") + _encoded(url[start.end() :])
    return safe if _is_address(safe) else None


def _encoded(path: str) -> str:
    path, mark, fragment = path.partition("#")
    path += mark + fragment.replace("#", "%23")
    return _UNSAFE.sub(lambda match: quote(match[0], safe=""), _STRAY_PERCENT.sub("%25", path))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.port is None or bool(parts.hostname)
    except ValueError:  # an impossible host or port
        return False
