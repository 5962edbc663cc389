"""The data of a publication for exports and metadata: plain text under names that do not depend on its type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from ibid.model.addresses import WEB
from ibid.model.entry_types import PREPRINT, EntryType, entry_type, server_of
from pelican_bibtex import tex
from pelican_bibtex.facts.details import page_range, series_of, volume_of
from pelican_bibtex.facts.identifiers import arxiv_id, doi, pmcid, pmid
from pelican_bibtex.facts.language_codes import language
from pelican_bibtex.facts.titles import plain_title, title_field
from pelican_bibtex.facts.venue_names import name_in
from pelican_bibtex.facts.venues import only_states, unstated
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Name, Publication
from pelican_bibtex.syntax.type_names import KINDS
from pelican_bibtex.tex.text import Node, Span, Style, plain

_IN_JOURNAL: Final = ("journaltitle", "journal", "fjournal", "shortjournal", "booktitle")
_ALSO_IN: Final = ("journaltitle", "journal", "booktitle")
_IN_BOOK: Final = ("booktitle", "maintitle", "eventtitle", "journaltitle", "journal")
_HOUSE: Final = ("publisher", "organization", "institution", "school")
_INSTITUTION: Final = ("institution", "school", "organization", "publisher")
_NAME: Final = lazy_pattern(r"@\s*(\w+)")
_COUNTRY: Final = lazy_pattern(r"\bcountry(?:de|ep|eu|fr|uk|us|\d)\b(?:\s+and\s+)?")
"""BibLaTeX's words for the countries of a patent, which its `type` names already."""
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
    event_place: str = ""
    """The meeting's place."""
    series: str = ""
    volume: str = ""
    issue: str = ""
    """The issue within a volume of a journal."""
    number: str = ""
    """The number of a report or patent, or in a series."""
    edition: str = ""
    pages: str = ""
    """`1-39`, `7`, `1-3, 9-12`, with hyphens unless a page has one, or the article number of an electronic journal."""
    first_page: str = ""
    """The first page: `1` of `1-39`, `A-12` of `A-12–A-15`."""
    last_page: str = ""
    """The last page: `39` of `1-39`; empty for a single page."""
    number_of_pages: str = ""
    doi: str = ""
    """Without a resolver: `10.1000/182`."""
    isbn: str = ""
    issn: str = ""
    pmid: str = ""
    """The number in PubMed."""
    pmcid: str = ""
    """The number in PubMed Central, with `PMC`."""
    arxiv: str = ""
    """Without a version: `2410.11474`."""
    url: str = ""
    """Its http or https address, other than the DOI and PDF."""
    genre: str = ""
    """The kind of a thesis, report or patent: `PhD thesis`."""
    language: str = ""
    """A BCP 47 tag, also for the site's default language."""


def citable(publication: Publication) -> Citable:
    """Return the citable record of a publication, from its fields and from the values that READ derived from them."""
    fields = publication.fields
    type_ = entry_type(publication)
    number, issue = text(fields, "number"), text(fields, "issue")
    in_journal, is_preprint = type_.venue == "journal", type_.name == PREPRINT
    container = _container(publication, type_)
    whole = plain_title(fields, "maintitle")
    printed, first_page, last_page, total = page_range(fields)
    article = "" if printed else first(fields, "eid", "article-number", "articleno")
    place, event_place = _places(fields)
    return Citable(
        entry_type=type_,
        title=_title(publication.title.plain),
        container=container,
        event=plain_title(fields, "eventtitle"),
        publisher=server_of(publication) or _publisher(publication, type_),
        place=place,
        event_place=event_place,
        series=series_of(fields) or (whole if whole not in {container, publication.title.plain} else ""),
        volume="" if is_preprint else volume_of(fields),
        issue=(number or issue) if in_journal else issue,
        number="" if in_journal or is_preprint else number,
        edition=text(fields, "edition"),
        pages=printed or article,
        first_page=first_page or article,
        last_page=last_page,
        number_of_pages=total,
        doi=doi(fields),
        isbn=text(fields, "isbn"),
        issn=text(fields, "issn"),
        pmid=pmid(fields),
        pmcid=pmcid(fields),
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


_CSL_TAGS: Final = {
    Style.EMPH: ("<i>", "</i>"),
    Style.STRONG: ("<b>", "</b>"),
    Style.SUB: ("<sub>", "</sub>"),
    Style.SUP: ("<sup>", "</sup>"),
    Style.SMALL_CAPS: ('<span style="font-variant:small-caps;">', "</span>"),
}
"""The markup of CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html)."""


def csl_text(nodes: Iterable[Node]) -> str:
    """Return a text with the markup that CSL-JSON has; all else is plain text."""
    return " ".join(_marked(nodes).split())


def _marked(nodes: Iterable[Node]) -> str:
    pieces = []
    for node in nodes:
        opening, closing = _CSL_TAGS.get(node.style, ("", "")) if isinstance(node, Span) else ("", "")
        if isinstance(node, Span) and opening:
            pieces.append(f"{opening}{_marked(node.children)}{closing}")
        else:
            pieces.append(node if isinstance(node, str) else plain((node,)))
    return "".join(pieces)


def _title(whole: str) -> str:
    return whole if len(whole) <= _LONGEST_TITLE else f"{whole[:_LONGEST_TITLE].rstrip()}…"


def _publisher(publication: Publication, type_: EntryType) -> str:
    """Return the house, or what `howpublished` says; a title in place of one is none."""
    fields = publication.fields
    known = tex.plain(name_in(fields, *(_INSTITUTION if type_.is_housed else _HOUSE)))
    said = "" if known or type_.is_part else tex.plain(unstated(name_in(fields, "howpublished")))
    return known or ("" if only_states(said) else said)


def _container(publication: Publication, type_: EntryType) -> str:
    """Return the journal, proceedings or book that a publication is in, also if its type has none by itself."""
    fields = publication.fields
    if not type_.is_part:
        others = [name for name in _ALSO_IN if name != title_field(publication.type, fields)]
        found = "" if type_.name == PREPRINT or server_of(publication) else plain_title(fields, *others)
        return "" if only_states(found) or found == publication.title.plain else unstated(found)
    names = _IN_JOURNAL if type_.venue == "journal" else _IN_BOOK
    known = unstated(plain_title(fields, *names))
    return known or ("" if first(fields, *_HOUSE) else publication.venue.plain)


def _places(fields: Mapping[str, str]) -> tuple[str, str]:
    """Return the publisher's place and the meeting's: the ACM writes that in `location`, beside an `address`."""
    address, location = (_COUNTRY.sub("", text(fields, name)).strip() for name in ("address", "location"))
    meeting = location if address and location and address != location else ""
    return address or location, text(fields, "venue") or meeting


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
