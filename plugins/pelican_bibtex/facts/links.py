"""Links to a publication and to what belongs to it, such as its code or slides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import unquote, urlsplit

from pelican_bibtex.diagnostics.codes import ODD_ADDRESS, UNSAFE_LINK
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.facts.identifiers import ARXIV_URL, DOI_URL, arxiv_id, doi, eprint_type
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Link
from pelican_bibtex.tex.urls import address, safe_url

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
_ARCHIVES: Final = {
    "hal": ("HAL", "https://hal.science/"),
    "jstor": ("JSTOR", "https://www.jstor.org/stable/"),
    "pubmed": ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/"),
    "hdl": ("Handle", "https://hdl.handle.net/"),
    "iacr": ("ePrint", "https://eprint.iacr.org/"),
}
"""BibLaTeX's `eprinttype`s besides arXiv -> the label of the link and the start of its address."""

_COMMAND: Final = lazy_pattern(r"\s*\\(?:url|href|path)\s*\{([^{}]*)\}(?:\s*\{[^{}]*\})?\s*")
_SECOND: Final = lazy_pattern(r"[\s,;]+(?=https?://)")
_HOST: Final = lazy_pattern(
    r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|ai|dev|eu|uk|de|fr|ch|cn)(?:/\S*)?"
)
_WITHIN: Final = lazy_pattern(
    r'(?:doi:\s*)?<?a\s[^<>]*href="(https?://[^"<>\s]+)"|(?:ftp://\S*|url:)[\s;,]*(https?://\S+)'
)
_SCHEME: Final = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\")
_URL_IN_TEXT: Final = lazy_pattern(r"\\(?:url|href)\s*\{([^{}]*)\}|(https?://[^\s{}]+)")


def links(fields: Mapping[str, str]) -> tuple[tuple[Link, ...], tuple[Complaint, ...]]:
    """Return all links of an entry, each address once, and complaints about faulty ones."""
    complaints: list[Complaint] = []
    found = {field: url for field in _OWN_FIELDS if (url := _of_field(fields, field, complaints))}
    if identifier := doi(fields):
        found["doi"] = str(safe_url(DOI_URL + identifier))
    if identifier := arxiv_id(fields):
        found["arxiv"] = ARXIV_URL + identifier
    linked = [Link(kind, LABELS[kind], found[kind]) for kind in LABELS if kind in found]
    linked.extend(_archive(fields))
    linked.extend(_url(fields, linked, complaints))
    return in_order(linked), tuple(complaints)


def in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links in the order of `LABELS`, then all others, each address once."""
    rank = {kind: place for place, kind in enumerate(LABELS)}
    once = {link.url: link for link in sorted(links, key=lambda link: rank.get(link.kind, len(rank)), reverse=True)}
    return tuple(sorted(once.values(), key=lambda link: rank.get(link.kind, len(rank))))


def _url(fields: Mapping[str, str], known: list[Link], complaints: list[Complaint]) -> list[Link]:
    """Return the link for `url`, unless it is only another form of the DOI or the arXiv identifier."""
    url = _of_field(fields, "url", complaints) or _in_howpublished(fields) or _of_eprint(fields)
    if not url or _says_the_same({"url": url}, fields):
        return []
    if urlsplit(url).path.lower().endswith(".pdf") and not any(link.kind == "pdf" for link in known):
        return [Link("pdf", LABELS["pdf"], url)]
    return [Link("url", _host(url), url)]


def _says_the_same(alone: Mapping[str, str], fields: Mapping[str, str]) -> bool:
    identifier = doi(alone)
    if identifier:
        return identifier.lower() == doi(fields).lower()
    return bool(arxiv_id(alone)) and arxiv_id(alone) == arxiv_id(fields)


def _host(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return host.removeprefix("www.") or ("E-mail" if url.startswith("mailto:") else "Link")


def _archive(fields: Mapping[str, str]) -> list[Link]:
    label, prefix = _ARCHIVES.get(eprint_type(fields), ("", ""))
    url = safe_url(prefix + address(fields.get("eprint", ""))) if label else None
    return [Link("eprint", label, url)] if url and fields.get("eprint", "").strip() else []


def _in_howpublished(fields: Mapping[str, str]) -> str | None:
    match = _URL_IN_TEXT.search(fields.get("howpublished", ""))
    return safe_url(address((match[1] or match[2]).rstrip(".,;"))) if match else None


def _of_eprint(fields: Mapping[str, str]) -> str | None:
    """Return the address in `eprint`, as Google Scholar exports it, or None."""
    value = fields.get("eprint", "").strip()
    return safe_url(address(value)) if value.startswith(("http://", "https://")) else None


def _of_field(fields: Mapping[str, str], field: str, complaints: list[Complaint]) -> str | None:
    """Return the address in a field, or None; a relative path starts at the site's root."""
    source = fields.get(field, "").strip()
    if not source:
        return None
    if command := _COMMAND.fullmatch(source):
        source = command[1]
    value = address(source).strip("<>")
    meant = _meant(value)
    if meant != value:
        complaints.append(
            Complaint(
                ODD_ADDRESS, f"the address is incomplete or inside other text; write `{field} = {{{meant}}}`.", field
            )
        )
    value = _SECOND.split(meant)[0]
    url = safe_url(value if _SCHEME.match(value) or value.startswith("/") else f"/{value}") if value else None
    if url is None or _leaves_the_site(url):
        complaints.append(Complaint(UNSAFE_LINK, _unsafe(field, source), field))
        return None
    return url


def _meant(value: str) -> str:
    """Return the address meant in `example.org/x`, in `<a href="https://...">` or after an ftp address."""
    if _HOST.fullmatch(value):
        return f"https://{value}"
    match = _WITHIN.match(value)
    return str(match[1] or match[2]) if match else value


def _leaves_the_site(url: str) -> bool:
    return url.startswith("/") and ".." in re.split(r"[/?#]", unquote(url))


def _unsafe(field: str, source: str) -> str:
    return (
        f"`{field} = {{{source[:80]}}}` is neither an http, https or mailto address nor a path from the site's root; "
        f"no link is made from it."
    )
