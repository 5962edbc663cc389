"""Names of temporary files that editors and other programs leave beside an author's files."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatch
from typing import Final

TEMPORARY: Final = (
    "*~",  # backups of Emacs, Vim, gedit, Kate and nano; Vim's undo file, .a.md.un~
    ".sw?",  # Vim's swap file of a text without a name
    ".*.sw?",  # Vim's swap file, .a.md.swp, the next one .swo; nano's lock
    ".#*",  # Emacs: a lock, which is a link to nothing
    "#*#",  # Emacs: what is not saved yet
    "*___jb_*___",  # JetBrains: ___jb_tmp___ and ___jb_old___ while it saves, ___jb_bak___
    ".goutputstream-*",  # gedit and all that saves by GLib
    ".*.kate-swp",  # Kate's swap file
    "*.vsctmp",  # VS Code
    "*.[Tt][Mm][Pp]",  # Sublime Text (.subl1a2.tmp), LibreOffice, Word, Windows' way to replace a file, Syncthing
    ".~lock.*#",  # LibreOffice: who has the file open
    "~$*",  # Microsoft Office: the same
    "*.sb-????????-??????",  # TextEdit and other programs of macOS, while they save
    "._*",  # macOS: what other disks have no place for
    ".DS_Store",  # macOS: how the folder is looked at
    "[Tt]humbs.db",  # Windows: pictures of pictures
    "ehthumbs.db",
    "[Dd]esktop.ini",  # Windows: how the folder is looked at
    ".directory",  # Dolphin: the same
    ".*.*.??????",  # rsync, while a file arrives: .a.md.Xk3f9Q
    ".~tmp~",  # rsync --delay-updates: the folder of what has arrived
    ".rsync-partial",  # rsync: a usual name for --partial-dir
    "*.filepart",  # WinSCP
    "*.part",  # Firefox, KDE, curl by way of many programs
    "*.crdownload",  # Chromium
    ".fuse_hidden*",  # a deleted file that a program still reads
    ".nfs????????????????*",  # the same on a network's disk
    ".*.ibid-*",  # ours: a file is written aside, and then put in its place
)
"""Patterns as in Pelican's IGNORE_FILES. Its own default, `**/.*`, matches no name: Pelican compares names only."""
FOLDERS_OF_TOOLS: Final = frozenset(["__pycache__", "node_modules", ".git", ".hg", ".svn", ".venv"])
"""Folders that hold nothing an author wrote."""


def with_temporary(ignored: Iterable[str]) -> list[str]:
    """Return IGNORE_FILES with the patterns of temporary files added behind the author's own."""
    return list(dict.fromkeys([*ignored, *TEMPORARY]))


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether the name of a file or folder matches a pattern, compared as Pelican does."""
    return any(fnmatch(name, pattern) for pattern in patterns)
