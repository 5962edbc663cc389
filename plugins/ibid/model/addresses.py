"""The addresses of publications, topics and exported files, assigned once, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from unidecode import unidecode

WEB = ("http://", "https://")
"""The prefixes of a web address."""
PUBLICATIONS = "publications/"
"""The address of the list of all publications, the only one whose entries have anchors."""
TOPICS = "topics/"
"""The folder of the topics' pages."""
SITE = "@site"
"""The name by which Pelican finds our pages, at every depth and in feeds: `{filename}/@site/publications/#KEY`."""
ROOT = f"{{filename}}/{SITE}"
"""The prefix of our addresses in content, until Pelican replaces it with the path that is right for each file."""

_OF_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
"""Characters that need no encoding in an address (RFC 3986), besides letters, digits and `_.-`."""
_RESERVED = re.compile(r"(?:index|con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST = 80
_LONGEST_PATH = 160
"""The limit for a topic's address, in characters; Windows allows 260 for the whole path of a file."""


def slugs(keys: Iterable[str]) -> dict[str, str]:
    """Return a unique slug for each key, safe in a URL, a file system and an HTML id.

    A key of ASCII letters, digits, `-` and `_` is its own slug. Any other key, and any that would share its slug with
    another (ignoring case, as some file systems do), gets the safe part of the key and a digest of the key. So a slug
    depends only on its key, except that in a clash the key that is its own slug keeps it.
    """
    plain = {key: _plain(key) for key in keys}
    taken: dict[str, list[str]] = {}
    for key, slug in plain.items():
        taken.setdefault(slug.casefold(), []).append(key)
    return {
        key: slug if _owns(key, slug, taken[slug.casefold()]) else _marked(key, slug) for key, slug in plain.items()
    }


def encoded(address: str) -> str:
    """Return an address percent-encoded, as HTTP needs it; what is already encoded stays as it is."""
    return quote(address, safe=_OF_ADDRESSES)


def address_of(file: str) -> str:
    """Return the path at which a server serves a file of the output: `news/` for `news/index.html`."""
    return file.removesuffix("index.html") if file == "index.html" or file.endswith("/index.html") else file


def file_of(address: str) -> str:
    """Return the file of the output that a server sends for a path: `news/index.html` for `news/`."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def topic_id(path: Iterable[str]) -> str:
    """Return the anchor of a topic's bullet from its parents' names and its own: `learning-theory/implicit-bias`."""
    return "/".join(_plain(name).lower() or _marked(name, "topic") for name in path)


def topic_address(identity: str, within: str = "", marked: str = "") -> str:
    """Return the address of a topic's page from its bullet's id: `topics/deep-learning-theory/implicit-bias/`.

    `within` is a folder below `topics/` for one page's topics; `marked`, if the address is taken, adds a digest of all.
    """
    parts = [part for part in f"{within}/{identity}".split("/") if part]
    path = "/".join(_safe(part) for part in parts)
    if marked or len(path) > _LONGEST_PATH:
        path = _marked(f"{marked}#{within}/{identity}", _plain(parts[-1]) if parts else "")
    return f"{TOPICS}{path or _marked(identity, 'topic')}/"


def _safe(part: str) -> str:
    """Return one segment of a path in a form that has no special meaning in any file system."""
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
    """One format of exported files."""

    name: str
    """The text of its link: `BibTeX`."""
    ending: str
    """`.bib`."""
    media_type: str
    """The media type, for a link's `type`."""


BIBTEX: Final = Format("BibTeX", ".bib", "application/x-bibtex")
CSL_JSON: Final = Format("CSL-JSON", ".json", "application/vnd.citationstyles.csl+json")
RIS: Final = Format("RIS", ".ris", "application/x-research-info-systems")
FORMATS: Final = (BIBTEX, CSL_JSON, RIS)
"""The formats of the file of all publications and of each single one."""
OF_A_PART: Final = (BIBTEX, CSL_JSON)
"""The formats of the files of a year or a topic."""


@dataclass(frozen=True, slots=True)
class Download:
    """One file for readers to download."""

    name: str
    """Its format: `BibTeX`."""
    url: str
    """Relative to the site's root, without a leading slash."""
    media_type: str


def downloads(stem: str, formats: Iterable[Format] = FORMATS) -> tuple[Download, ...]:
    """Return the files at `stem`, an address without an ending, one per format."""
    return tuple(Download(each.name, f"{stem}{each.ending}", each.media_type) for each in formats)


def stem_of_all() -> str:
    """Return the stem of the files of all publications: `publications`, as in `publications.bib`."""
    return "publications"


def stem_of_year(year: int) -> str:
    """Return the stem of a year's files: `publications-2024`; `publications/2024` belongs to the key 2024."""
    return f"publications-{year:04d}"


def stem_of_topic(page: str) -> str:
    """Return the stem of a topic's files, in the folder of its page: `topics/a/publications`."""
    return f"{page}publications"


def downloads_of_topic(page: str) -> tuple[Download, ...]:
    """Return the files of a topic's publications; `page` is the address of its page."""
    return downloads(stem_of_topic(page), OF_A_PART)


def downloads_of_all() -> tuple[Download, ...]:
    """Return the files of all publications, one per format."""
    return downloads(stem_of_all())


def downloads_of_year(year: int) -> tuple[Download, ...]:
    """Return the files of a year's publications."""
    return downloads(stem_of_year(year), OF_A_PART)
