"""Titles: those of a work, and those of the journal, book or meeting that it is part of, with subtitle and addition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pelican_bibtex import tex
from pelican_bibtex.facts.venue_names import named
from pelican_bibtex.tex import Text

COLLECTIONS: Final = frozenset({"proceedings", "mvproceedings", "periodical", "collection", "mvcollection"})
"""Types whose own title may stand in a field for the title of a whole."""
_OWN: Final = ("title", "maintitle")
_OF_WHOLES: Final = ("booktitle", "journaltitle", "journal", "issuetitle")
_BELONGS: Final = {
    "title": "title", "booktitle": "booktitle", "maintitle": "maintitle", "issuetitle": "issuetitle",
    "journaltitle": "journaltitle", "journal": "journaltitle", "eventtitle": "eventtitle",
}  # fmt: skip
"""Fields of titles that may have a subtitle and an addition -> the start of the names of these."""
_ENDS: Final = ("?", "!", ".", ":", "…", "。")
"""Signs that end a title, so that none is put behind it."""


def title_field(type_: str, fields: Mapping[str, str]) -> str:
    """Return the name of the field that holds the title of an entry; `title` if none does."""
    names = (*_OWN, *_OF_WHOLES) if type_ in COLLECTIONS else _OWN
    return next((name for name in names if fields.get(name, "").strip("{} ")), "title")


def full_title(fields: Mapping[str, str], field: str, *, start: str | None = None) -> str:
    """Return the TeX of a title with its subtitle and addition: `Title: Subtitle. Addition`; empty without a title.

    `start` stands in place of what the field holds.
    """
    whole = named(fields.get(field, "")) if start is None else start
    prefix = _BELONGS.get(field, "").removesuffix("title")
    if whole and field in _BELONGS:
        whole = _joined(whole, fields.get(f"{prefix}subtitle", ""), ": ")
        whole = _joined(whole, fields.get(f"{prefix}titleaddon", ""), ". ")
    return whole


def _joined(whole: str, part: str, sign: str) -> str:
    """Return a title and what follows it, with a sign between them unless the title ends in one."""
    if not part.strip("{} "):
        return whole
    return f"{whole}{' ' if tex.plain(whole).endswith(_ENDS) else sign}{part}"


def plain_title(fields: Mapping[str, str], *names: str) -> str:
    """Return the first of these titles in plain text, with subtitle and addition; empty if there is none."""
    return next((tex.plain(title) for name in names if (title := full_title(fields, name))), "")


def with_addition(title: Text, fields: Mapping[str, str]) -> Text:
    """Return the title of an entry with the addition that BibLaTeX prints behind it."""
    addition = tex.parse(fields.get("titleaddon", ""))[0]
    point = " " if title.plain.endswith(_ENDS) else ". "
    return Text((*title.nodes, point, *addition.nodes)) if addition else title
