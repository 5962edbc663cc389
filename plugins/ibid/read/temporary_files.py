"""Names of temporary files that editors and other programs create next to an author's files."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatch
from typing import Final

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
