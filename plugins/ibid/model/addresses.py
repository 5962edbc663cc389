"""The address of each publication, topic and exported file, given once, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from unidecode import unidecode

WEB = ("http://", "https://")
"""What an address of the web starts with."""
PUBLICATIONS = "publications/"
"""The one list that owns the anchors."""
TOPICS = "topics/"
"""Below it lies the page of each topic."""
SITE = "@site"
"""Pelican finds our pages under this name: `{filename}/@site/publications/#KEY`, right at every depth and in feeds."""
ROOT = f"{{filename}}/{SITE}"
"""What stands before our addresses in content, until Pelican puts in what is right there."""

_OF_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
"""What an address may have as it is (RFC 3986), besides letters, digits and `_.-`."""
_RESERVED = re.compile(r"(?:index|con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST = 80
_LONGEST_PATH = 160
"""Of a topic's address; Windows takes 260 characters for the whole path of a file."""


def slugs(keys: Iterable[str]) -> dict[str, str]:
    """Give each key a name that is safe in a URL, a file system and an HTML id, and nobody else's.

    A key of ASCII letters, digits, `-` and `_` is its own slug. Any other, and any that would share its slug with
    another (letters' case set aside, as some file systems do), gets a digest of itself behind what can be kept: so a
    slug depends on its key alone, except that a clash is settled for the key that is its own slug.
    """
    plain = {key: _plain(key) for key in keys}
    taken: dict[str, list[str]] = {}
    for key, slug in plain.items():
        taken.setdefault(slug.casefold(), []).append(key)
    return {
        key: slug if _owns(key, slug, taken[slug.casefold()]) else _marked(key, slug) for key, slug in plain.items()
    }


def encoded(address: str) -> str:
    """An address as it goes over the wire: letters beyond ASCII and blanks encoded, what is encoded left so."""
    return quote(address, safe=_OF_ADDRESSES)


def address_of(file: str) -> str:
    """The path under which a server has a file of the output: `news/index.html` is `news/`."""
    return file.removesuffix("index.html") if file == "index.html" or file.endswith("/index.html") else file


def file_of(address: str) -> str:
    """The file of the output that a server sends for a path: `news/index.html` for `news/`."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def topic_id(path: Iterable[str]) -> str:
    """The anchor of a topic's bullet from the names of its parents and itself: `deep-learning-theory/implicit-bias`."""
    return "/".join(_plain(name).lower() or _marked(name, "topic") for name in path)


def topic_address(identity: str, within: str = "", marked: str = "") -> str:
    """The address of a topic's page from its bullet's id: `topics/deep-learning-theory/implicit-bias/`.

    `within` is put between, for a page of its own; `marked` adds a digest of it and of the id, where the rest is taken.
    """
    parts = [part for part in f"{within}/{identity}".split("/") if part]
    path = "/".join(_safe(part) for part in parts)
    if marked or len(path) > _LONGEST_PATH:
        path = _marked(f"{marked}#{within}/{identity}", _plain(parts[-1]) if parts else "")
    return f"{TOPICS}{path or _marked(identity, 'topic')}/"


def _safe(part: str) -> str:
    """One step of a path that no file system takes for something else."""
    plain = _plain(part)
    return part if part == plain and not _RESERVED.fullmatch(part) else _marked(part, plain)


def _plain(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]+", "-", unidecode(key)).strip("-")[:_LONGEST]


def _owns(key: str, slug: str, claimants: list[str]) -> bool:
    if not slug or _RESERVED.fullmatch(slug):
        return False
    natural = [claimant for claimant in claimants if _plain(claimant) == claimant]
    return key == min(natural) if natural else len(claimants) == 1


def _marked(key: str, slug: str) -> str:
    return f"{slug}-{sha256(key.encode()).hexdigest()[:6]}".lstrip("-")


@dataclass(frozen=True, slots=True)
class Format:
    """One format of files."""

    name: str
    """What a reader clicks on: `BibTeX`."""
    ending: str
    """`.bib`."""
    media_type: str
    """As a link's `type`."""


BIBTEX: Final = Format("BibTeX", ".bib", "application/x-bibtex")
CSL_JSON: Final = Format("CSL-JSON", ".json", "application/vnd.citationstyles.csl+json")
RIS: Final = Format("RIS", ".ris", "application/x-research-info-systems")
FORMATS: Final = (BIBTEX, CSL_JSON, RIS)
"""Those that everything and each publication comes in."""
OF_A_PART: Final = (BIBTEX, CSL_JSON)
"""Those that a year or a topic comes in."""


@dataclass(frozen=True, slots=True)
class Download:
    """One file to be linked."""

    name: str
    """Its format: `BibTeX`."""
    url: str
    """From the site's root, without a leading slash."""
    media_type: str


def downloads(stem: str, formats: Iterable[Format] = FORMATS) -> tuple[Download, ...]:
    """The files whose address without its ending is `stem`, one a format."""
    return tuple(Download(each.name, f"{stem}{each.ending}", each.media_type) for each in formats)


def stem_of_all() -> str:
    """Where all publications are: `publications.bib`."""
    return "publications"


def stem_of_year(year: int) -> str:
    """Where a year is: `publications-2024.bib`, outside of `publications/`, where the key 2024 has its own file."""
    return f"publications-{year:04d}"


def stem_of_topic(page: str) -> str:
    """Where a topic's publications are, beside its page: `topics/a/publications.bib`."""
    return f"{page}publications"


def downloads_of_topic(page: str) -> tuple[Download, ...]:
    """The publications of a topic, by the address of its page."""
    return downloads(stem_of_topic(page), OF_A_PART)


def downloads_of_all() -> tuple[Download, ...]:
    """All publications in every format."""
    return downloads(stem_of_all())


def downloads_of_year(year: int) -> tuple[Download, ...]:
    """The publications of a year."""
    return downloads(stem_of_year(year), OF_A_PART)
