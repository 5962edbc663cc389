"""Faults in written files, the author's files in which their causes are looked up, and the origin of each file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from posixpath import join, normpath
from typing import Final
from urllib.parse import unquote

from msgspec import Struct, field

from ibid.model.addresses import encoded
from ibid.model.targets import Root, Where, where
from pelican_bibtex.diagnostics.problem import Code
from pelican_bibtex.diagnostics.text_lines import lines_of
from pelican_bibtex.lazy_pattern import lazy_pattern


class Finding(Struct, frozen=True):
    """One fault in one file of the output."""

    code: Code
    file: str
    """The file in which it was found, below the output folder."""
    message: str
    """What is wrong. The same fault on several pages has the same message."""
    address: str = ""
    """The address that is wrong, as the page has it; the source may write it in another form."""
    start: str = ""
    """The address that it is relative to, if it is relative."""
    name: str = ""
    """The id that is wrong."""
    pattern: str = ""
    """A regular expression for the line of the source, for faults other than wrong addresses."""
    is_once: bool = False
    """Whether the first line that matches is enough: advice for a page is given once."""


_WORD: Final = lazy_pattern(r"(?:\{[a-z]+\}|\|[a-z]+\|)?[^\s()<>\"'\[\]{}`|,]+")
"""A possible address: any text between blanks, brackets and quotes."""
_TARGET: Final = lazy_pattern(
    r"(?:\]\(\s*<?|^\s*\[[^\]]+\]:\s*<?|\b(?:href|src)\s*=\s*[\"']?"
    rf"|<(?=[^<>]*>`_)|^\s*\.\. (?:image|figure|_[^:]+)::?\s+)({_WORD.pattern})",
    re.IGNORECASE,
)
"""A certain address: the target of a link or image in Markdown, HTML or reStructuredText."""
_LIKE_AN_ADDRESS: Final = lazy_pattern(r"[/#.:{|]")
_FENCE: Final = lazy_pattern(r"\s*(```|~~~)")
_ENDS: Final = ".,;:!?*_"


class SourceText:
    """The text of a file, in which the lines of faults are looked up."""

    def __init__(self, text: str, lead: Callable[[str], Where]) -> None:
        """`lead` returns where an address in this file leads."""
        self._lines = lines_of(text)
        self._lead = lead

    def lines_matching(self, pattern: str) -> list[int]:
        """Return the lines that an expression matches, outside of code blocks."""
        expression = re.compile(pattern, re.IGNORECASE)
        return [number for number, line in self._outside_code() if expression.search(line)]

    def lines_linking(self, address: str, there: Where) -> list[int]:
        """Return the lines whose links certainly lead `there`."""
        return self._targets.get(there) or self._targets.get(address, [])

    def lines_leading(self, address: str, there: Where, entry: int = 0) -> list[int]:
        """Return the lines with an address that leads `there`; `address` is the form that the page has.

        With `entry`, the line where an entry of a bibliography starts, only lines of that entry count.
        """
        within = self._extent(entry)
        for lines in self._ways(address, there, within=within, is_entry=bool(entry)):
            found = [line for line in lines if line in within]
            if found:
                return found
        return []

    def _ways(self, address: str, there: Where, *, within: range, is_entry: bool) -> Iterator[Iterable[int]]:
        """Yield lines by target, then by text; in an entry a DOI or an ORCID is the last part of an address."""
        for index in (self._targets, self._index):
            yield index.get(there, ())
            yield index.get(address, ())
        written = {address, there[0]} if isinstance(there, tuple) and "/" in there[0] else {address}
        forms = [form for each in written for form in _forms(each)]
        yield self._having([re.escape(form) if is_entry else _alone(form) for form in forms], within)
        if is_entry:
            yield self._having([re.escape(part) for part in address.rstrip("/").split("/")[-1:] if part], within)

    def _having(self, patterns: Sequence[str], within: range) -> list[int]:
        lines = self._lines[within.start - 1 : within.stop - 1]
        any_of = re.compile("|".join(patterns) or r"\Z\A.")
        return [number for number, line in enumerate(lines, within.start) if any_of.search(line)]

    def _extent(self, entry: int) -> range:
        """Return the lines of an entry or, without one, of the whole file."""
        starts = (number for number, line in enumerate(self._lines[entry:], entry + 1) if line.startswith("@"))
        return range(entry, next(starts, len(self._lines) + 1)) if entry else range(1, len(self._lines) + 1)

    @cached_property
    def _targets(self) -> dict[Where, list[int]]:
        """The lines that have a link, by its target and its text; a word of prose may look the same."""
        return self._by_address(_TARGET.findall)

    @cached_property
    def _index(self) -> dict[Where, list[int]]:
        """The same for every line with text that looks like an address."""
        return self._by_address(lambda line: filter(_LIKE_AN_ADDRESS.search, _WORD.findall(line)))

    def _by_address(self, found_in: Callable[[str], Iterable[str]]) -> dict[Where, list[int]]:
        index: dict[Where, list[int]] = defaultdict(list)
        for number, line in enumerate(self._lines, 1):
            for word in found_in(line):
                for form in {word, word.rstrip(_ENDS), word.replace("\\", "")}:
                    for key in {form, self._lead(form)}:
                        index[key].append(number)
        return {key: list(dict.fromkeys(numbers)) for key, numbers in index.items()}

    def _outside_code(self) -> Iterator[tuple[int, str]]:
        fence = ""
        for number, line in enumerate(self._lines, 1):
            marks = _FENCE.match(line)
            if marks and fence in ("", marks[1]):
                fence = "" if fence else marks[1]
            elif not fence:
                yield number, line


def _alone(address: str) -> str:
    """Return an expression for an address by itself, which is no part of another; a mere word is between marks."""
    if not _LIKE_AN_ADDRESS.search(address):
        return rf"[<(\"']{re.escape(address)}[>)\"'#?]"
    return rf"(?<![\w.:@/-])(?:\.{{0,2}}/)*{re.escape(address.lstrip('/'))}(?![\w-]|[/.]\w)"


def _forms(address: str) -> set[str]:
    """Return the forms in which an address may be written."""
    return {address, unquote(address), encoded(address), escape(address)}


_OF_PELICAN: Final = lazy_pattern(r"[{|](?:filename|static|attach)[}|]([^#?]*)(#.*)?")

Spot = tuple[str, int]
"""A file as the author knows it, and a line; 0 is the file as a whole."""


class Origin(Struct, frozen=True):
    """The source of a written file."""

    path: str
    """The source as the author knows it."""
    line: int = 0
    """The line in it, if the source contains more than this."""
    page: str = ""
    """The address that relative links in it start from."""
    folder: str = ""
    """Its folder below the content folder, from which `{filename}` starts."""
    is_rooted: bool = False
    """Whether paths in it start at the site's home, wherever that is, as in the settings."""
    pattern: str = ""
    """A regular expression for the line, if that is not known yet."""


