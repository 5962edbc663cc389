"""Ids of headings as GitHub gives them, and posts in lists without the ids of their insides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ibid.mark.html_reader import Edit, Kind, Token, splice, start_tags, text_of, tokens

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOT_IN_IDS: Final = re.compile(r"[^\w\- ]")
_NOTES: Final = "footnote"
"""The class of the element with a page's footnotes, its last."""
_NOTE_MARK: Final = "fnref"
"""The start of the id of a footnote's mark in the text."""


def with_heading_ids(html: str) -> str:
    """Return a page with an id on each heading that has none, unlike all other ids in the page.

    It is the text in lower case with hyphens for blanks, as GitHub's own, so that a page's own contents lead there.
    """
    headings = [tag for tag in start_tags(html, *_HEADINGS) if "id" not in tag.attributes()]
    return splice(html, _ids(html, headings)) if headings else html


def _ids(html: str, headings: list[Token]) -> Iterator[Edit]:
    taken = {tag.values()["id"] for tag in _with_ids(html)}
    for tag in headings:
        slug = heading_id(html[tag.end : html.find(f"</{tag.name}", tag.end)])
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


def without_ids(html: str) -> str:
    """Return HTML for a list of posts: without ids, which belong to the post's page, and without footnotes."""
    if " id=" not in html:
        return html
    notes = next((tag.start for tag in start_tags(html, "div") if tag.values().get("class") == _NOTES), len(html))
    text = html[:notes]
    return splice(text, _removed(text))


def _removed(html: str) -> Iterator[Edit]:
    end = 0
    for tag in _with_ids(html):
        if tag.start < end:
            continue
        identity = tag.attributes()["id"]
        if tag.name == "sup" and identity.value.startswith(_NOTE_MARK):
            end = html.find("</sup>", tag.end) + len("</sup>")
            yield Edit(tag.start, end, "")
        else:
            yield Edit(identity.start - 1, identity.end, "")
