"""Where Pelican looks for posts, pages and files, settings that name other folders by mistake, and files left out.

Files are left out by their names: editors and other programs create temporary ones next to an author's files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from ibid.model.addresses import RECORD
from pelican_bibtex.diagnostics.setting_places import Assignment
from pelican_bibtex.diagnostics.suggestions import nearest

_OF_SOURCES: Final = ("ARTICLE_PATHS", "PAGE_PATHS")
_SETTINGS: Final = (*_OF_SOURCES, "STATIC_PATHS")
_TEXTS: Final = (".md", ".markdown", ".mkd", ".rst", ".html")


class Folders(Struct, frozen=True):
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


TEMPORARY: Final = (
    "*~",  # backups of Emacs, Vim, gedit, Kate and nano; Vim's undo file, .a.md.un~
    ".sw?",  # Vim's swap file of a text without a name
    ".*.sw?",  # Vim's swap file, .a.md.swp, the next one .swo; nano's lock
    ".#*",  # Emacs: a lock, which is a broken link
    "#*#",  # Emacs: unsaved changes
    "*___jb_*___",  # JetBrains: ___jb_tmp___ and ___jb_old___ while it saves, ___jb_bak___
    ".goutputstream-*",  # gedit and other programs that save through GLib
    ".*.kate-swp",  # Kate's swap file
    "*.vsctmp",  # VS Code
    "*.[Tt][Mm][Pp]",  # Sublime Text (.subl1a2.tmp), LibreOffice, Word, Windows' way to replace a file, Syncthing
    ".~lock.*#",  # LibreOffice: a lock with the user who has the file open
    "~$*",  # Microsoft Office: the same
    "*.sb-????????-??????",  # TextEdit and other programs of macOS, while they save
    "._*",  # macOS: attributes that other file systems cannot store
    ".DS_Store",  # macOS: the view settings of the folder
    "[Tt]humbs.db",  # Windows: thumbnails
    "ehthumbs.db",
    "[Dd]esktop.ini",  # Windows: the view settings of the folder
    ".directory",  # Dolphin: the same
    ".*.*.??????",  # rsync, during the transfer of a file: .a.md.Xk3f9Q
    ".~tmp~",  # rsync --delay-updates: the folder of transferred files
    ".rsync-partial",  # rsync: a common name for --partial-dir
    "*.filepart",  # WinSCP
    "*.part",  # Firefox, KDE, many programs that use curl
    "*.crdownload",  # Chromium
    ".fuse_hidden*",  # a deleted file that a program still has open
    ".nfs????????????????*",  # the same on a network file system
    ".*.ibid-*",  # ours: a file is written under this name and then renamed
)
"""Patterns for Pelican's IGNORE_FILES. Its default, `**/.*`, never matches: Pelican compares only names, not paths."""
FOLDERS_OF_TOOLS: Final = frozenset(["__pycache__", "node_modules", ".git", ".hg", ".svn", ".venv"])
"""Folders without files of an author."""


def with_temporary(ignored: Iterable[str]) -> list[str]:
    """Return IGNORE_FILES with the patterns of temporary files added after the author's own."""
    return list(dict.fromkeys([*ignored, *TEMPORARY]))


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Return whether the name of a file or folder matches a pattern, by the function that Pelican uses."""
    return any(fnmatch(name, pattern) for pattern in patterns)
