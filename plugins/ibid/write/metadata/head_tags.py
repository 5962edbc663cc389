"""Elements in a page's head: `<meta>` of Highwire and Open Graph, and `<link>` of Signposting.

Highwire tags are read by Google Scholar and reference managers. They follow Google Scholar's inclusion guidelines
("Indexing: configure the meta-tags") and Zotero's reading of them. Open Graph gives the date and the subject of a
page (https://ogp.me, article). Signposting leads machines from a publication's page to its identifier, files and
metadata: https://signposting.org/FAIR/, level 1, as elements, since a static site sets no headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from markupsafe import Markup, escape
from msgspec import Struct

from ibid.model.addresses import WEB, absolute
from ibid.model.citable import Citable, inverted
from ibid.model.entry_types import PREPRINT
from ibid.model.records import Author, Record
from pelican_bibtex.facts.address_fields import first_address
from pelican_bibtex.facts.identifiers import doi_url
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Date, Name
from pelican_bibtex.tex.urls import safe_url

Tag = tuple[str, str]

_SEPARATOR: Final = lazy_pattern(r"\s*[,;]\s*")


def highwire(record: Record, root: str = "", language: str = "") -> tuple[Tag, ...]:
    """Return names and contents of the `<meta>` elements of a publication, in order; `language` is the site's own."""
    publication, facts = record.publication, record.citable
    tags = [
        ("citation_title", facts.title),
        *_people(record),
        ("citation_publication_date", scholar_date(publication.date)),
        *_venue(facts),
        *_place(facts),
        *_identifiers(facts),
        ("citation_language", facts.language or language),
        *(("citation_keywords", word) for word in publication.keywords),
        ("citation_abstract", publication.abstract.plain),
        ("citation_abstract_html_url", absolute(record.url, root)),
        ("citation_pdf_url", absolute(pdf_beside(record), root)),
    ]
    return tuple((name, " ".join(content.split())) for name, content in tags if content)


def scholar_date(date: Date) -> str:
    """Return `2024/05/03`, only the year if the day is not known, or an empty string without a year."""
    if date.year is None:
        return ""
    return f"{date.year}/{date.month:02d}/{date.day:02d}" if date.month and date.day else str(date.year)


def scholar_name(name: Name) -> str:
    """Return `Beethoven, Ludwig`, but the given name first if Zotero would read the comma as one between two authors.

    It does so if there are several words on both sides of the comma: `van Beethoven, Ludwig M.`.
    """
    text = inverted(name)
    parts = text.split(", ")
    looks_like_two = len(parts) > 1 and " " in parts[0] and " " in parts[1]
    return f"{name.given} {name.surname}" if looks_like_two else text


def pdf_beside(record: Record) -> str:
    """Return the path of a PDF in the folder of the publication's own page: Google Scholar accepts no other."""
    pdf = (record.publication.pdf or "").lstrip("/")
    folder, _, _ = pdf.rpartition("/")
    return pdf if f"{folder}/" == record.url else ""


def authors_of(record: Record) -> list[tuple[Name, Author]]:
    """Return each author as in the entry and as known to the site, with only a name if the record has no authors."""
    names = record.publication.authors
    known = record.authors if len(record.authors) == len(names) else tuple(Author(name.display) for name in names)
    return list(zip(names, known, strict=True))


def _people(record: Record) -> Iterator[Tag]:
    for name, author in authors_of(record):
        yield "citation_author", scholar_name(name).replace(";", " ")
        if author.person and author.person.orcid:
            yield "citation_author_orcid", author.person.orcid_url
    yield from (("citation_editor", scholar_name(name)) for name in record.publication.editors)


def _venue(facts: Citable) -> Iterator[Tag]:
    """Yield the tags that tell academic search engines what kind of work it is."""
    venue = facts.entry_type.venue
    if venue == "journal":
        yield "citation_journal_title", facts.container
    elif venue == "conference":
        yield "citation_conference_title", facts.container
    elif venue == "book":
        yield "citation_inbook_title", facts.container
        yield "citation_book_title", facts.container
    elif venue == "school":
        yield "citation_dissertation_institution", facts.publisher
        yield "citation_dissertation_name", facts.genre
        return
    elif venue == "institution":
        yield "citation_technical_report_institution", facts.publisher
        yield "citation_technical_report_number", facts.number
        return
    yield "citation_publisher", facts.publisher


def _place(facts: Citable) -> Iterator[Tag]:
    yield "citation_series_title", facts.series
    yield "citation_volume", facts.volume
    yield "citation_issue", facts.issue
    yield "citation_firstpage", facts.first_page
    yield "citation_lastpage", facts.last_page


