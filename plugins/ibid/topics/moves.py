"""Topics whose page had another address: `Moved: old/path -> new/path` in the front matter of their page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ibid import codes
from ibid.addresses import TOPICS, topic_address
from ibid.catalogue import Redirect, TopicPage
from ibid.citations.resolution import nearest
from ibid.documents import Document
from pelican_bibtex.problem import Problem

_ARROW = re.compile(r"\s*(?:->|→)\s*")
_ENDS = 2


@dataclass(frozen=True, slots=True)
class Moves:
    """What the site's front matter says."""

    redirects: tuple[Redirect, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """One line of `Moved:`."""

    document: Document
    source: str
    line: int
    ends: tuple[str, str] | None
    """The addresses it leads from and to, where it is understood."""


def read_moves(documents: Iterable[Document], pages: Iterable[TopicPage]) -> Moves:
    """The redirects of all pages; a topic that moved twice is led to where it is now."""
    topics = {page.topic.page: page.topic.name for page in pages}
    written = [one for document in documents for one in _written(document)]
    targets = {one.ends[0]: one.ends[1] for one in written if one.ends}
    redirects: list[Redirect] = []
    problems: list[Problem] = []
    for one in written:
        new = _follow(one.ends[1], targets, topics) if one.ends else ""
        fault = _fault(one, new, topics)
        if fault:
            problems.append(Problem(codes.BAD_MOVE, fault, one.document.path, one.line))
        elif one.ends:
            old, document = one.ends[0], one.document
            redirects.append(Redirect(old, new, topics[new], document.path, f"Moved: {old}", document.lang))
    return Moves(tuple(redirects), tuple(problems))


def _written(document: Document) -> Iterator[_Written]:
    for source, line in document.moved:
        ends = [topic_address(end.strip("/ ").removeprefix(TOPICS)) for end in _ARROW.split(source) if end.strip("/ ")]
        yield _Written(document, source, line, (ends[0], ends[1]) if len(ends) == _ENDS else None)


def _follow(address: str, targets: Mapping[str, str], topics: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while address not in topics and address in targets and address not in seen:
        seen.add(address)
        address = targets[address]
    return address


def _path(address: str) -> str:
    return address.removeprefix(TOPICS).rstrip("/")


def _fault(one: _Written, new: str, topics: Mapping[str, str]) -> str:
    """What is wrong with a line, or nothing; `new` is where it leads in the end."""
    if not one.ends:
        return f"`Moved: {one.source}` is not understood; write `Moved: old/path -> new/path`."
    old = one.ends[0]
    if old in topics:
        return f"/{old} is still the page of “{topics[old]}”; take the line out, or correct the old path."
    if new not in topics:
        near = nearest(_path(new), map(_path, topics))
        return f"there is no topic at /{new}; {f'did you mean {near}?' if near else 'write where it is now.'}"
    return ""
