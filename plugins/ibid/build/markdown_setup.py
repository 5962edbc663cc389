"""What is added to Pelican's setting MARKDOWN: Ibid's extension with the rules of features, and GitHub's Markdown.

The rules of front matter are here too: they read it before Python-Markdown's extension `meta` does. Pelican takes the
fields from `Markdown.Meta`, which `meta` sets: lists of values by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from ibid.compat.pelican_compat import has_default_markdown
from ibid.compat.pelican_readers import is_reserved, meta_of, watch_reading
from ibid.features.registry import features_of
from ibid.mark.code import MARKDOWN
from ibid.mark.github_markdown import PARTS
from ibid.mark.line_tokens import FileInHand, PageSource
from ibid.mark.markdown_extension import IbidExtension, MarkdownRules
from ibid.read.fenced_front_matter import FencedField, read_block_of
from ibid.read.foreign_fields import adapted
from ibid.read.front_matter import blank_lines, joined_lines, texts_in
from ibid.read.pelican_context import is_our_theme

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


_HIGHLIGHTING: Final = "markdown.extensions.codehilite"


def set_up_markdown(settings: dict[str, Any]) -> None:
    """Add to MARKDOWN what a site uses."""
    markdown = settings["MARKDOWN"]
    github = frozenset(github_parts(settings))
    extensions = markdown.setdefault("extensions", [])
    highlighting = markdown.get("extension_configs", {}).get(_HIGHLIGHTING)
    if isinstance(highlighting, dict):
        highlighting.setdefault("guess_lang", False)  # without a named language, guesses are as often wrong
    theirs = (name for part in PARTS if part in github for name in PARTS[part] if "." in name)
    extensions += [name for name in theirs if name not in extensions]
    rules = [FRONT_MATTER, *(feature.rules for feature in features_of(settings) if feature.rules)]
    extensions.append(IbidExtension(rules, () if is_our_theme(settings) else ("ibid-tables",), github=github))


def gives_heading_ids(settings: Mapping[str, Any]) -> bool:
    """Return whether headings get ids as on GitHub, by the extension that is set up."""
    ours = (one for one in settings["MARKDOWN"]["extensions"] if isinstance(one, IbidExtension))
    return any("heading_ids" in one.github for one in ours)


def follow_readers(generator: Any) -> None:
    """Let the extension know which file another plugin's reader is reading, for the lines of messages."""
    for extension in generator.settings["MARKDOWN"]["extensions"]:
        if isinstance(extension, IbidExtension):
            watch_reading(generator, MARKDOWN, partial(_read, extension.file))


def _read(file: FileInHand, read: Callable[[str], Any], path: str) -> Any:
    file.path = Path(path)
    try:
        return read(path)
    finally:
        file.path = None


def github_parts(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the parts of GitHub's Markdown that a site reads: all by default, and none if MARKDOWN is its own."""
    is_own = not has_default_markdown(settings)
    chosen = settings["IBID_MARKDOWN"]
    for part in PARTS:
        if (chosen.get(part, not is_own) if isinstance(chosen, Mapping) else not is_own) is True:
            yield part
