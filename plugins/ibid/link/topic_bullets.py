"""The topics of a page: bullets that start with emphasised words, in a list with some citation, and their texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import escape

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement
from msgspec import Struct
from msgspec.structs import replace

from ibid.mark.html_reader import Edit, extents, tag_at, text_of
from ibid.mark.placeholders import BULLET, CITATION, LIST
from ibid.model.addresses import topic_id
from pelican_bibtex import tex
from pelican_bibtex.lazy_pattern import lazy_pattern

OffsetRange = tuple[int, int]
"""The start and end offset of a piece of HTML."""
LISTS = ("ul", "ol")
_EMPHASIS = ("strong", "b", "em", "i")
_NOT_IN_LINKS = (
    *("a", "audio", "button", "details", "embed", "iframe", "input", "label", "select", "textarea", "video"),
    *(CITATION, LIST),
)
"""Interactive content (https://html.spec.whatwg.org/multipage/dom.html#interactive-content), and future links."""
_ENDS = " \t\n:：.。"
"""Characters after a name that are not part of it."""
_END_SIGNS = lazy_pattern(r"\s*(?:[:：.。–—-]+\s*)?")


def topic_opening(item: Tag) -> Tag | None:
    """Return the emphasised words at the start of a bullet, which make it a topic, or None."""
    first = _first(item)
    if isinstance(first, Tag) and first.name == "p":
        first = _first(first)
    if not isinstance(first, Tag) or first.name not in _EMPHASIS:
        return None
    return first if first.get_text().strip(_ENDS) else None


def nested_lists(item: Tag) -> list[Tag]:
    """Return the lists directly inside a bullet."""
    return item.find_all(LISTS, recursive=False)


class Offsets:
    """Turns the line and column that html.parser gives each element into an offset."""

    def __init__(self, html: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", html))]

    def of(self, tag: Tag) -> int:
        """Return the offset of an element's start tag."""
        return self._starts[(tag.sourceline or 1) - 1] + (tag.sourcepos or 0)


class Texts:
    """Finds the own texts of one page's bullets."""

    def __init__(self, html: str, offsets: Offsets) -> None:
        self.html = html
        self.offsets = offsets
        self.extents = extents(html, "li", *LISTS, *_EMPHASIS)

    def of(self, item: Tag, opening: Tag) -> tuple[OffsetRange, ...]:
        """Return a bullet without name and sub-topics, as separate stretches; empty if its end is not found."""
        whole = self.extents.get(self.offsets.of(item))
        if whole is None:
            return ()
        stretches: list[OffsetRange] = []
        at = whole.first
        for start, end in sorted([*self._name(opening), *self._sub_topics(item)]):
            stretches += [(at, start)] if at < start else []
            at = end
        return (*stretches, (at, whole.last)) if at < whole.last else tuple(stretches)

    def name_at(self, opening: Tag) -> OffsetRange | None:
        """Return the place of the name, without its end signs; None if it contains what cannot be in a link."""
        name = self.extents.get(self.offsets.of(opening))
        if name is None or name.last == name.end or opening.find(_NOT_IN_LINKS):
            return None
        words = self.html[name.first : name.last].rstrip(_ENDS)
        return name.first, name.first + len(words)

    def _name(self, opening: Tag) -> Iterator[OffsetRange]:
        """Yield the place of the name and its end signs; nothing if the name is part of a sentence that continues."""
        name = self.extents.get(self.offsets.of(opening))
        if name is None:
            return
        signs = _END_SIGNS.match(self.html, name.end)
        end = signs.end() if signs else name.end
        if self.html[name.end : end].strip() or end == len(self.html) or self.html.startswith(("</", "<ibid-"), end):
            yield name.start, end
        elif text_of(self.html[name.start : name.end]).rstrip().endswith((":", "：", ".", "。")):
            yield name.start, name.end

    def _sub_topics(self, item: Tag) -> Iterator[OffsetRange]:
        for nested in nested_lists(item):
            cuts, emptied = self._topics_in(nested)
            place = self.extents.get(self.offsets.of(nested)) if emptied else None
            yield from [(place.start, place.end)] if place else cuts

    def _topics_in(self, parent: Tag) -> tuple[list[OffsetRange], bool]:
        """Return the places of the topics in a list, at any depth, and whether the list contains only topics."""
        cuts: list[OffsetRange] = []
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


_SHOWN_ID = lazy_pattern(r"\{:?\s*#[\w./:-]+(?:\s[^{}]*)?\}")
_CODE = ("code", "pre", "kbd", "samp", "script")


class Bullet(Struct, frozen=True):
    """One topic on its page."""

    name: str
    """Plain text, without the colon or full stop that ends it."""
    path: tuple[str, ...]
    """The names of its parents, from the top level down, and its own."""
    lineage: tuple[str, ...]
    """The ids of its parents, from the top level down, and its own."""
    line: int
    """Its line in the source; 0 if it is not known."""
    citations: frozenset[int]
    """The offsets of the placeholders of its own citations in the HTML."""
    edits: tuple[Edit, ...]
    """The edits that put the id on the `<li>`."""
    name_at: OffsetRange | None
    """The place of its name in the HTML; None if the name cannot become a link, as it contains one."""
    text: tuple[OffsetRange, ...]
    """The places of its own text in the HTML: all of the bullet except its name and its sub-topics."""
    children: tuple[Bullet, ...] = ()
    flat: bool = False
    """Whether its source is indented, but by too little to be a sub-topic."""
    asked: str = ""
    """The id that it would have if no bullet above had it already; empty if the id is as asked for."""
    surplus: tuple[str, ...] = ()
    """The words after its id in `{#id words}`."""
    shown_id: str = ""
    """A `{#id}` that readers see as text, since it is not right after the name."""

    @property
    def id(self) -> str:
        """The author's `{#id}`, or its parent's id and its own name; unique on the page."""
        return self.lineage[-1]


def read_bullets(html: str) -> tuple[Bullet, ...]:
    """Return the topics of a page's body, as a tree."""
    soup = BeautifulSoup(html, "html.parser", on_duplicate_attribute="ignore")  # as browsers do
    tops = [one for one in soup.find_all(LISTS) if not one.find_parent(LISTS) and one.find(CITATION)]
    if not tops:
        return ()
    offsets = Offsets(html)
    reader = _BulletReader(offsets, Texts(html, offsets))
    return tuple(bullet for top in tops for bullet in reader.read(top, None))


def every_bullet(bullets: tuple[Bullet, ...]) -> Iterator[Bullet]:
    """Yield every bullet, parents before their children, in the order of the page."""
    for bullet in bullets:
        yield bullet
        yield from every_bullet(bullet.children)


class _BulletReader:
    """Reads the bullets of one page and gives them unique ids."""

    def __init__(self, offsets: Offsets, texts: Texts) -> None:
        self.offsets = offsets
        self.texts = texts
        self.ids: set[str] = set()

    def read(self, parent: Tag, above: Bullet | None) -> list[Bullet]:
        """Return the topics of a list; topics below a bullet that is not a topic take its place."""
        bullets: list[Bullet] = []
        for item in parent.find_all("li", recursive=False):
            opening = topic_opening(item)
            if opening:
                bullet = self._bullet(item, opening, above)
                below = [child for nested in nested_lists(item) for child in self.read(nested, bullet)]
                bullets.append(replace(bullet, children=tuple(below)))
            else:
                bullets += [child for nested in nested_lists(item) for child in self.read(nested, above)]
        return bullets

    def _bullet(self, item: Tag, opening: Tag, above: Bullet | None) -> Bullet:
        found = next((tag for tag in item.find_all(BULLET) if tag.find_parent("li") is item), None)
        name, parents, ids = _name(opening), above.path if above else (), above.lineage if above else ()
        given = str(item.get("id") or opening.get("id") or "")
        asked = given or "/".join((*ids[-1:], topic_id([name])))
        identity = self._unique(asked)
        surplus = tuple(word for word, value in opening.attrs.items() if not value) if "id" in opening.attrs else ()
        own = frozenset(self.offsets.of(tag) for tag in _own_citations(item))
        return Bullet(
            name=name,
            path=(*parents, name),
            lineage=(*ids, identity),
            line=int(str(found["data-line"]) or 0) if found else 0,
            citations=own,
            edits=tuple(self._edits(item, opening, identity, surplus)),
            name_at=self.texts.name_at(opening),
            text=self.texts.of(item, opening),
            flat=bool(found and found["data-source"]),
            asked=asked if asked != identity else "",
            surplus=surplus,
            shown_id=self._shown_id(item),
        )

    def _unique(self, identity: str) -> str:
        candidate, count = identity, 1
        while candidate in self.ids:
            count += 1
            candidate = f"{identity}-{count}"
        self.ids.add(candidate)
        return candidate

    def _edits(self, item: Tag, opening: Tag, identity: str, surplus: tuple[str, ...]) -> Iterator[Edit]:
        """Yield the edits that move the id from the emphasised words, where `{#id}` puts it, to the bullet."""
        if item.get("id") != identity:
            at = self.offsets.of(item) + len("<li")
            yield Edit(at, at, f' id="{escape(identity)}"')
            yield from self._cuts(item, {"id"})
        if "id" in opening.attrs:
            yield from self._cuts(opening, {"id", *surplus})

    def _cuts(self, tag: Tag, names: Collection[str]) -> Iterator[Edit]:
        html, start = self.texts.html, self.offsets.of(tag)
        start_tag = tag_at(html, start)
        for attribute in start_tag.all_attributes() if start_tag else ():
            if attribute.name in names:
                before = len(html[start : attribute.start].rstrip())
                is_apart = html[attribute.end] in " \t\n\f\r/>"
                yield Edit(start + before, attribute.end, "" if is_apart else " ")

    def _shown_id(self, item: Tag) -> str:
        if "{" not in self.texts.html:
            return ""
        found = (_SHOWN_ID.search(text) for text in _own_words(item))
        return next((one.group() for one in found if one), "")


def _name(opening: Tag) -> str:
    return re.sub(r"\s+", " ", _in_a_line(opening)).strip().rstrip(":：.。").strip()


def _in_a_line(tag: Tag) -> str:
    """Return the text of a tag; formulas are as in plain-text titles, `x²`, where the text of MathML would be `x2`."""
    if tag.name == "math" and tag.get("alttext"):
        return tex.plain(f"${tag['alttext']}$")
    parts = (child for child in tag.children if isinstance(child, Tag) or type(child) is NavigableString)
    return "".join(_in_a_line(part) if isinstance(part, Tag) else part for part in parts)


def _own_words(item: Tag) -> Iterator[str]:
    """Yield the text of a bullet outside of its sub-topics and code."""
    for child in item.children:
        if type(child) is NavigableString:  # not a comment
            yield str(child)
        elif isinstance(child, Tag) and child.name not in _CODE and (child.name != "li" or not topic_opening(child)):
            yield from _own_words(child)


def _own_citations(item: Tag) -> Iterator[Tag]:
    """Yield the citations of a bullet outside of its sub-topics."""
    for child in item.children:
        if not isinstance(child, Tag):
            continue
        if child.name == CITATION:
            yield child
        elif child.name != "li" or not topic_opening(child):
            yield from _own_citations(child)
