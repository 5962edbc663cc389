"""Ids of headings as GitHub gives them, and posts in lists without the ids of their insides."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_HEADING: Final = re.compile(r"<(?P<tag>h[1-6])(?P<attributes>[^<>]*)>(?P<inner>.*?)</(?P=tag)>", re.DOTALL)
_ID: Final = re.compile(r"""\sid=(?:"([^"]*)"|'([^']*)')""")
_TAG: Final = re.compile(r"<[^<>]*>")
_NOT_IN_IDS: Final = re.compile(r"[^\w\- ]")
_NOTE_MARK: Final = re.compile(r'<sup id="fnref[^"]*">.*?</sup>', re.DOTALL)
_NOTES: Final = '<div class="footnote">'
_HAS_ID: Final = re.compile(r"(<[A-Za-z][^<>]*?)\sid=(?:\"[^\"]*\"|'[^']*')")


def with_heading_ids(html: str) -> str:
    """Return a page with an id on each heading that has none, unlike all other ids in the page.

    It is the text in lower case with hyphens for blanks, as GitHub's own, so that a page's own contents lead there.
    """
    if "<h" not in html:
        return html
    taken = {first or second for first, second in _ID.findall(html)}

    def with_id(heading: re.Match[str]) -> str:
        slug = "" if _ID.search(heading["attributes"]) else heading_id(heading["inner"])
        if not slug:
            return heading.group()
        identity, nth = slug, 0
        while identity in taken:
            nth += 1
            identity = f"{slug}-{nth}"
        taken.add(identity)
        return f'<{heading["tag"]} id="{identity}"{heading["attributes"]}>{heading["inner"]}</{heading["tag"]}>'

    return _HEADING.sub(with_id, html)


def heading_id(html: str) -> str:
    """Return the id of a heading, by its HTML."""
    text = unescape(_TAG.sub("", html)).strip().lower()
    return _NOT_IN_IDS.sub("", text).replace(" ", "-")


def without_ids(html: str) -> str:
    """Return HTML for a list of posts: without ids, which belong to the post's page, and without footnotes."""
    if " id=" not in html:
        return html
    text, _, _ = html.partition(_NOTES)  # which end the post
    return _HAS_ID.sub(r"\1", _NOTE_MARK.sub("", text))
