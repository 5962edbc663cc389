"""Citations in titles and descriptions: lists, feeds, the browser's own tabs and search engines show these as text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from pelican.contents import Content

from ibid.build.read_step import text_of
from ibid.link.parts import Document
from ibid.link.resolution import stray_key
from ibid.mark.occurrences import Occurrences
from ibid.problems import codes
from ibid.read.front_matter import lines_of_fields
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.publication import Publication


def cited_in_fields(
    documents: Iterable[tuple[Content, Document]], publications: Iterable[Publication]
) -> Iterator[Problem]:
    """What is wrong with the titles and descriptions of pages and posts: those that name a key behind an `@`.

    A title is HTML, and its `&#64;` names nothing.
    """
    known = frozenset(key for publication in publications for key in (publication.key, *publication.aliases))
    for content, document in documents:
        if key := stray_key(content.title, known):
            advice = f"cite @{key} in the text, or write &#64;{key} where none is meant."
            message = f"{document.title} is a title, which can hold no citation; {advice}"
            yield Problem(codes.STRAY_CITATION, message, document.path, _line(content, "title", known))
        description = _description(content)
        if key := stray_key(description, known):
            message = f"{description} is a description, which can hold no citation; cite @{key} in the text."
            yield Problem(codes.STRAY_CITATION, message, document.path, _line(content, "description", known))


def _description(content: Content) -> str:
    """As the author wrote it; nothing where it is made into HTML, which has its citations read."""
    if "description" in content.settings["FORMATTED_FIELDS"]:
        return ""
    given = content.metadata.get("description", "")
    return " ".join(given) if isinstance(given, list) else str(given)  # of several lines Pelican makes a list


def _line(content: Content, name: str, known: Collection[str]) -> int:
    """Where a source has a field that names a key; a title may be the heading of reStructuredText and HTML."""
    path = Path(content.source_path)
    text = text_of(path)
    lines = [field for field in lines_of_fields(text, path.suffix) if field.name == name]
    if not lines:
        return Occurrences(text).next(content.title) if name == "title" else 0
    return next((field.line for field in lines if stray_key(field.value, known)), lines[0].line)
