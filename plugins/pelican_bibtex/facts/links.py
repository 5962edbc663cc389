"""Links to a publication and to what belongs to it, such as its code or slides."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from pelican_bibtex.diagnostics.codes import ODD_ADDRESS, UNSAFE_LINK, UNUSED_ADDRESS
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.facts.address_fields import AddressField, addresses, first_address
from pelican_bibtex.facts.identifiers import (
    ARXIV_URL,
    arxiv_id,
    doi,
    doi_url,
    eprint_type,
    misplaced_address,
    pmid,
    resolved_doi,
)
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Link
from pelican_bibtex.tex.urls import GROUP, URL_COMMAND, address, safe_url

LABELS: Final = {
    "pdf": "PDF",
    "arxiv": "arXiv",
    "doi": "DOI",
    "html": "HTML",
    "code": "Code",
    "data": "Data",
    "slides": "Slides",
    "poster": "Poster",
    "video": "Video",
    "website": "Website",
    "supp": "Supplement",
    "blog": "Blog",
}
"""Kinds of links -> their labels, in the order shown; `url` comes last, labelled with its host."""

_OWN_FIELDS: Final = tuple(kind for kind in LABELS if kind not in {"arxiv", "doi"})
OWN: Final = "own"
"""The kind of a link from one of the author's own fields."""
_ADDRESSES: Final = frozenset({
    "url", "doi", "eprint", "howpublished", "note", "addendum", "biburl", "bibsource", "adsurl", "license", "licence",
    "copyright", "uri", "abstract",
})  # fmt: skip
"""Fields that may hold an address, besides those for links."""
_WEB_ADDRESS: Final = lazy_pattern(r"https?://\S+")
_COMMAND_ALONE: Final = lazy_pattern(rf"\\url\s*{GROUP}")
_PUBMED: Final = "PubMed"
_ARCHIVES: Final = {
    "hal": ("HAL", "https://hal.science/"),
    "jstor": ("JSTOR", "https://www.jstor.org/stable/"),
    "pubmed": (_PUBMED, "https://pubmed.ncbi.nlm.nih.gov/"),
    "pmid": (_PUBMED, "https://pubmed.ncbi.nlm.nih.gov/"),
    "googlebooks": ("Google Books", "https://books.google.com/books?id="),
    "hdl": ("Handle", "https://hdl.handle.net/"),
    "iacr": ("ePrint", "https://eprint.iacr.org/"),
}
"""BibLaTeX's `eprinttype`s besides arXiv -> the label of the link and the start of its address."""

_SCHEME: Final = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\")
_URL_IN_TEXT: Final = lazy_pattern(r"https?://[^\s{}]+")


def links(
    fields: Mapping[str, str], own: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[Link, ...], tuple[Complaint, ...]]:
    """Return all links of an entry, each address once, and complaints about faulty ones.

    `own` has the author's own fields for links, with their labels.
    """
    complaints: list[Complaint] = []
    found = {
        field: urls[0] for field in _OWN_FIELDS if field in fields and (urls := _of_field(fields, field, complaints))
    }
    if identifier := doi(fields):
        found["doi"] = doi_url(identifier)
    if identifier := arxiv_id(fields):
        found["arxiv"] = ARXIV_URL + identifier
    linked = [Link(kind, LABELS[kind], found[kind]) for kind in LABELS if kind in found]
    linked.extend(_archive(fields))
    linked.extend(Link(OWN, own[name], url) for name in own for url in _of_field(fields, name, complaints)[:1])
    linked.extend(_urls(fields, "pdf" not in found, complaints))
    return in_order(linked), tuple(complaints)


def unused_addresses(fields: Mapping[str, str], private: Collection[str]) -> Iterator[Complaint]:
    """Yield a complaint for each unknown field that holds nothing but an address, of which no link is made."""
    for name, value in fields.items():
        if "://" in value and name not in _ADDRESSES and name not in LABELS and name not in private:
            url = _COMMAND_ALONE.sub(r"\1", value.strip())
            if _WEB_ADDRESS.fullmatch(url):
                message = f"`{name}` contains an address, and is not a field for links; use `html`, `code` or another"
                yield Complaint(UNUSED_ADDRESS, f"{message} one, or name it in `IBID_LINK_FIELDS`.", name)


