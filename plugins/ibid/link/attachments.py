"""PDFs among the sources. Each is copied next to its publication's page: scholarly search engines index no others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from ibid.model.addresses import PDF, slugs
from ibid.model.planned import PlannedFile
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.publication import Link, Publication

_ALIKE: Final = 0.75
"""How similar the name of a file is to that of a missing one if it is offered."""


class Attachment(Struct, frozen=True):
    """One file to be copied."""

    source: Path
    path: str
    """The path of the copy, relative to the output folder."""
    owner: str
    """The owner of the file, for messages."""


class Attached(Struct, frozen=True):
    """All publications, with links to PDFs among the sources changed to the copies, these files, and the problems."""

    publications: tuple[Publication, ...]
    attachments: tuple[Attachment, ...]
    problems: tuple[Problem, ...]


def attach(publications: Iterable[Publication], content: Path, static: Mapping[str, Path]) -> Attached:
    """Return the publications with the PDFs that they name by a path of the site attached.

    `content` is the folder of the sources; `static` has the file of an address if that is not the one in `content`. A
    missing file is a problem, and so is a symbolic link to a file outside of `content`.
    """
    listed = tuple(publications)
    slug_of = slugs(one.key for one in listed)
    attachments: list[Attachment] = []
    problems: list[Problem] = []
    placed = []
    near = _Nearest(content)
    for one in listed:
        address = one.pdf or ""
        source = _source(address, content, static)
        if source:
            path = PDF.at(slug=slug_of[one.key], file=source.name)
            attachments.append(Attachment(source, path, f"the PDF of {one.key}"))
            placed.append(_moved(one, address, path))
            continue
        placed.append(one)
        if _is_ours(address):
            problems.append(_missing(one, address, near))
    # A file that Pelican itself writes to the same path must not be written twice.
    attachments = [each for each in attachments if each.path not in static]
    return Attached(tuple(placed), tuple(attachments), tuple(problems))


def attached_files(attachments: Iterable[Attachment]) -> Iterator[PlannedFile]:
    """Yield the files, each read only when it is its turn."""
    for each in attachments:
        yield PlannedFile(each.path, each.owner, each.source.read_bytes())


def _is_ours(address: str) -> bool:
    return address.startswith("/") and urlsplit(address).path.lower().endswith(".pdf")


def _source(address: str, content: Path, static: Mapping[str, Path]) -> Path | None:
    """Return the file of an address of the site; None if it is missing, unreadable or outside of the sources."""
    if not _is_ours(address):
        return None
    path = unquote(urlsplit(address).path).lstrip("/")
    found = static.get(path) or content / path
    try:
        inside = found.resolve().is_relative_to(content.resolve())
        return found if inside and found.is_file() and os.access(found, os.R_OK) else None
    except (OSError, ValueError, RuntimeError):  # a loop of links, a NUL in its name
        return None


def _moved(publication: Publication, address: str, path: str) -> Publication:
    def placed(link: Link) -> Link:
        return replace(link, url=f"/{quote(path)}") if link.kind == "pdf" and link.url == address else link

    return replace(publication, links=tuple(placed(link) for link in publication.links))


class _Nearest:
    """Finds the file that a missing one perhaps is: the one of its name, wherever it lies, or of a similar name."""

    def __init__(self, content: Path) -> None:
        self.content = content

    def to(self, path: str) -> str:
        """Return the path below the content folder of the nearest file with the same ending, or an empty text."""
        names = {name: file for name, file in self._files.items() if name.endswith(Path(path).suffix.lower())}
        near = nearest(Path(path).name, names, _ALIKE)
        return names[near].relative_to(self.content).as_posix() if near else ""

    @cached_property
    def _files(self) -> dict[str, Path]:
        files = sorted(self.content.rglob("*"), reverse=True)
        return {file.name.casefold(): file for file in files if file.is_file()}


def _missing(publication: Publication, address: str, near: _Nearest) -> Problem:
    place = publication.location
    path = unquote(urlsplit(address).path)
    advice = did_you_mean(near.to(path), "add it, or correct the path.", "`{}`")
    message = f"`{publication.key}`: there is no file {near.content.name}{path} for `pdf = {{...}}`; {advice}"
    return Problem(codes.MISSING_FILE, message, place.path, place.line, place.column, publication.key)
