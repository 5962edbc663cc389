"""What pages say of their topics against what they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pelican.contents import Content

from ibid import codes
from ibid.documents import Document
from ibid.front_matter import read_fields
from ibid.moments.reading import source_of
from ibid.records import LinkedPart
from pelican_bibtex.problem import Problem

_MEND = "open one with bold words and cite in it, `- **Name**: text [@key]`, or write `Topics: false`."


def misdeclared(documents: Iterable[tuple[Content, Document]], parts: Iterable[LinkedPart]) -> Iterator[Problem]:
    """Pages that say they have topics and have none. A draft may get them yet, and nobody finds a hidden page."""
    holding = {one.part.document.path for one in parts if one.tallies}
    for content, document in documents:
        if document.listed and document.has_topics and document.path not in holding:
            yield _missing(content, document)


def _missing(content: Content, document: Document) -> Problem:
    source = Path(content.source_path)
    fields = read_fields(source_of(source), source.suffix)
    name = "topics" if str(content.metadata.get("topics", "")).strip() else "template"
    message = f"`{name.title()}: {content.metadata[name]}` means topics, and no bullet here is one; {_MEND}"
    field = fields.get(name)
    return Problem(codes.MISSING_TOPICS, message, document.path, field.line if field else 0)
