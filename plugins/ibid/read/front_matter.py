"""The front matter of a page or post as written, with line numbers, which Pelican does not keep.

Each format has the rules of the code by which Pelican reads its fields: the extension `meta` of Python-Markdown, the
transform `DocInfo` of docutils, the `<meta>` tags of the `<head>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from ibid.mark.code import HTML, MARKDOWN, RESTRUCTURED_TEXT
from ibid.mark.html_reader import extents, start_tags
from pelican_bibtex.diagnostics.stop import text_of
from pelican_bibtex.diagnostics.text_lines import LineTable, lines_of

_MARKDOWN_FIELD: Final = re.compile(r" {0,3}([\w-]+):\s*(.*)", re.ASCII)
_MARKDOWN_MORE: Final = " " * 4
_MARKDOWN_FENCES: Final = ("---", "...")
_RST_FIELD: Final = re.compile(r":(?![:\s])((?:[^:]|:(?![\s`]))+):(?:\s+(.*))?$")
_RST_ADORNMENT: Final = re.compile(r"([^\w\s])\1*\s*$")
_RST_ASIDE: Final = re.compile(r"\s|$|\.\.(?!\s+(?!meta|role|default-role)[\w-]+::)(?:\s|$)")
"""Lines without visible text of their own: blank lines, comments, definitions, continuations of the line before."""
_SEPARATORS: Final = re.compile(r"""[\s,\[\]"']+""")
"""Separators of a list in a field: blanks and commas, and the punctuation of a YAML list."""


@dataclass(frozen=True, slots=True)
class FrontMatterField:
    """One line of a front matter field."""

    name: str
    """In lower case, as in Pelican."""
    value: str
    """Without blanks around it."""
    line: int
    """Counted from 1."""


def items_of(value: str) -> list[str]:
    """Return the items of a field that holds a list of addresses, as they are written."""
    return [word for word in _SEPARATORS.split(value) if word not in {"", "-"}]


def has_fields(suffix: str) -> bool:
    """Return whether fields are read in files with this suffix; other plugins read other formats, some not text."""
    return suffix.lower() in (*MARKDOWN, *RESTRUCTURED_TEXT, *HTML)


def read_fields(text: str, suffix: str) -> dict[str, FrontMatterField]:
    """Return the first line of each field of a source by its name, of repeated fields the first; `suffix`: `.md`."""
    fields: dict[str, FrontMatterField] = {}
    for field in lines_of_fields(text, suffix):
        fields.setdefault(field.name, field)
    return fields


def lines_of_fields(text: str, suffix: str) -> Iterator[FrontMatterField]:
    """Yield each field of a source in order, and each further line of it."""
    ending = suffix.lower()
    if ending in MARKDOWN:
        yield from _of_markdown(text)
    elif ending in RESTRUCTURED_TEXT:
        yield from _of_restructured_text(text)
    elif ending in HTML:
        yield from _of_html(text)


def _of_markdown(text: str) -> Iterator[FrontMatterField]:
    """Yield the lines of fields, up to the first other line, which may be blank or of hyphens."""
    name = ""
    for number, line in enumerate(lines_of(text.expandtabs(4)), 1):
        if number == 1 and line.startswith("---"):
            continue
        field, more = _MARKDOWN_FIELD.match(line), line.startswith(_MARKDOWN_MORE)
        if not line.strip() or line.startswith(_MARKDOWN_FENCES) or not (field or (more and name)):
            return
        name = field[1].lower() if field else name
        yield FrontMatterField(name, (field[2] if field else line).strip(), number)


def _of_restructured_text(text: str) -> Iterator[FrontMatterField]:
    """Yield the lines of the first field list, if only titles and comments precede it."""
    name = ""
    for number, (line, below) in enumerate(pairwise([*lines_of(text), ""]), 1):
        if field := _RST_FIELD.match(line):
            name = field[1].lower()
            yield FrontMatterField(name, (field[2] or "").strip(), number)
        elif line[:1].strip() if name else _is_body(line, below):
            return
        elif name and line.strip():
            yield FrontMatterField(name, line.strip(), number)


def _is_body(line: str, below: str) -> bool:
    """Return whether a line is body text, not a title, the adornment above or below it, or a line without text."""
    return not (_RST_ADORNMENT.match(line) or _RST_ADORNMENT.match(below) or _RST_ASIDE.match(line))


def _of_html(text: str) -> Iterator[FrontMatterField]:
    """Yield the fields in the `<head>`, outside of comments."""
    lines = LineTable.of(text)
    heads = extents(text, "head").values()
    for tag in start_tags(text, "meta"):
        given = tag.values()
        if "name" in given and any(head.first <= tag.start < head.last for head in heads):
            value = given.get("content") or given.get("contents", "")
            yield FrontMatterField(given["name"].lower(), value.strip(), lines.line(tag.start))


def source_of(path: Path) -> str:
    """Return the text of a page or post, "" for formats without fields. Raises Stop as `text_of` does."""
    return text_of(path) if has_fields(path.suffix) else ""
