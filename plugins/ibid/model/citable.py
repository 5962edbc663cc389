"""The data of a publication for exports and metadata: plain text under names that do not depend on its type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from ibid.model.addresses import WEB
from ibid.model.entry_types import PREPRINT, EntryType, entry_type, server_of
from pelican_bibtex import tex
from pelican_bibtex.facts.details import pages
from pelican_bibtex.facts.identifiers import arxiv_id, doi
from pelican_bibtex.facts.language_codes import language
from pelican_bibtex.facts.venues import only_states, unstated
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Name, Publication
from pelican_bibtex.syntax.type_names import KINDS

_IN_JOURNAL: Final = ("journaltitle", "journal", "fjournal", "shortjournal", "booktitle")
_IN_BOOK: Final = ("booktitle", "maintitle", "eventtitle", "journaltitle", "journal")
_HOUSE: Final = ("publisher", "organization", "institution", "school")
_INSTITUTION: Final = ("institution", "school", "organization", "publisher")
_NAME: Final = lazy_pattern(r"@\s*(\w+)")
_LABEL: Final = lazy_pattern(r"^pp?\.\s")
_LONGEST_TITLE: Final = 390
"""In characters. A longer title comes from a missing brace, and a page would repeat it five times."""


class Citable(Struct, frozen=True):
    """A publication as exports and metadata cite it, in plain text; unknown fields are empty."""

    entry_type: EntryType
    """What formats call its type; for a preprint, magazine or newspaper article whatever the entry's type."""
    title: str = ""
    """For metadata in pages, so an overlong one is cut; exported files have the whole title."""
    container: str = ""
    """The journal, proceedings or book that it is part of."""
    event: str = ""
    """The meeting, as in `eventtitle`."""
    publisher: str = ""
    """The publisher: the institution of a thesis or report, the server of a preprint, or `howpublished`."""
    place: str = ""
    """The publisher's place."""
    series: str = ""
    volume: str = ""
    issue: str = ""
    """The issue within a volume of a journal."""
    number: str = ""
    """The number of a report or patent, or in a series."""
    edition: str = ""
    pages: str = ""
    """`1-39`, `7`, `1-3, 9-12`, with hyphens, or the article number of an electronic journal."""
    doi: str = ""
    """Without a resolver: `10.1000/182`."""
    isbn: str = ""
    issn: str = ""
    arxiv: str = ""
    """Without a version: `2410.11474`."""
    url: str = ""
    """Its http or https address, other than the DOI and PDF."""
    genre: str = ""
    """The kind of a thesis, report or patent: `PhD thesis`."""
    language: str = ""
    """A BCP 47 tag, also for the site's default language."""

    @property
    def first_page(self) -> str:
        """The first page: `1` of `1-39`."""
        return re.split("[-,]", self.pages)[0].strip()

    @property
    def last_page(self) -> str:
        """The last page: `39` of `1-39`; empty for a single page."""
        return re.split("[-,]", self.pages)[-1].strip() if re.search("[-,]", self.pages) else ""


def citable(publication: Publication) -> Citable:
    """Return the citable record of a publication, from its fields and from the values that READ derived from them."""
    fields = publication.fields
    type_ = entry_type(publication)
    number, issue = text(fields, "number"), text(fields, "issue")
    in_journal, is_preprint = type_.venue == "journal", type_.name == PREPRINT
    return Citable(
        entry_type=type_,
        title=_title(publication.title.plain),
        container=_container(publication, type_),
        event=text(fields, "eventtitle"),
        publisher=server_of(publication) or _publisher(publication, type_),
        place=first(fields, "location", "address"),
        series=text(fields, "series"),
        volume="" if is_preprint else text(fields, "volume"),
        issue=(number or issue) if in_journal else issue,
        number="" if in_journal or is_preprint else number,
        edition=text(fields, "edition"),
        pages=_pages(fields),
        doi=doi(fields),
        isbn=text(fields, "isbn"),
        issn=text(fields, "issn"),
        arxiv=arxiv_id(fields),
        url=_url(publication, type_),
        genre=_genre(publication, type_),
        language=language(fields) or publication.language,
    )


def inverted(name: Name) -> str:
    """Return `van Beethoven, Ludwig` or `King, Martin Luther, Jr.`; an organisation without commas, which split it."""
    if name.corporate or not name.given:
        return name.display.replace(",", "")
    parts = (name.surname, name.given, name.suffix)
    return ", ".join(part for part in parts if part)


def text(fields: Mapping[str, str], name: str) -> str:
    """Return one field as plain text, empty if it is missing."""
    source = fields.get(name, "")
    return source if source.isalnum() else tex.plain(source)


def first(fields: Mapping[str, str], *names: str) -> str:
    """Return the first non-empty one of these fields as plain text, or an empty string."""
    return next((value for name in names if (value := text(fields, name))), "")


def _title(whole: str) -> str:
    return whole if len(whole) <= _LONGEST_TITLE else f"{whole[:_LONGEST_TITLE].rstrip()}…"


def _publisher(publication: Publication, type_: EntryType) -> str:
    known = first(publication.fields, *(_INSTITUTION if type_.is_housed else _HOUSE))
    venue = publication.venue.plain
    return known or ("" if type_.is_part or only_states(venue) else venue)


def _container(publication: Publication, type_: EntryType) -> str:
    if not type_.is_part:
        return ""
    known = unstated(first(publication.fields, *(_IN_JOURNAL if type_.venue == "journal" else _IN_BOOK)))
    return known or ("" if first(publication.fields, *_HOUSE) else publication.venue.plain)


def _pages(fields: Mapping[str, str]) -> str:
    printed = _LABEL.sub("", pages(fields)).replace("–", "-")
    return printed or first(fields, "eid", "article-number", "articleno")


def _url(publication: Publication, type_: EntryType) -> str:
    """Return the address that the entry gives: a file if it gives only that, but not a field that is for files."""
    kinds = ["url", "html", *(["arxiv"] if type_.name == PREPRINT else ())]
    if not publication.fields.get("pdf"):
        kinds.append("pdf")  # from `url` or `howpublished`
    links = (publication.link(kind) for kind in kinds)
    return next((url for url in links if url and url.startswith(WEB)), "")


def _genre(publication: Publication, type_: EntryType) -> str:
    if not type_.is_of_a_kind:
        return ""
    said = text(publication.fields, "type")
    name = _NAME.match(publication.bibtex)
    return KINDS.get(said.lower().replace(" ", ""), said) or KINDS.get(name[1].lower() if name else "", "")
