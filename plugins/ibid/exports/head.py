"""What a written page says of itself in its head, whoever drew it: the one word on whether and where it is indexed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

_VALUE: Final = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_ATTRIBUTE: Final = re.compile(rf"""([^\s=>"'/]+){_VALUE}""")
_TAG: Final = re.compile(rf"""<(link|meta)((?:\s+[^\s=>"'/]+(?:{_VALUE})?)*)""", re.IGNORECASE)
_TELLING: Final = re.compile("canonical|hreflang|robots|refresh", re.IGNORECASE)
"""Stands in each tag that counts here, and in few others: the rest need not be taken apart."""
_LEFT_OUT: Final = {"noindex", "none"}


@dataclass(frozen=True, slots=True)
class Head:
    """The part of a page's head that search engines go by."""

    canonical: str = ""
    """The page's one address; empty where it names none."""
    indexed: bool = True
    """It does not ask to be left out (`noindex`), and does not send its readers on."""
    alternates: tuple[tuple[str, str], ...] = ()
    """Languages and addresses of its translations, itself among them."""


def read_head(html: str) -> Head:
    """Read the head of a whole page."""
    canonical, indexed, alternates = "", True, []
    for name, given in _tags(html.partition("</head>")[0]):
        rel = given.get("rel", "").lower()
        if name == "meta":
            indexed = indexed and not _leaves_out(given)
        elif rel == "canonical":
            canonical = given.get("href", "")
        elif rel == "alternate" and "hreflang" in given:
            alternates.append((given["hreflang"], given.get("href", "")))
    return Head(canonical, indexed, tuple(alternates))


def _leaves_out(meta: Mapping[str, str]) -> bool:
    if meta.get("http-equiv", "").lower() == "refresh":
        return True
    rules = {rule.strip().lower() for rule in meta.get("content", "").split(",")}
    return meta.get("name", "").lower() == "robots" and bool(rules & _LEFT_OUT)


def _tags(head: str) -> Iterator[tuple[str, dict[str, str]]]:
    for tag in filter(lambda tag: _TELLING.search(tag[2]), _TAG.finditer(head)):
        found = _ATTRIBUTE.finditer(tag[2])
        yield tag[1].lower(), {each[1].lower(): unescape(each[2] or each[3] or each[4] or "") for each in found}
