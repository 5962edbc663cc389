"""What pages say of their topics against what they have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from pelican.contents import Content

from ibid.build.read_step import source_of
from ibid.link.parts import Document
from ibid.link.uses import LinkedPart
from ibid.problems import codes
from ibid.read.front_matter import read_fields
from pelican_bibtex.diagnostics.problem import Problem

_MEND = "open one with bold words and cite in it, `- **Name**: text [@key]`, or write `Topics: false`."


def misdeclared(documents: Iterable[tuple[Content, Document]], parts: Iterable[LinkedPart]) -> Iterator[Problem]:
    """Pages that say they have topics and have none, and translations that say other than their originals.

    A draft may get topics yet, and nobody finds a hidden page.
    """
    holding = {one.part.document.path for one in parts if one.tallies}
    listed = {document.path: (content, document) for content, document in documents if document.listed}
    for content, document in listed.values():
        if document.has_topics and document.path not in holding:
            yield _missing(content, document)
        elif fault := _disagreement(content, document, holding, listed):
            yield Problem(codes.TRANSLATION_DIFFERS, fault, document.path)
        for source, line in document.moved if not document.has_topics else ():
            message = f"`Moved: {source}` stands on a page without topics; write it where the topic is now."
            yield Problem(codes.BAD_MOVE, message, document.path, line)


def _disagreement(
    content: Content, document: Document, holding: Collection[str], listed: Mapping[str, tuple[Content, Document]]
) -> str:
    """What is wrong with a translation of which nothing is known, or whose original is; or nothing."""
    original = document.translates
    if original not in listed:
        return ""
    if original in holding and not document.has_topics and not _said(content):
        return f"{original} has topics, and this translation says none; write `Topics: true`, or `Topics: false`."
    if document.path in holding and not listed[original][1].has_topics:
        return f"the topics here have no pages, since {original} says none; write `Topics: true` there."
    return ""


def _missing(content: Content, document: Document) -> Problem:
    source = Path(content.source_path)
    fields = read_fields(source_of(source), source.suffix)
    name = "topics" if _said(content) else "template"
    message = f"`{name.title()}: {content.metadata[name]}` means topics, and no bullet here is one; {_MEND}"
    field = fields.get(name)
    return Problem(codes.MISSING_TOPICS, message, document.path, field.line if field else 0)


def _said(content: Content) -> str:
    return str(content.metadata.get("topics", "")).strip()
