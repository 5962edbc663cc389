"""DOIs and arXiv identifiers, from all fields of an entry that may hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pelican_bibtex.diagnostics.codes import BAD_IDENTIFIER
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.tex.urls import address

DOI_URL: Final = "https://doi.org/"
ARXIV_URL: Final = "https://arxiv.org/abs/"

_DOI_PREFIX: Final = lazy_pattern(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*", re.IGNORECASE)
_DOI_LINK: Final = lazy_pattern(
    r"""https?://(?:dx\.|www\.)?doi\.org/(?P<id>10\.\d{4,9}/[^\s"<>{}?#]+)""", re.IGNORECASE
)
_ADDRESS: Final = lazy_pattern(r"https?://[^\s?#]*?/(?=10\.\d{4,9}[./])")
_DOI: Final = lazy_pattern(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_ARXIV_NUMBER: Final = r"(?P<id>\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"
_ARXIV: Final = lazy_pattern(rf"(?:arxiv:\s*)?{_ARXIV_NUMBER}(?:\.pdf)?(?:\s*\[[^\]]*\])?\.?", re.IGNORECASE)
_ARXIV_URL: Final = lazy_pattern(
    rf"(?:https?://)?(?:www\.|export\.|[a-z]{{2}}\.)?(?:ar[Xx]iv\.org|alphaxiv\.org)/(?:abs|pdf|html)/{_ARXIV_NUMBER}",
    re.IGNORECASE,
)
_ARXIV_DOI: Final = lazy_pattern(rf"10\.48550/arxiv\.{_ARXIV_NUMBER}", re.IGNORECASE)
_ARXIV_TEXT: Final = lazy_pattern(
    rf"(?:arxiv(?:\s+preprint|\s+e-prints?)?[\s:,]*(?:arxiv\s*:\s*|abs/)?|\babs/){_ARXIV_NUMBER}", re.IGNORECASE
)
_TEXTS: Final = (
    "journal",
    "journaltitle",
    "howpublished",
    "note",
    "volume",
    "number",
    "booktitle",
    "pages",
    "publisher",
)
"""Fields in which authors write `arXiv preprint arXiv:2410.11474` or `abs/2410.11474`."""


def doi(fields: Mapping[str, str]) -> str:
    """Return the DOI of an entry, from `doi` or from an address in `url`, without a prefix; empty if it has none."""
    return _bare_doi(fields.get("doi", "")) or _found(_DOI_LINK, fields.get("url", ""))


def arxiv_id(fields: Mapping[str, str]) -> str:
    """Return the arXiv identifier of an entry, without its version; empty if it has none."""
    return next(filter(None, _arxiv_ids(fields)), "")


def eprint_type(fields: Mapping[str, str]) -> str:
    """Return the archive that `eprint` belongs to, in lower case: `arxiv`, `hal`, `jstor`."""
    return (fields.get("eprinttype") or fields.get("archiveprefix") or "").strip("{} ").lower()


def complaints(fields: Mapping[str, str]) -> list[Complaint]:
    """Return a complaint for each malformed identifier of an entry."""
    found = []
    if (value := fields.get("doi", "").strip()) and not doi(fields):
        found.append(Complaint(BAD_IDENTIFIER, f"`doi = {{{value}}}` is not a DOI; write it as `10.1000/182`.", "doi"))
    if (value := fields.get("eprint", "").strip()) and eprint_type(fields) == "arxiv" and not _arxiv(value):
        found.append(
            Complaint(
                BAD_IDENTIFIER,
                f"`eprint = {{{value}}}` is not an arXiv identifier; write it as `2410.11474`.",
                "eprint",
            )
        )
    return found


def _bare_doi(value: str) -> str:
    """Return the DOI in `10.1000/182`, `doi:10.1000/182` or an address such as `https://dl.acm.org/doi/10.1000/182`."""
    first = next(iter(_DOI_PREFIX.sub("", address(value.strip(" {}")), count=1).split()), "")
    text = _ADDRESS.sub("", first, count=1).rstrip(".,;")
    match = _DOI.fullmatch(text)
    return match[0] if match else ""


def _arxiv_ids(fields: Mapping[str, str]) -> Iterator[str]:
    eprint = fields.get("eprint", "")
    if eprint and eprint_type(fields) in {"", "arxiv"}:
        yield _arxiv(eprint)
    for name in ("arxiv", "arxivid", "arxiv_id"):
        if name in fields:
            yield _arxiv(fields[name])
    yield _found(_ARXIV_DOI, fields.get("doi", ""))
    for name in ("url", "pdf", "html"):
        if name in fields:
            yield _found(_ARXIV_URL, fields[name])
    for name in _TEXTS:
        if (value := fields.get(name, "")) and ("rxiv" in value.lower() or "abs/" in value):
            yield _found(_ARXIV_URL, value) or _found(_ARXIV_TEXT, value)


def _arxiv(value: str) -> str:
    """Return the identifier in `2410.11474v2`, `arXiv:2410.11474` or its address; empty if the value holds more."""
    value = address(value.strip(" {}"))
    match = _ARXIV.fullmatch(value) or _ARXIV_URL.match(value)
    return match["id"] if match else ""


def _found(pattern: re.Pattern[str], value: str) -> str:
    match = pattern.search(value) if value else None
    return match["id"] if match else ""
