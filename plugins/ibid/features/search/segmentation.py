"""Chinese and Japanese text as search needs it: its characters one by one, since no spaces part its words.

What is typed is parted in the same way (theme/static/js/search.js) and looked up as a phrase, so that any part of a
sentence is found, a word or not, and nothing else is. A dictionary would find only the words that it knows, and only
on pages in that language; a Chinese title stands on an English page too.
"""

from __future__ import annotations

import re
from typing import Final

CHARACTERS: Final = (
    r"\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Han characters and kana. Korean has spaces."""
MARKS: Final = r"\u3001-\u3004\u3008-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
"""The punctuation that stands between them."""
_TAG_OR_CHARACTER: Final = re.compile(rf"<!--.*?-->|<[^<>]*>|(?P<one>[{CHARACTERS}{MARKS}])", re.DOTALL)
_ANY: Final = re.compile(f"[{CHARACTERS}]")


def segmented(html: str) -> str:
    """A page with each such character between spaces; tags with their attributes stay as they are."""
    if not _ANY.search(html):
        return html
    return _TAG_OR_CHARACTER.sub(lambda match: f" {match['one']} " if match["one"] else match[0], html)
