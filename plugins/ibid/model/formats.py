"""The formats that other programs read, and where the files of a list or a publication lie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Format:
    """One format of files."""

    name: str
    """What a reader clicks on: `BibTeX`."""
    ending: str
    """`.bib`."""
    media_type: str
    """As a link's `type`."""


BIBTEX: Final = Format("BibTeX", ".bib", "application/x-bibtex")
CSL_JSON: Final = Format("CSL-JSON", ".json", "application/vnd.citationstyles.csl+json")
RIS: Final = Format("RIS", ".ris", "application/x-research-info-systems")
FORMATS: Final = (BIBTEX, CSL_JSON, RIS)
"""Those that everything and each publication comes in."""
OF_A_PART: Final = (BIBTEX, CSL_JSON)
"""Those that a year or a topic comes in."""


@dataclass(frozen=True, slots=True)
class Download:
    """One file to be linked."""

    name: str
    """Its format: `BibTeX`."""
    url: str
    """From the site's root, without a leading slash."""
    media_type: str


def downloads(stem: str, formats: Iterable[Format] = FORMATS) -> tuple[Download, ...]:
    """The files whose address without its ending is `stem`, one a format."""
    return tuple(Download(each.name, f"{stem}{each.ending}", each.media_type) for each in formats)


def stem_of_all() -> str:
    """Where all publications are: `publications.bib`."""
    return "publications"


def stem_of_year(year: int) -> str:
    """Where a year is: `publications-2024.bib`, outside of `publications/`, where the key 2024 has its own file."""
    return f"publications-{year:04d}"


def stem_of_topic(page: str) -> str:
    """Where a topic's publications are, beside its page: `topics/a/publications.bib`."""
    return f"{page}publications"


def downloads_of_topic(page: str) -> tuple[Download, ...]:
    """The publications of a topic, by the address of its page."""
    return downloads(stem_of_topic(page), OF_A_PART)


def downloads_of_all() -> tuple[Download, ...]:
    """All publications in every format."""
    return downloads(stem_of_all())


def downloads_of_year(year: int) -> tuple[Download, ...]:
    """The publications of a year."""
    return downloads(stem_of_year(year), OF_A_PART)
