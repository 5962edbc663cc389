"""The addresses of the site: the table of what is written where, and safe names for keys and topics in it.

`python -m ibid.model.addresses` prints the page docs/addresses.md, which has the same table for authors.
"""

# ruff: noqa: E501  a row of the table is one line

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from msgspec import Struct
from unidecode import unidecode

from pelican_bibtex.lazy_pattern import lazy_pattern


class Format(Struct, frozen=True):
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


class Download(Struct, frozen=True):
    """One file for readers to download."""

    name: str
    """Its format: `BibTeX`."""
    url: str
    """Relative to the site's root, without a leading slash."""
    media_type: str


class AddressRow(Struct, frozen=True):
    """One row of the table: an address, and what is written there."""

    pattern: str
    """The address relative to the site's root, with braces around what differs: `publications/{slug}/`."""
    what: str
    """What is there, for authors."""
    needs: str = ""
    """The setting without which it is not written."""
    formats: tuple[Format, ...] = ()
    """The formats of files whose pattern has `{ending}`."""

    def at(self, **parts: object) -> str:
        """Return the address with these values in the braces."""
        return self.pattern.format(**parts)

    def downloads(self, **parts: object) -> tuple[Download, ...]:
        """Return the files with these values in the braces, one per format."""
        return tuple(Download(one.name, self.at(ending=one.ending, **parts), one.media_type) for one in self.formats)


# fmt: off
ALL          = AddressRow("publications/",                  "all publications, the newest first; the only list whose entries have anchors")
PUBLICATION  = AddressRow("publications/{slug}/",           "one publication")
PDF          = AddressRow("publications/{slug}/{file}",     "its PDF, if that is in `content/`")
ONE_FILES    = AddressRow("publications/{slug}{ending}",    "one publication, for other programs", formats=FORMATS)
ALL_FILES    = AddressRow("publications{ending}",           "all publications, for other programs", formats=FORMATS)
YEAR_FILES   = AddressRow("publications-{year}{ending}",    "the publications of a year; `publications/2024.bib` is that of the key 2024", formats=OF_A_PART)
ALL_FEED     = AddressRow("feeds/publications.atom.xml",    "the feed of all publications", "SITEURL")
TOPIC        = AddressRow("topics/{path}/",                 "one topic, below its parents")
TRANSLATION  = AddressRow("{folder}{page}",                 "the same topic in another language")
TOPIC_FILES  = AddressRow("{page}publications{ending}",     "the publications of a topic, for other programs", formats=OF_A_PART)
TOPIC_FEED   = AddressRow("{page}feed.atom.xml",            "the feed of a topic", "SITEURL")
SEARCH       = AddressRow("search/",                        "the search page", "IBID_SEARCH")
SITEMAP      = AddressRow("sitemap.xml",                    "the sitemap", "SITEURL")
SITEMAP_PART = AddressRow("sitemap-{number}.xml",           "its parts, if it has more than 50,000 pages", "SITEURL")
ROBOTS       = AddressRow("robots.txt",                     "the file for crawlers, which names the sitemap", "SITEURL")
MANIFEST     = AddressRow("manifest.webmanifest",           "the name, colours and icons of the site")
RECORD       = AddressRow(".ibid-site",                     "the list of what the build wrote, so that the next one removes what is left over")
# fmt: on
ADDRESSES: Final = (
    *(ALL, PUBLICATION, PDF, ONE_FILES, ALL_FILES, YEAR_FILES, ALL_FEED),
    *(TOPIC, TRANSLATION, TOPIC_FILES, TOPIC_FEED),
    *(SEARCH, SITEMAP, SITEMAP_PART, ROBOTS, MANIFEST, RECORD),
)
"""The table, in the order of docs/addresses.md."""

PUBLICATIONS: Final = ALL.pattern
"""The address of all publications, and the folder of their pages."""
TOPICS: Final = TOPIC.pattern.partition("{")[0]
"""The folder of the topics' pages."""
RESEARCH: Final = "research/"
"""The address of the page with topics that comes first; its author writes it."""

