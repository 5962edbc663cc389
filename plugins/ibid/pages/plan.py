"""Everything that Ibid writes, in order: the table of contents of the output."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ibid.catalogue import Catalogue
from ibid.exports.files import export_files
from ibid.pages.planned import PlannedFile, PlannedPage
from ibid.pages.publications import publication_pages


def plan(catalogue: Catalogue) -> Iterator[PlannedPage | PlannedFile]:
    """Every page and file of a site."""
    return chain(publication_pages(catalogue), export_files(catalogue))
