"""Publications sorted into lists by a field of their own, as pelican-bib's `publications_lists` are."""

from __future__ import annotations

from collections.abc import Sequence

from pelican_bibtex import tex
from pelican_bibtex.publication import Publication


def split(publications: Sequence[Publication], field: str, untagged: str = "") -> dict[str, list[Publication]]:
    """Lists by the values of a field, which are separated by commas; `untagged` is the title of all others' list."""
    lists: dict[str, list[Publication]] = {}
    others = []
    for publication in publications:
        tags = [tag.strip() for tag in tex.plain(publication.fields.get(field, "")).split(",")] if field else []
        named = list(dict.fromkeys(filter(None, tags)))
        for tag in named:
            lists.setdefault(tag, []).append(publication)
        if not named:
            others.append(publication)
    if untagged and others:
        lists.setdefault(untagged, []).extend(others)
    return lists
