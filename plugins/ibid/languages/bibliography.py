"""Words for readers that `pelican_bibtex` uses, which knows no languages: named here to be translated."""

from __future__ import annotations

from ibid.languages.message import message

LINKS = (
    message("Code"),
    message("Data"),
    message("Slides"),
    message("Poster"),
    message("Video"),
    message("Website"),
    message("Supplement"),
    message("Blog"),
    message("Link"),
    message("E-mail"),
)
"""What a link is called; names of formats and archives, as PDF and arXiv, are the same everywhere."""

YEARS = (
    message("forthcoming"),
    message("in press"),
    message("to appear"),
    message("submitted"),
    message("accepted"),
    message("under review"),
    message("Forthcoming"),
    message("In press"),
    message("To appear"),
    message("Submitted"),
    message("Accepted"),
    message("Under review"),
)
"""What authors write in place of a year, in a line and as a heading."""
