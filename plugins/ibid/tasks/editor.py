"""The author's editor, opened at a line."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

PLUS = frozenset(
    [
        "vi",
        "vim",
        "nvim",
        "view",
        "gvim",
        "mvim",
        "emacs",
        "emacsclient",
        "nano",
        "pico",
        "micro",
        "kak",
        "joe",
        "jed",
        "mg",
        "ne",
        "gedit",
        "gnome-text-editor",
    ]
)
"""Editors that take `+LINE FILE`."""
GOTO = frozenset(["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"])
"""Editors that take `--goto FILE:LINE`."""
COLON = frozenset(["subl", "sublime_text", "hx", "helix", "zed", "zeditor"])
"""Editors that take `FILE:LINE`."""


def editor_of(environment: Mapping[str, str]) -> str:
    """The command of `$VISUAL`, else of `$EDITOR`, else nothing."""
    return environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()


def opening(editor: str, path: Path, line: int) -> list[str]:
    """The command line that opens a file, at the line where the editor is known to be able to."""
    words = shlex.split(editor)
    name = Path(words[0]).stem.lower()
    if name in PLUS:
        return [*words, f"+{line}", str(path)]
    if name in GOTO:
        return [*words, "--goto", f"{path}:{line}"]
    if name in COLON:
        return [*words, f"{path}:{line}"]
    return [*words, str(path)]


def open_at(editor: str, path: Path, line: int) -> bool:
    """Open a file and wait for the editor; False when there is no such command."""
    arguments = opening(editor, path, line)
    if shutil.which(arguments[0]) is None:
        return False
    subprocess.run(arguments, check=False)
    return True
