"""From what an author wrote to which publications are meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from ibid.link.parts import CitationPlace, Part
from ibid.mark import citation_grammar
from ibid.mark.citation_grammar import ROLL_UP, Citation, Group
from ibid.mark.placeholders import ATTRIBUTE, STRAY
from ibid.model.selection import fold
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Code, Problem
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest

_SHOWN = 12  # keywords that a message offers


@dataclass(frozen=True, slots=True)
class Index:
    """Every way to name a publication."""

    keys: Mapping[str, str]
    """Its key, and the keys it had before, to its key."""
    numbers: Mapping[int, str]
    """Its number to its key."""
    retired: Mapping[int, str]
    """Numbers of publications that are gone, to the key they had."""
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Keywords, folded, to the keys of the publications that have them."""

    def find(self, citation: Citation) -> str:
        """The key of the publication that is meant, or nothing."""
        if citation.number is not None:
            return self.numbers.get(citation.number, "")
        return self.keys.get(citation.longest, "") or self.keys.get(citation.key, "")

    def filled(self, citation: Citation) -> tuple[str, ...]:
        """The keys of the publications that a keyword stands for; none for anything else."""
        return self.keywords.get(fold(citation.keyword), ()) if citation.keyword else ()


@dataclass(frozen=True, slots=True)
class Reference:
    """One citation and the publication it means."""

    citation: Citation
    key: str
    """The publication's key; empty when there is none such."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A place and what it cites."""

    place: CitationPlace
    references: tuple[Reference, ...]
    """As written, less repeats. For a roll-up or a keyword, one for each publication it stands for, by key."""


def is_by_keyword(group: Group) -> bool:
    """It names keywords, `[#deep learning]`, which mean something in topics alone and are text elsewhere."""
    return bool(group.citations[0].keyword)


def resolve(place: CitationPlace, index: Index, rolled_up: Collection[str] = ()) -> Resolved:
    """Look up every citation of a place; `rolled_up` is what `[@*]` stands for there."""
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
    """What is wrong with the citations of a stretch of HTML, each at its line."""
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
    """The first of the known keys that a text names behind an `@`, or nothing."""
    return next((key for key in citation_grammar.strays(text) if key in known), "")


def _meant(text: str, index: Index) -> str:
    """The first key that a text names, or the roll-up; nothing where it means neither."""
    return next((name for name in citation_grammar.strays(text) if name == ROLL_UP or name in index.keys), "")


def stray(text: str, key: str, path: str, line: int) -> Problem:
    """What to say of a text that names a key, or rolls up, and is no citation."""
    if key == ROLL_UP:
        message = f"{text} is not read: what stands for all that sub-topics cite has no words of its own; write [@*]."
        return Problem(codes.STRAY_ROLL_UP, message, path, line)
    message = f"{text} is not read as a citation; write [@{key}], or [@{key}, p. 3; @other] with a semicolon between."
    return Problem(codes.STRAY_CITATION, message, path, line)


def _in_attribute(text: str, key: str) -> str:
    """What to say of words that a browser shows in place of an image, or over what is pointed at."""
    advice = f"cite @{key} in the text, or write &#64;{key} where none is meant"
    return f"“{text}” stands in place of an image or as a link's title, which can hold no citation; {advice}."


def _faults(place: CitationPlace, index: Index) -> Iterator[tuple[Code, str]]:
    seen: set[tuple[str, str]] = set()
    for citation in place.group.citations:
        if citation.key == ROLL_UP:
            continue
        if index.filled(citation):
            continue
        key = index.find(citation)
        if second := next((name for name in citation.strays if name in index.keys or name == ROLL_UP), ""):
            message = f"{place.group.source} holds @{second} where none is read; put a semicolon between citations."
            yield codes.STRAY_CITATION, message
        if not key:
            yield _unknown(citation, index)
        elif (key, citation.locator) in seen:
            yield codes.REPEATED_CITATION, f"{place.group.source} cites {_written(citation)} twice; take one out."
        seen.add((key, citation.locator))
    if place.in_link:
        yield codes.CITATION_IN_LINK, f"{place.group.source} stands in the text of a link; move it out of the link."


def _unknown(citation: Citation, index: Index) -> tuple[Code, str]:
    if citation.number is not None:
        return codes.UNKNOWN_NUMBER, _no_such_number(citation.number, index)
    if citation.keyword:
        return codes.UNKNOWN_KEYWORD, _no_such_keyword(citation.keyword, index)
    otherwise = f"add it to the bibliography, cite another, or write \\@{citation.key} where none is meant."
    advice = did_you_mean(nearest(citation.key, index.keys), otherwise, "@{}")
    return codes.UNKNOWN_KEY, f"@{citation.key} is not in the bibliography; {advice}"


def _no_such_number(number: int, index: Index) -> str:
    if number in index.retired:
        old = index.retired[number]
        now = index.keys.get(old)
        then = f"is shown as @{now} today; write [@{now}]" if now else "is no longer in the bibliography"
        return f"[{number}] was `{old}`, which {then}."
    highest = max(index.numbers, default=0)
    return f"[{number}] is the number of no publication; they go up to {highest}. Cite by key: [@key]."


def _no_such_keyword(keyword: str, index: Index) -> str:
    near = nearest(fold(keyword), index.keywords)
    if near:
        return f"no publication has the keyword `{keyword}`; {did_you_mean(near, form='[#{}]')}"
    there = sorted(index.keywords)
    more = ", ..." if len(there) > _SHOWN else ""
    return f"no publication has the keyword `{keyword}`; there is {', '.join(there[:_SHOWN]) or 'none'}{more}."


def _written(citation: Citation) -> str:
    return f"@{citation.key}" if citation.number is None else f"[{citation.number}]"
