"""Checks that the addresses in pages, feeds and stylesheets lead to something that was written."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from html import unescape
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urljoin

from ibid.check.sources import Finding
from ibid.mark.html_reader import first_value
from ibid.model.addresses import address_of
from ibid.model.targets import SCHEME, Outside, Root, SitePlace, files_of, is_address
from ibid.problems import codes
from ibid.write.page_facts import Page
from pelican_bibtex.diagnostics.problem import Code
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.lazy_pattern import lazy_pattern


class KnownAddresses:
    """An index of the site's addresses by folder and name, since comparing a wrong one with all would take too long."""

    def __init__(self, files: Iterable[str]) -> None:
        self._in_lower_case = {file.casefold(): file for file in files}
        self._by_folder: dict[str, list[str]] = defaultdict(list)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for file in sorted(self._in_lower_case.values()):
            address = address_of(file)
            folder, name = _parts(address)
            self._by_folder[folder].append(address)
            self._by_name[name].append(address)

    def twin(self, path: str) -> str:
        """Return the address that differs from a path only in capitals, or an empty string."""
        found = (self._in_lower_case.get(file.casefold()) for file in files_of(path))
        return next((address_of(file) for file in found if file), "")

    def near(self, path: str) -> str:
        """Return an address with the same name elsewhere or a similar name in the same folder, or an empty string."""
        folder, name = _parts(path)
        moved = self._by_name[name] if name else []
        like = get_close_matches(path, self._by_folder[folder], n=1, cutoff=0.7)
        return next(iter([*moved[:1], *like]), "")


def _parts(address: str) -> tuple[str, str]:
    """Return the folder and the name of an address: `topics` and `a` for `topics/a/`."""
    folder, _, name = address.rstrip("/").rpartition("/")
    return folder, name


