"""Topics whose page had another address: `Moved: old/path -> new/path` in the front matter of their page.

The page of a translated topic has the original's address below its language's folder, so it moves with the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ibid.link.parts import Document
from ibid.link.resolution import nearest
from ibid.link.translations import folder_of
from ibid.model.addresses import TOPICS, topic_address
from ibid.model.records import Redirect, TopicPage
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem

_ARROW = re.compile(r"\s*(?:->|→)\s*")
_ENDS = 2


@dataclass(frozen=True, slots=True)
class Moves:
    """What the site's front matter says."""

    redirects: tuple[Redirect, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """One line of `Moved:`, for one language."""

    path: str
    """The page that says it."""
    source: str
    line: int
    ends: tuple[str, str] | None
    """The addresses it leads from and to, where it is understood."""
    lang: str
    folder: str = ""
    """What stands before the addresses in that language: `zh/`."""
    inherited: bool = False
    """The original says it, and nothing is wrong if a translation lacks the topic."""


def read_moves(
    originals: Iterable[Document], translations: Iterable[tuple[Document, Document]], pages: Iterable[TopicPage]
) -> Moves:
    """The redirects of all pages with topics; a topic that moved twice is led to where it is now.

    `translations` are with their originals, `pages` are those of the topics in all languages.
    """
    topics = {page.topic.page: page.topic.name for page in pages}
    written = [one for document in originals for one in _written(document)]
    for document, original in translations:
        written += _translated(document, original)
    targets = {one.ends[0]: one.ends[1] for one in written if one.ends}
    redirects: list[Redirect] = []
    problems: list[Problem] = []
    for one in written:
        new = _follow(one.ends[1], targets, topics) if one.ends else ""
        fault = _fault(one, new, topics)
        if fault and not one.inherited:
            problems.append(Problem(codes.BAD_MOVE, fault, one.path, one.line))
        elif one.ends and not fault:
            old = one.ends[0]
            redirects.append(Redirect(old, new, topics[new], one.path, f"Moved: {old}", one.lang))
    return Moves(tuple(redirects), tuple(problems))


def _translated(document: Document, original: Document) -> Iterator[_Written]:
    """What a translation says itself, and what its original says of other addresses."""
    folder = folder_of(document.lang)
    if not folder:  # then its topics have no pages
        return
    own = list(_written(document, folder))
    yield from own
    said = {one.ends[0] for one in own if one.ends}
    for one in _written(original):
        ends = (folder + one.ends[0], folder + one.ends[1]) if one.ends else None
        if ends and ends[0] not in said:
            yield replace(one, ends=ends, lang=document.lang, folder=folder, inherited=True)


def _written(document: Document, folder: str = "") -> Iterator[_Written]:
    for source, line in document.moved:
        ends = [folder + _address(end, folder) for end in _ARROW.split(source) if end.strip("/ ")]
        understood = (ends[0], ends[1]) if len(ends) == _ENDS else None
        yield _Written(document.path, source, line, understood, document.lang, folder)


def _address(end: str, folder: str) -> str:
    """The address that is written on one side of the arrow, as it stands behind /topics/ or in full."""
    return topic_address(end.strip("/ ").removeprefix(folder + TOPICS).removeprefix(TOPICS))


def _follow(address: str, targets: Mapping[str, str], topics: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while address not in topics and address in targets and address not in seen:
        seen.add(address)
        address = targets[address]
    return address


def _fault(one: _Written, new: str, topics: Mapping[str, str]) -> str:
    """What is wrong with a line, or nothing; `new` is where it leads in the end."""
    if not one.ends:
        return f"`Moved: {one.source}` is not understood; write `Moved: old/path -> new/path`."
    old = one.ends[0]
    if old in topics:
        return f"/{old} is still the page of “{topics[old]}”; take the line out, or correct the old path."
    if new not in topics:
        start = one.folder + TOPICS
        there = [topic.removeprefix(start).rstrip("/") for topic in topics if topic.startswith(start)]
        near = nearest(new.removeprefix(start).rstrip("/"), there)
        return f"there is no topic at /{new}; {f'did you mean {near}?' if near else 'write where it is now.'}"
    return ""
