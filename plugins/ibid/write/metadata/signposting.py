"""Signposting: typed links that lead a machine from a publication's page to its identifier, files and metadata.

https://signposting.org/FAIR/, level 1, as `<link>` elements: a static site sets no headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ibid.model.addresses import WEB
from ibid.model.citable import PREPRINT
from ibid.model.records import Record
from ibid.write.metadata.schema import TYPES
from pelican_bibtex.facts.identifiers import DOI_URL
from pelican_bibtex.tex.urls import safe_url

_CC: Final = re.compile(r"cc[ -](?P<terms>by(?:-(?:nc|sa|nd))*)[ -](?P<version>\d\.\d)", re.IGNORECASE)
_CC_ZERO: Final = re.compile(r"cc[ -]?(?:0|zero)(?:[ -]1\.0)?", re.IGNORECASE)
_SCHEMA: Final = "https://schema.org/"


@dataclass(frozen=True, slots=True)
class TypedLink:
    """One `<link>`."""

    rel: str
    href: str
    type: str = ""
    """A media type, where it leads to a file."""


def signposting(record: Record, root: str = "") -> tuple[TypedLink, ...]:
    """The links of a publication's page; paths get `root` before them."""
    return tuple(dict.fromkeys(link for link in _links(record, root) if link.href))


def _links(record: Record, root: str) -> Iterator[TypedLink]:
    yield TypedLink("cite-as", _persistent(record))
    for download in record.downloads:
        yield TypedLink("describedby", f"{root}/{download.url}", download.media_type)
    for author in record.authors:
        if author.person:
            yield TypedLink("author", author.person.orcid_url or author.person.homepage)
    yield TypedLink("type", f"{_SCHEMA}AboutPage")
    yield TypedLink("type", _SCHEMA + TYPES[record.citable.form])
    pdf = record.publication.pdf or ""
    yield TypedLink("item", pdf if pdf.startswith(WEB) or not pdf else f"{root}{pdf}", "application/pdf")
    yield TypedLink("license", license_url(record))


def license_url(record: Record) -> str:
    """The address of the licence in the field `license`: its own, or that of a Creative Commons licence's name."""
    said = (record.publication.fields.get("license") or record.publication.fields.get("licence") or "").strip("{} ")
    if match := _CC.fullmatch(said):
        return f"https://creativecommons.org/licenses/{match['terms'].lower()}/{match['version']}/"
    if _CC_ZERO.fullmatch(said):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return (safe_url(said) or "") if said.startswith(WEB) else ""


def _persistent(record: Record) -> str:
    """Its DOI as an address; arXiv gives every preprint one, 10.48550/arXiv.ID."""
    facts = record.citable
    doi = facts.doi or (f"10.48550/arXiv.{facts.arxiv}" if facts.form == PREPRINT and facts.arxiv else "")
    return (safe_url(DOI_URL + doi) or "") if doi else ""
