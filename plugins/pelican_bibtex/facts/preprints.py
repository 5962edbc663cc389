"""Merging a preprint with the publication it became: they are one work, and are shown as one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Final

from msgspec.structs import replace

from pelican_bibtex.diagnostics.codes import PREPRINT_TWIN, SAME_ARXIV
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.facts.identifiers import arxiv_id
from pelican_bibtex.facts.links import in_order
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Publication

_PREPRINTS: Final = frozenset({"preprint", "submitted"})
_SAYS_SO: Final = lazy_pattern(r"\b(?:e-?print|pre-?print)\b", re.IGNORECASE)
_SAID_IN: Final = ("note", "howpublished", "pubstate", "type", "entrysubtype", "addendum")
_SIMILAR: Final = 0.6
"""How similar the titles of a work and its preprint are at least: authors change some words for a journal."""
_AGREEING: Final = 2 / 3
"""The share of authors that both have at least, if one list is not just longer than the other."""


def fold(publications: Iterable[Publication]) -> tuple[list[Publication], list[Problem]]:
    """Merge each preprint into the publication that it became: same arXiv identifier or title, and same authors.

    Only what is on a preprint server, or says that it is a preprint or submitted, and has no later year, is merged.
    The publication gets the preprint's links and key, and whatever else it lacks. Each merge is reported as a hint; two
    works with one arXiv identifier stay two, with a warning.
    """
    listed = list(publications)
    homes = _homes(each for each in sorted(listed, key=lambda one: one.date.order) if each.status not in _PREPRINTS)
    folded: dict[str, list[Publication]] = defaultdict(list)
    kept: list[Publication] = []
    problems: list[Problem] = []
    for each in listed:
        same, claimed = _home(each, homes) if _is_preprint(each) else (None, None)
        (folded[same.key] if same else kept).append(each)
        if claimed:
            problems.append(_shared(each, claimed))
    problems += [_hint(preprint, key) for key, preprints in folded.items() for preprint in preprints]
    return [_merged(each, folded.get(each.key, ())) for each in kept], problems


def _is_preprint(publication: Publication) -> bool:
    """Return whether a publication is on a preprint server, or says that it is a preprint or submitted."""
    if publication.status not in _PREPRINTS:
        return False
    fields = publication.fields
    if publication.status == "submitted" or arxiv_id(fields) or fields.get("eprint"):
        return True
    said = (publication.venue.plain, *(fields.get(name, "") for name in _SAID_IN))
    return any(_SAYS_SO.search(text) for text in said) or is_named_preprint(publication.bibtex)


def is_named_preprint(bibtex: str) -> bool:
    """Return whether an entry has the type `@preprint`, which is read as another one."""
    return bibtex[:20].lower().lstrip("@ \t\n").startswith("preprint")


def _homes(publications: Iterable[Publication]) -> dict[tuple[str, ...], Publication]:
    """Return published works by what identifies them; of a conference paper and its journal version, the older one."""
    homes: dict[tuple[str, ...], Publication] = {}
    for each in publications:
        for sign in _signs(each):
            homes.setdefault(sign, each)
    return homes


def _home(
    preprint: Publication, homes: Mapping[tuple[str, ...], Publication]
) -> tuple[Publication | None, Publication | None]:
    """Return the publication that a preprint became, or a different one with its arXiv identifier."""
    claimed = None
    for sign in _signs(preprint):
        if home := homes.get(sign):
            if _is_same(preprint, home):
                return (None if _is_later(preprint, home) else home), None
            claimed = claimed or (home if sign[0] == "arxiv" else None)
    return None, claimed


def _is_same(preprint: Publication, home: Publication) -> bool:
    one, other = _letters(preprint.title.plain), _letters(home.title.plain)
    return _agree(preprint, home) and (one == other or SequenceMatcher(None, one, other).ratio() >= _SIMILAR)


def _agree(preprint: Publication, home: Publication) -> bool:
    """Return whether the authors are the same, as far as both lists go."""
    one, other = ([_letters(name.family) for name in each.authors] for each in (preprint, home))
    if not one or not other:
        return one == other
    if preprint.others or home.others:
        shorter = min(len(one), len(other))
        return one[:shorter] == other[:shorter]
    if one[0] == other[0] and ({*one} <= {*other} or {*other} <= {*one}):
        return True
    return len({*one} & {*other}) >= _AGREEING * max(len({*one}), len({*other}))


def _is_later(preprint: Publication, home: Publication) -> bool:
    years = preprint.date.year, home.date.year
    return years[0] is not None and years[1] is not None and years[0] > years[1]


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


def _shared(publication: Publication, other: Publication) -> Problem:
    message = (
        f"`{publication.key}` has the arXiv identifier of `{other.key}`, whose title or authors are different; "
        "both are shown; correct one of the two."
    )
    place = publication.location
    return Problem(SAME_ARXIV, message, place.path, place.line, place.column, publication.key)
