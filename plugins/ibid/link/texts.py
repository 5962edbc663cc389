"""Where a bullet's name stands, and its own text: what its topic's page repeats, less the name and the sub-topics."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from ibid.mark.extents import extents
from ibid.mark.offsets import Offsets
from ibid.mark.placeholders import BULLET, CITATION, LIST

Stretch = tuple[int, int]
"""Where a piece of HTML starts and ends."""
LISTS = ("ul", "ol")
_EMPHASIS = ("strong", "b", "em", "i")
_NOT_IN_LINKS = (
    *("a", "audio", "button", "details", "embed", "iframe", "input", "label", "select", "textarea", "video"),
    *(CITATION, LIST),
)
"""Interactive content (https://html.spec.whatwg.org/multipage/dom.html#interactive-content), and what becomes links."""
_ENDS = " \t\n:：.。"
"""What ends a name and is none of it."""
_AFTER_NAME = re.compile(r"\s*(?:[:：.。–—-]+\s*|$|(?=<ibid-|</))")
_ENDS_ITSELF = re.compile(r"[:：.。]\s*</")


def topic_opening(item: Tag) -> Tag | None:
    """The emphasised words a bullet opens with, which make it a topic."""
    first = _first(item)
    if isinstance(first, Tag) and first.name == "p":
        first = _first(first)
    if not isinstance(first, Tag) or first.name not in _EMPHASIS:
        return None
    return first if first.get_text().strip(_ENDS) else None


def nested_lists(item: Tag) -> list[Tag]:
    """The lists right below a bullet."""
    return item.find_all(LISTS, recursive=False)


class Texts:
    """Finds the own texts of one page's bullets."""

    def __init__(self, html: str, offsets: Offsets) -> None:
        self.html = html
        self.offsets = offsets
        self.extents = extents(html, ("li", *LISTS, *_EMPHASIS))

    def of(self, item: Tag, opening: Tag) -> tuple[Stretch, ...]:
        """What is left of a bullet, as stretches that do not touch; nothing where its end cannot be found."""
        whole = self.extents.get(self.offsets.of(item))
        if whole is None:
            return ()
        stretches: list[Stretch] = []
        at = whole.first
        for start, end in sorted([*self._name(opening), *self._sub_topics(item)]):
            stretches += [(at, start)] if at < start else []
            at = end
        return (*stretches, (at, whole.last)) if at < whole.last else tuple(stretches)

    def name_at(self, opening: Tag) -> Stretch | None:
        """The words of the name, without what ends them; None where they hold what cannot stand in a link."""
        name = self.extents.get(self.offsets.of(opening))
        if name is None or name.last == name.end or opening.find(_NOT_IN_LINKS):
            return None
        words = self.html[name.first : name.last].rstrip(_ENDS)
        return name.first, name.first + len(words)

    def _name(self, opening: Tag) -> Iterator[Stretch]:
        """The name and what ends it; it stays where a sentence goes on behind it."""
        name = self.extents.get(self.offsets.of(opening))
        if name is None:
            return
        after = _AFTER_NAME.match(self.html, name.end)
        if after or _ENDS_ITSELF.search(self.html, name.first, name.end):
            yield name.start, after.end() if after else name.end

    def _sub_topics(self, item: Tag) -> Iterator[Stretch]:
        for nested in nested_lists(item):
            cuts, emptied = self._topics_in(nested)
            place = self.extents.get(self.offsets.of(nested)) if emptied else None
            yield from [(place.start, place.end)] if place else cuts

    def _topics_in(self, parent: Tag) -> tuple[list[Stretch], bool]:
        """The topics of a list, at any depth, and whether the list holds nothing else."""
        cuts: list[Stretch] = []
        emptied = True
        for item in parent.find_all("li", recursive=False):
            place = self.extents.get(self.offsets.of(item))
            if topic_opening(item) and place:
                cuts.append((place.start, place.end))
            else:
                emptied = False
                cuts += self._sub_topics(item)
        return cuts, emptied


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
