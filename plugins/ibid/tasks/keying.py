"""`invoke keys`: shows what would change in the author's pages, asks, and writes just that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from invoke.exceptions import Exit

from ibid.link.typed_numbers import Rewritten
from ibid.read.author_files import CHANGED, AuthorFileError, read_author_file, write_author_file
from ibid.tasks.terminal import ask


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the author's, as a build answers what would become of it."""

    file: Path
    rewritten: Rewritten

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return self.rewritten.after != self.rewritten.before


def put_keys(told: Iterable[Mapping[str, Any]], *, yes: bool) -> None:
    """Put keys in place of typed numbers, after a question unless `yes`, and say what was done.

    `told` is the answer of a build. Raises Exit when a page cannot be written; the message says which are.
    """
    pages = _pages(told)
    _say(_changes(pages))
    changed = [page for page in pages if page.changes]
    if not yes:
        _say([f"Would rewrite {_counted(changed)}."])
        if changed and (ask("Change these files? [y/N] ") or "").casefold() not in {"y", "yes"}:
            _say(["Nothing is changed; `invoke keys --yes` changes the files."])
            return
    _write_pages(changed)
    _say([f"Rewrote {_counted(changed)}."])


def _pages(told: Iterable[Mapping[str, Any]]) -> list[Page]:
    return [
        Page(Path(one["file"]), Rewritten(one["path"], one["before"], one["after"], tuple(one["left"]))) for one in told
    ]


def _changes(pages: Iterable[Page]) -> Iterator[str]:
    """Yield what stays as it is on each page, and what changes, as a diff."""
    for page in pages:
        yield from page.rewritten.left
        if page.changes:
            yield page.rewritten.diff


def _write_pages(pages: Sequence[Page]) -> None:
    """Write each page, in order. Raises Exit at the first that cannot be written, with those that were."""
    for n, page in enumerate(pages):
        try:
            _write(page)
        except AuthorFileError as error:
            before = ", ".join(each.rewritten.path for each in pages[:n])
            others = f"Rewritten before it: {before}." if before else "No other page is rewritten."
            raise Exit(f"{error} {others}") from None


def _write(page: Page) -> None:
    file = read_author_file(page.file, page.rewritten.path)
    if file.text != page.rewritten.before:
        raise AuthorFileError(file.name, CHANGED)
    write_author_file(file, page.rewritten.after)


def _counted(pages: Sequence[Page]) -> str:
    return f"{len(pages)} {'page' if len(pages) == 1 else 'pages'}"


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)  # noqa: T201  it is the task's answer
