"""The author's own BibTeX of one entry, so that it stands alone.

It is the text of the file from the `@` to the closing brace, character by character, but for this:
- private fields, and all but the first of a field that stands twice, are left out with their line;
- a value that uses an `@string` or joins parts by `#` is written out in braces; a month's name alone stays, since
  every style defines it;
- `crossref` and `xdata` are replaced by the fields they brought, one a line;
- invisible characters are left out;
- an entry that BibTeX could not read is written anew from what could be read of it, blanks in its key made `_`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from pelican_bibtex.entries.entry import Entry
from pelican_bibtex.entries.strings import MONTHS
from pelican_bibtex.syntax.command import Field, Macro
from pelican_bibtex.syntax.value import INVISIBLE

_INHERITING: Final = frozenset({"crossref", "xdata"})
_COMMA: Final = re.compile(r"\s*+,")


def standalone(entry: Entry, private: Collection[str] = ()) -> str:
    """The text of an entry less its `private` fields, which are named in lower case."""
    text = "".join(_pieces(entry, private)) if entry.body.intact else _anew(entry, private)
    return INVISIBLE.sub("", text) if entry.source.has_invisible else text


def _pieces(entry: Entry, private: Collection[str]) -> Iterator[str]:
    """The text in pieces: up to the comma after the key, each field with its comma, and the rest."""
    text, fields = entry.source.text, entry.body.fields
    if not fields:
        yield text[entry.start : entry.body.end]
        return
    offset = text.rindex(",", entry.start, fields[0].start) + 1
    yield text[entry.start : offset]
    seen: set[str] = set()
    inherited = [line for name in entry.fields if name not in entry.positions for line in _line(entry, name, private)]
    for field in fields:
        comma = _COMMA.match(text, field.end)
        end = comma.end() if comma else field.end
        name = field.name.lower()
        if name in _INHERITING:
            for line in inherited:
                yield text[offset : field.start] + line + ","
            inherited = []
        elif name not in seen and not _is_private(name, private):
            yield text[offset : field.start] + _own(entry, field) + text[field.end : end]
        seen.add(name)
        offset = end
    yield text[offset : entry.body.end]


def _own(entry: Entry, field: Field) -> str:
    """A field as its author wrote it, its strings put in."""
    text = entry.source.text
    value = entry.fields[field.name.lower()]
    part = field.parts[0]
    if len(field.parts) == 1 and (not isinstance(part, Macro) or value == MONTHS.get(part.lower())):
        return text[field.start : field.end]
    return f"{text[field.start : field.value_start]}{{{value}}}"


def _line(entry: Entry, name: str, private: Collection[str]) -> Iterator[str]:
    if name not in _INHERITING and not _is_private(name, private):
        yield f"{name} = {{{entry.fields[name]}}}"


def _is_private(name: str, private: Collection[str]) -> bool:
    """Whether a field is private, or annotates one that is: `note+an` goes with `note`."""
    return name in private or name.partition("+")[0] in private


def _anew(entry: Entry, private: Collection[str]) -> str:
    lines = [f"  {line},\n" for name in entry.fields for line in _line(entry, name, private)]
    return f"@{entry.type}{{{entry.key.replace(' ', '_')},\n{''.join(lines)}}}"
