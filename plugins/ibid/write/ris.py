"""RIS, the format that every reference manager imports, such as EndNote and Mendeley.

The tags are those of the format's description of 2011 (Research Information Systems), read as Zotero, EndNote and
JabRef read them: a report's number is in SN, a meeting's place in C1, a whole book's editors in ED.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ibid.model.addresses import WEB
from ibid.model.citable import Citable, first, inverted, text
from ibid.model.records import Record
from pelican_bibtex.names.name_list import parse_names
from pelican_bibtex.publication import Date, Publication

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
    yield from _people(publication)
    yield "TI", publication.title.plain
    yield "ST", text(publication.fields, "shorttitle")
    yield from _date(publication.date)
    yield from _venue(publication, facts)
    yield from _identifiers(publication, facts)
    yield "AB", publication.abstract.plain
    yield from (("KW", word) for word in publication.keywords)
    yield "N1", publication.note.plain
    yield "LA", "" if facts.entry_type.ris == "COMP" else facts.language
    yield "ER", ""


def _people(publication: Publication) -> Iterator[Line]:
    yield from (("AU", inverted(name)) for name in publication.authors)
    yield "AU", "others" if publication.others else ""
    yield from (("ED", inverted(name)) for name in publication.editors)
    translators = publication.fields.get("translator", "")
    yield from (("A4", inverted(name)) for name in parse_names(translators, "translator")[0])


def _date(date: Date) -> Iterator[Line]:
    """Yield the year, and `YYYY/MM/DD/other` if more is known."""
    yield "PY", f"{date.year:04d}" if date.year is not None else date.literal
    if date.year is not None and (date.month or date.season):
        month, day = (f"{part:02d}" if part else "" for part in (date.month, date.day))
        yield "DA", f"{date.year:04d}/{month}/{day}/{date.season}"


def _venue(publication: Publication, facts: Citable) -> Iterator[Line]:
    is_part = facts.entry_type.is_part
    is_paper = facts.entry_type.venue == "conference"
    yield "T2", facts.container if is_part else facts.series
    yield "T3", facts.series if is_part else ""
    yield "J2", text(publication.fields, "shortjournal")
    yield "VL", facts.volume
    yield "IS", facts.issue or ("" if facts.entry_type.is_numbered else facts.number)
    yield "ET", facts.edition or text(publication.fields, "version")
    yield from (("SP", facts.first_page), ("EP", facts.last_page)) if is_part else ()
    yield "PB", facts.publisher
    yield "C1" if is_paper else "CY", (is_paper and first(publication.fields, "venue")) or facts.place
    yield "M3", facts.genre


def _identifiers(publication: Publication, facts: Citable) -> Iterator[Line]:
    yield "SN", facts.number if facts.entry_type.is_numbered else facts.isbn or facts.issn
    yield "DO", facts.doi
    yield "AN", f"arXiv:{facts.arxiv}" if facts.arxiv else ""
    yield "UR", facts.url
    yield "L1", next((link.url for link in publication.links if link.kind == "pdf" and link.url.startswith(WEB)), "")
