"""Merging a preprint with the publication it became: they are one work, and are shown as one."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from pelican_bibtex.diagnostics.codes import PREPRINT_TWIN
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.facts.identifiers import arxiv_id
from pelican_bibtex.facts.links import in_order
from pelican_bibtex.publication import Publication

_PREPRINTS = frozenset({"preprint", "submitted"})


def fold(publications: Iterable[Publication]) -> tuple[list[Publication], list[Problem]]:
    """Merge each preprint into the publication with its arXiv identifier, or its title and first author.

    The publication gets the preprint's links and key, and whatever else it lacks. Each merge is reported as a hint.
    """
    listed = sorted(publications, key=lambda each: (each.date.order, each.key))
    homes = _homes(each for each in listed if each.status not in _PREPRINTS)
    folded: dict[str, list[Publication]] = defaultdict(list)
    kept: list[Publication] = []
    for each in listed:
        home = _home(each, homes) if each.status in _PREPRINTS else None
        (folded[home.key] if home else kept).append(each)
    problems = [_hint(preprint, key) for key, preprints in folded.items() for preprint in preprints]
    return [_merged(each, folded.get(each.key, ())) for each in kept], problems


def _homes(publications: Iterable[Publication]) -> dict[tuple[str, ...], Publication]:
    """Return published works by what identifies them; of a conference paper and its journal version, the older one."""
    homes: dict[tuple[str, ...], Publication] = {}
    for each in publications:
        for sign in _signs(each):
            homes.setdefault(sign, each)
    return homes


def _home(preprint: Publication, homes: Mapping[tuple[str, ...], Publication]) -> Publication | None:
    return next((homes[sign] for sign in _signs(preprint) if sign in homes), None)


def _signs(publication: Publication) -> list[tuple[str, ...]]:
    signs: list[tuple[str, ...]] = []
    if identifier := arxiv_id(publication.fields):
        signs.append(("arxiv", identifier.lower()))
    title = _letters(publication.title.plain) if publication.fields.get("title") else ""
    if title and publication.authors:
        signs.append(("title", title, _letters(publication.authors[0].family)))
    return signs


def _letters(text: str) -> str:
    """Return only the letters and digits of a text, without accents and capitals."""
    folded = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalnum, folded)).casefold()


def _merged(publication: Publication, preprints: Iterable[Publication]) -> Publication:
    for preprint in preprints:
        known = {link.url for link in publication.links} | {link.kind for link in publication.links}
        links = [link for link in preprint.links if link.url not in known and link.kind not in known - {"url"}]
        publication = replace(
            publication,
            links=in_order((*publication.links, *links)),
            aliases=(*publication.aliases, preprint.key, *preprint.aliases),
            abstract=publication.abstract or preprint.abstract,
            award=publication.award or preprint.award,
            keywords=publication.keywords or preprint.keywords,
            selected=publication.selected or preprint.selected,
        )
    return publication


def _hint(preprint: Publication, key: str) -> Problem:
    message = (
        f"`{preprint.key}` is the preprint of `{key}`; they are shown as one, which `[@{preprint.key}]` cites too."
    )
    place = preprint.location
    return Problem(PREPRINT_TWIN, message, place.path, place.line, place.column, preprint.key)
