"""Where a site may be written: never where it could take the place of an author's files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path


def fault_of_place(folder: Path, sources: Iterable[Path], project: Path) -> str:
    """Return why no site may be written into a folder of this machine, as part of a sentence; empty when one may.

    `sources` are files and folders that the site is made from, `project` is the folder of its settings. Links are
    followed on both sides, and it does not matter what the folder holds, or whether it exists.
    """
    place = _real(folder)
    return next(_faults(place, [_real(source) for source in sources], _real(project)), "")


def _faults(place: Path, sources: Iterable[Path], project: Path) -> Iterator[str]:
    if place == Path(place.anchor):
        yield "is the root of the file system"
    for home in _homes():
        if home.is_relative_to(place):
            yield "is a home directory" if home == place else "contains a home directory"
    if project.is_relative_to(place):
        yield "is the site's own folder" if project == place else "contains the site's own folder"
    if ".git" in place.parts:
        yield "lies inside .git"
    for source in sources:
        if source.is_relative_to(place):
            yield f"{'is' if source == place else 'contains'} {source.name}, which the site is made from"
        elif place.is_relative_to(source):
            yield f"lies inside {source.name}, which the site is made from"


def _homes() -> Iterator[Path]:
    try:
        yield _real(Path.home())
    except RuntimeError:  # a user without a home directory
        return


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links that lead in a circle
        return path.absolute()
