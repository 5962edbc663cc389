"""The topics of a page: bullets that open with emphasised words, in a list where some bullet cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from ibid.addresses import topic_id
from ibid.citations.placeholders import BULLET, CITATION
from ibid.offsets import Edit, Offsets

_EMPHASIS = ("strong", "b", "em", "i")
_LISTS = ("ul", "ol")


@dataclass(frozen=True, slots=True)
class Bullet:
    """One topic as it stands on its page."""

    name: str
    """Plain text, without the colon or full stop that ends it."""
    path: tuple[str, ...]
    """The names of its parents, from the top, and its own."""
    id: str
    """The author's `{#id}`, or made of the path; unique on the page."""
    line: int
    """In the source; 0 when it is not known."""
    citations: frozenset[int]
    """Where the placeholders of its own citations start in the HTML."""
    edits: tuple[Edit, ...]
    """What puts the id on the `<li>`."""
    children: tuple[Bullet, ...] = ()
    flat: bool = False
    """Its source is indented, but by too little to be a sub-topic."""


def read_bullets(soup: BeautifulSoup, offsets: Offsets) -> tuple[Bullet, ...]:
    """The topics of a page's body, as a tree."""
    reader = _Reader(offsets)
    bullets: list[Bullet] = []
    for bullet_list in soup.find_all(_LISTS):
        if not bullet_list.find_parent(_LISTS) and bullet_list.find(CITATION):
            bullets += reader.read(bullet_list, ())
    return tuple(bullets)


def walk(bullets: tuple[Bullet, ...]) -> Iterator[Bullet]:
    """Every bullet, parents before their children, in the order of the page."""
    for bullet in bullets:
        yield bullet
        yield from walk(bullet.children)


class _Reader:
    """Reads one page, and sees to it that no id stands twice on it."""

    def __init__(self, offsets: Offsets) -> None:
        self.offsets = offsets
        self.ids: set[str] = set()

    def read(self, parent: Tag, path: tuple[str, ...]) -> list[Bullet]:
        """The topics among the bullets of a list; those below a bullet that is none move up to it."""
        bullets: list[Bullet] = []
        for item in parent.find_all("li", recursive=False):
            opening = _opening(item)
            name = _name(opening) if opening else ""
            if opening and name:
                bullet = self._bullet(item, opening, (*path, name))
                below = [child for nested in _nested(item) for child in self.read(nested, bullet.path)]
                bullets.append(replace(bullet, children=tuple(below)))
            else:
                bullets += [child for nested in _nested(item) for child in self.read(nested, path)]
        return bullets

    def _bullet(self, item: Tag, opening: Tag, path: tuple[str, ...]) -> Bullet:
        found = next((tag for tag in item.find_all(BULLET) if tag.find_parent("li") is item), None)
        given = str(item.get("id") or opening.get("id") or "")
        identity = self._unique(given or topic_id(path))
        own = frozenset(self.offsets.of(tag) for tag in _own_citations(item))
        return Bullet(
            name=path[-1],
            path=path,
            id=identity,
            line=int(str(found["data-line"]) or 0) if found else 0,
            citations=own,
            edits=tuple(self._edits(item, opening, identity)),
            flat=bool(found and found["data-source"]),
        )

    def _unique(self, identity: str) -> str:
        candidate, count = identity, 1
        while candidate in self.ids:
            count += 1
            candidate = f"{identity}-{count}"
        self.ids.add(candidate)
        return candidate

    def _edits(self, item: Tag, opening: Tag, identity: str) -> Iterator[Edit]:
        """The id moves from the emphasised words, where `{#id}` puts it, to the bullet."""
        if not item.get("id"):
            at = self.offsets.of(item) + len("<li")
            yield Edit(at, at, f' id="{identity}"')
        if opening.get("id"):
            start = self.offsets.of(opening)
            written = f' id="{opening["id"]}"'
            yield Edit(start + len(opening.name) + 1, start + len(opening.name) + 1 + len(written), "")


def _opening(item: Tag) -> Tag | None:
    """The emphasised words a bullet opens with."""
    first = _first(item)
    if isinstance(first, Tag) and first.name == "p":
        first = _first(first)
    return first if isinstance(first, Tag) and first.name in _EMPHASIS else None


def _first(parent: Tag) -> PageElement | None:
    return next(
        (
            child
            for child in parent.children
            if not (isinstance(child, NavigableString) and not child.strip())
            and not (isinstance(child, Tag) and child.name == BULLET)
        ),
        None,
    )


def _name(opening: Tag) -> str:
    return re.sub(r"\s+", " ", opening.get_text()).strip().rstrip(":：.。").strip()


def _nested(item: Tag) -> list[Tag]:
    return item.find_all(_LISTS, recursive=False)


def _own_citations(item: Tag) -> Iterator[Tag]:
    """The citations of a bullet that stand in none of its sub-topics."""
    for child in item.children:
        if not isinstance(child, Tag):
            continue
        if child.name == CITATION:
            yield child
        elif child.name != "li" or not _opening(child):
            yield from _own_citations(child)
