"""The citations of a page: their places, the publications that they cite, and their problems."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct, field

from ibid.link.topic_bullets import Bullet, every_bullet, read_bullets
from ibid.mark import citation_grammar
from ibid.mark.citation_grammar import ROLL_UP, Citation, Group, read_group
from ibid.mark.html_reader import extents
from ibid.mark.placeholders import ATTRIBUTE, CITATION, STRAY, Placeholder, find_placeholders
from ibid.model.records import Document
from ibid.model.selection import fold
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Code, Problem
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest

_NEAR = 0.65
"""How similar a key must be to be meant: keys of other authors share a year and a word."""
_SHOWN = 12  # keywords that a message offers


class CitationPlace(Struct, frozen=True):
    """One group of citations in a part of a document."""

    placeholder: Placeholder
    group: Group
    in_link: bool
    """Whether it is in the text of a link, which cannot contain another link."""


class Part(Struct, frozen=True):
    """A part of the HTML of a document: its body, its summary or another formatted field."""

    document: Document
    name: str
    """`content`, or the name of the field."""
    html: str
    """The HTML with its placeholders."""
    placeholders: tuple[Placeholder, ...]
    places: tuple[CitationPlace, ...]
    bullets: tuple[Bullet, ...]
    """The topics of the part; only a body has topics."""

    @property
    def topic_citations(self) -> frozenset[int]:
        """The offsets of the placeholders of the citations in its topics."""
        return frozenset(start for bullet in every_bullet(self.bullets) for start in bullet.citations)


def read_part(document: Document, name: str, html: str) -> Part | None:
    """Return a part of a document with what is to be linked; None, without parsing it, if it has no placeholders."""
    found = tuple(find_placeholders(html))
    if not found:
        return None
    in_links = _in_links(html, [placeholder.start for placeholder in found])
    places = [
        CitationPlace(placeholder, group, placeholder.start in in_links)
        for placeholder in found
        if placeholder.name == CITATION and (group := read_group(placeholder.source))
    ]
    bullets = read_bullets(html) if document.has_topics and name == "content" else ()
    return Part(document, name, html, found, tuple(places), bullets)


def _in_links(html: str, offsets: Sequence[int]) -> set[int]:
    """Return the offsets, of those in order, that are in the content of a link."""
    links = extents(html, "a").values()
    return {at for link in links for at in offsets[bisect_left(offsets, link.first) : bisect_left(offsets, link.last)]}


class Index(Struct, frozen=True):
    """The ways to cite a publication."""

    keys: Mapping[str, str]
    """The present key by each present or former key."""
    numbers: Mapping[int, str]
    """The key by number."""
    retired: Mapping[int, str]
    """The key of removed publications by their number."""
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The keys of publications by folded keyword."""

    def find(self, citation: Citation) -> str:
        """Return the key of the cited publication, or an empty string."""
        if citation.number is not None:
            return self.numbers.get(citation.number, "")
        return self.keys.get(citation.longest, "") or self.keys.get(citation.key, "")

    def filled(self, citation: Citation) -> tuple[str, ...]:
        """Return the keys of the publications with a cited keyword; empty for other citations."""
        return self.keywords.get(fold(citation.keyword), ()) if citation.keyword else ()


class Reference(Struct, frozen=True):
    """One citation with its publication."""

    citation: Citation
    key: str
    """The publication's key; empty if there is no such publication."""


class Resolved(Struct, frozen=True):
    """A place with the publications that it cites."""

    place: CitationPlace
    references: tuple[Reference, ...]
    """In the order of the text, without repeats; a roll-up or keyword becomes one per publication, by key."""


def is_by_keyword(group: Group) -> bool:
    """Return whether a group cites by keyword, `[#deep learning]`, which is text outside of topics."""
    return bool(group.citations[0].keyword)


def resolve(place: CitationPlace, index: Index, rolled_up: Collection[str] = ()) -> Resolved:
    """Return a place with every citation looked up; `rolled_up` has the keys that `[@*]` cites there."""
    references: list[Reference] = []
    for citation in place.group.citations:
        if citation.key == ROLL_UP:
            references += [Reference(Citation(key), key) for key in sorted(rolled_up)]
        elif filled := index.filled(citation):
            references += [Reference(Citation(key), key) for key in sorted(filled)]
        else:
            references.append(_reference(citation, index))
    return Resolved(place, tuple(dict.fromkeys(references)))


def _reference(citation: Citation, index: Index) -> Reference:
    key = index.find(citation)
    if key and citation.longest and citation.longest in index.keys:
        locator = citation.locator.removeprefix(citation.longest.removeprefix(citation.key)).lstrip(" ,.")
        citation = Citation(citation.longest, citation.prefix, locator)
    return Reference(citation, key)


