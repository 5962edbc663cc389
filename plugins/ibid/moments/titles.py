"""Citations in titles: these stand in lists, in feeds and on the browser's own tabs, where nothing can be linked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pelican.contents import Content

from ibid import codes
from ibid.citations.resolution import stray_key
from ibid.documents import Document
from ibid.front_matter import read_fields
from ibid.markup.occurrences import Occurrences
from ibid.moments.reading import text_of
from pelican_bibtex.problem import Problem
from pelican_bibtex.publication import Publication


def cited_in_titles(
    documents: Iterable[tuple[Content, Document]], publications: Iterable[Publication]
) -> Iterator[Problem]:
    """What is wrong with the titles of pages and posts: those that name a publication's key behind an `@`.

    A title is HTML, and its `&#64;` names nothing.
    """
    known = frozenset(key for publication in publications for key in (publication.key, *publication.aliases))
    for content, document in documents:
        if key := stray_key(content.title, known):
            line = _line(Path(content.source_path), content.title)
            advice = f"cite @{key} in the text, or write &#64;{key} where none is meant."
            message = f"{document.title} is a title, which can hold no citation; {advice}"
            yield Problem(codes.STRAY_CITATION, message, document.path, line)


def _line(source: Path, title: str) -> int:
    """Where a source has its title: among its fields, or as the heading of reStructuredText and HTML."""
    text = text_of(source)
    field = read_fields(text, source.suffix).get("title")
    return field.line if field else Occurrences(text).next(title)
