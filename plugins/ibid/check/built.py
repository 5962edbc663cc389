"""CHECK: the files that a build wrote, read once and judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from ibid.check.essentials import faults
from ibid.check.finding import Finding
from ibid.check.links import Links
from ibid.model.addresses import address_of
from ibid.model.targets import Place, Root
from ibid.write.written import PAGES, WrittenPage
from ibid.write.written_pages import Page, read_page

_DOCUMENTS = (".xml", ".atom", ".rss", ".webmanifest")


@dataclass(frozen=True, slots=True)
class Built:
    """What lies in the output folder, and where it will be."""

    root: Root
    files: frozenset[str]
    """Every file, below the folder."""
    pages: Mapping[str, Page] = field(repr=False)
    """The pages that this build wrote: not those of an earlier one, nor those that were copied as they are."""
    documents: Mapping[str, str] = field(repr=False)
    """The text of what else leads somewhere: its feeds, sitemap and manifest, and the stylesheets its pages load."""


def read_built(
    folder: Path, names: frozenset[str], files: frozenset[str], written: Mapping[str, WrittenPage], root: Root
) -> Built:
    """Read the output folder, whose `files` are the site; of these this build wrote `names`, its pages as `written`."""
    pages = {
        name: _page(folder / name, written.get(name)) for name in sorted(names & files) if name.lower().endswith(PAGES)
    }
    others = {name for name in names & files if name.lower().endswith(_DOCUMENTS)} | (_styles(pages, root) & files)
    return Built(root, files, pages, {name: _text(folder / name) for name in sorted(others)})


def _page(file: Path, written: WrittenPage | None) -> Page:
    """A page; it is read again where another plugin has changed it since it was written."""
    data = file.read_bytes()
    return written.page if written and written.hash == hash(data) else read_page(_decoded(data))


def findings(built: Built, links: Links) -> Iterator[Finding]:
    """What is wrong with it."""
    own = (faults(file, page, has_address=bool(built.root.scheme)) for file, page in built.pages.items())
    elsewhere = (links.in_document(file, text) for file, text in built.documents.items())
    return chain(chain.from_iterable(own), links.in_pages(), chain.from_iterable(elsewhere))


def _text(file: Path) -> str:
    return _decoded(file.read_bytes())


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace")


def _styles(pages: Mapping[str, Page], root: Root) -> set[str]:
    """The site's stylesheets that pages load."""
    links = {(style, address_of(file)) for file, page in pages.items() for style in page.stylesheets}
    places = (root.lead(style, here) for style, here in links)
    return {place.path for place in places if isinstance(place, Place)}
