"""The files beside the pages, in formats of other programs: all publications, those of a year or topic, each one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from ibid.model.addresses import (
    BIBTEX,
    CSL_JSON,
    FORMATS,
    OF_A_PART,
    RIS,
    Format,
    stem_of_all,
    stem_of_topic,
    stem_of_year,
)
from ibid.model.catalogue import Catalogue
from ibid.model.planned import PlannedFile
from ibid.model.records import Record
from ibid.write.csl_json import csl_json, join_csl_json
from ibid.write.ris import join_ris, ris


def bibtex_file(records: Iterable[Record]) -> bytes:
    """Some publications as one `.bib` file, in the order given, UTF-8 with line feeds."""
    return join_bibtex(bibtex(record) for record in records)


def bibtex(record: Record) -> str:
    """One publication as its author wrote it."""
    return f"{record.publication.bibtex.strip()}\n"


def join_bibtex(items: Iterable[str]) -> bytes:
    """A file of items that are BibTeX already, an empty line between two."""
    return "\n".join(items).encode()


_WRITERS: Final[Mapping[Format, tuple[Callable[[Record], str], Callable[[Iterable[str]], bytes]]]] = {
    BIBTEX: (bibtex, join_bibtex),
    CSL_JSON: (csl_json, join_csl_json),
    RIS: (ris, join_ris),
}
"""How each format writes one publication, and makes a file of several."""

Text = Mapping[Format, str]
"""One publication in every format: written once, for each file it stands in."""


def export_files(catalogue: Catalogue) -> Iterator[PlannedFile]:
    """The files of everything, of each year, of each topic and of each publication."""
    records = catalogue.publications
    texts = {record.slug: {each: _WRITERS[each][0](record) for each in FORMATS} for record in records}
    yield from _files(stem_of_all(), "all publications", texts.values(), FORMATS)
    for year, group in _by_year(records):
        of_year = [texts[record.slug] for record in group]
        yield from _files(stem_of_year(year), f"the publications of {year}", of_year, OF_A_PART)
    for page in catalogue.topic_pages:
        of_topic = [texts[record.slug] for record in reversed(page.topic.all)]
        yield from _files(stem_of_topic(page.topic.page), f"the topic {page.topic.id}", of_topic, OF_A_PART)
    for record in records:
        yield from _files(record.stem, record.key, [texts[record.slug]], FORMATS)


def _files(stem: str, whose: str, texts: Iterable[Text], formats: Iterable[Format]) -> Iterator[PlannedFile]:
    for each in formats:
        data = _WRITERS[each][1](text[each] for text in texts)
        yield PlannedFile(f"{stem}{each.ending}", f"the {each.name} of {whose}", data)


def _by_year(records: Iterable[Record]) -> Iterator[tuple[int, list[Record]]]:
    """The latest year first, in each the order of the list; what has no year is left out."""
    dated = [(record.publication.date.year, record) for record in records if record.publication.date.year is not None]
    dated.sort(key=lambda pair: -pair[0])
    for year, pairs in groupby(dated, key=lambda pair: pair[0]):
        yield year, [record for _, record in pairs]
