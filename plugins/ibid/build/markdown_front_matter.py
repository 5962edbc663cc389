"""The rules that read the front matter of a page before Python-Markdown's extension `meta` does.

Pelican takes the fields from `Markdown.Meta`, which `meta` sets: lists of values by their names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from ibid.compat.pelican_readers import is_reserved, meta_of
from ibid.mark.line_tokens import PageSource
from ibid.mark.markdown_extension import MarkdownRules
from ibid.read.fenced_front_matter import FencedField, read_block_of
from ibid.read.foreign_fields import adapted
from ibid.read.front_matter import blank_lines, joined_lines, texts_in

_META: Final = "meta"


class FrontMatter(Preprocessor):
    """Reads a block between fences, and leaves blank lines in its place."""

    entries: tuple[FencedField, ...] | None = None
    """The fields of the page; None if it has no fences."""

    def __init__(self, md: Markdown, source: PageSource) -> None:
        super().__init__(md)
        self.source = source

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines without front matter between fences, or without the blank lines above fields."""
        if _META not in self.md.preprocessors:  # another reader, or a field that Pelican converts later
            return lines
        lines = [lines[0].lstrip("\ufeff"), *lines[1:]]
        if block := read_block_of(lines):
            fields = adapted(block, is_reserved)
            self.entries = fields.entries
            self.source.fields = tuple(_first_lines(fields.entries, lines[: fields.end]))
            return [*[""] * fields.end, *lines[fields.end :]]
        self.source.skipped = blank_lines(lines)
        return lines[self.source.skipped :]


def _first_lines(entries: tuple[FencedField, ...], lines: list[str]) -> Iterator[tuple[str, int]]:
    """Yield the first line of each text, with its number."""
    for entry in entries:
        for value in texts_in(entry.value):
            if first := next((line.strip() for line in value.split("\n") if line.strip()), ""):
                numbers = range(entry.line, len(lines) + 1)
                yield first, next((n for n in numbers if first in lines[n - 1]), entry.line)


class SetFields(Preprocessor):
    """Sets `Meta` to the fields as Pelican expects them."""

    def __init__(self, md: Markdown, source: PageSource, front_matter: FrontMatter) -> None:
        super().__init__(md)
        self.source, self.front_matter = source, front_matter

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as they are."""
        if _META in self.md.preprocessors:
            md: Any = self.md
            entries = self.front_matter.entries
            md.Meta = self._corrected(md.Meta) if entries is None else meta_of((one.name, one.value) for one in entries)
        return lines

    def _corrected(self, meta: dict[str, list[str]]) -> dict[str, list[str]]:
        """Return the fields of Pelican's own form, of which those with one text may have several lines."""
        if any(len(values) > 1 for values in meta.values()):
            joined = {name: [text] for name, text in joined_lines(self.source.lines).items() if name in meta}
            meta = meta | joined
        return {name: values for name, values in meta.items() if not is_reserved(name)}


def _rules() -> MarkdownRules:
    """Return the rules, of which the second gets what the first has read."""
    return MarkdownRules({"ibid-front-matter": FrontMatter, "ibid-fields": _fields})


def _fields(md: Markdown, source: PageSource) -> SetFields:
    front_matter = md.preprocessors["ibid-front-matter"]
    assert isinstance(front_matter, FrontMatter)  # noqa: S101  the table registers it first
    return SetFields(md, source, front_matter)


FRONT_MATTER: Final = _rules()
"""The rules of front matter."""
