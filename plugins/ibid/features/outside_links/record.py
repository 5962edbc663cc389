"""links.toml: when each address outside was last seen well. One line an address, sorted, to be read and committed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from ibid.problems import codes
from ibid.read.author_files import AuthorFile, write_author_file
from pelican_bibtex.diagnostics.problem import Problem

DUE = timedelta(days=30)
"""An address that was seen well is not asked again before."""
_HEAD = "# When each link of the site to somewhere else last worked. `invoke check --external` writes this file.\n"


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of the addresses outside."""

    seen: Mapping[str, date] = field(default_factory=dict)
    """The last day on which each answered."""

    def due(self, urls: Iterable[str], today: date) -> list[str]:
        """Those that are to be asked again, in order."""
        return sorted(url for url in urls if not self._is_fresh(url, today))

    def renewed(self, urls: Iterable[str], well: Iterable[str], today: date) -> Record:
        """What is known after asking: `urls` are all that the site still has, `well` are those that answered."""
        kept = {url: self.seen[url] for url in urls if url in self.seen}
        return replace(self, seen={**kept, **dict.fromkeys(well, today)})

    def _is_fresh(self, url: str, today: date) -> bool:
        last = self.seen.get(url)
        return last is not None and timedelta(0) <= today - last < DUE

    def __str__(self) -> str:
        return _HEAD + "".join(f"{json.dumps(url)} = {day}\n" for url, day in sorted(self.seen.items()))


def read_record(text: str, path: str) -> tuple[Record, list[Problem]]:
    """Read the file's text; a line that is not of its form is a problem, and the file is then left alone."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Record(), [Problem(codes.BAD_LINKS, f"{error}; correct the line, or delete the file", path)]
    bad = [url for url, day in values.items() if not isinstance(day, date) or isinstance(day, datetime)]
    message = 'it is not of the form `"https://..." = 2024-05-03`; correct the line, or delete the file'
    if bad:
        return Record(), [Problem(codes.BAD_LINKS, f"{bad[0]}: {message}", path)]
    return Record(values), []


def write_record(record: Record, file: AuthorFile) -> None:
    """Put the record in the place of the one before; nothing is written where nothing has changed.

    Raises AuthorFileError when it cannot be written.
    """
    text = str(record)
    if file.data is not None or text != _HEAD:
        write_author_file(file, text.replace("\n", file.newline))
