"""Answers of a build to `invoke number` and `invoke keys`, written to a file before the build ends without a site.

The tasks do the rest: Pelican's output would hide questions to the author, and only one process should write sources.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from ibid.link.citations import Part
from ibid.link.linking import Linked
from ibid.link.numbers import Numbered
from ibid.link.typed_numbers import rewrite_numbers
from ibid.read.author_files import AuthorFileError, read_author_file
from ibid.read.settings import Settings


def tell_publications(settings: Settings, known: Iterable[Numbered]) -> NoReturn:
    """Answer with what numbering needs of each publication, and the path of numbers.toml."""
    _answer(settings.freeze, {"file": str(settings.numbers), "publications": [asdict(one) for one in known]})


def tell_rewritten(settings: Settings, parts: Iterable[tuple[Any, Part]], linked: Linked) -> NoReturn:
    """Answer with the text of each page before and after keys replace its typed numbers."""
    records = linked.catalogue.publications
    keys = {record.number: record.key if record.publication.keyed else "" for record in records}
    of_page: dict[str, list[Part]] = {}
    for content, part in parts:
        of_page.setdefault(content.source_path, []).append(part)
    _answer(settings.keys, [{"file": path, **_rewritten(path, of_page[path], keys)} for path in of_page])


def _rewritten(path: str, parts: list[Part], keys: Mapping[int, str]) -> dict[str, Any]:
    name = parts[0].document.path
    try:
        source = read_author_file(Path(path), name).text
    except AuthorFileError as error:
        raise SystemExit(str(error)) from None
    return asdict(rewrite_numbers(name, source, [place for part in parts for place in part.places], keys))


def _answer(file: Path | None, answer: object) -> NoReturn:
    if file:
        file.write_text(json.dumps(answer), encoding="utf-8")
    raise SystemExit(0)
