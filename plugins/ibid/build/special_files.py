"""Named pipes, sockets, devices and broken links in the content folder, which are reported and left out.

Pelican opens every file that is named like a page, and opening a named pipe may block for ever.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from ibid.compat.pelican_compat import narrow_search
from ibid.problems.codes import SPECIAL_FILE
from ibid.read.source_folders import FOLDERS_OF_TOOLS, matches
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.diagnostics.stop import Stop, kind_of, read_or_stop
from pelican_bibtex.pelican_compat import never_copy

NAME: Final = "ibid_special_files"
"""The name, in Pelican's context, of their paths below the content folder."""
_FOLDERS: Final = ("ARTICLE_PATHS", "PAGE_PATHS")
"""The settings that name folders of sources, which may lie outside of the content folder."""
_LOOP: Final = "a link to a folder above it"


class SpecialFile(Struct, frozen=True):
    """A named pipe, socket, device or broken link where sources are read."""

    path: Path
    kind: str
    """With its article, such as `a named pipe`."""

    @property
    def problem(self) -> Problem:
        """The problem that reports it."""
        advice = "replace it by a file, or remove it from the content folder."
        return Problem(SPECIAL_FILE, f"this is {self.kind}, and is left out; {advice}", shown(self.path))


def hide_special_files(context: dict[str, Any], content: Path) -> list[Problem]:
    """Report the special files in the folders of sources, and keep Pelican from reading or copying them.

    Ends the build if TEMPLATE_PAGES names one, since Pelican opens it by its name.
    """
    _stop_at_templates(content, context["TEMPLATE_PAGES"])
    special = list(special_files(content, context))
    paths = context[NAME] = {os.path.relpath(each.path, content) for each in special}
    never_copy(context, (Path(path).as_posix() for path in paths))
    return [each.problem for each in special]


def special_files(content: Path, settings: Mapping[str, Any]) -> Iterator[SpecialFile]:
    """Yield the special files in the folders of sources, except what IGNORE_FILES leaves out."""
    named = [os.path.normpath(content / folder) for name in _FOLDERS for folder in settings[name]]
    for root in dict.fromkeys([str(content), *(root for root in named if not Path(root).is_relative_to(content))]):
        yield from _below(root, _above(root), settings["IGNORE_FILES"])


def leave_out(generator: Any) -> None:
    """Make one of Pelican's generators find no special files.

    IGNORE_FILES cannot do that: it knows names only, and a file of the same name in another folder may be a page.
    """
    narrow_search(generator, partial(_files, generator.context))


def _stop_at_templates(content: Path, templates: Iterable[str]) -> None:
    paths = [content / source for source in templates]

    def look() -> None:
        if found := [SpecialFile(path, kind) for path in paths if (kind := kind_of(path))]:
            raise Stop([each.problem for each in found])

    read_or_stop(look, paths)


def _above(folder: str) -> frozenset[str]:
    """Return a folder and all folders above it; following links to these from below would never end."""
    real = Path(os.path.realpath(folder))
    return frozenset(map(str, (real, *real.parents)))


def _below(folder: str, above: Collection[str], ignored: Collection[str]) -> Iterator[SpecialFile]:
    """Yield the special files of a folder and all folders below it, through links as Pelican does."""
    for entry in _entries(folder):
        path = Path(entry.path)
        if entry.name in FOLDERS_OF_TOOLS or matches(entry.name, ignored):
            continue
        if not os.path.isdir(path):  # noqa: PTH112  it raises nothing, whatever a link leads to
            if kind := kind_of(path):
                yield SpecialFile(path, kind)
        elif (real := os.path.realpath(path)) in above:
            yield SpecialFile(path, _LOOP)
        else:
            yield from _below(entry.path, {*above, real}, ignored)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return the entries of a folder except regular files, which are most of them."""
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if not entry.is_file(follow_symlinks=False)]
            return sorted(found, key=lambda entry: entry.name)
    except OSError:  # the folder is gone or unreadable; Pelican finds nothing in it either
        return []


def _files(
    context: Mapping[str, Any],
    find: Any,
    paths: Iterable[str],
    exclude: Iterable[str] | None = None,
    extensions: Any = None,
) -> set[str]:
    """Return what Pelican's `get_files` finds, without special files and files behind looping links."""
    if special := context.get(NAME):
        named = map(os.path.normpath, [paths] if isinstance(paths, str) else paths)
        paths = ["" if path == os.curdir else path for path in named]  # so that Pelican recognizes the excluded paths
        exclude = [*(exclude or ()), *special]
    found: set[str] = find(paths, exclude=exclude, extensions=extensions)
    return {path for path in found if os.path.normpath(path) not in special} if special else found
