"""What a text's letters say of its language, where nobody has said which it is."""

from __future__ import annotations

import re
from typing import Final

_SCRIPTS: Final = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\u1100-\u11ff\uac00-\ud7a3]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f]")),
)
"""Kana and Hangul have one language; Chinese characters without them are taken for Chinese."""


def language_of(text: str) -> str:
    """`zh`, `ja` or `ko` for a text with letters of theirs; empty for all others, which several languages share."""
    return next((language for language, letters in _SCRIPTS if letters.search(text)), "")
