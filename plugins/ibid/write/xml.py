"""What XML can hold."""

from __future__ import annotations

import re

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'


def clean(text: str) -> str:
    """A text without the characters that no XML file may have, escaped or not (XML 1.0, production 2)."""
    return _NO_XML.sub("", text)
