"""COinS, which reference managers read on a page with many publications, in a `title` of each.

ANSI/NISO Z39.88-2004 in its key-encoded-value form, https://ocoins.info. With these genres and formats a conference
paper is one in Zotero too; publications without a format in the standard are Dublin Core with Zotero's own types.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from ibid.model.citable import inverted
from ibid.model.records import Record
from pelican_bibtex.publication import Name

KeyValue = tuple[str, str]


def coins(record: Record) -> str:
    """Return a publication as a ContextObject, for the `title` of a `span.Z3988`; the caller must escape it."""
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in _pairs(record) if value)


def _pairs(record: Record) -> Iterator[KeyValue]:
    publication, facts = record.publication, record.citable
    format_, _, genre = facts.entry_type.coins.partition("/")
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{format_}"
    yield "rft.type" if format_ == "dc" else "rft.genre", genre
    yield from _titles(record, format_, genre)
    yield from (_creator(name, format_) for name in publication.authors)
    yield "rft.date", publication.date.iso
    yield from _details(record, format_)
    yield "rft_id", f"info:doi/{facts.doi}" if facts.doi else ""
    yield "rft_id", facts.url


def _titles(record: Record, format_: str, genre: str) -> Iterator[KeyValue]:
    title, container = record.citable.title, record.citable.container
    if format_ in {"dc", "dissertation", "patent"}:
        yield "rft.title", title
        yield "rft.source" if format_ == "dc" else "", container if format_ == "dc" else ""
    elif genre in {"article", "bookitem", "proceeding"}:
        yield "rft.atitle", title
        yield "rft.jtitle" if format_ == "journal" else "rft.btitle", container
    else:
        yield "rft.jtitle" if format_ == "journal" else "rft.btitle", title


def _creator(name: Name, format_: str) -> KeyValue:
    if name.corporate and format_ not in {"dc", "patent"}:
        return "rft.aucorp", name.family
    return {"dc": "rft.creator", "patent": "rft.inventor"}.get(format_, "rft.au"), inverted(name)


def _details(record: Record, format_: str) -> Iterator[KeyValue]:
    facts = record.citable
    if format_ == "dissertation":
        yield "rft.inst", facts.publisher
        yield "rft.degree", facts.genre
    elif format_ == "patent":
        yield "rft.number", facts.number
    elif format_ == "dc":
        yield "rft.publisher", facts.publisher
        yield "rft.language", facts.language
    else:
        yield from _in_print(record, format_)


def _in_print(record: Record, format_: str) -> Iterator[KeyValue]:
    facts = record.citable
    yield "rft.volume", facts.volume
    yield "rft.issue", facts.issue
    yield "rft.pages", facts.pages
    yield "rft.spage", facts.first_page
    yield "rft.epage", facts.last_page
    yield "rft.issn", facts.issn
    yield "rft.isbn", facts.isbn
    if format_ == "book":
        yield "rft.pub", facts.publisher
        yield "rft.place", facts.place
        yield "rft.edition", facts.edition
        yield "rft.series", facts.series
