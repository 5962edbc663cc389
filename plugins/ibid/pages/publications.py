"""The list of all publications, and a page and a BibTeX file for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ibid.addresses import PUBLICATIONS
from ibid.catalogue import Catalogue
from ibid.exports.bibtex import bibtex_file


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page to be written."""

    path: str
    """Its file, below the output folder."""
    url: str
    template: str
    """The theme's template, without its ending."""
    owner: str
    """Whose page it is, for a message: a publication's place in its file."""
    variables: dict[str, Any] = field(default_factory=dict)
    """What the template gets beyond Pelican's context."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One file to be written as it is."""

    path: str
    owner: str
    data: bytes


def plan_pages(catalogue: Catalogue) -> Iterator[PlannedPage]:
    """The list, and one page a publication."""
    records = catalogue.publications
    yield PlannedPage(
        f"{PUBLICATIONS}index.html", PUBLICATIONS, "publications", "the list of publications", {"records": records}
    )
    for record in records:
        place = record.publication.location
        owner = f"{place.path}:{place.line}" if place.path else f"publication {record.key}"
        yield PlannedPage(f"{record.url}index.html", record.url, "publication", owner, {"record": record})


def plan_files(catalogue: Catalogue) -> Iterator[PlannedFile]:
    """BibTeX: all publications in one file, and one file each."""
    yield PlannedFile("publications.bib", "the BibTeX of all publications", bibtex_file(catalogue.publications))
    for record in catalogue.publications:
        yield PlannedFile(record.bibtex_url, f"the BibTeX of {record.key}", bibtex_file([record]))
