"""Posts outside of their own pages: in lists and feeds their HTML has no ids, and its links lead to the post's page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from ibid.mark.html_reader import Edit, Extent, Kind, Token, extents, splice, text_of, tokens

_NOTES: Final = frozenset({"footnote", "footnote-list", "footnotes"})
"""Classes of the elements with a post's footnotes, in Markdown and reStructuredText."""
_MARKS: Final = frozenset({"footnote-ref", "footnote-reference", "fn-backref"})
"""Classes of links from the text to a footnote, and of a footnote's own number in reStructuredText."""
_BACK: Final = "footnote-backref"
"""The class of the link from a footnote of Markdown back to the text."""
_MARK_ID: Final = "fnref"
"""The start of the id around a mark in Markdown."""


_NO_SENTENCES: Final = ("h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "pre", "table", "nav", "ol")
"""Elements whose text is not part of a sentence; of ordered lists, only those of publications."""


def in_list(html: str, page: str) -> str:
    """Return the HTML of a post for a list of posts: without ids and footnotes, its inner links leading to `page`."""
    return splice(html, _edits(html, page, notes=False)) if _has_inner(html) else html


def in_feed(html: str, page: str) -> str:
    """Return the HTML of a post for a feed: without ids, its footnotes without links, others leading to `page`."""
    return splice(html, _edits(html, page, notes=True)) if _has_inner(html) else html


def sentences(html: str) -> str:
    """Return the text of a summary for a page's description: without headings, captions, code, tables and lists."""
    found = extents(html, *_NO_SENTENCES).values()
    left_out = [one for one in found if one.name != "ol" or "publications" in html[one.start : one.first]]
    outer = [one for one in left_out if not any(it.start < one.start < it.end for it in left_out)]
    return " ".join(text_of(splice(html, [Edit(one.start, one.end, " ") for one in outer])).split())


def _has_inner(html: str) -> bool:
    return " id=" in html or "#" in html


def _edits(html: str, page: str, *, notes: bool) -> Iterator[Edit]:
    elements, end = extents(html, "a", "sup", "div", "table", "aside", "section", "dl"), 0
    for tag in (token for token in tokens(html) if token.kind is Kind.START):
        element = elements.get(tag.start)
        if tag.start < end:
            continue
        if element and _is_left_out(tag, notes=notes):
            end = element.end
            yield Edit(element.start, element.end, "")
        elif element and tag.name == "a" and not _MARKS.isdisjoint(_classes(tag)):
            yield from _unlinked(element)
        else:
            yield from _led(tag, page)


def _is_left_out(tag: Token, *, notes: bool) -> bool:
    """Return whether an element is not shown: with `notes`, only the link back from one, else all of footnotes."""
    classes = _classes(tag)
    if tag.name == "a":
        return _BACK in classes or (not notes and not _MARKS.isdisjoint(classes))
    is_mark = tag.name == "sup" and tag.values().get("id", "").startswith(_MARK_ID)
    return not notes and (is_mark or not _NOTES.isdisjoint(classes))


def _classes(tag: Token) -> list[str]:
    return tag.values().get("class", "").split()


def _unlinked(element: Extent) -> Iterator[Edit]:
    """Yield the edits that leave of a link its text."""
    yield Edit(element.start, element.first, "")
    yield Edit(element.last, element.end, "")


def _led(tag: Token, page: str) -> Iterator[Edit]:
    """Yield the edits that remove an id, and lead a link within the post to its page."""
    attributes = tag.attributes()
    if identity := attributes.get("id"):
        yield Edit(identity.start - 1, identity.end, "")
    link = attributes.get("href")
    if link and tag.name in {"a", "area"} and link.value.startswith("#"):
        yield Edit(link.start, link.end, f'href="{escape(f"{page}{link.value}")}"')
