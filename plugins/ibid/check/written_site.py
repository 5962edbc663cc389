"""The data of one build that the checks use, collected from Pelican and from linking."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from ibid.check.essentials import faults, unfinished
from ibid.check.links import Elsewhere, Links
from ibid.check.placing import place
from ibid.check.sources import Finding, Origin, SourceFiles
from ibid.compat.pelican_compat import folder_of, generated_contents, static_contents, static_files
from ibid.model.addresses import PUBLICATIONS, TOPICS, address_of, file_of
from ibid.model.catalogue import Catalogue
from ibid.model.targets import Root, SitePlace, root_of, where
from ibid.problems import codes
from ibid.read.pelican_context import is_our_theme
from ibid.write.file_writer import Claim, differing_in_case, rivals, same_address
from ibid.write.page_facts import Page, read_page
from ibid.write.written_pages import PAGES, WrittenPage
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.publication import Publication

_DOCUMENTS = (".xml", ".atom", ".rss", ".webmanifest")


class Built(Struct, frozen=True):
    """The files in the output folder, and the address where they will be published."""

    root: Root
    files: frozenset[str]
    """Every file, below the folder."""
    pages: Mapping[str, Page]
    """The pages that this build wrote, without those of earlier builds and those copied as they are."""
    documents: Mapping[str, str]
    """The text of the other files with addresses: feeds, sitemap, manifest, and the stylesheets that pages load."""


def read_built(
    folder: Path, names: frozenset[str], files: frozenset[str], written: Mapping[str, WrittenPage], root: Root
) -> Built:
    """Read the output folder, whose `files` are the site; this build wrote `names` of them, its pages as `written`."""
    pages = {
        name: _page(folder / name, written.get(name)) for name in sorted(names & files) if name.lower().endswith(PAGES)
    }
    others = {name for name in names & files if name.lower().endswith(_DOCUMENTS)} | (_styles(pages, root) & files)
    return Built(root, files, pages, {name: _text(folder / name) for name in sorted(others)})


def _page(file: Path, written: WrittenPage | None) -> Page:
    """Return a page, which is read again if another plugin has changed it since it was written."""
    if written and not written.hash:
        return written.page
    data = file.read_bytes()
    return written.page if written and written.hash == hash(data) else read_page(_decoded(data))


def findings(built: Built, links: Links) -> Iterator[Finding]:
    """Yield what is wrong with the site."""
    own = (faults(file, page, has_address=bool(built.root.scheme)) for file, page in built.pages.items())
    elsewhere = (links.in_document(file, text) for file, text in built.documents.items())
    return chain(chain.from_iterable(own), links.in_pages(), chain.from_iterable(elsewhere))


def _text(file: Path) -> str:
    return _decoded(file.read_bytes())


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace")


def _styles(pages: Mapping[str, Page], root: Root) -> set[str]:
    """Return the site's stylesheets that pages load."""
    links = {(style, address_of(file)) for file, page in pages.items() for style in page.stylesheets}
    places = (root.lead(style, here) for style, here in links)
    return {place.path for place in places if isinstance(place, SitePlace)}


_SETTINGS = ("publishconf.py", "pelicanconf.py")


Ask = Callable[[Elsewhere], tuple[list[Finding], list[Problem]]]


class Build(Struct, frozen=True):
    """One build that has written its site."""

    context: Mapping[str, Any]
    """Pelican's, with its settings."""
    contents: Sequence[Any]
    """The author's pages and posts, as Pelican has them, by path."""
    output: Path
    """The output folder."""
    drawn: frozenset[str]
    """The files below it that templates rendered, and Pelican's feeds."""
    pages: Mapping[str, WrittenPage]
    """Those of them that are pages, as they were written."""
    owners: Mapping[str, str]
    """The files of the author's pages and of Ibid's, each with its source."""
    files: frozenset[str]
    """Every file below the output folder, except those that only earlier builds wrote, which are removed next."""
    catalogue: Catalogue
    people: Path
    """people.yml."""
    origins: Mapping[str, str]
    """The files below the output folder that are CVs, each with its source."""
    problems: tuple[Problem, ...]
    """The problems that were found before."""
    ask: Ask | None = None
    """A function that checks the addresses outside of the site; without it, nothing is read over the network."""


def check_build(build: Build) -> list[Problem]:
    """Return the problems of the files of a build, at the places in its sources that cause them."""
    root = root_of(build.context)
    names = build.drawn | build.owners.keys()
    built = read_built(build.output, names, build.files, build.pages, root)
    links = Links(root, built.files, built.pages)
    found = [*findings(built, links), *unfinished(built.pages, built.documents, build.context)]
    problems = list(_collisions(build))
    if build.ask:
        outside, failed = build.ask(links.outside())
        found += outside
        problems += failed
    if found:
        sources = _sources(build, root)
        named = {name for file in sources.origins.keys() & built.pages.keys() for name in built.pages[file].ids}
        found = [
            finding
            for finding in found
            if not _is_known(finding, root, build.problems) and not _is_quoted(finding, sources, named)
        ]
        problems += place(found, sources, _pages_of_theme(built.pages, build))
    return problems