class SourceFiles(Struct, frozen=True):
    """The sources of a site in which faults can be looked up."""

    root: Root
    origins: Mapping[str, Origin]
    """The source of each file of the output: pages and posts, publications, topics, copied files."""
    contents: Sequence[Origin] = ()
    """The pages and posts among them."""
    shared: Sequence[Origin] = ()
    """Sources of text on any page: settings, people, the bibliography, then templates."""
    linked: Mapping[Where, Origin] = field(default_factory=dict)
    """The targets of links of publications, each with its entry."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """The target of `{filename}` and `{static}`, by the source's path below the content folder."""
    _read: dict[str, SourceText] = field(default_factory=dict)

    def own_spots(self, finding: Finding, *, certain: bool = False) -> list[Spot]:
        """Return the lines that a fault comes from in the source of the page itself, `certain` if they link there."""
        origin = self.origins.get(finding.file)
        return self._spots(finding, origin, certain=certain) if origin else []

    def shared_spots(self, finding: Finding) -> list[Spot]:
        """Return the line in the entry that leads there, or the lines in the first of the `shared` sources with any."""
        entry = self.linked.get(where(self.root, finding.address, finding.start))
        if entry:
            return self._spots(finding, entry)[:1] or [(entry.path, entry.line)]
        return next(filter(None, (self._spots(finding, origin) for origin in self.shared)), [])

    def quoted_spots(self, finding: Finding) -> list[Spot]:
        """Return the lines in any page or post, since lists, feeds and topics quote them."""
        for certain in (True, False):
            found = [spot for origin in self.contents for spot in self._spots(finding, origin, certain=certain)]
            if found:
                return found
        return []

    def place_of(self, file: str) -> Spot | None:
        """Return the source of a written file as a whole, or None."""
        origin = self.origins.get(file)
        if not origin:
            return None
        found = self._source(origin).lines_matching(origin.pattern) if origin.pattern else []
        return origin.path, next(iter(found), origin.line)

    def _spots(self, finding: Finding, origin: Origin, *, certain: bool = False) -> list[Spot]:
        source = self._source(origin)
        if finding.pattern:
            lines = source.lines_matching(finding.pattern)
            return [(origin.path, line) for line in (lines[:1] if finding.is_once else lines)]
        if not finding.address:
            return []
        there = where(self.root, finding.address, finding.start)
        if certain:
            return [(origin.path, line) for line in source.lines_linking(finding.address, there)]
        return [(origin.path, line) for line in source.lines_leading(finding.address, there, origin.line)]

    def _source(self, origin: Origin) -> SourceText:
        if origin.path not in self._read:
            self._read[origin.path] = SourceText(_text(origin.path), lambda address: self._lead_from(origin, address))
        return self._read[origin.path]

    def _lead_from(self, origin: Origin, address: str) -> Where:
        """Return where an address leads that an author wrote in a source."""
        named = _OF_PELICAN.fullmatch(address)
        if not named:
            return where(self.root, self.root.within(address) if origin.is_rooted else address, origin.page)
        path = named[1][1:] if named[1].startswith("/") else normpath(join(origin.folder, named[1]))
        url = self.addresses.get(path, self.addresses.get(unquote(path)))
        return address if url is None else where(self.root, f"{self.root.home}{url}{named[2] or ''}")


def _text(path: str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8-sig", "replace")
    except OSError:  # such as a path that a plugin invented
        return ""