WEB = ("http://", "https://")
"""The prefixes of a web address."""
SITE = "@site"
"""The name by which Pelican finds our pages, at every depth and in feeds: `{filename}/@site/publications/#KEY`."""
ROOT = f"{{filename}}/{SITE}"
"""The prefix of our addresses in content, until Pelican replaces it with the path that is right for each file."""

_OF_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
"""Characters that need no encoding in an address (RFC 3986), besides letters, digits and `_.-`."""
_RESERVED = lazy_pattern(r"(?:index|con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
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
    owners = {folded: _owner(claimants) for folded, claimants in taken.items()}
    return {key: slug if owners[slug.casefold()] == key else _marked(key, slug) for key, slug in plain.items()}


def encoded(address: str) -> str:
    """Return an address percent-encoded, as HTTP needs it; what is already encoded stays as it is."""
    return quote(address, safe=_OF_ADDRESSES)


def address_of(file: str) -> str:
    """Return the path at which a server serves a file of the output: `news/` for `news/index.html`."""
    return file.removesuffix("index.html") if file == "index.html" or file.endswith("/index.html") else file


def file_of(address: str) -> str:
    """Return the file of the output that a server sends for a path: `news/index.html` for `news/`."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def absolute(url: str | None, root: str) -> str:
    """Return an absolute address as it is, or a path appended to `root`; empty if `root` is not absolute yet."""
    if not url or url.startswith(WEB):
        return url or ""
    return f"{root.rstrip('/')}/{url.lstrip('/')}" if root.startswith(WEB) and ":" not in url else ""


def is_absolute(root: str) -> bool:
    """Return whether the site's address is known."""
    return root.startswith(WEB)


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
    return TOPIC.at(path=path or _marked(identity, "topic"))


def _safe(part: str) -> str:
    """Return one segment of a path in a form that has no special meaning in any file system."""
    plain = _plain(part)
    return part if part == plain and not _RESERVED.fullmatch(part) else _marked(part, plain)


def _plain(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]+", "-", unidecode(key)).strip("-")[:_LONGEST]


def _owner(claimants: list[str]) -> str | None:
    """Return which of the keys with one slug has it; None if it is no name for a file, or if none has a right to it."""
    slug = _plain(claimants[0])
    if not slug or _RESERVED.fullmatch(slug):
        return None
    natural = [claimant for claimant in claimants if _plain(claimant) == claimant]
    return min(natural) if natural else claimants[0] if len(claimants) == 1 else None


def _marked(key: str, slug: str) -> str:
    return f"{slug}-{sha256(key.encode()).hexdigest()[:6]}".lstrip("-")


_PAGE: Final = """\
# Addresses

What Ibid writes, and where. `KEY` is the key of the entry, or a safe form of it; `TOPIC` is the topic's
[id](topics.md), with those of its parents before it. The addresses of home, posts, pages and lists of posts are set by
Pelican's settings in `pelicanconf.py`. Also written are the [CV](cv.md), [icons](found.md#icons), a page at each former
address ([of a topic](topics.md), [of a page](posts.md)), and smaller copies of images beside them.

| Address | What | Only with |
|---|---|---|
"""
_SHOWN: Final = {"slug": "KEY", "path": "TOPIC", "file": "FILE.pdf", "year": "2024", "folder": "zh/", "number": "1"}


def address_page() -> str:
    """Return docs/addresses.md."""
    return _PAGE + "".join(map(_line, ADDRESSES))


def _line(row: AddressRow) -> str:
    first, *others = row.formats or (Format("", "", ""),)
    address = f"/{row.at(**_SHOWN, page=TOPIC.at(**_SHOWN), ending=first.ending)}"
    cell = " ".join([f"`{address}`", *(f"`{one.ending}`" for one in others)])
    return f"| {cell} | {row.what} | {f'`{row.needs}`' if row.needs else ''} |\n"


if __name__ == "__main__":
    print(address_page(), end="")  # noqa: T201  this is what the command is for
