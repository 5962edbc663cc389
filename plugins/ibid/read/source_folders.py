"""The folders in which Pelican looks for posts, pages and files, and the settings that name others by mistake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ibid.model.addresses import RECORD
from pelican_bibtex.diagnostics.setting_places import Assignment
from pelican_bibtex.diagnostics.suggestions import nearest

_OF_SOURCES: Final = ("ARTICLE_PATHS", "PAGE_PATHS")
_SETTINGS: Final = (*_OF_SOURCES, "STATIC_PATHS")
_TEXTS: Final = (".md", ".markdown", ".mkd", ".rst", ".html")


@dataclass(frozen=True, slots=True)
class Folders:
    """The content folder, with the folders in it."""

    content: Path

    def faults(self, given: Mapping[str, Any], assigned: Mapping[str, Assignment]) -> Iterator[tuple[str, str]]:
        """Yield each setting with a path that does not exist although another one is probably meant.

        A path without such a twin is no fault: a new site has no posts yet.
        """
        read = {str(path).strip("/") for name in _SETTINGS for path in _paths(given.get(name))}
        for name in _SETTINGS:
            paths = _paths(given.get(name)) if name in assigned else []
            missing = [path for path in paths if path and not (self.content / path).exists()]
            alone = len(missing) == len(paths)
            for path in missing:
                if "~" in Path(path).parts:
                    yield name, f'{name} has "{path}"; write a path within {self.content.name}/, without `~`.'
                elif meant := self._meant(path, read, of_sources=name in _OF_SOURCES, alone=alone):
                    fault = f'{name} has "{path}", which does not exist in {self.content.name}/'
                    yield name, f'{fault}; did you mean "{meant}"?'

    def _meant(self, path: str, read: Iterable[str], *, of_sources: bool, alone: bool) -> str:
        """Return the path that is probably meant, or an empty string."""
        inside = Path(path).parts[1:]
        if Path(path).parts[0] in (self.content.name, ".", "..") and inside and self.content.joinpath(*inside).exists():
            return Path(*inside).as_posix()
        folders = {each.name for each in _entries(self.content) if not (each / RECORD.at()).exists()}  # no built sites
        unread = sorted(folders - set(read))
        if of_sources:
            unread = [name for name in unread if _has_texts(self.content / name)]
        return nearest(path, unread) or next(iter(unread if of_sources and alone else ()), "")


def _paths(value: Any) -> list[str]:
    return [str(path) for path in value or ()] if isinstance(value, list | tuple | set) else []


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _has_texts(folder: Path) -> bool:
    return any(each.suffix in _TEXTS for each in _entries(folder))
