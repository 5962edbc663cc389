"""Words for readers that `pelican_bibtex` uses, which knows no languages: named here to be translated."""

from __future__ import annotations

from gettext import NullTranslations

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

KINDS = (
    message("PhD thesis"),
    message("Master's thesis"),
    message("Bachelor's thesis"),
    message("Candidate thesis"),
    message("Technical report"),
    message("Research report"),
    message("Patent"),
    message("US patent"),
    message("Patent request"),
)
"""What a thesis, report or patent is called, with which its details begin."""


def said(details: str, words: NullTranslations) -> str:
    """The details of a publication with its kind in another language: `博士学位论文` for `PhD thesis`."""
    kinds = [kind for kind in KINDS if f"{details},".startswith((f"{kind},", f"{kind} "))]
    kind = max(kinds, key=len, default="")
    return f"{words.gettext(kind)}{details[len(kind) :]}" if kind else details
