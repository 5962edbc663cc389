"""The author's own BibTeX of one entry, made independent of the rest of the file.

It is the text of the file from the `@` to the closing brace, character by character, with these exceptions:
- private fields, and all but the first of a repeated field, are removed with their line;
- a value that uses an `@string` or joins parts by `#` is written out in braces; a month's name alone is kept, since
  every style defines it;
- `crossref` and `xdata` are replaced by the fields inherited through them, one per line, and `xdata=key-field` by the
  value that it refers to;
- invisible characters are removed;
- an entry that BibTeX could not read is written anew from what could be read of it, with `_` for blanks in its key.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Final

from pelican_bibtex.entries.data_values import refers
from pelican_bibtex.entries.entry import Entry
from pelican_bibtex.entries.fields import MONTHS
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.syntax.command import Field, Macro
from pelican_bibtex.syntax.source import INVISIBLE, visible

_INHERITING: Final = frozenset({"crossref", "xdata"})
_COMMA: Final = lazy_pattern(r"\s*+,")


def standalone(entry: Entry, private: Collection[str] = ()) -> str:
    """Return the text of an entry without its `private` fields, which are named in lower case."""
    text = "".join(_pieces(entry, private)) if entry.body.intact else _anew(entry, private)
    return INVISIBLE.sub("", text) if entry.source.has_invisible else text


def _pieces(entry: Entry, private: Collection[str]) -> Iterator[str]:
    """Yield the text in pieces: up to the comma after the key, each field with its comma, and the rest."""
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
    """Return a field as its author wrote it, with `@string`s inserted."""
    text = entry.source.text
    value = entry.fields[field.name.lower()]
    part = field.parts[0]
    is_whole = len(field.parts) == 1 and not refers(part)
    if is_whole and (not isinstance(part, Macro) or value == MONTHS.get(part.lower())):
        return text[field.start : field.end]
    return f"{text[field.start : field.value_start]}{{{value}}}"


def _line(entry: Entry, name: str, private: Collection[str]) -> Iterator[str]:
    if name not in _INHERITING and not _is_private(name, private):
        yield f"{name} = {{{entry.fields[name]}}}"


def _is_private(name: str, private: Collection[str]) -> bool:
    """Return whether a field is private, or annotates a private one: `note+an` goes with `note`."""
    return name in private or name.partition("+")[0] in private


def _anew(entry: Entry, private: Collection[str]) -> str:
    lines = [f"  {line},\n" for name in entry.fields for line in _line(entry, name, private)]
    return f"@{entry.type}{{{entry.key.replace(' ', '_')},\n{''.join(lines)}}}"


PROGRAMS: Final[Mapping[str, str]] = {
    "this site and others": (
        "pdf code data slides poster video website html supp blog preview abbr award award_name awards selected "
        "bibtex_show additional_info annotation annote altmetric dimensions google_scholar_id inspirehep_id badges"
    ),
    "JabRef": (
        "file owner timestamp creationdate modificationdate comment comment-* review groups readstatus ranking "
        "priority printed qualityassured relevance citationcount icoreranking __*"
    ),
    "Zotero, Better BibTeX": "file annote annotation groups",
    "Mendeley": "file annote mendeley-*",
    "BibDesk": "bdsk-* date-added date-modified local-url rating read annote rss-description",
    "Papers, ReadCube": "local-url uri rating read date-added date-modified annote file papers2_* papers3_*",
    "EndNote": "annote file",
    "KBibTeX": "localfile x-color x-stars x-fetchedfrom",
    "BibSonomy": "username added-at interhash intrahash privnote groups timestamp",
    "CiteULike": "citeulike-* posted-at priority comment",
    "Web of Science": "author-email",
}
"""Private fields by the program that writes them; a name that ends in `*` matches all that start so.

Homepages add links, badges and selections. Programs add files on a disk, notes, groups, dates and ratings. The fields
`keywords`, `abstract`, `note`, `url`, DBLP's `biburl` and `bibsource`, and BibLaTeX's annotations, `author+an`, are not
private: they belong to the work's record.
"""

_NAMES: Final = frozenset(" ".join(PROGRAMS.values()).replace("_", "-").split())
_EXACT: Final = frozenset(name for name in _NAMES if not name.endswith("*"))
_STARTS: Final = tuple(name.removesuffix("*") for name in _NAMES if name.endswith("*"))
_ON_THE_WEB: Final = lazy_pattern(r"\W*+(?:url\W++)?+(?:https?|ftp)://", re.IGNORECASE)
_OF_A_MACHINE: Final = lazy_pattern(
    r"\W*+(?:url\W++)?+(?:file|internal-pdf|papers\d?|readcube|zotero|mendeley|bookends|x-bdsk|x-devonthink-item):[^\s,;]*",
    re.IGNORECASE,
)
"""Matches an address, perhaps within `\\url{...}`, of a file on a disk or of something in a program."""


def private_fields(fields: Mapping[str, str], also: Iterable[str] = ()) -> frozenset[str]:
    """Return the private fields of an entry; `also` names the author's own, with `*` for anything.

    The annotations of a private field are private too: `note+an` with `note`. `date_added` counts as `date-added`.
    """
    patterns = [pattern.strip().lower().replace("_", "-") for pattern in also]
    return frozenset(name for name, value in fields.items() if _is_private_name(name, value, patterns))


def _is_private_name(name: str, value: str, patterns: Iterable[str]) -> bool:
    plain = visible(name).partition("+")[0].replace("_", "-")
    if plain == "uri":  # Papers writes addresses of its own there, others web addresses
        return not _ON_THE_WEB.match(value)
    return (
        plain in _EXACT
        or plain.startswith(_STARTS)
        or any(fnmatchcase(plain, pattern) for pattern in patterns)
        or bool(_OF_A_MACHINE.fullmatch(value))
    )
