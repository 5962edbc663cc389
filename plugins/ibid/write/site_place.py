"""Checks of the folder that a site is written to, which must never put an author's files at risk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from ibid.read.settings import DEFAULTS
from ibid.write.site_record import record_in

JUNK: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that file managers leave in every folder that somebody opens."""
_BELOW_CONTENT: Final = ("ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS")
_BELOW_PROJECT: Final = (
    *("THEME", "PLUGIN_PATHS", "THEME_TEMPLATES_OVERRIDES", "PUBLICATIONS_SRC"),
    *("IBID_PEOPLE", "IBID_NUMBERS", "IBID_CV", "IBID_LANGUAGES", "IBID_ICON", "IBID_LINKS"),
)
_ALSO_BELOW_HERE: Final = ("THEME_TEMPLATES_OVERRIDES", "PUBLICATIONS_SRC")
"""Settings whose paths may be relative to the working directory."""
_SHOWN: Final = 5
"""The maximum number of files of a folder that are named."""


def site_sources(given: Mapping[str, Any], project: Path) -> list[Path]:
    """Return the files and folders that a site is made from, whether they exist or not.

    `given` are the settings; their paths start from `project`, those of sources within the content from PATH.
    """
    settings = {**DEFAULTS, **given}
    content = project / (settings.get("PATH") or "content")
    below = [content / path for name in _BELOW_CONTENT for path in _paths(settings.get(name))]
    others = [project / path for name in _BELOW_PROJECT for path in _paths(settings.get(name))]
    elsewhere = [Path(path).absolute() for name in _ALSO_BELOW_HERE for path in _paths(settings.get(name))]
    return [content, *below, *others, *elsewhere]


def fault_of_place(folder: Path, sources: Iterable[Path], project: Path) -> str:
    """Return why no site may be written to a folder of this machine, as part of a sentence; empty when one may.

    `sources` are files and folders that the site is made from, `project` is the folder of its settings. Links are
    followed on both sides. Contents and existence of the folder do not matter.
    """
    place = _real(folder)
    return next(_faults(place, [_real(source) for source in sources], _real(project)), "")


def fault_of_contents(folder: Path) -> str:
    """Return why the contents or permissions of a folder forbid writing a site there, as `fault_of_place` does."""
    if not os.path.lexists(folder):
        above = next(parent for parent in folder.absolute().parents if os.path.lexists(parent))
        return "" if _takes_files(above) else f"cannot be created, since {above} is not writable"
    if not folder.is_dir():
        return "is not a folder"
    try:
        names = sorted(each.name for each in folder.iterdir() if each.name not in JUNK)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if names and not record_in(folder):
        return f"contains files that Ibid did not write: {named(names)}"
    return "" if _takes_files(folder) else "is not writable"


def named(names: Iterable[str]) -> str:
    """Return the first of some names, and how many more there are; unprintable characters in them are escaped."""
    shown = ["".join(map(_printable, name)) for name in names]
    more = len(shown) - _SHOWN
    return ", ".join(shown[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _printable(char: str) -> str:
    return char if char.isprintable() else char.encode("unicode_escape").decode()


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
            yield f"{'is' if source == place else 'contains'} {source.name}, a source of the site"
        elif place.is_relative_to(source) and not project.is_relative_to(source):  # PATH = "." contains the project
            yield f"lies inside {source.name}, a source of the site"


def _homes() -> Iterator[Path]:
    with suppress(RuntimeError):  # a user without a home directory
        yield _real(Path.home())
    with suppress(ImportError, KeyError):  # Windows; a user without an entry
        import pwd  # noqa: PLC0415  see above

        yield _real(Path(pwd.getpwuid(os.getuid()).pw_dir))  # HOME may say something else


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links that lead in a circle
        return path.absolute()


def _takes_files(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _paths(value: Any) -> list[str]:
    """Return the paths of a setting whose value may be one path, several, or anything else."""
    several = [value] if isinstance(value, str | os.PathLike) else value if isinstance(value, list | tuple) else []
    return [os.fspath(path) for path in several if isinstance(path, str | os.PathLike)]
