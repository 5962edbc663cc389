"""CSL-JSON, read by citation processors (https://docs.citationstyles.org/en/stable/specification.html, appendix IV).

The types and variables are those of CSL 1.0.2. As in pandoc, a list of authors that ends in `and others` has
`{"literal": "others"}` at its end.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from ibid.model.citable import Citable, first, text
from ibid.model.entry_types import PREPRINT
from ibid.model.records import Record
from pelican_bibtex.dates.publication_date import parse_date
from pelican_bibtex.names.name_list import parse_names
from pelican_bibtex.publication import Date, Name, Publication

_SEASONS: Final = {"spring": 1, "summer": 2, "autumn": 3, "winter": 4}
_STATUSES: Final = {"accepted": "accepted", "submitted": "submitted"}
_AS_THEY_ARE: Final = {
    "shorttitle": "title-short", "shortjournal": "container-title-short", "version": "version", "venue": "event-place",
    "volumes": "number-of-volumes", "pagetotal": "number-of-pages", "chapter": "chapter-number", "pmid": "PMID",
    "origtitle": "original-title",
}  # fmt: skip
"""The CSL names of BibLaTeX's fields that CSL has too."""

Item = dict[str, Any]


def csl_json(record: Record) -> str:
    """Return one publication as a JSON object in one line."""
    return json.dumps(csl_item(record), ensure_ascii=False)


def join_csl_json(items: Iterable[str]) -> bytes:
    """Return a file of items in JSON, one a line."""
    return ("[\n" + ",\n".join(items) + "\n]\n").encode()


def csl_item(record: Record) -> Item:
    """Return one publication as a CSL item; its id is its citation key."""
    publication, facts = record.publication, record.citable
    item = {
        "id": publication.key,
        "type": facts.entry_type.csl,
        "title": publication.title.plain,
        **_people(publication),
        "issued": csl_date(publication.date),
        **_venue(facts),
        **_standing(publication, facts),
        "abstract": publication.abstract.plain,
        "keyword": ", ".join(publication.keywords),
        "note": publication.note.plain,
        **{csl: text(publication.fields, field) for field, csl in _AS_THEY_ARE.items()},
        **_other_dates(publication.fields),
    }
    return {name: value for name, value in item.items() if value}


def csl_date(date: Date) -> Item:
    """Return a date, a range of dates, a season or words, at the known precision; empty for no date."""
    if date.year is None:
        return {"literal": date.literal} if date.literal else {}
    parts = [_parts(date.year, date.month, date.day)]
    if date.end and date.end[0] is not None:
        parts.append(_parts(*date.end))
    season = {"season": _SEASONS[date.season]} if date.season else {}
    return {"date-parts": parts, **season}


def csl_name(name: Name) -> Item:
    """Return a person's name in parts, an organisation's as it is."""
    if name.corporate:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.prefix,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _parts(*parts: int | None) -> list[int]:
    return [part for part in parts if part is not None]


def _people(publication: Publication) -> dict[str, list[Item]]:
    fields = publication.fields
    lists = {
        "author": publication.authors,
        "editor": publication.editors,
        "translator": _names(fields, "translator"),
        "container-author": _names(fields, "bookauthor"),
    }
    people = {role: [csl_name(name) for name in names] for role, names in lists.items()}
    if publication.others:
        people["author"].append({"literal": "others"})
    return people


def _names(fields: Mapping[str, str], field: str) -> tuple[Name, ...]:
    return parse_names(fields[field], field)[0] if fields.get(field) else ()


def _venue(facts: Citable) -> Item:
    in_series = bool(facts.series) and not facts.entry_type.is_numbered
    number = facts.number or (f"arXiv:{facts.arxiv}" if facts.entry_type.name == PREPRINT and facts.arxiv else "")
    is_issue = facts.entry_type.venue in {"conference", "book"} and not in_series
    return {
        "container-title": facts.container,
        "collection-title": facts.series,
        "collection-number": number if in_series else "",
        "event-title": facts.event,
        "volume": facts.volume,
        "issue": facts.issue or (number if is_issue else ""),
        "number": "" if in_series or is_issue else number,
        "edition": facts.edition,
        "page": facts.pages,
        "publisher": facts.publisher,
        "publisher-place": facts.place,
    }


def _standing(publication: Publication, facts: Citable) -> Item:
    return {
        "genre": facts.genre,
        "status": _STATUSES.get(publication.status, ""),
        "DOI": facts.doi,
        "ISBN": facts.isbn,
        "ISSN": facts.issn,
        "URL": facts.url,
        "language": facts.language,
    }


def _other_dates(fields: Mapping[str, str]) -> Item:
    named = {"accessed": "urldate", "event-date": "eventdate", "original-date": "origdate"}
    given = {csl: first(fields, field) for csl, field in named.items()}
    return {csl: csl_date(parse_date({"date": value})[0]) for csl, value in given.items() if value}
