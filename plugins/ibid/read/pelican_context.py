"""The parts of Pelican's context that Ibid uses: publications, from any plugin, and the files that Pelican copies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from ibid.compat.pelican_compat import path_of_copy, static_files
from ibid.problems.codes import NO_PUBLICATIONS
from pelican_bibtex.bibliography import Options, read_sources
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.loading import lacks, place
from pelican_bibtex.publication import Publication
from pelican_bibtex.syntax.source import Source

_BIBTEX = 3  # its index in pelican-bibtex's tuple
_OTHERS = ("pelican_bib", "pelican.plugins.pelican_bib")
"""The names of pelican-bib, which only logs a warning if pybtex is missing or rejects a file."""


def adopt(items: Iterable[Any], options: Options) -> tuple[Publication, ...]:
    """Return the publications; those of other plugins are read again from the BibTeX that they contain.

    Problems in that BibTeX are not reported, since it is not the text that the author wrote.
    """
    ours: list[Publication] = []
    sources: list[str] = []
    for item in items:
        if isinstance(item, Publication):
            ours.append(item)
        else:
            sources.append(str(item["bibtex"] if isinstance(item, dict) else item[_BIBTEX]))
    if sources:
        ours += read_sources([Source("", "\n".join(sources))], options).publications
    return tuple(ours)


def no_publications(settings: Mapping[str, Any]) -> Problem:
    """Return the problem that no plugin provided `publications`, with the reason and what to do."""
    name = next((name for name in settings["PLUGINS"] if name in _OTHERS), "")
    if not name:
        return lacks("pelican_bibtex", settings["PLUGINS"])
    return Problem(NO_PUBLICATIONS, f"`{name}` provides no publications: {_reason(settings)}", *place(name))


def _reason(settings: Mapping[str, Any]) -> str:
    try:
        import_module("pybtex.database.input.bibtex")
    except ImportError as error:
        return f"it needs pybtex ({error}); run `pip install pybtex`, or use `pelican_bibtex` instead."
    if not settings.get("PUBLICATIONS_SRC"):
        return 'PUBLICATIONS_SRC is not set; write `PUBLICATIONS_SRC = "content/publications.bib"`.'
    return "see Pelican's log, or use `pelican_bibtex` instead, which reports each fault with its line."


def copied_files(context: Mapping[str, Any]) -> dict[str, Path]:
    """Return the author's files that Pelican copies unchanged, by their path in the output."""
    return {path_of_copy(static): Path(static.source_path) for static in static_files(context)}


STYLESHEET: Final = Path("static", "css", "ibid.css")
"""Ibid's own stylesheet in a theme."""


def is_our_theme(settings: Mapping[str, Any]) -> bool:
    """Return whether a site has our theme, or one with our stylesheet."""
    return (Path(settings["THEME"]) / STYLESHEET).is_file()