def _pages_of_theme(pages: Collection[str], build: Build) -> int:
    """Return how many pages are as the theme makes them: ours are more than that if the theme is not."""
    ours = build.owners.keys() - {content.save_as for content in build.contents}
    return len(pages) if is_our_theme(build.context) else sum(file not in ours for file in pages)


_LEAVING_OUT = (codes.NO_TITLE, codes.NO_DATE, codes.UNKNOWN_STATUS, codes.LEFT_OUT, codes.SPECIAL_FILE)
"""The problems of sources that are left out of the site; links to them follow from that."""


def _is_known(finding: Finding, root: Root, reported: Iterable[Problem]) -> bool:
    """Return whether a broken link was reported before, by its file, our missing template or a source left out."""
    if finding.code != codes.BROKEN_LINK:
        return False
    name = finding.address.rpartition("/")[2]
    place = where(root, finding.address, finding.start)
    ours = place[0].startswith((PUBLICATIONS, TOPICS)) if isinstance(place, tuple) else False
    return any(
        (ours and problem.code == codes.MISSING_TEMPLATE)
        or ("." in name and problem.code in _LEAVING_OUT and problem.path.endswith(f"/{unquote(name)}"))
        or ("." in name and name in problem.message and problem.code in (codes.MISSING_FILE, codes.MISSING_IMAGE))
        for problem in reported
    )


def _is_quoted(finding: Finding, sources: SourceFiles, named: Collection[str]) -> bool:
    """Return whether a fault comes from a quoted post, as in lists: links within a post are checked on its own page."""
    if finding.file in sources.origins:
        return False
    return finding.name in named or (finding.code == codes.MISSING_ANCHOR and finding.address.startswith("#"))


def _collisions(build: Build) -> Iterator[Problem]:
    """Yield the problems of files with the same address: Pelican lets a copied file replace any page silently."""
    copied = [Claim(file.save_as, shown(Path(file.source_path)), 2) for file in static_files(build.context)]
    owned = [Claim(file, owner) for file, owner in build.owners.items() if file]
    drawn = [Claim(file, "a page of the theme", 1) for file in build.drawn - build.owners.keys()]
    claims = [*owned, *drawn, *copied]
    yield from (same_address(first, other) for first, others in rivals(claims) for other in others)
    yield from differing_in_case(claims)


def _sources(build: Build, root: Root) -> SourceFiles:
    context, records = build.context, build.catalogue.publications
    of_contents = {content.save_as: _origin(content) for content in build.contents}
    copied = {file.save_as: Origin(shown(Path(file.source_path))) for file in static_files(context)}
    of_features = {file: Origin(source, is_rooted=True) for file, source in build.origins.items()}
    known = chain(generated_contents(context).items(), static_contents(context).items())
    return SourceFiles(
        root,
        origins=dict(_former(build.catalogue)) | copied | dict(_ours(build.catalogue)) | of_features | of_contents,
        contents=list(of_contents.values()),
        shared=list(_shared(build)),
        linked={
            where(root, root.within(link.url)): _entry(record.publication)
            for record in records
            for link in record.publication.links
        },
        addresses={path: entry.url for path, entry in known if entry},
    )


def _origin(content: Any) -> Origin:
    return Origin(shown(Path(content.source_path)), page=content.url, folder=folder_of(content))


def _ours(catalogue: Catalogue) -> Iterator[tuple[str, Origin]]:
    for record in catalogue.publications:
        yield file_of(record.url), _entry(record.publication)
    for one in catalogue.topic_pages:
        document, name = one.document, re.escape(one.topic.name)
        bullet = rf"^\s*[-*+]\s.*(?:{name}|#{re.escape(one.topic.id)}\b)"
        yield file_of(one.topic.page), Origin(document.path, page=document.url, pattern=bullet)


def _former(catalogue: Catalogue) -> Iterator[tuple[str, Origin]]:
    for redirect in catalogue.redirects:
        pattern = "" if redirect.line else re.escape(redirect.old.rstrip("/"))
        yield redirect.file, Origin(redirect.path, redirect.line, pattern=pattern)


def _entry(publication: Publication) -> Origin:
    return Origin(publication.location.path, publication.location.line)


def _shared(build: Build) -> Iterator[Origin]:
    """Yield settings, people, the bibliography, templates, in this order: the first that has a fault is its cause."""
    base, bibliographies = Path(build.context["PATH"]).parent, build.catalogue.publications
    yield from (Origin(shown(base / name), is_rooted=True) for name in _SETTINGS if (base / name).is_file())
    for path in dict.fromkeys([shown(build.people), *(each.publication.location.path for each in bibliographies)]):
        yield Origin(path, is_rooted=True)
    folders = [*(build.context.get("THEME_TEMPLATES_OVERRIDES") or ()), Path(build.context["THEME"], "templates")]
    yield from (Origin(shown(file)) for folder in folders for file in sorted(Path(folder).rglob("*.html")))