def in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links in the order of `LABELS`, then all others, each address once."""
    rank = {kind: place for place, kind in enumerate(LABELS)}
    once = {link.url: link for link in sorted(links, key=lambda link: rank.get(link.kind, len(rank)), reverse=True)}
    return tuple(sorted(once.values(), key=lambda link: rank.get(link.kind, len(rank))))


def _urls(fields: Mapping[str, str], may_be_pdf: bool, complaints: list[Complaint]) -> Iterator[Link]:
    """Yield the links for `url`, but not for another form of the DOI or of the arXiv identifier."""
    urls = _of_field(fields, "url", complaints) or _in_howpublished(fields) or _of_eprint(fields)
    for url in (*urls, *_checked(misplaced_address(fields))):
        if arxiv_id({"url": url}) and arxiv_id({"url": url}) == arxiv_id(fields):
            continue
        if may_be_pdf and urlsplit(url).path.lower().endswith(".pdf"):
            yield Link("pdf", LABELS["pdf"], url)
            may_be_pdf = False
        else:
            yield Link("url", _host(url), url)


def _host(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return host.removeprefix("www.") or ("E-mail" if url.startswith("mailto:") else "Link")


def _archive(fields: Mapping[str, str]) -> list[Link]:
    label, prefix = _ARCHIVES.get(eprint_type(fields), ("", ""))
    identifier = pmid(fields) if label == _PUBMED else address(fields.get("eprint", ""))
    url = safe_url(prefix + quote(identifier, safe="/:;()!$*+,=@~&.-_")) if label and identifier else None
    return [Link("eprint", label, url)] if url else []


def _in_howpublished(fields: Mapping[str, str]) -> list[str]:
    source = fields.get("howpublished", "")
    commands = [match[1] for match in URL_COMMAND.finditer(source)]
    typed = commands or [match[0].rstrip(".,;)]") for match in _URL_IN_TEXT.finditer(source)][:1]
    return [url for each in typed[:1] for url in _checked(first_address(each))]


def _of_eprint(fields: Mapping[str, str]) -> list[str]:
    """Return the address in `eprint`, as Google Scholar exports it."""
    value = first_address(fields.get("eprint", ""))
    return _checked(value) if value.startswith(("http://", "https://")) else []


def _of_field(fields: Mapping[str, str], field: str, complaints: list[Complaint]) -> list[str]:
    """Return the addresses in a field; a relative path starts at the site's root."""
    source = fields.get(field, "").strip()
    read = addresses(source) if source else AddressField()
    if read.unread.startswith("\\"):
        message = f"`{read.unread}` in `{field}` means nothing in an address; no link is made; write it without TeX."
        complaints.append(Complaint(UNSAFE_LINK, message if "://" in source else _unsafe(field, source), field))
        return []
    urls = [url for each in read.found for url in _checked(each)]
    if len(urls) < len(read.found):
        complaints.append(Complaint(UNSAFE_LINK, _unsafe(field, source), field))
    elif (read.is_odd or read.unread or (len(urls) > 1 and field != "url")) and urls:
        message = f"the address is incomplete or inside other text; write `{field} = {{{urls[0]}}}`."
        complaints.append(Complaint(ODD_ADDRESS, message, field))
    return urls


def _checked(value: str) -> list[str]:
    """Return the address in the form in which pages and exports have it; empty if it may not be a link."""
    if not value:
        return []
    url = safe_url(value if _SCHEME.match(value) or value.startswith("/") else f"/{value}")
    if url is None or _leaves_the_site(url):
        return []
    identifier = resolved_doi(url)
    return [doi_url(identifier) if identifier else url]


def _leaves_the_site(url: str) -> bool:
    return url.startswith("/") and ".." in re.split(r"[/?#]", unquote(url))


def _unsafe(field: str, source: str) -> str:
    return (
        f"`{field} = {{{source[:80]}}}` is neither an http, https or mailto address nor a path from the site's root; "
        f"no link is made from it."
    )
