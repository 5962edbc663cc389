"""HTML that an author writes within a line of Markdown, and what of it is no text."""

from __future__ import annotations

import re
from typing import Final

from ibid.mark.code import CODE_TAGS

_CODE: Final = re.compile(rf"<(?P<closes>/?)(?P<tag>{'|'.join(sorted(CODE_TAGS))})(?=[\s/>])", re.IGNORECASE)


def is_no_text(data: str, at: int) -> bool:
    """Whether what stands at an offset belongs to a tag, a comment or code: Markdown takes these out last.

    `<span title="...">`, `<https://...>`, `<!-- ... -->`, `<code>...</code>`.
    """
    return data.rfind("<", 0, at) >= 0 and (_in_tag(data, at) or _in_comment(data, at) or is_in_code(data, at))


def _in_tag(data: str, at: int) -> bool:
    opening = data.rfind("<", 0, at)
    is_open = data.rfind(">", opening, at) < 0
    return is_open and data[opening + 1 : opening + 2].isalpha() and data.find(">", at) >= 0


def _in_comment(data: str, at: int) -> bool:
    opening = data.rfind("<!--", 0, at)
    return opening >= 0 and data.find("-->", opening, at) < 0 and data.find("-->", at) >= 0


def is_in_code(data: str, at: int) -> bool:
    """Whether it stands in an element that browsers, too, take to go on until its own tag closes it."""
    inside = ""
    for found in _CODE.finditer(data, 0, at):
        tag = found["tag"].lower()
        if not inside and not found["closes"]:
            inside = tag
        elif found["closes"] and tag == inside:
            inside = ""
    return bool(inside)
