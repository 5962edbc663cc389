"""Export files in formats of other programs: of all publications, of each year, of each topic, of each publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from ibid.model.addresses import (
    ALL_FILES,
    BIBTEX,
    CSL_JSON,
    FORMATS,
    ONE_FILES,
    RIS,
    TOPIC_FILES,
    YEAR_FILES,
    AddressRow,
    Format,
)
from ibid.model.catalogue import Catalogue
from ibid.model.planned import PlannedFile
from ibid.model.records import Record
from ibid.write.csl_json import csl_json, join_csl_json
from ibid.write.ris import join_ris, ris


def bibtex(record: Record) -> str:
    """Return one publication in BibTeX, as its author wrote it."""
    return f"{record.publication.bibtex.strip()}\n"


def join_bibtex(items: Iterable[str]) -> bytes:
    """Return a file of items in BibTeX, with an empty line between two."""
    return "\n".join(items).encode()


_WRITERS: Final[Mapping[Format, tuple[Callable[[Record], str], Callable[[Iterable[str]], bytes]]]] = {
    BIBTEX: (bibtex, join_bibtex),
    CSL_JSON: (csl_json, join_csl_json),
    RIS: (ris, join_ris),
}
"""For each format, the functions that write one publication and join several into a file."""

InEachFormat = Mapping[Format, str]
"""One publication in every format, written once for all files that contain it."""


def export_files(catalogue: Catalogue) -> Iterator[PlannedFile]:
    """Yield the files of all publications, of each year, of each topic and of each publication."""
    records = catalogue.publications
    texts = {record.slug: {each: _WRITERS[each][0](record) for each in FORMATS} for record in records}
    yield from _files(ALL_FILES, "all publications", texts.values())
    for year, group in _by_year(records):
        of_year = [texts[record.slug] for record in group]
        yield from _files(YEAR_FILES, f"the publications of {year}", of_year, year=f"{year:04d}")
    for page in catalogue.topic_pages:
        of_topic = [texts[record.slug] for record in reversed(page.topic.all)]
        yield from _files(TOPIC_FILES, f"the topic {page.topic.id}", of_topic, page=page.topic.page)
    for record in records:
        yield from _files(ONE_FILES, record.key, [texts[record.slug]], slug=record.slug)


def _files(row: AddressRow, whose: str, texts: Iterable[InEachFormat], **parts: str) -> Iterator[PlannedFile]:
    for each in row.formats:
        data = _WRITERS[each][1](text[each] for text in texts)
        yield PlannedFile(row.at(ending=each.ending, **parts), f"the {each.name} of {whose}", data)


def _by_year(records: Iterable[Record]) -> Iterator[tuple[int, list[Record]]]:
    """Yield each year, latest first, and its publications in the order given; those without a year are left out."""
    dated = [(record.publication.date.year, record) for record in records if record.publication.date.year is not None]
    dated.sort(key=lambda pair: -pair[0])
    for year, pairs in groupby(dated, key=lambda pair: pair[0]):
        yield year, [record for _, record in pairs]
