"""`ids`: the keys that an entry had before, or has besides its own.

An entry can be cited by any of them as by its key; one that is another entry's key, or stands in two entries, is
passed over (BibLaTeX manual, "ids"; Biber does so too).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pelican_bibtex.diagnostics.codes import DUPLICATE_ALIAS
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.entries.entry import Entry


def with_aliases(entries: Sequence[Entry], problems: list[Problem]) -> list[Entry]:
    """The entries with the aliases that are theirs alone; what is found wrong is added to `problems`."""
    owners = {entry.key: entry for entry in entries}
    return [replace(entry, aliases=tuple(_own(entry, owners, problems))) for entry in entries]


def _own(entry: Entry, owners: dict[str, Entry], problems: list[Problem]) -> Iterator[str]:
    """The aliases of an entry, from here on in `owners`, as all keys are."""
    for alias in _written(entry.fields):
        owner = owners.setdefault(alias, entry)
        if owner is not entry:
            problems.append(_taken(entry, alias, owner))
        elif alias != entry.key:
            yield alias


def _written(fields: Mapping[str, str]) -> Iterable[str]:
    return dict.fromkeys(alias for alias in map(str.strip, fields.get("ids", "").split(",")) if alias)


def _taken(entry: Entry, alias: str, owner: Entry) -> Problem:
    where = f"`{owner.key}`, {owner.location.path}:{owner.location.line}"
    whose = "the key" if alias == owner.key else "in the ids"
    message = f"`{alias}` is {whose} of {where}, and `[@{alias}]` leads there; take it out of the ids of `{entry.key}`"
    return entry.problem(DUPLICATE_ALIAS, message, "ids")
