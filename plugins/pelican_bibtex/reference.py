"""A publication as one line of HTML, for templates that know no more than pelican-bibtex's `text`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup, escape

from pelican_bibtex.publication import Name, Publication

_STRONG: Final = Markup("<strong>{}</strong>")
_EMPHASISED: Final = Markup("<em>{}</em>")
_COMMA: Final = Markup(", ")
_SPACE: Final = Markup(" ")


def html_reference(publication: Publication) -> Markup:
    """Authors, title, venue, details and year, escaped once; what is not known is left out."""
    venue = publication.venue.html or escape(publication.short_venue)
    where = [_EMPHASISED.format(venue)] if venue else []
    where.extend(escape(part) for part in (publication.details, publication.year) if part)
    parts = (_who(publication), _STRONG.format(publication.title.html), _COMMA.join(where), publication.note.html)
    return _SPACE.join(_sentence(part) for part in parts if part)


def _sentence(text: Markup) -> Markup:
    return text if text.striptags().endswith((".", "?", "!", "…", "。")) else text + "."


def _who(publication: Publication) -> Markup:
    names = _listed(publication.authors, others=publication.others)
    if names or not publication.editors:
        return escape(names)
    return escape(f"{_listed(publication.editors)} ({'eds.' if len(publication.editors) > 1 else 'ed.'})")


def _listed(names: Sequence[Name], *, others: bool = False) -> str:
    """`A`, `A and B`, `A, B and C`, `A, B et al.`."""
    shown = [name.display for name in names]
    if others:
        return f"{', '.join(shown)} et al." if shown else ""
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))
