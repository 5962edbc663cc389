"""DOIs, arXiv and PubMed identifiers, from all fields of an entry that may hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote, unquote

from pelican_bibtex.diagnostics.codes import BAD_IDENTIFIER
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.facts.address_fields import addresses
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.tex.urls import address

DOI_URL: Final = "https://doi.org/"
ARXIV_URL: Final = "https://arxiv.org/abs/"

_DOI_PREFIX: Final = lazy_pattern(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*", re.IGNORECASE)
_RESOLVER: Final = lazy_pattern(r"https?://(?:dx\.|www\.)?doi\.org/(?=10[./])", re.IGNORECASE)
_ADDRESS: Final = lazy_pattern(r"https?://[^\s?#]*?/(?=10\.\d{4,9}[./])")
_DOI: Final = lazy_pattern(r"10\.\d{4,9}(?:\.\d+)*/\S+|10/[a-z0-9]{3,}", re.IGNORECASE)
"""A DOI, or a short one of https://shortdoi.org: `10/abc9`."""
_WEB: Final = lazy_pattern(r"https?://", re.IGNORECASE)
_PMID: Final = lazy_pattern(r"\D*?(\d{1,9})\D*")
_PMCID: Final = lazy_pattern(r"\W*(?:PMC)?(\d{1,9})\W*", re.IGNORECASE)
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
    return _bare_doi(fields.get("doi", "")) or next(filter(None, map(resolved_doi, _addresses(fields, "url"))), "")


def _addresses(fields: Mapping[str, str], field: str) -> tuple[str, ...]:
    return addresses(fields[field]).found if fields.get(field) else ()


def resolved_doi(url: str) -> str:
    """Return the DOI to which an address of doi.org leads: `10.1000/a<b>` for `.../10.1000%2Fa%3Cb%3E`; else empty."""
    url = url.strip().replace("%2f", "/").replace("%2F", "/")
    match = _RESOLVER.match(url)
    return _bare_doi(re.split(r"[?#\s]", url[match.end() :], maxsplit=1)[0]) if match else ""


def doi_url(identifier: str) -> str:
    """Return the address of a DOI at its resolver, with all that an address cannot hold percent-encoded."""
    return DOI_URL + quote(identifier, safe="/:;()!$*+,=@~&")


def misplaced_address(fields: Mapping[str, str]) -> str:
    """Return the web address in `doi` that is none of a DOI; empty if there is none."""
    value = address(fields.get("doi", ""))
    return value if _WEB.match(value) and not _bare_doi(value) else ""


def arxiv_id(fields: Mapping[str, str]) -> str:
    """Return the arXiv identifier of an entry, without its version; empty if it has none."""
    return next(filter(None, _arxiv_ids(fields)), "")


def eprint_type(fields: Mapping[str, str]) -> str:
    """Return the archive that `eprint` belongs to, in lower case: `arxiv`, `hal`, `jstor`."""
    return (fields.get("eprinttype") or fields.get("archiveprefix") or "").strip("{} ").lower()


def pmid(fields: Mapping[str, str]) -> str:
    """Return the number of an entry in PubMed, from `pmid` or from `eprint`; empty if it has none."""
    value = fields.get("pmid") or (fields.get("eprint", "") if eprint_type(fields) in {"pubmed", "pmid"} else "")
    match = _PMID.fullmatch(value)
    return match[1] if match else ""


def pmcid(fields: Mapping[str, str]) -> str:
    """Return the number of an entry in PubMed Central, with its `PMC`; empty if it has none."""
    value = fields.get("pmcid") or (fields.get("eprint", "") if eprint_type(fields) in {"pmc", "pmcid"} else "")
    match = _PMCID.fullmatch(value)
    return f"PMC{match[1]}" if match else ""


def complaints(fields: Mapping[str, str]) -> list[Complaint]:
    """Return a complaint for each malformed identifier of an entry."""
    found = []
    if (value := fields.get("doi", "").strip()) and not _bare_doi(value):
        mend = "write the address as `url`" if misplaced_address(fields) else "write it as `10.1000/182`"
        found.append(Complaint(BAD_IDENTIFIER, f"`doi = {{{value}}}` is not a DOI; {mend}.", "doi"))
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
    first = next(iter(_DOI_PREFIX.sub("", address(value), count=1).split()), "")
    text = _ADDRESS.sub("", _decoded(first), count=1).rstrip(".,;")
    match = _DOI.fullmatch(text)
    return match[0] if match else ""


def _decoded(text: str) -> str:
    """Return a text without percent-encoding, unless that is not of UTF-8."""
    plain = unquote(text) if "%" in text else text
    return text if "\N{REPLACEMENT CHARACTER}" in plain or not plain.isprintable() else plain


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
            yield from (_found(_ARXIV_URL, each) for each in _addresses(fields, name))
    for name in _TEXTS:
        if (value := fields.get(name, "")) and ("rxiv" in value.lower() or "abs/" in value):
            yield _found(_ARXIV_URL, value) or _found(_ARXIV_TEXT, value)


def _arxiv(value: str) -> str:
    """Return the identifier in `2410.11474v2`, `arXiv:2410.11474` or its address; empty if the value holds more."""
    value = address(value)
    match = _ARXIV.fullmatch(value) or _ARXIV_URL.match(value)
    return match["id"] if match else ""


def _found(pattern: re.Pattern[str], value: str) -> str:
    match = pattern.search(value) if value else None
    return match["id"] if match else ""
