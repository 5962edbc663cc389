"""Ids of headings as GitHub gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ibid.mark.html_reader import Edit, Kind, Token, extents, splice, start_tags, text_of, tokens

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOT_IN_IDS: Final = re.compile(r"[^\w\- ]")


def with_heading_ids(html: str) -> str:
    """Return a page with an id on each heading that has none, unlike all other ids in the page.

    It is the text in lower case with hyphens for blanks, as GitHub's own, so that a page's own contents lead there.
    """
    headings = [tag for tag in start_tags(html, *_HEADINGS) if "id" not in tag.attributes()]
    return splice(html, _ids(html, headings)) if headings else html


def _ids(html: str, headings: list[Token]) -> Iterator[Edit]:
    taken = {tag.values()["id"] for tag in _with_ids(html)}
    elements = extents(html, *_HEADINGS)
    for tag in headings:
        element = elements.get(tag.start)  # `<h2/>` is no element with a text
        slug = heading_id(html[element.first : element.last]) if element else ""
        identity, nth = slug, 0
        while identity in taken:
            nth += 1
            identity = f"{slug}-{nth}"
        taken.add(identity)
        after_name = tag.start + 1 + len(tag.name)
        if slug:
            yield Edit(after_name, after_name, f' id="{identity}"')


def _with_ids(html: str) -> Iterator[Token]:
    tags = (token for token in tokens(html) if token.kind is Kind.START)
    return (tag for tag in tags if "id" in tag.attributes())


def heading_id(html: str) -> str:
    """Return the id of a heading, by its HTML."""
    return _NOT_IN_IDS.sub("", text_of(html).strip().lower()).replace(" ", "-")
