"""`invoke keys`: shows what would change in the author's pages, and changes it when told to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ibid.citations.rewriting import Rewritten, rewrite_numbers
from ibid.documents import Part


def rewrite_pages(sources: Iterable[tuple[Path, Part]], keys: Mapping[int, str], *, write: bool) -> Iterator[str]:
    """Rewrite the typed numbers of pages; yields the diff and what stays as it is, in the order of the pages."""
    parts: dict[Path, list[Part]] = {}
    for path, part in sources:
        parts.setdefault(path, []).append(part)
    changed = 0
    for path, of_page in parts.items():
        places = [place for part in of_page for place in part.places]
        rewritten = rewrite_numbers(of_page[0].document.path, path.read_bytes().decode(), places, keys)
        yield from rewritten.left
        if rewritten.after != rewritten.before:
            changed += 1
            yield rewritten.diff
            if write:
                _replace(path, rewritten)
    yield f"{'Rewrote' if write else 'Would rewrite'} {changed} {'page' if changed == 1 else 'pages'}."


def _replace(path: Path, rewritten: Rewritten) -> None:
    """Write beside the file, then put it in its place: an interrupted run loses nothing."""
    beside = path.with_name(f".{path.name}.ibid")
    beside.write_bytes(rewritten.after.encode())
    shutil.copymode(path, beside)
    os.replace(beside, path)  # noqa: PTH105  Path.replace says less plainly that it is atomic
