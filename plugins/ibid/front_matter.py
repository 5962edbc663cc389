"""The fields above the text of a page or post, with their lines, as they stand there: Pelican keeps no lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

_MARKDOWN: Final = re.compile(r" {0,3}([\w-]+):\s*(.*)")
_RESTRUCTURED: Final = re.compile(r":([\w-]+):\s+(.*)")
_META: Final = re.compile(r"<meta\s[^>]*>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""\b(name|contents?)\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """One field."""

    name: str
    """In lower case, as Pelican takes it."""
    value: str
    """Its first line, without blanks around it."""
    line: int
    """Counted from 1."""


def read_fields(text: str, suffix: str) -> dict[str, Field]:
    """The fields of a source by their names; the first of a name counts. `suffix` is the file's: `.md`."""
    readers = {".rst": _of_restructured_text, ".html": _of_html, ".htm": _of_html}
    fields: dict[str, Field] = {}
    for field in readers.get(suffix.lower(), _of_markdown)(text):
        fields.setdefault(field.name, field)
    return fields


def _of_markdown(text: str) -> Iterator[Field]:
    """Up to the first blank line, or between lines of hyphens."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or (number > 1 and line.startswith(("---", "..."))):
            return
        if found := _MARKDOWN.match(line):
            yield Field(found[1].lower(), found[2].strip(), number)


def _of_restructured_text(text: str) -> Iterator[Field]:
    for number, line in enumerate(text.splitlines(), 1):
        if found := _RESTRUCTURED.match(line):
            yield Field(found[1].lower(), found[2].strip(), number)


def _of_html(text: str) -> Iterator[Field]:
    for tag in _META.finditer(text):
        given = {found[1].lower(): unescape(found[2].strip("\"'")) for found in _ATTRIBUTE.finditer(tag[0])}
        if "name" in given:
            value = given.get("content", given.get("contents", ""))
            yield Field(given["name"].lower(), value.strip(), text.count("\n", 0, tag.start()) + 1)