def _identifiers(facts: Citable) -> Iterator[Tag]:
    yield "citation_doi", facts.doi
    if facts.entry_type.name == PREPRINT:
        yield "citation_arxiv_id", facts.arxiv
    yield from (("citation_issn", number) for number in _SEPARATOR.split(facts.issn))
    yield from (("citation_isbn", number) for number in _SEPARATOR.split(facts.isbn))


Property = tuple[str, str]


def publication_tags(record: Record) -> tuple[Property, ...]:
    """Return properties and contents of the Open Graph `<meta>` elements of a publication."""
    publication = record.publication
    return _given([("article:published_time", publication.date.iso), *_about(publication.keywords)])


def article_tags(published: datetime, modified: datetime | None, tags: Iterable[object]) -> tuple[Property, ...]:
    """Return the same for a post."""
    changed = modified.isoformat() if modified else ""
    times = [("article:published_time", published.isoformat()), ("article:modified_time", changed)]
    return _given([*times, *_about(str(tag) for tag in tags)])


def _about(words: Iterable[str]) -> list[Property]:
    return [("article:tag", word) for word in words]


def _given(properties: Iterable[Property]) -> tuple[Property, ...]:
    return tuple((name, content) for name, content in properties if content)


_CC: Final = lazy_pattern(r"cc[ -](?P<terms>by(?:-(?:nc|sa|nd))*)[ -](?P<version>\d\.\d)", re.IGNORECASE)
_CC_ZERO: Final = lazy_pattern(r"cc[ -]?(?:0|zero)(?:[ -]1\.0)?", re.IGNORECASE)
_SCHEMA: Final = "https://schema.org/"


class TypedLink(Struct, frozen=True):
    """One `<link>` element."""

    rel: str
    href: str
    type: str = ""
    """The media type, if it leads to a file."""


def meta_tags(attribute: str, tags: Iterable[Tag]) -> Markup:
    """Return a line of HTML for each name and content: `<meta name="citation_title" content="...">`."""
    lines = [f'<meta {attribute}="{escape(name)}" content="{escape(content)}">\n' for name, content in tags]
    return Markup("".join(lines))  # noqa: S704  escaped above


def link_tags(links: Iterable[TypedLink]) -> Markup:
    """Return a line of HTML for each link."""
    return Markup("".join(map(_link_tag, links)))  # noqa: S704  escaped there


def _link_tag(link: TypedLink) -> str:
    media_type = f' type="{escape(link.type)}"' if link.type else ""
    return f'<link rel="{link.rel}"{media_type} href="{escape(link.href)}">\n'


def signposting(record: Record, root: str = "") -> tuple[TypedLink, ...]:
    """Return the links of a publication's page; paths are prefixed with `root`."""
    return tuple(dict.fromkeys(link for link in _links(record, root) if link.href))


def _links(record: Record, root: str) -> Iterator[TypedLink]:
    yield TypedLink("cite-as", _persistent(record))
    for download in record.downloads:
        yield TypedLink("describedby", f"{root}/{download.url}", download.media_type)
    for author in record.authors:
        if author.person:
            yield TypedLink("author", author.person.orcid_url or author.person.homepage)
    yield TypedLink("type", f"{_SCHEMA}AboutPage")
    yield TypedLink("type", _SCHEMA + record.citable.entry_type.schema_org)
    pdf = record.publication.pdf or ""
    if pdf.startswith((*WEB, "/")):  # not one to ask for by mail
        yield TypedLink("item", pdf if pdf.startswith(WEB) else f"{root}{pdf}", "application/pdf")
    yield TypedLink("license", license_url(record))


def license_url(record: Record) -> str:
    """Return the address of the licence in the field `license`, which may be the name of a Creative Commons licence."""
    fields = record.publication.fields
    said = first_address(fields.get("license") or fields.get("licence") or "")
    if match := _CC.fullmatch(said):
        return f"https://creativecommons.org/licenses/{match['terms'].lower()}/{match['version']}/"
    if _CC_ZERO.fullmatch(said):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return (safe_url(said) or "") if said.startswith(WEB) else ""


def _persistent(record: Record) -> str:
    """Return the DOI as an address; arXiv gives every preprint one, 10.48550/arXiv.ID."""
    facts = record.citable
    doi = facts.doi or (f"10.48550/arXiv.{facts.arxiv}" if facts.entry_type.name == PREPRINT and facts.arxiv else "")
    return doi_url(doi) if doi else ""