def problems_of(part: Part, index: Index) -> Iterator[Problem]:
    """Yield the problems of the citations in a part, each at its line."""
    in_topics = part.topic_citations
    for place in part.places:
        if is_by_keyword(place.group) and place.placeholder.start not in in_topics:
            continue
        for code, message in _faults(place, index):
            yield Problem(code, message, part.document.path, place.placeholder.line)
    for placeholder in part.placeholders:
        if placeholder.name == STRAY and (key := _meant(placeholder.source, index)):
            yield stray(placeholder.source, key, part.document.path, placeholder.line)
        elif placeholder.name == ATTRIBUTE and (key := stray_key(placeholder.source, index.keys)):
            message = _in_attribute(placeholder.source, key)
            yield Problem(codes.STRAY_CITATION, message, part.document.path, placeholder.line)


def stray_key(text: str, known: Collection[str]) -> str:
    """Return the first known key after an `@` in a text, or an empty string."""
    return next((key for key in citation_grammar.strays(text) if key in known), "")


def _meant(text: str, index: Index) -> str:
    """Return the first known key or roll-up in a text, or an empty string."""
    return next((name for name in citation_grammar.strays(text) if name == ROLL_UP or name in index.keys), "")


def stray(text: str, key: str, path: str, line: int) -> Problem:
    """Return the problem of a text that names a key or a roll-up but is not a citation."""
    if key == ROLL_UP:
        message = f"{text} is not read as a citation: a roll-up has no other words; write `[@*]`."
        return Problem(codes.STRAY_ROLL_UP, message, path, line)
    message = f"{text} is not read as a citation; write `[@{key}]`, or several as `[@{key}, p. 3; @other]`."
    return Problem(codes.STRAY_CITATION, message, path, line)


def _in_attribute(text: str, key: str) -> str:
    """Return the message on a key in the alternative text of an image or in a `title`."""
    advice = f"cite `@{key}` in the text, or write `&#64;{key}` if this is not a citation"
    return f"“{text}” is an image's text or a link's title, where citations do not work; {advice}."


def _faults(place: CitationPlace, index: Index) -> Iterator[tuple[Code, str]]:
    seen: set[tuple[str, str]] = set()
    for citation in place.group.citations:
        if citation.key == ROLL_UP:
            continue
        if index.filled(citation):
            continue
        key = index.find(citation)
        if second := next((name for name in citation.strays if name in index.keys or name == ROLL_UP), ""):
            message = f"{place.group.source} contains @{second}, but not as a citation; write `;` between citations."
            yield codes.STRAY_CITATION, message
        if not key:
            yield _unknown(citation, index)
        elif (key, citation.locator) in seen:
            yield codes.REPEATED_CITATION, f"{place.group.source} cites {_written(citation)} twice; remove one."
        seen.add((key, citation.locator))
    if place.in_link:
        yield codes.CITATION_IN_LINK, f"{place.group.source} is in the text of a link; move it out of the link."


def _unknown(citation: Citation, index: Index) -> tuple[Code, str]:
    if citation.number is not None:
        return codes.UNKNOWN_NUMBER, _no_such_number(citation.number, index)
    if citation.keyword:
        return codes.UNKNOWN_KEYWORD, _no_such_keyword(citation.keyword, index)
    otherwise = f"add it to the bibliography, or write `\\@{citation.key}` if this is not a citation."
    advice = did_you_mean(nearest(citation.key, index.keys, _NEAR), otherwise, "@{}")
    return codes.UNKNOWN_KEY, f"@{citation.key} is not in the bibliography; {advice}"


def _no_such_number(number: int, index: Index) -> str:
    if number in index.retired:
        old = index.retired[number]
        now = index.keys.get(old)
        then = f"is now shown as @{now}; write `[@{now}]`" if now else "is no longer in the bibliography"
        return f"[{number}] was `{old}`, which {then}."
    highest = max(index.numbers, default=0)
    return f"[{number}] is not the number of a publication; the highest is {highest}. Cite by key, as in `[@key]`."


def _no_such_keyword(keyword: str, index: Index) -> str:
    near = nearest(fold(keyword), index.keywords)
    if near:
        return f"no publication has the keyword `{keyword}`; {did_you_mean(near, form='[#{}]')}"
    there = sorted(index.keywords)
    more = ", ..." if len(there) > _SHOWN else ""
    return (
        f"no publication has the keyword `{keyword}`; existing keywords: {', '.join(there[:_SHOWN]) or 'none'}{more}."
    )


def _written(citation: Citation) -> str:
    return f"@{citation.key}" if citation.number is None else f"[{citation.number}]"


def unfrozen_numbers(part: Part, index: Index, frozen: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each number typed by hand that is not in numbers.toml, once per number."""
    seen: set[int] = set()
    for place in part.places:
        for citation in place.group.citations:
            key = index.find(citation)
            if citation.number is None or not key or key in frozen or citation.number in seen:
                continue
            seen.add(citation.number)
            advice = f"run `invoke number`, or cite `@{key}`."
            message = f"[{citation.number}] now means {key}, but this may change; {advice}"
            yield Problem(codes.UNFROZEN_NUMBER, message, part.document.path, place.placeholder.line)
