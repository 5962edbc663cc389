"""What `invoke number` and `invoke keys` are for: a build that answers them, and ends before it writes a site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from ibid.citations.keying import rewrite_pages
from ibid.documents import Part
from ibid.linking import Linked
from ibid.numbers.freezing import freeze_added, renumber
from ibid.numbers.numbering import Numbered, assign
from ibid.numbers.renaming import renamings
from ibid.settings import Settings


def freeze(settings: Settings, numbers: Mapping[str, int], known: list[Numbered]) -> NoReturn:
    """Write numbers.toml, with the lines it lacks or with all numbers anew, and say what was done."""
    if settings.freeze == "renumber":
        _answer(renumber(settings.numbers, numbers, assign(known, {})))
    assigned = assign(known, numbers)
    _answer(freeze_added(settings.numbers, assigned, renamings(known, assigned).values()))


def put_keys(settings: Settings, parts: Iterable[tuple[Any, Part]], linked: Linked) -> NoReturn:
    """Put keys in place of typed numbers in the sources of pages, or show what would change."""
    records = linked.catalogue.publications
    keys = {record.number: record.key if record.publication.keyed else "" for record in records}
    sources = [(Path(content.source_path), part) for content, part in parts]
    _answer(rewrite_pages(sources, keys, write=settings.keys == "write"))


def _answer(lines: Iterable[str]) -> NoReturn:
    try:
        print("\n".join(lines))  # noqa: T201  it is the task's answer
    except OSError as error:
        raise SystemExit(f"{error.filename} cannot be written: {error.strerror}. Nothing in it is changed.") from None
    raise SystemExit(0)
