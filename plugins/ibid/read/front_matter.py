"""The fields above the text of a page or post, with their lines, as they stand there: Pelican keeps no lines.

What each format takes for a field is said by what Pelican reads it with: the extension `meta` of Python-Markdown, the
transform `DocInfo` of docutils, the tags `<meta>` of the `<head>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Final

from ibid.mark.code import HTML, MARKDOWN, RESTRUCTURED_TEXT
from pelican_bibtex.diagnostics.stop import text_of

_NEWLINE: Final = re.compile(r"\r\n?|\n")
"""What editors count; `splitlines` takes a form feed and U+2028 for one too."""
_MARKDOWN_FIELD: Final = re.compile(r" {0,3}([\w-]+):\s*(.*)", re.ASCII)
_MARKDOWN_MORE: Final = " " * 4
_MARKDOWN_FENCES: Final = ("---", "...")
_RST_FIELD: Final = re.compile(r":(?![:\s])((?:[^:]|:(?![\s`]))+):(?:\s+(.*))?$")
_RST_ADORNMENT: Final = re.compile(r"([^\w\s])\1*\s*$")
_RST_ASIDE: Final = re.compile(r"\s|$|\.\.(?!\s+(?!meta|role|default-role)[\w-]+::)(?:\s|$)")
"""What shows nothing by itself: a blank line, a comment, a definition, and what goes on from the line before."""
_HEAD: Final = re.compile(r"<head\b.*?(?:</head|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_META: Final = re.compile(r"<meta\s[^>]*>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""(?<![\w-])(name|contents?)\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FrontMatterField:
    """One line of one field."""

    name: str
    """In lower case, as Pelican takes it."""
    value: str
    """Without blanks around it."""
    line: int
    """Counted from 1."""


def has_fields(suffix: str) -> bool:
    """Whether fields are read in files that end so; other plugins read other formats, some of which are no text."""
    return suffix.lower() in (*MARKDOWN, *RESTRUCTURED_TEXT, *HTML)


def read_fields(text: str, suffix: str) -> dict[str, FrontMatterField]:
    """The first line of each field of a source, by its name; the first of a name counts. `suffix` is as in `.md`."""
    fields: dict[str, FrontMatterField] = {}
    for field in lines_of_fields(text, suffix):
        fields.setdefault(field.name, field)
    return fields


def lines_of_fields(text: str, suffix: str) -> Iterator[FrontMatterField]:
    """Every field of a source in turn, and each further line of it."""
    ending = suffix.lower()
    if ending in MARKDOWN:
        yield from _of_markdown(text)
    elif ending in RESTRUCTURED_TEXT:
        yield from _of_restructured_text(text)
    elif ending in HTML:
        yield from _of_html(text)


def _of_markdown(text: str) -> Iterator[FrontMatterField]:
    """Up to the first line that is no field's, which may be blank or of hyphens."""
    name = ""
    for number, line in enumerate(_NEWLINE.split(text.expandtabs(4)), 1):
        if number == 1 and line.startswith("---"):
            continue
        field, more = _MARKDOWN_FIELD.match(line), line.startswith(_MARKDOWN_MORE)
        if not line.strip() or line.startswith(_MARKDOWN_FENCES) or not (field or (more and name)):
            return
        name = field[1].lower() if field else name
        yield FrontMatterField(name, (field[2] if field else line).strip(), number)


def _of_restructured_text(text: str) -> Iterator[FrontMatterField]:
    """The first list of fields, if nothing but titles and comments stands above it."""
    name = ""
    for number, (line, below) in enumerate(pairwise([*_NEWLINE.split(text), ""]), 1):
        if field := _RST_FIELD.match(line):
            name = field[1].lower()
            yield FrontMatterField(name, (field[2] or "").strip(), number)
        elif line[:1].strip() if name else _is_body(line, below):
            return
        elif name and line.strip():
            yield FrontMatterField(name, line.strip(), number)


def _is_body(line: str, below: str) -> bool:
    """Whether a line of reStructuredText is more than a title, whose adornment is above or below, and asides."""
    return not (_RST_ADORNMENT.match(line) or _RST_ADORNMENT.match(below) or _RST_ASIDE.match(line))


def _of_html(text: str) -> Iterator[FrontMatterField]:
    """Those of the head, outside of comments."""
    bare = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), _NEWLINE.sub("\n", text))
    head = _HEAD.search(bare)
    for tag in _META.finditer(bare, *head.span()) if head else ():
        given = {found[1].lower(): unescape(found[2].strip("\"'")) for found in _ATTRIBUTE.finditer(tag[0])}
        if "name" in given:
            value = given.get("content", given.get("contents", ""))
            yield FrontMatterField(given["name"].lower(), value.strip(), bare.count("\n", 0, tag.start()) + 1)


def source_of(path: Path) -> str:
    """The text of a page or post, to read its fields in; nothing where these are not read. Raises Stop as `text_of`."""
    return text_of(path) if has_fields(path.suffix) else ""
