"""Topics in other languages of their page: the same topics, each with a page of its own in that language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ibid.languages.tags import bcp47
from ibid.link.pairing import pairs
from ibid.link.topic_addresses import Addresses
from ibid.link.uses import LinkedPart


def translations_of(pages: Sequence[LinkedPart], parts: Iterable[LinkedPart]) -> list[tuple[LinkedPart, LinkedPart]]:
    """The bodies of published pages that translate a page with topics, each with that page's."""
    originals = {page.part.document.path: page for page in pages}
    return [
        (one, originals[document.translates])
        for one in parts
        if one.tallies and (document := one.part.document).listed and document.translates in originals
    ]


def translated_addresses(translations: Iterable[tuple[LinkedPart, LinkedPart]], addresses: Addresses) -> Addresses:
    """The address of each topic of a translation: that of the topic it translates, below its language's folder.

    A topic that the original has not got has none.
    """
    found: dict[tuple[str, str], str] = {}
    for translation, original in translations:
        folder = folder_of(translation.part.document.lang)
        for one, other in pairs(translation.tallies, original.tallies):
            address = addresses.get((original.part.document.path, other.bullet.id)) if other else None
            if one and address and folder:
                found[translation.part.document.path, one.bullet.id] = f"{folder}{address}"
    return found


def folder_of(lang: str) -> str:
    """What stands before the addresses of translated topics, `zh/`; empty where the language is none."""
    name = re.sub(r"[^a-z0-9-]", "", bcp47(lang).lower())
    return f"{name}/" if name else ""
