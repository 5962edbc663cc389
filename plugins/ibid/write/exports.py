"""Export files in formats of other programs: of all publications, of each year, of each topic, of each publication.

CSL-JSON is read by citation processors (https://docs.citationstyles.org/en/stable/specification.html, appendix IV). The
types and variables are those of CSL 1.0.2. As in pandoc, a list of names that ends in `and others` has
`{"literal": "others"}` at its end; RIS has no place for that.

RIS is the format that every reference manager imports, such as EndNote and Mendeley. The tags are those of the
description of 2011 (Research Information Systems), read as Zotero, EndNote and JabRef read them: a report's number is
in SN, a meeting's place in C1, a whole book's editors in ED.

BibTeX is given as its author wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from ibid.model.addresses import (
    ALL_FILES,
    BIBTEX,
    CSL_JSON,
    FORMATS,
    ONE_FILES,
    RIS,
    TOPIC_FILES,
    WEB,
    YEAR_FILES,
    AddressRow,
    Format,
)
from ibid.model.catalogue import Catalogue
from ibid.model.citable import Citable, csl_text, first, inverted, text
from ibid.model.entry_types import PREPRINT
from ibid.model.planned import PlannedFile
from ibid.model.records import Record
from pelican_bibtex import tex
from pelican_bibtex.dates.publication_date import parse_date
from pelican_bibtex.facts.titles import plain_title, with_addition
from pelican_bibtex.facts.venue_names import name_in
from pelican_bibtex.names.name_list import parse_names
from pelican_bibtex.publication import Date, Name, Publication

_SEASONS: Final = {"spring": 1, "summer": 2, "autumn": 3, "winter": 4}
_STATUSES: Final = {"accepted": "accepted", "submitted": "submitted"}
_AS_THEY_ARE: Final = {
    "shorttitle": "title-short", "shortjournal": "container-title-short", "version": "version",
    "volumes": "number-of-volumes", "chapter": "chapter-number", "origtitle": "original-title",
    "origlocation": "original-publisher-place",
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
        "title": csl_text(with_addition(publication.title, publication.fields).nodes),
        **_csl_people(publication),
        "issued": csl_date(publication.date),
        **_csl_venue(facts),
        **_standing(publication, facts),
        "abstract": publication.abstract.plain,
        "keyword": ", ".join(publication.keywords),
        "note": _notes(publication),
        "original-publisher": tex.plain(name_in(publication.fields, "origpublisher")),
        "volume-title": plain_title(publication.fields, "issuetitle"),
        **{csl: text(publication.fields, field) for field, csl in _AS_THEY_ARE.items()},
        **_other_dates(publication.fields),
    }
    return {name: value for name, value in item.items() if value}


def _notes(publication: Publication) -> str:
    return " ".join(part for part in (publication.note.plain, text(publication.fields, "addendum")) if part)


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


def _csl_people(publication: Publication) -> dict[str, list[Item]]:
    fields = publication.fields
    lists = {
        "author": publication.authors,
        "editor": publication.editors,
        "translator": _names(fields, "translator"),
        "container-author": _names(fields, "bookauthor"),
    }
    people = {role: [csl_name(name) for name in names] for role, names in lists.items()}
    for role, more in (("author", publication.others), ("editor", publication.more_editors)):
        if more:
            people[role].append({"literal": "others"})
    return people


def _names(fields: Mapping[str, str], field: str) -> tuple[Name, ...]:
    return parse_names(fields[field], field)[0] if fields.get(field) else ()


def _csl_venue(facts: Citable) -> Item:
    in_series = bool(facts.series) and not facts.entry_type.is_numbered
    number = facts.number or (f"arXiv:{facts.arxiv}" if facts.entry_type.name == PREPRINT and facts.arxiv else "")
    is_issue = facts.entry_type.venue in {"conference", "book"} and not in_series
    return {
        "container-title": facts.container,
        "collection-title": facts.series,
        "collection-number": number if in_series else "",
        "event-title": facts.event,
        "event-place": facts.event_place,
        "volume": facts.volume,
        "issue": facts.issue or (number if is_issue else ""),
        "number": "" if in_series or is_issue else number,
        "edition": facts.edition,
        "page": facts.pages,
        "number-of-pages": facts.number_of_pages,
        "publisher": facts.publisher,
        "publisher-place": facts.place,
    }


def _standing(publication: Publication, facts: Citable) -> Item:
    return {
        "genre": facts.genre,
        "status": _STATUSES.get(publication.status, ""),
        "DOI": facts.doi,
        "PMID": facts.pmid,
        "PMCID": facts.pmcid,
        "ISBN": facts.isbn,
        "ISSN": facts.issn,
        "URL": facts.url,
        "language": facts.language,
    }


def _other_dates(fields: Mapping[str, str]) -> Item:
    named = {"accessed": "urldate", "event-date": "eventdate", "original-date": "origdate"}
    given = {csl: first(fields, field) for csl, field in named.items()}
    return {csl: csl_date(parse_date({"date": value})[0]) for csl, value in given.items() if value}


Line = tuple[str, str]


def join_ris(items: Iterable[str]) -> bytes:
    """Return a file of items in RIS, with an empty line between two."""
    return "\r\n".join(items).encode()


def ris(record: Record) -> str:
    """Return one publication in RIS, from TY to ER; line breaks in values become blanks."""
    lines = ((tag, " ".join(value.split())) for tag, value in _lines(record.publication, record.citable))
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value or tag == "ER")


def _lines(publication: Publication, facts: Citable) -> Iterator[Line]:
    yield "TY", facts.entry_type.ris
    yield "ID", publication.key
    yield from _ris_people(publication)
    yield "TI", with_addition(publication.title, publication.fields).plain
    yield "ST", text(publication.fields, "shorttitle")
    yield from _date(publication.date)
    yield from _ris_venue(publication, facts)
    yield from _identifiers(publication, facts)
    yield "AB", publication.abstract.plain
    yield from (("KW", word) for word in publication.keywords)
    yield "N1", _notes(publication)
    yield "OP", tex.plain(name_in(publication.fields, "origpublisher"))
    yield "LA", "" if facts.entry_type.ris == "COMP" else facts.language
    yield "ER", ""


def _ris_people(publication: Publication) -> Iterator[Line]:
    yield from (("AU", inverted(name)) for name in publication.authors)
    yield from (("ED", inverted(name)) for name in publication.editors)
    translators = publication.fields.get("translator", "")
    yield from (("A4", inverted(name)) for name in parse_names(translators, "translator")[0])


def _date(date: Date) -> Iterator[Line]:
    """Yield the year, and `YYYY/MM/DD/other` if more is known."""
    yield "PY", f"{date.year:04d}" if date.year is not None else date.literal
    if date.year is not None and (date.month or date.season):
        month, day = (f"{part:02d}" if part else "" for part in (date.month, date.day))
        yield "DA", f"{date.year:04d}/{month}/{day}/{date.season}"


def _ris_venue(publication: Publication, facts: Citable) -> Iterator[Line]:
    is_part = facts.entry_type.is_part
    is_paper = facts.entry_type.venue == "conference"
    yield "T2", facts.container or ("" if is_part else facts.series)
    yield "T3", facts.series if is_part or facts.container else ""
    yield "J2", text(publication.fields, "shortjournal")
    yield "VL", facts.volume
    yield "IS", facts.issue or ("" if facts.entry_type.is_numbered else facts.number)
    yield "ET", facts.edition or text(publication.fields, "version")
    yield from (("SP", facts.first_page), ("EP", facts.last_page)) if is_part or facts.container else ()
    yield "PB", facts.publisher
    yield "C1" if is_paper else "CY", (is_paper and facts.event_place) or facts.place
    yield "M3", facts.genre


def _identifiers(publication: Publication, facts: Citable) -> Iterator[Line]:
    yield "SN", facts.number if facts.entry_type.is_numbered else facts.isbn or facts.issn
    yield "DO", facts.doi
    yield "AN", f"arXiv:{facts.arxiv}" if facts.arxiv else facts.pmid
    yield "UR", facts.url
    yield "L1", next((link.url for link in publication.links if link.kind == "pdf" and link.url.startswith(WEB)), "")


def bibtex(record: Record) -> str:
    """Return one publication in BibTeX, as its author wrote it."""
    return f"{record.publication.bibtex.strip()}\n"


def join_bibtex(items: Iterable[str]) -> bytes:
    """Return a file of items in BibTeX, with an empty line between two."""
    return "\n".join(items).encode()


_WRITERS: Final[Mapping[Format, tuple[Callable[[Record], str], Callable[[Iterable[str]], bytes]]]] = {
    BIBTEX: (bibtex, join_bibtex),
    CSL_JSON: (csl_json, join_csl_json),
    RIS: (ris, join_ris),
}
"""For each format, the functions that write one publication and join several into a file."""

InEachFormat = Mapping[Format, str]
"""One publication in every format, written once for all files that contain it."""


def export_files(catalogue: Catalogue) -> Iterator[PlannedFile]:
    """Yield the files of all publications, of each year, of each topic and of each publication."""
    records = catalogue.publications
    texts = {record.slug: {each: _WRITERS[each][0](record) for each in FORMATS} for record in records}
    yield from _files(ALL_FILES, "all publications", texts.values())
    for year, group in _by_year(records):
        of_year = [texts[record.slug] for record in group]
        yield from _files(YEAR_FILES, f"the publications of {year}", of_year, year=f"{year:04d}")
    for page in catalogue.topic_pages:
        of_topic = [texts[record.slug] for record in reversed(page.topic.all)]
        yield from _files(TOPIC_FILES, f"the topic {page.topic.id}", of_topic, page=page.topic.page)
    for record in records:
        yield from _files(ONE_FILES, record.key, [texts[record.slug]], slug=record.slug)


def _files(row: AddressRow, whose: str, texts: Iterable[InEachFormat], **parts: str) -> Iterator[PlannedFile]:
    for each in row.formats:
        data = _WRITERS[each][1](text[each] for text in texts)
        yield PlannedFile(row.at(ending=each.ending, **parts), f"the {each.name} of {whose}", data)


def _by_year(records: Iterable[Record]) -> Iterator[tuple[int, list[Record]]]:
    """Yield each year, latest first, and its publications in the order given; those without a year are left out."""
    dated = [(record.publication.date.year, record) for record in records if record.publication.date.year is not None]
    dated.sort(key=lambda pair: -pair[0])
    for year, pairs in groupby(dated, key=lambda pair: pair[0]):
        yield year, [record for _, record in pairs]
