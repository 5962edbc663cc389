"""Fields with addresses: one reader for all of them, whatever is written around an address."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.tex.urls import URL_COMMAND, address, unread

_PLAIN: Final = lazy_pattern(r"https?://[^\s\\{}$&<>,;`\"']+")
_START: Final = lazy_pattern(r"(?<![^\s,;])(?=https?://)", re.IGNORECASE)
_BEHIND: Final = lazy_pattern(r"[,;]\s.*|\s+\(.*|[\s,;]+$", re.DOTALL)
"""What stands behind one of several addresses: `, PDF`, ` (slides)`."""
_WORD_BEHIND: Final = lazy_pattern(r"(\S+?)[,;]\s+[\w()\[\]-]+\.?", re.ASCII)
"""An address and a word behind it: `https://example.org/x.pdf, PDF`."""
_HOST: Final = lazy_pattern(
    r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|ai|dev|eu|uk|de|fr|ch|cn)(?:/\S*)?"
)
_ANCHOR: Final = lazy_pattern(r'<a\s[^<>]*?href\s*=\s*["\']?(https?://[^"\'<>\s]+)', re.IGNORECASE)
_AFTER_FTP: Final = lazy_pattern(r"(?:ftp://\S*|url:|link:|doi:)[\s;,]*(https?://\S+)", re.IGNORECASE)
_SHARE: Final = "\\\\"
"""The start of a folder of Windows, `\\\\host\\folder`."""


class AddressField(Struct, frozen=True):
    """The addresses in a field."""

    found: tuple[str, ...] = ()
    """Each as its author means it, not yet checked; a path of the site may be relative."""
    is_odd: bool = False
    """True if the field holds more or less than addresses, so that its author should write it anew."""
    unread: str = ""
    """TeX in the field that means nothing in an address, such as `\\foo`."""


def addresses(source: str) -> AddressField:
    r"""Return the addresses in a field: `\url{...}`, HTML, several in a row and words behind them are understood."""
    source = source.strip()
    if _PLAIN.fullmatch(source):  # the case of nearly all
        return AddressField((source,))
    commands = [match[1] for match in URL_COMMAND.finditer(source)]
    if commands:
        several = [addresses(command) for command in commands]
        is_alone = not URL_COMMAND.sub("", source).strip("{} ,;.")
        return AddressField(
            tuple(one for each in several for one in each.found),
            not is_alone or any(each.is_odd for each in several),
            next((each.unread for each in several if each.unread), ""),
        )
    if source.startswith(_SHARE):
        return AddressField((source,)) if source.strip("\\") else AddressField()
    text = address(source)
    found = _several(text)
    return AddressField(found, found != (text.strip("<>"),) and not _is_list(text, found), unread(source))


def first_address(source: str) -> str:
    """Return the first address in a field; empty if there is none."""
    return next(iter(addresses(source).found), "")


def _several(text: str) -> tuple[str, ...]:
    if match := _ANCHOR.search(text) or _AFTER_FTP.match(text):
        return (match[1],)
    text = text.strip("<>")
    if not text:
        return ()
    if _HOST.fullmatch(text):
        return (f"https://{text}",)
    parts = [part.strip() for part in _START.split(text)]
    if len(parts := [part for part in parts if part]) > 1 and parts[0].lower().startswith("http"):
        return tuple(_BEHIND.sub("", part) for part in parts)
    word = _WORD_BEHIND.fullmatch(text)
    return (word[1],) if word and "://" in word[1] else (text,)


def _is_list(text: str, found: tuple[str, ...]) -> bool:
    """Return whether a text is nothing but these addresses, with blanks, commas or semicolons between them."""
    return len(found) > 1 and re.split(r"[\s,;]+", text.strip(" ,;")) == list(found)
