"""Records as a build makes them, from BibTeX alone."""

from __future__ import annotations

from pathlib import Path

from ibid.model.addresses import slugs
from ibid.model.people import People
from ibid.model.records import Author, Record
from pelican_bibtex.bibliography import Options, read_sources
from pelican_bibtex.syntax.source import Source, decode

EXAMPLES = r"""
@article{journal, title={On {Alpha}}, author={van Beethoven, Ludwig and {Acme, Inc.} and King, Jr., Martin Luther},
  journaltitle={Journal of Letters}, shortjournal={J. Lett.}, date={2024-05-03}, volume={12}, number={3},
  pages={1--39}, doi={10.1000/182}, issn={1234-5678}, keywords={trees, widths}, langid={german},
  abstract={We measure.}}
@inproceedings{conference, title={On Beta}, author={Doe, Jane and others}, year={2024}, pages={7},
  booktitle={Conference on Letters ({COL})}, series={LNCS}, number={5}, volume={8}, publisher={ACM},
  address={New York}, venue={Paris}, eventtitle={COL 2024}, isbn={978-3-16-148410-0}, editor={Roe, Richard}}
@phdthesis{thesis, title={On Gamma}, author={Doe, Jane}, school={University of Bath}, year={2023}}
@techreport{report, title={On Delta}, author={Doe, Jane}, institution={NASA}, number={TR-7}, year={2022}}
@book{book, title={On Epsilon}, author={Doe, Jane}, publisher={Norton}, location={London}, edition={2}, year={2021},
  isbn={0-306-40615-2}}
@incollection{chapter, title={On Zeta}, author={Doe, Jane}, editor={Roe, Richard}, booktitle={Handbook of Letters},
  publisher={Norton}, pages={10--20}, year={2020}}
@misc{preprint, title={On Eta}, author={Doe, Jane}, eprint={2410.11474}, archiveprefix={arXiv}, year={2024},
  month=oct}
@article{newspaper, title={On Theta}, author={Doe, Jane}, journal={The Daily}, entrysubtype={newspaper}, year={2019}}
"""
"""One publication of each kind that scholar engines tell apart."""


def records(bib: str, people: People | None = None) -> dict[str, Record]:
    """The publications of a file by their keys, each under its number and addresses."""
    return of_sources([Source("p.bib", bib)], people)


def of_file(path: Path) -> dict[str, Record]:
    """The same of a file on disk; nothing if it cannot be read."""
    source = decode(path.read_bytes(), path.name)
    return of_sources([source], None) if isinstance(source, Source) else {}


def of_sources(sources: list[Source], people: People | None) -> dict[str, Record]:
    """The same of texts."""
    publications = read_sources(sources, Options()).publications
    slug_of = slugs(one.key for one in publications)
    found = {}
    for number, one in enumerate(publications, 1):
        slug = slug_of[one.key]
        known = [(name, people.find(name) if people else None) for name in one.authors]
        authors = tuple(Author(who.name if who else name.display, person=who) for name, who in known)
        addresses = (f"publications/{slug}/", f"publications/#{slug}", f"publications/{slug}.bib")
        found[one.key] = Record(one, number, slug, *addresses, authors)
    return found


def of_type(name: str) -> Record:
    """A publication of a type with a bit of everything."""
    bib = f"""@{name}{{k, title={{On Alpha}}, author={{Doe, Jane}}, editor={{Roe, Richard}}, year={{2024}},
      journaltitle={{A Journal}}, booktitle={{A Book}}, publisher={{A House}}, institution={{An Institute}},
      number={{3}}, volume={{12}}, pages={{1--39}}, url={{https://e.org/x}}}}"""
    return records(bib)["k"]
