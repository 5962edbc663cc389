"""Whether the addresses in pages, feeds and stylesheets lead to something that was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final
from urllib.parse import unquote, urljoin

from ibid.check.documents import addresses_in
from ibid.check.finding import Finding
from ibid.check.neighbours import Neighbours
from ibid.model.addresses import address_of
from ibid.model.targets import SCHEME, Outside, Place, Root, files_of
from ibid.problems import codes
from ibid.write.written_pages import Page
from pelican_bibtex.diagnostics.problem import Code

_PELICANS_OWN: Final = re.compile(r"(?:\{[a-z]+\}|\|[a-z]+\||%7b[a-z]+%7d)", re.IGNORECASE)
"""What Pelican leaves of a link to a source that it does not find."""
_EMPTY: Final = r"""\]\(\s*#?\s*\)|\bhref\s*=\s*(?:"\s*#?\s*"|'\s*#?\s*'|#[\s>])"""
"""A link without an address, in Markdown or HTML."""
_NO_PLACE: Final = ":~:"
"""Behind it stands a text to look for: https://wicg.github.io/scroll-to-text-fragment/"""

WRITTEN_LATER: Final = ("pagefind/",)
"""Folders that are made from the finished site."""

Verdict = tuple[Code, str] | None
Elsewhere = Mapping[str, Iterable[str]]
"""Addresses outside of the site, each with the files of the output that have it."""


class Links:
    """Judges addresses; each distinct one once."""

    def __init__(self, root: Root, files: frozenset[str], pages: Mapping[str, Page]) -> None:
        """Of a site at `root`: all of its files, and those of them that are pages."""
        self._root = root
        self._files = files
        self._pages = pages
        self._verdicts: dict[Place, Verdict] = {}
        self._sound: set[str] = set()
        """Addresses with which nothing is wrong, whatever page they stand on."""
        self._neighbours = Neighbours(files)

    def in_pages(self) -> Iterator[Finding]:
        """What is wrong with the links of all pages."""
        for file, page in self._pages.items():
            start = _start(file, page)
            for address in sorted(page.addresses - self._sound):
                if address[:1] == "#" and address[1:] in page.places and not page.base:
                    continue  # most often so, and soonest seen
                if finding := self.judge(address, file, start):
                    yield finding
            yield from (_empty(each, file) for each in ("", "#") if each in page.links)

    def outside(self) -> Elsewhere:
        """The addresses elsewhere that readers of the pages may follow or load; a name in metadata is no link."""
        found: dict[str, set[str]] = {}
        for file, page in self._pages.items():
            for address in sorted(page.links | page.loaded):
                place = self._root.lead(address, _start(file, page))
                if isinstance(place, Outside):
                    found.setdefault(place.url, set()).add(file)
        return found

    def in_document(self, file: str, text: str) -> Iterator[Finding]:
        """What is wrong with the addresses in a feed, a sitemap, a stylesheet."""
        for address in dict.fromkeys(addresses_in(file, text)):
            if address in self._sound:
                continue
            if finding := self.judge(address, file, address_of(file)):
                yield finding

    def judge(self, address: str, file: str, start: str) -> Finding | None:
        """What is wrong with one address in a file; relative ones begin at `start`."""
        if address in {"", "#"}:
            return None
        if _PELICANS_OWN.match(address):
            message = f"{unquote(address)} names no source of the site"
            return Finding(codes.BROKEN_LINK, file, message, address, start)
        place = self._root.lead(address, start)
        finding = self._judged(place, address, file, start) if place else None
        if not finding and (address.startswith("/") or SCHEME.match(address)):
            self._sound.add(address)
        return finding

    def _judged(self, place: Place | Outside, address: str, file: str, start: str) -> Finding | None:
        if isinstance(place, Outside):
            return self._judge_outside(place, address, file)
        if place not in self._verdicts:
            self._verdicts[place] = self._verdict(place)
        verdict = self._verdicts[place]
        return Finding(verdict[0], file, verdict[1], address, start) if verdict else None

    def _judge_outside(self, place: Outside, address: str, file: str) -> Finding | None:
        inside = next((name for name in files_of(place.below) if name in self._files), "") if place.below else ""
        if inside and not address.startswith(("http:", "https:", "//")):
            message = f"{address} leads out of the site, which is below {self._root.path}; write {{filename}} or "
            return Finding(codes.BROKEN_LINK, file, f"{message}{{static}} and the source", address)
        return None

    def _verdict(self, place: Place) -> Verdict:
        found = next((name for name in files_of(place.path) if name in self._files), "")
        if not found:
            return self._nothing_at(place)
        page = self._pages.get(found)
        if page and place.fragment and not _has(page, place.fragment):
            return codes.MISSING_ANCHOR, _no_anchor(place, page)
        if place.scheme == "http" and self._root.scheme == "https":
            return codes.OWN_ADDRESS, f"{place} of this site is linked with http://, the site is at https://"
        return None

    def _nothing_at(self, place: Place) -> Verdict:
        if not place.path or place.path.startswith(WRITTEN_LATER):
            return None  # without a home page nothing may be published: `soundness` says so, once
        twin = self._neighbours.twin(place.path)
        if twin:
            return codes.BROKEN_LINK, f"/{place.path} is written /{twin}: capitals matter in addresses"
        near = self._neighbours.near(place.path)
        advice = f"; did you mean /{near}?" if near else ""
        return codes.BROKEN_LINK, f"nothing of the site is at /{place.path}{advice}"


def _start(file: str, page: Page) -> str:
    """Where the relative addresses of a page begin."""
    here = address_of(file)
    return urljoin(here, page.base) if page.base else here


def _empty(address: str, file: str) -> Finding:
    return Finding(codes.EMPTY_LINK, file, f"a link's address is {address or 'empty'!r}", pattern=_EMPTY)


def _has(page: Page, fragment: str) -> bool:
    """Whether a fragment leads somewhere; the rules are HTML's own, under "select the indicated part"."""
    name = fragment.partition(_NO_PLACE)[0]
    if not name or unquote(name).lower() == "top":
        return True
    return any(each in page.places for each in (name, unquote(name)))


def _no_anchor(place: Place, page: Page) -> str:
    name = unquote(place.fragment)
    same = next((each for each in page.places if each.casefold() == name.casefold()), "")
    near = [same] if same else get_close_matches(name, page.places, n=1)
    advice = f"; did you mean #{near[0]}?" if near else ""
    return f"the page /{place.path} has no place #{name}{advice}"
