"""The front matter of a page or post as written, with line numbers, which Pelican does not keep.

Each format has the rules of the code by which its fields are read: in Markdown YAML or TOML between fences, or else the
extension `meta` of Python-Markdown; the transform `DocInfo` of docutils; the `<meta>` tags of the `<head>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from msgspec import Struct

from ibid.compat.pelican_readers import is_reserved
from ibid.mark.code import HTML, MARKDOWN, RESTRUCTURED_TEXT
from ibid.mark.html_reader import extents, start_tags
from ibid.read.fenced_front_matter import Fault, FieldValue, read_block, repeated
from ibid.read.foreign_fields import LISTS, ONE_TEXT, PelicanFields, adapted, is_draft, reserved_name
from pelican_bibtex.diagnostics.stop import text_of
from pelican_bibtex.diagnostics.text_lines import LineTable, lines_of
from pelican_bibtex.lazy_pattern import lazy_pattern

_MARKDOWN_FIELD: Final = lazy_pattern(r" {0,3}([\w-]+):\s*(.*)", re.ASCII)
_MARKDOWN_MORE: Final = " " * 4
_MARKDOWN_FENCES: Final = ("---", "...")
_LOOKS_LIKE_FIELD: Final = lazy_pattern(r" {0,3}[^\W\d][\w-]*(?: [\w-]+){0,2} ?[:\uff1a=](?:\s|$|[\w\"'\[])")
"""A line that is meant as a field, but has a blank in its name or another sign behind it."""
_ITEM: Final = lazy_pattern(r" {0,3}- ")
_RST_FIELD: Final = lazy_pattern(r":(?![:\s])((?:[^:]|:(?![\s`]))+):(?:\s+(.*))?$")
_RST_ADORNMENT: Final = lazy_pattern(r"([^\w\s])\1*\s*$")
_RST_ASIDE: Final = lazy_pattern(r"\s|$|\.\.(?!\s+(?!meta|role|default-role)[\w-]+::)(?:\s|$)")
"""Lines without visible text of their own: blank lines, comments, definitions, continuations of the line before."""
_SEPARATORS: Final = lazy_pattern(r"""[\s,\[\]"']+""")
"""Separators of a list in a field: blanks and commas, and the punctuation of a YAML list."""


class FrontMatterField(Struct, frozen=True):
    """One line of a front matter field."""

    name: str
    """In lower case, as in Pelican."""
    value: str
    """Without blanks around it."""
    line: int
    """Counted from 1."""
    more: bool = False
    """Whether it continues the field of the line before."""


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
    """Yield the lines of fields: in fences each text, else up to the first other line, which may be blank."""
    fields = fenced_fields(text)
    if fields:
        lines = lines_of(text)[: fields.end]
        for entry in fields.entries:
            for value in texts_in(entry.value):
                yield FrontMatterField(entry.name, value, _line_of(value, lines, entry.line))
        return
    yield from _of_pelicans_markdown(lines_of(text.expandtabs(4)))


def _line_of(value: str, lines: Sequence[str], first: int) -> int:
    """Return the line of a text in a field that starts in line `first`."""
    word = next(iter(value.split()), "")
    found = (n for n, line in enumerate(lines[first - 1 :], first) if word in items_of(line) or value in line)
    return next(found, first)


def fenced_fields(text: str) -> PelicanFields | None:
    """Return the fields of Markdown between fences, as Pelican gets them; None if it has no fences."""
    block = read_block(text)
    return adapted(block, is_reserved) if block else None


def example(text: str, name: str, value: str) -> str:
    """Return how a field is written in the front matter of a source in Markdown: `title: ...` in YAML."""
    opening = next((line for line in lines_of(text.lstrip("\ufeff")) if line.strip()), "") if read_block(text) else ""
    is_toml = opening.startswith("+")
    return f"{name} = {value}" if is_toml else f"{name if opening else name.title()}: {value}"


def texts_in(value: FieldValue) -> Iterator[str]:
    """Yield the texts in a value, in order."""
    if isinstance(value, str):
        yield value
    else:
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one or "")


def _of_pelicans_markdown(lines: Sequence[str]) -> Iterator[FrontMatterField]:
    name, start = "", blank_lines(lines)
    for number, line in enumerate(lines[start:], start + 1):
        if number == start + 1 and line.startswith("---"):
            continue
        field, more = _MARKDOWN_FIELD.match(line), line.startswith(_MARKDOWN_MORE)
        if not line.strip() or line.startswith(_MARKDOWN_FENCES) or not (field or (more and name)):
            return
        name = field[1].lower() if field else name
        yield FrontMatterField(name, (field[2] if field else line).strip(), number, more=not field)


def blank_lines(lines: Sequence[str]) -> int:
    """Return how many blank lines precede the title, or another of Pelican's fields, at the top of Markdown."""
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    field = _MARKDOWN_FIELD.match(lines[first]) if first else None
    return first if field and field[1].lower() in ONE_TEXT | LISTS else 0


def joined_lines(lines: Sequence[str]) -> dict[str, str]:
    """Return the fields of Pelican's own form that need one text, as such: the first of repeats, with all its lines."""
    joined: dict[str, list[str]] = {}
    is_repeat = False
    for field in _of_pelicans_markdown(lines):
        is_repeat = is_repeat if field.more else field.name in joined
        if field.name in (ONE_TEXT | LISTS) - {"summary"} and not is_repeat:
            joined.setdefault(field.name, []).append(field.value)
    return {name: _joined(values, is_list=name in LISTS) for name, values in joined.items()}


def _joined(values: list[str], *, is_list: bool) -> str:
    """Return the text of several lines, which are the items of a list if each starts with a hyphen."""
    texts = [value for value in values if value]
    if is_list and len(values) > 1 and all(text.startswith("- ") for text in texts):
        return ", ".join(text[2:].strip() for text in texts)
    return " ".join(texts)


def front_matter_faults(text: str, suffix: str) -> list[Fault]:
    """Return what is wrong with the front matter of a source in Markdown; of other formats nothing."""
    if suffix.lower() not in MARKDOWN:
        return []
    fields = fenced_fields(text)
    return list(fields.faults if fields else _faults_of_pelicans(lines_of(text.expandtabs(4))))


def _faults_of_pelicans(lines: Sequence[str]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    last = None
    for field in _of_pelicans_markdown(lines):
        if not field.more and (message := _fault_of(field, first.setdefault(field.name, field.line))):
            yield Fault(field.line, message)
        last = field
    below = lines[last.line] if last and last.line < len(lines) else ""
    if last and (_LOOKS_LIKE_FIELD.match(below) or (not last.value and _ITEM.match(below))):
        advice = "write a field as `name: value`, a list between lines of `---`, or leave an empty line above the text."
        yield Fault(last.line + 1, f"`{below.strip()[:40]}` is not a field, so it is shown as text; {advice}")


def _fault_of(field: FrontMatterField, first: int) -> str:
    """Return the fault of a field of Pelican's own form, or an empty string; its name stands in line `first` first."""
    if first != field.line and field.name in ONE_TEXT | LISTS:
        return repeated(field.name, first)
    if is_reserved(field.name):
        return reserved_name(field.name)
    if is_draft(field.name, field.value):
        return f"`{field.name}` has a meaning only between lines of `---`; write `Status: draft`."
    if field.name in LISTS and field.value[:1] == "[" and field.value[-1:] == "]":
        names = field.value[1:-1].replace('"', "").replace("'", "")
        return f"a list in brackets is read only between lines of `---`; write `{field.name.title()}: {names}`."
    return ""


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
