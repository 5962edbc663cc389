"""`invoke number` and `invoke keys`: ask the author, then write `numbers.toml`, or replace typed numbers by keys."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from invoke.exceptions import Exit
from msgspec import Struct

from ibid.link.number_changes import Answer, Change, decide, freeze, renumber
from ibid.link.numbers import Numbered, Renaming
from ibid.link.typed_numbers import Rewritten
from ibid.read.author_files import CHANGED, AuthorFile, AuthorFileError, read_author_file, write_author_file
from ibid.read.numbers_file import read_numbers
from ibid.tasks.project import Project
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest


def ask(question: str) -> str | None:
    """Return the answer typed to a question; None if there is no terminal, or if the input ends."""
    if not (sys.stdin and sys.stdin.isatty()):
        return None
    try:
        return input(question).strip()
    except EOFError:
        print()  # noqa: T201  the next words start on a line of their own
        return None


_TYPED = {"y": Answer.KEEP, "yes": Answer.KEEP, "n": Answer.NEW, "no": Answer.NEW, "": Answer.LATER}


class Choices(Struct, frozen=True):
    """The author's choices on the command line."""

    yes: bool = False
    """Treat every key that may be a renamed one as renamed."""
    new: Collection[str] = ()
    """Keys that are new, not renamed."""
    renumber: bool = False
    """Assign all numbers anew."""

    def answer(self, renaming: Renaming) -> Answer:
        """Return how to treat a key that may be a renamed one; ask the author unless the command line says it."""
        if renaming.key in self.new:
            return Answer.NEW
        if self.yes:
            return Answer.KEEP
        number = renaming.number
        question = (
            f"`{renaming.key}` has no number yet, and `{renaming.old}` [{number}] is no longer in the bibliography.\n"
            f"Is it the same publication under a new key, which keeps [{number}]? [y/n, Enter to decide later] "
        )
        while not (answer := _TYPED.get((ask(question) or "").casefold())):
            pass
        return answer


def give_numbers(project: Project, told: Mapping[str, Any], choices: Choices) -> None:
    """Number the publications without a number, or all anew, and print what was done. `told` is the answer of a build.

    Raises Exit when the file cannot be written, or when the author still has to decide about some publications.
    """
    path = Path(told["file"])
    try:
        file = read_author_file(path, project.shown(path))
        change = _write(file, _publications(told), choices)
    except AuthorFileError as error:
        raise Exit(str(error)) from None
    for line in change.said:
        print(line)  # noqa: T201  it is the task's answer
    if change.later:
        raise Exit("\n".join(change.later))


def _write(file: AuthorFile, known: Collection[Numbered], choices: Choices) -> Change:
    _refuse_unknown(choices.new, {publication.key for publication in known})
    frozen, problems = read_numbers(file.text, file.name)
    if problems:
        raise Exit("\n".join(map(str, problems)))
    change = _change(file, known, frozen, choices)
    if change.text != file.text:
        write_author_file(file, change.text)
    return change


def _publications(told: Mapping[str, Any]) -> list[Numbered]:
    """Return the publications in the answer of a build."""
    return [
        Numbered(one["key"], tuple(one["order"]), tuple(one["aliases"]), one["keyless_at"])
        for one in told["publications"]
    ]


def _change(file: AuthorFile, known: Collection[Numbered], frozen: Mapping[str, int], choices: Choices) -> Change:
    if choices.renumber:
        return renumber(file.text, file.path.name, known, frozen)
    return freeze(file.text, file.path.name, decide(known, frozen, choices.answer))


def _refuse_unknown(new: Iterable[str], known: Collection[str]) -> None:
    for key in new:
        if key not in known:
            advice = did_you_mean(nearest(key, known), "write a key in the bibliography.")
            raise Exit(f"--new={key}: no entry has this key; {advice}")


class RewrittenPage(Struct, frozen=True):
    """A page of the author's with its text before and after rewriting, from the answer of a build."""

    file: Path
    rewritten: Rewritten

    @property
    def changes(self) -> bool:
        """Whether the page needs to be written."""
        return self.rewritten.after != self.rewritten.before


def put_keys(told: Iterable[Mapping[str, Any]], *, yes: bool) -> None:
    """Replace typed numbers by keys, after asking unless `yes`, and print what was done.

    `told` is the answer of a build. Raises Exit when a page cannot be written; the message names those that were.
    """
    pages = _pages(told)
    _say(_changes(pages))
    changed = [page for page in pages if page.changes]
    if not yes:
        _say([f"Would rewrite {_counted(changed)}."])
        if changed and (ask("Change these files? [y/N] ") or "").casefold() not in {"y", "yes"}:
            _say(["Nothing was changed; run `invoke keys --yes` to change the files."])
            return
    _write_pages(changed)
    _say([f"Rewrote {_counted(changed)}."])


def _pages(told: Iterable[Mapping[str, Any]]) -> list[RewrittenPage]:
    return [
        RewrittenPage(Path(one["file"]), Rewritten(one["path"], one["before"], one["after"], tuple(one["left"])))
        for one in told
    ]


def _changes(pages: Iterable[RewrittenPage]) -> Iterator[str]:
    """Yield the lines that stay as they are on each page, and the changes as a diff."""
    for page in pages:
        yield from page.rewritten.left
        if page.changes:
            yield page.rewritten.diff


def _write_pages(pages: Sequence[RewrittenPage]) -> None:
    """Write each page, in order. Raises Exit at the first that cannot be written, and names those that were."""
    for n, page in enumerate(pages):
        try:
            _write_page(page)
        except AuthorFileError as error:
            before = ", ".join(each.rewritten.path for each in pages[:n])
            others = f"Changed before it: {before}." if before else "No other page was changed."
            raise Exit(f"{error} {others}") from None


def _write_page(page: RewrittenPage) -> None:
    file = read_author_file(page.file, page.rewritten.path)
    if file.text != page.rewritten.before:
        raise AuthorFileError(file.name, CHANGED)
    write_author_file(file, page.rewritten.after)


def _counted(pages: Sequence[RewrittenPage]) -> str:
    return f"{len(pages)} {'page' if len(pages) == 1 else 'pages'}"


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)  # noqa: T201  it is the task's answer
