"""The files beside the pages: all publications, and each one, in the formats that other programs read."""

from __future__ import annotations

from collections.abc import Iterator

from ibid.catalogue import Catalogue
from ibid.exports.bibtex import bibtex_file
from ibid.pages.planned import PlannedFile


def export_files(catalogue: Catalogue) -> Iterator[PlannedFile]:
    """All publications in one file, and a file for each."""
    yield PlannedFile("publications.bib", "the BibTeX of all publications", bibtex_file(catalogue.publications))
    for record in catalogue.publications:
        yield PlannedFile(record.bibtex_url, f"the BibTeX of {record.key}", bibtex_file([record]))
