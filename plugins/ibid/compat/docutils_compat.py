"""What Ibid relies on in docutils although its documentation does not promise it: its older HTML writer, html4css1.

Pelican's reader of reStructuredText uses that writer. Seen in docutils 0.20 to 0.23; a test for each function says what
another version changed.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

from docutils import io

from pelican_bibtex.diagnostics.stop import kind_of


class _RegularInput(io.FileInput):  # type: ignore[misc]  # docutils has no types
    """docutils' reader of the files that directives name, which does not wait for a named pipe."""

    def __init__(self, source: Any = None, source_path: Any = None, *args: Any, **kwargs: Any) -> None:
        if source is None and source_path and (kind := kind_of(Path(source_path))):
            raise io.InputError(errno.EINVAL, f"this is {kind}", str(source_path))
        super().__init__(source, source_path, *args, **kwargs)


def refuse_special_files() -> None:
    """Have docutils refuse named pipes and devices; relies on directives opening files by `docutils.io.FileInput`."""
    io.FileInput = _RegularInput


def characters_except(translator: type, character: str) -> dict[int, str]:
    """Return what a translator writes in place of single characters, without one; relies on `special_characters`."""
    characters: dict[int, str] = translator.special_characters  # type: ignore[attr-defined]  # docutils has no types
    return {number: text for number, text in characters.items() if number != ord(character)}


def amend(translator: Any, old: str, new: str) -> None:
    """Replace a text in the start tag that a translator has just written; relies on that being the last of `body`."""
    translator.body[-1] = translator.body[-1].replace(old, new, 1)