_IN_XML: Final = lazy_pattern(
    rf"<(?:(?:[\w.-]+:)?(?:{first_value('link', 'href')}|{first_value('enclosure', 'url')}|(?:link|loc)>([^<]*+))"
    r"|!--.*?-->|!\[CDATA\[.*?\]\]>)",
    re.DOTALL,
)
_IN_CSS: Final = lazy_pattern(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""")
_CSS_COMMENT: Final = lazy_pattern(r"/\*.*?\*/", re.DOTALL)


def addresses_in(file: str, text: str) -> Iterator[str]:
    """Yield the addresses in a file that is no page, as written; nothing for file types that are not known."""
    reader = _READERS.get(PurePosixPath(file).suffix.lower())
    return reader(text) if reader else iter(())


def _in_xml(text: str) -> Iterator[str]:
    """Yield the addresses of feed, entries and pages; the texts of entries are checked in the pages they come from."""
    for found in _IN_XML.finditer(text):
        if found.lastindex:
            yield unescape(found[found.lastindex]).strip()


def _in_css(text: str) -> Iterator[str]:
    for found in _IN_CSS.finditer(_CSS_COMMENT.sub("", text)):
        yield next(filter(None, found.groups()), "").strip()


def _in_manifest(text: str) -> Iterator[str]:
    """Yield the addresses in a web app manifest: https://www.w3.org/TR/appmanifest/."""
    try:
        manifest = json.loads(text)
    except ValueError:
        return
    if isinstance(manifest, dict):
        yield str(manifest.get("start_url") or "")
        yield from (str(icon.get("src") or "") for icon in manifest.get("icons") or () if isinstance(icon, dict))


_READERS: Final[Mapping[str, Callable[[str], Iterator[str]]]] = {
    ".xml": _in_xml,
    ".atom": _in_xml,
    ".rss": _in_xml,
    ".css": _in_css,
    ".webmanifest": _in_manifest,
}

_PELICANS_OWN: Final = lazy_pattern(r"(?:\{[a-z]+\}|\|[a-z]+\||%7b[a-z]+%7d)", re.IGNORECASE)
"""A link to a source that Pelican did not find and left as written."""
_HOST: Final = lazy_pattern(
    r"(?!.*\.\.)(?:[a-z0-9][a-z0-9-]*\.)+(?P<last>[a-z]{2,24})(?::\d+)?(?=[/?#]|$)", re.IGNORECASE
)
"""The start of an address that looks like a host: a relative address whose first folder has a dot."""
_OF_FILES: Final = frozenset(
    {"html", "htm", "php", "pdf", "md", "rst", "txt", "bib", "png", "jpg", "jpeg", "gif", "svg", "webp", "zip", "gz"}
    | {
        "css",
        "js",
        "json",
        "xml",
        "csv",
        "tex",
        "ps",
        "doc",
        "docx",
        "ppt",
        "pptx",
        "mp3",
        "mp4",
        "webm",
        "py",
        "ipynb",
    }
)
"""Endings of files: an address that is just a name with one of these is a file."""
_EMPTY: Final = r"""\]\(\s*#?\s*\)|\bhref\s*=\s*(?:"\s*#?\s*"|'\s*#?\s*'|#[\s>])"""
"""A link without an address, in Markdown or HTML."""
_NO_PLACE: Final = ":~:"
"""It is followed by a text to look for: https://wicg.github.io/scroll-to-text-fragment/"""

WRITTEN_LATER: Final = ("pagefind/",)
"""Folders that are made from the finished site."""

Verdict = tuple[Code, str] | None
Elsewhere = Mapping[str, Iterable[str]]
"""Addresses outside of the site, each with the files of the output that have it."""


class Links:
    """Checks the addresses of a site, each distinct one once."""

    def __init__(self, root: Root, files: frozenset[str], pages: Mapping[str, Page]) -> None:
        """`files` are all files of the site at `root`, `pages` those of them that are pages."""
        self._root = root
        self._files = files
        self._pages = pages
        self._verdicts: dict[SitePlace, Verdict] = {}
        self._sound: set[str] = set()
        """Addresses that are right on any page."""
        self._addresses = KnownAddresses(files)

    def in_pages(self) -> Iterator[Finding]:
        """Yield what is wrong with the links of all pages."""
        for file, page in self._pages.items():
            start = _start(file, page)
            for address in sorted(page.addresses - self._sound):
                if address[:1] == "#" and address[1:] in page.places and not page.base:
                    continue  # the most frequent case, and quick to see
                if finding := self.judge(address, file, start):
                    yield finding
            yield from (_empty(each, file) for each in ("", "#") if each in page.links)

    def outside(self) -> Elsewhere:
        """Return the outside addresses that readers may follow or pages load; a name in metadata is no link."""
        found: dict[str, set[str]] = {}
        for file, page in self._pages.items():
            for address in sorted(page.links | page.loaded):
                place = self._root.lead(address, _start(file, page))
                if isinstance(place, Outside) and is_address(place.url):
                    found.setdefault(place.url, set()).add(file)
        return found

    def in_document(self, file: str, text: str) -> Iterator[Finding]:
        """Yield what is wrong with the addresses in a feed, sitemap, manifest or stylesheet."""
        for address in dict.fromkeys(addresses_in(file, text)):
            if address in self._sound:
                continue
            if finding := self.judge(address, file, address_of(file)):
                yield finding

    def judge(self, address: str, file: str, start: str) -> Finding | None:
        """Return what is wrong with one address in a file, or None; relative addresses start at `start`."""
        if address in {"", "#"}:
            return None
        if _PELICANS_OWN.match(address):
            message = f"{unquote(address)} is not a source of the site"
            return Finding(codes.BROKEN_LINK, file, message, address, start)
        place = self._root.lead(address, start)
        finding = self._judged(place, address, file, start) if place else None
        if not finding and (address.startswith("/") or SCHEME.match(address)):
            self._sound.add(address)
        return finding

    def _judged(self, place: SitePlace | Outside, address: str, file: str, start: str) -> Finding | None:
        if isinstance(place, Outside):
            return self._judge_outside(place, address, file)
        if place not in self._verdicts:
            self._verdicts[place] = self._verdict(place)
        verdict = self._verdicts[place]
        if verdict and verdict[0] == codes.BROKEN_LINK and _is_host(address):
            message = f"{address} has no https:// and leads into this site; did you mean https://{address}?"
            return Finding(codes.BROKEN_LINK, file, message, address, start)
        return Finding(verdict[0], file, verdict[1], address, start) if verdict else None

    def _judge_outside(self, place: Outside, address: str, file: str) -> Finding | None:
        if not is_address(place.url):
            return Finding(codes.BROKEN_LINK, file, f"{address} has no valid host between // and the next /", address)
        inside = next((name for name in files_of(place.below) if name in self._files), "") if place.below else ""
        if inside and not address.startswith(("http:", "https:", "//")):
            message = f"{address} is outside of the site, which is at {self._root.path}; write {{filename}} or "
            return Finding(codes.BROKEN_LINK, file, f"{message}{{static}} and the source", address)
        return None

    def _verdict(self, place: SitePlace) -> Verdict:
        found = next((name for name in files_of(place.path) if name in self._files), "")
        if not found:
            return self._nothing_at(place)
        page = self._pages.get(found)
        if page and place.fragment and not _has(page, place.fragment):
            return codes.MISSING_ANCHOR, _no_anchor(place, page)
        if place.scheme == "http" and self._root.scheme == "https":
            return codes.OWN_ADDRESS, f"{place} on this site is linked with http://, but the site has https://"
        return None

    def _nothing_at(self, place: SitePlace) -> Verdict:
        if not place.path or place.path.startswith(WRITTEN_LATER):
            return None  # without a home page nothing may be published: `tasks/built_folder.py` reports that, once
        twin = self._addresses.twin(place.path)
        if twin:
            return codes.BROKEN_LINK, f"/{place.path} does not exist, but /{twin} does: upper and lower case matter"
        near = self._addresses.near(place.path)
        return codes.BROKEN_LINK, "; ".join(
            filter(None, [f"the site has nothing at /{place.path}", did_you_mean(near, form="/{}")])
        )


def _is_host(address: str) -> bool:
    """Return whether a relative address looks like a host without its scheme: `site.example/a`, `www.site.example`."""
    found = _HOST.match(address)
    return found is not None and found["last"].lower() not in _OF_FILES


def _start(file: str, page: Page) -> str:
    """Return the address at which the relative addresses of a page start."""
    here = address_of(file)
    return urljoin(here, page.base) if page.base else here


def _empty(address: str, file: str) -> Finding:
    return Finding(codes.EMPTY_LINK, file, f"the address of a link is {address or 'empty'!r}", pattern=_EMPTY)


def _has(page: Page, fragment: str) -> bool:
    """Return whether a fragment leads somewhere, by the rules of HTML under "select the indicated part"."""
    name = fragment.partition(_NO_PLACE)[0]
    if not name or unquote(name).lower() == "top":
        return True
    return any(each in page.places for each in (name, unquote(name)))


def _no_anchor(place: SitePlace, page: Page) -> str:
    name = unquote(place.fragment)
    same = next((each for each in page.places if each.casefold() == name.casefold()), "")
    near = same or nearest(name, page.places)
    advice = f"; {did_you_mean(near, form='#{}')}" if near else ""
    return f"the page /{place.path} has no id #{name}{advice}"
