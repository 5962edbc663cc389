"""What a written page says of itself in its head, whoever drew it: the one word on whether and where it is indexed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ibid.markup.tags import read_tags

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
    for tag, _ in read_tags(html.partition("</head>")[0], {}):
        given = tag.attributes
        rel = given.get("rel", "").lower()
        if tag.name == "meta":
            indexed = indexed and not _leaves_out(given)
        elif tag.name == "link" and rel == "canonical":
            canonical = given.get("href", "")
        elif tag.name == "link" and rel == "alternate" and "hreflang" in given:
            alternates.append((given["hreflang"], given.get("href", "")))
    return Head(canonical, indexed, tuple(alternates))


def _leaves_out(meta: Mapping[str, str]) -> bool:
    if meta.get("http-equiv", "").lower() == "refresh":
        return True
    rules = {rule.strip().lower() for rule in meta.get("content", "").split(",")}
    return meta.get("name", "").lower() == "robots" and bool(rules & _LEFT_OUT)
