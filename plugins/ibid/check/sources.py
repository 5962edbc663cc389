"""All of the authors' files, and which of them a written file comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath
from typing import Final
from urllib.parse import unquote

from ibid.check.finding import Finding
from ibid.check.source import Source
from ibid.model.targets import Root, Where, where

_OF_PELICAN: Final = re.compile(r"[{|](?:filename|static|attach)[}|]([^#?]*)(#.*)?")

Spot = tuple[str, int]
"""A file as the author knows it, and a line; 0 is the file as a whole."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a written file comes from."""

    path: str
    """The source as the author knows it."""
    line: int = 0
    """Where in it, if it holds more than this."""
    page: str = ""
    """The address that relative links in it start from."""
    folder: str = ""
    """Its folder below the content folder, from which `{filename}` starts."""
    is_rooted: bool = False
    """Paths in it start at the site's home, wherever that is, as in the settings."""
    pattern: str = ""
    """An expression for its line, where that is not known yet."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a site is made from, as far as a fault can be looked up in it."""

    root: Root
    origins: Mapping[str, Origin]
    """By the file of the output: pages and posts, publications, topics, files that are copied."""
    contents: Sequence[Origin] = ()
    """The pages and posts among them."""
    shared: Sequence[Origin] = ()
    """What may stand on any page: settings, people, the bibliography, then templates."""
    linked: Mapping[Where, Origin] = field(default_factory=dict)
    """Where publications lead, each with its entry."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """What `{filename}` and `{static}` lead to, by the source's path below the content folder."""
    _read: dict[str, Source] = field(default_factory=dict, repr=False, compare=False)

    def own_spots(self, finding: Finding) -> list[Spot]:
        """The lines that a fault comes from, in the source of the very page."""
        origin = self.origins.get(finding.file)
        return self._spots(finding, origin) if origin else []

    def shared_spots(self, finding: Finding) -> list[Spot]:
        """The line in the settings, or else in the next of the files that any page may have something of."""
        entry = self.linked.get(where(self.root, finding.address, finding.start))
        if entry:
            return self._spots(finding, entry)[:1] or [(entry.path, entry.line)]
        return next(filter(None, (self._spots(finding, origin) for origin in self.shared)), [])

    def quoted_spots(self, finding: Finding) -> list[Spot]:
        """The lines in any page or post: lists, feeds and topics quote them."""
        return [spot for origin in self.contents for spot in self._spots(finding, origin)]

    def place_of(self, file: str) -> Spot | None:
        """The source of a written file as a whole."""
        origin = self.origins.get(file)
        if not origin:
            return None
        found = self._source(origin).lines_matching(origin.pattern) if origin.pattern else []
        return origin.path, next(iter(found), origin.line)

    def _spots(self, finding: Finding, origin: Origin) -> list[Spot]:
        source = self._source(origin)
        if finding.pattern:
            return [(origin.path, line) for line in source.lines_matching(finding.pattern)]
        if not finding.address:
            return []
        there = where(self.root, finding.address, finding.start)
        return [(origin.path, line) for line in source.lines_leading(finding.address, there, origin.line)]

    def _source(self, origin: Origin) -> Source:
        if origin.path not in self._read:
            self._read[origin.path] = Source(_text(origin.path), lambda address: self._lead_from(origin, address))
        return self._read[origin.path]

    def _lead_from(self, origin: Origin, address: str) -> Where:
        """Where an address leads that stands in a source, as its author writes it."""
        named = _OF_PELICAN.fullmatch(address)
        if not named:
            return where(self.root, self.root.within(address) if origin.is_rooted else address, origin.page)
        path = named[1][1:] if named[1].startswith("/") else normpath(join(origin.folder, named[1]))
        url = self.addresses.get(path, self.addresses.get(unquote(path)))
        return address if url is None else where(self.root, f"{self.root.home}{url}{named[2] or ''}")


def _text(path: str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8-sig", "replace")
    except OSError:  # such as one that a plugin made up
        return ""
